#include <string.h>

#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"

#include "base/lb-error.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = lb_contract_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_same (JsonNode *node, const char *text)
{
  g_autofree char *written = lb_contract_to_text (node, NULL);

  g_assert_cmpstr (written, ==, text);
}

#define PROJECT                                                                                    \
  "{\"id\":12,\"project_name\":\"Harbour "                                                         \
  "fox\",\"project_description\":\"\",\"ip_name\":\"Rusty\","                                      \
  "\"ip_description\":null,\"ip_medium\":\"clay\",\"ip_type\":\"mascot\",\"training_version\":"    \
  "null,"                                                                                          \
  "\"status\":\"active\",\"created_at\":\"2026-01-02T03:04:05Z\",\"updated_at\":null}"

static void
test_project (void)
{
  g_autoptr (JsonNode) node = parse (PROJECT);
  g_autoptr (LbProject) project = lb_contract_read_project (node, NULL);
  g_autoptr (JsonNode) written = lb_contract_write_project (project);

  g_assert_cmpstr (lb_project_get_ip_medium (project), ==, "clay"); /* an unknown word survives */
  g_assert_null (lb_project_get_training_version (project));
  assert_same (written, PROJECT);
}

#define IMAGE                                                                                      \
  "{\"id\":5,\"dataset_id\":3,\"caption\":null,\"caption_source\":\"pending\","                    \
  "\"image_name\":\"a.png\",\"image_url\":\"http://x/a\",\"thumbnail_url\":\"http://x/t\","        \
  "\"width\":1024,\"height\":2048,\"size_bytes\":5000000000,\"format\":\"png\","                   \
  "\"source_sha256\":\"ab\",\"stored_sha256\":\"cd\",\"source_width\":512,\"source_height\":1024," \
  "\"created_at\":\"2026-01-02T03:04:05Z\",\"updated_at\":\"2026-01-02T03:04:05.000009Z\"}"

static void
test_image (void)
{
  g_autoptr (JsonNode) node = parse (IMAGE);
  g_autoptr (JsonNode) bare = parse ("{\"id\":\"77\",\"size_bytes\":\"12\",\"width\":-4}");
  g_autoptr (LbImage) image = lb_contract_read_image (node, NULL);
  g_autoptr (LbImage) small = lb_contract_read_image (bare, NULL);
  g_autoptr (JsonNode) written = lb_contract_write_image (image);

  assert_same (written, IMAGE);
  g_assert_cmpint (lb_image_get_size_bytes (image), ==, G_GINT64_CONSTANT (5000000000));
  g_assert_cmpint (lb_image_get_id (small), ==, 77);
  g_assert_cmpint (lb_image_get_size_bytes (small), ==, 12);
  g_assert_cmpint (lb_image_get_width (small), ==, 0);
  g_assert_null (lb_image_get_caption (small));
}

#define DATASET                                                                                    \
  "{\"id\":3,\"project_id\":12,\"name\":\"Set\",\"description\":null,\"training_version\":"        \
  "\"max\","                                                                                       \
  "\"caption_prefix\":\"a fox\",\"visual_schema\":null,\"status\":\"archived\","                   \
  "\"captions_update_status\":\"empty\",\"upload_type\":\"basic\",\"captions_source\":null,"       \
  "\"model_ids\":[\"1\",\"2\"],\"created_at\":null,\"updated_at\":null,\"images_count\":0,"        \
  "\"images\":[" IMAGE "]}"

static void
test_dataset (void)
{
  g_autoptr (JsonNode) node = parse (DATASET);
  g_autoptr (LbDataset) dataset = lb_contract_read_dataset (node, NULL);
  g_autoptr (GPtrArray) images = lb_contract_read_dataset_images (node, NULL);
  g_autoptr (JsonNode) written = lb_contract_write_dataset (dataset, images);

  g_assert_cmpuint (images->len, ==, 1);
  g_assert_cmpstr (lb_dataset_get_status (dataset), ==, "archived");
  g_assert_false (lb_dataset_get_completed (dataset));
  assert_same (written, DATASET);
}

static void
test_dataset_bare (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":3,\"project_id\":\"12\",\"model_ids\":[7,\"8\",null,{}],\"images\":null}");
  g_autoptr (LbDataset) dataset = lb_contract_read_dataset (node, NULL);
  g_autoptr (GPtrArray) images = lb_contract_read_dataset_images (node, NULL);
  g_auto (GStrv) ids = NULL;

  g_object_get (dataset, "model-ids", &ids, NULL);
  g_assert_cmpstrv (ids, ((const char *const[]) { "7", "8", NULL }));
  g_assert_cmpint (lb_dataset_get_project_id (dataset), ==, 12);
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, -1);
  g_assert_cmpstr (lb_dataset_get_training_version (dataset), ==, "fibo");
  g_assert_cmpuint (images->len, ==, 0);
}

#define BULK                                                                                       \
  "{\"status\":\"processing\",\"progress_percentage\":40,\"total_processed\":4,\"done\":3,"        \
  "\"failed\":1,\"failed_images\":[{\"filename\":\"a.gif\",\"error_code\":415,"                    \
  "\"error_message\":\"no\"}]}"

static void
test_bulk_upload (void)
{
  g_autoptr (JsonNode) node = parse (BULK);
  g_autoptr (LbBulkUpload) bulk = lb_contract_read_bulk_upload (node, NULL);
  g_autoptr (JsonNode) written = lb_contract_write_bulk_upload (bulk);
  g_autoptr (JsonNode) odd = parse ("{\"failed_images\":[1,{\"error_code\":\"x\"}]}");
  g_autoptr (LbBulkUpload) partial = lb_contract_read_bulk_upload (odd, NULL);

  assert_same (written, BULK);
  g_assert_cmpuint (lb_bulk_upload_get_failures (partial)->len, ==, 1);
  g_assert_null (lb_bulk_upload_get_status (partial));
}

static void
test_download (void)
{
  g_autoptr (JsonNode) both = parse ("{\"download_url\":\"http://x/a\",\"captions_url\":\"http://"
                                     "x/b\"}");
  g_autoptr (JsonNode) one = parse ("{\"download_url\":\"http://x/a\",\"captions_url\":null}");
  g_autoptr (JsonNode) empty = parse ("{\"download_url\":\"http://x/a\",\"captions_url\":\"\"}");
  g_autoptr (JsonNode) none = parse ("{\"captions_url\":\"http://x/b\"}");
  g_autoptr (LbDownload) all = lb_contract_read_download (both, NULL);
  g_autoptr (LbDownload) images = lb_contract_read_download (one, NULL);
  g_autoptr (LbDownload) without = lb_contract_read_download (empty, NULL);
  g_autoptr (LbDownload) copy = lb_download_copy (all);
  g_autoptr (JsonNode) written = lb_contract_write_download (copy);
  g_autoptr (JsonNode) short_one = lb_contract_write_download (images);
  g_autoptr (GError) error = NULL;

  assert_same (written, "{\"download_url\":\"http://x/a\",\"captions_url\":\"http://x/b\"}");
  assert_same (short_one, "{\"download_url\":\"http://x/a\"}");
  g_assert_null (without->captions_url);
  g_assert_null (lb_contract_read_download (none, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

/* A key is heard and never told. */
static void
test_captioner (void)
{
  g_autoptr (JsonNode) asked = parse ("{\"kind\":\"vision\",\"address\":\"http://localhost:1\","
                                      "\"model\":\"m\",\"concurrency\":2,\"key\":\"secret\","
                                      "\"has_key\":true,\"unencrypted\":1,\"state\":\"busy\"}");
  g_autoptr (LbCaptionerSetting) wish = lb_contract_read_captioner_wish (asked, NULL);
  g_autoptr (LbCaptionerSetting) told = lb_contract_read_captioner_setting (asked, NULL);
  g_autoptr (LbCaptionerSetting) plain = lb_captioner_setting_new ();
  g_autoptr (JsonNode) wish_text = lb_contract_write_captioner_wish (wish);
  g_autoptr (JsonNode) told_text = lb_contract_write_captioner_setting (wish);
  g_autoptr (JsonNode) plain_text = lb_contract_write_captioner_wish (plain);
  g_autoptr (GError) error = NULL;

  g_assert_true (lb_captioner_setting_is_vision (wish));
  g_assert_cmpstr (lb_captioner_setting_get_key (wish), ==, "secret");
  g_assert_false (lb_captioner_setting_has_key (wish));
  g_assert_cmpstr (lb_captioner_setting_get_state (wish), ==, "ready");
  g_assert_null (lb_captioner_setting_get_key (told));
  g_assert_true (lb_captioner_setting_has_key (told));
  g_assert_false (lb_captioner_setting_is_unencrypted (told));
  g_assert_cmpstr (lb_captioner_setting_get_state (told), ==, "busy");
  assert_same (wish_text, "{\"kind\":\"vision\",\"address\":\"http://localhost:1\","
                          "\"model\":\"m\",\"concurrency\":2,\"key\":\"secret\"}");
  assert_same (told_text, "{\"kind\":\"vision\",\"address\":\"http://localhost:1\","
                          "\"model\":\"m\",\"concurrency\":2,\"has_key\":false,"
                          "\"unencrypted\":false,\"state\":\"ready\"}");
  assert_same (plain_text, "{\"kind\":\"analyser\"}");
  g_assert_null (lb_contract_read_captioner_setting (NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

static void
test_ids (void)
{
  static const char *const wrong[] = { "{\"id\":0}",
                                       "{\"id\":-3}",
                                       "{\"id\":null}",
                                       "{}",
                                       "{\"id\":1.5}",
                                       "{\"id\":true}",
                                       "{\"id\":\"x\"}",
                                       "{\"id\":\"\"}",
                                       "{\"id\":[1]}",
                                       "[]",
                                       "7",
                                       "null",
                                       "{\"id\":12345678901234567890}" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = parse (wrong[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_contract_read_image (node, &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
    }
}

static void
test_lists (void)
{
  g_autoptr (JsonNode) empty = parse ("[]");
  g_autoptr (JsonNode) broken = parse ("[{\"id\":1},{}]");
  g_autoptr (JsonNode) object = parse ("{}");
  g_autoptr (GError) error = NULL;
  LbContractReader reader = (LbContractReader) lb_contract_read_project;
  g_autoptr (GPtrArray) none = lb_contract_read_list (empty, reader, NULL);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (lb_contract_read_list (broken, reader, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (lb_contract_read_list (object, reader, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

static void
test_strings (void)
{
  g_autoptr (JsonNode) node = parse ("{\"visual_schema\":\"{}\",\"other\":{\"a\":1},\"n\":3}");
  g_autofree char *text = lb_contract_read_string (node, "visual_schema", NULL);
  g_autofree char *object = lb_contract_read_string (node, "other", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "{}");
  g_assert_cmpstr (object, ==, "{\"a\":1}");
  g_assert_null (lb_contract_read_string (node, "n", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

static void
test_parse (void)
{
  static const char *const wrong[] = {
    "",
    "{",
    "{]",
    "\"\xff\"",
    "nul",
    "{}{}",
    "[][]",
    "{}[]",
    "[]{}",
    "{} {}",
    "1 2",
    "\"a\"\"b\"",
    "{},{}",
    "nullnull",
    "{\"a\":1,}",
    "[1,]",
    "['a']",
    "[NaN]",
    "/* words */ {}",
    "var a = {};",
    "\xef\xbb\xbf{}",
    "[01]",
    "[1.]",
    "[\"\n\"]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_contract_parse (wrong[i], -1, &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
    }

  g_assert_null (lb_contract_parse (NULL, 0, NULL));
  g_assert_null (lb_contract_parse ("{}\0{}", 5, NULL));
}

/* Sixty-four levels, no more; and what strict readers take. */
static void
test_parse_good (void)
{
  static const char *const good[] = {
    "{}", " [ ] ", "null", "0", "\"\\u00e4\"", "{\"a\":1,\"a\":2}"
  };
  g_autofree char *open = g_strnfill (64, '[');
  g_autofree char *close = g_strnfill (64, ']');
  g_autofree char *deep = g_strconcat (open, close, NULL);
  g_autofree char *deeper = g_strconcat ("[", deep, "]", NULL);
  g_autoptr (JsonNode) nested = lb_contract_parse (deep, -1, NULL);
  g_autoptr (JsonNode) part = lb_contract_parse ("[1]garbage", 3, NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JsonNode) node = lb_contract_parse (good[i], -1, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }

  g_assert_nonnull (nested);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (part));
  g_assert_null (lb_contract_parse (deeper, -1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

/* (transfer full): a list of so many numbers, in an object. */
static char *
make_values (guint n)
{
  GString *text = g_string_new ("{\"list\":[0");

  for (guint i = 1; i < n; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");

  return g_string_free_and_steal (text);
}

/* A request of more values than anybody means is refused before they are read; an answer may list
 * many things. */
static void
test_parse_many (void)
{
  g_autofree char *most = make_values (LB_LIMIT_BODY_VALUES - 2);
  g_autofree char *over = make_values (LB_LIMIT_BODY_VALUES - 1);
  g_autofree char *answer = make_values (LB_LIMIT_ANSWER_VALUES - 1);
  g_autoptr (JsonNode) request = lb_contract_parse_request (most, -1, NULL);
  g_autoptr (JsonNode) list = lb_contract_parse (over, -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) large = NULL;

  g_assert_nonnull (request);
  g_assert_nonnull (list);
  g_assert_null (lb_contract_parse_request (over, -1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "too many values"));
  g_assert_null (lb_contract_parse (answer, -1, &large));
  g_assert_error (large, LB_ERROR, LB_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/json/project", test_project);
  g_test_add_func ("/contract/json/image", test_image);
  g_test_add_func ("/contract/json/dataset", test_dataset);
  g_test_add_func ("/contract/json/dataset-bare", test_dataset_bare);
  g_test_add_func ("/contract/json/bulk-upload", test_bulk_upload);
  g_test_add_func ("/contract/json/download", test_download);
  g_test_add_func ("/contract/json/captioner", test_captioner);
  g_test_add_func ("/contract/json/ids", test_ids);
  g_test_add_func ("/contract/json/lists", test_lists);
  g_test_add_func ("/contract/json/strings", test_strings);
  g_test_add_func ("/contract/json/parse", test_parse);
  g_test_add_func ("/contract/json/parse-good", test_parse_good);
  g_test_add_func ("/contract/json/parse-many", test_parse_many);
  return g_test_run ();
}
