#include "lb-test-service.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "model/lb-prompt.h"

#define VALID                                                                                      \
  "{\\\"short_description\\\": \\\"a fox\\\", \\\"objects\\\": [], "                               \
  "\\\"background_setting\\\": \\\"a pier\\\", \\\"lighting\\\": "                                 \
  "{\\\"conditions\\\": \\\"x\\\", \\\"direction\\\": \\\"x\\\"}, "                                \
  "\\\"aesthetics\\\": {\\\"composition\\\": \\\"x\\\", "                                          \
  "\\\"color_scheme\\\": \\\"x\\\", \\\"mood_atmosphere\\\": \\\"x\\\"}, "                         \
  "\\\"style_medium\\\": \\\"ink\\\", \\\"context\\\": \\\"a book\\\"}"

static LbTestService *service;
static gint64 project;

static char *
image_path (gint64 dataset, gint64 image)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, dataset, image);
}

static void
assert_valid (const char *caption)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (caption, &error);

  g_assert_no_error (error);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
}

static gint64
add_image (gint64 dataset, guint seed)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", seed);

  return lb_test_upload (service, dataset, picture);
}

/* R54 */
static void
test_on_arrival (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 legacy_project = lb_test_add_project (service);
  gint64 legacy = lb_test_add_dataset (service, legacy_project, ", \"training_version\": \"max\"");

  add_image (dataset, 1);
  g_assert_true (lb_test_is_null (service, "caption"));
  lb_test_set_schema (service, dataset);
  add_image (dataset, 2);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  assert_valid (lb_test_text (service, "caption"));

  add_image (legacy, 3);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  g_assert_cmpstr (lb_test_text (service, "caption"), !=, "");
}

/* R59 to R63 */
static void
test_by_hand (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = image_path (dataset, add_image (dataset, 1));

  lb_test_refused (service, "PUT", path, "{}", 400, "R59");
  lb_test_refused (service, "PUT", path, "{\"regenerate_caption\": false}", 400, "R59");
  lb_test_refused (service, "PUT", path, "{\"caption\": \"{}\", \"regenerate_caption\": true}", 400,
                   "R59");
  lb_test_refused (service, "PUT", path, "{\"caption\": 4}", 400, "R59");
  lb_test_refused (service, "PUT", path, "{\"regenerate_caption\": \"true\"}", 400, "R59");
  lb_test_refused (service, "PUT", path, "{\"caption\": \"a fox\"}", 400, "R61");
  lb_test_refused (service, "PUT", path, "{\"caption\": \"{}\"}", 400, "R61");

  lb_test_done (service, "PUT", path, "{\"caption\": \"" VALID "\", \"regenerate_caption\": false}",
                200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
  assert_valid (lb_test_text (service, "caption"));

  /* R62: what can be repaired is, and the stored text comes back. */
  lb_test_done (service, "PUT", path, "{\"caption\": \"```json\\n" VALID "\\n```\"}", 200);
  assert_valid (lb_test_text (service, "caption"));
}

static void
test_by_hand_legacy (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, of, ", \"training_version\": \"3.2\"");
  g_autofree char *path = image_path (dataset, add_image (dataset, 1));

  lb_test_refused (service, "PUT", path, "{\"caption\": \"\"}", 400, "R63");
  lb_test_done (service, "PUT", path, "{\"caption\": \"on the pier\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, "on the pier");
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
}

/* R60, R65, R67 */
static void
test_again (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = image_path (dataset, add_image (dataset, 1));
  g_autofree char *caption = NULL;

  lb_test_refused (service, "PUT", path, "{\"regenerate_caption\": true}", 409, "R65");
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", path, "{\"caption\": \"" VALID "\"}", 200);
  lb_test_done (service, "PUT", path, "{\"regenerate_caption\": true}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  caption = g_strdup (lb_test_text (service, "caption"));
  assert_valid (caption);
  lb_test_done (service, "PUT", path, "{\"regenerate_caption\": true}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
}

/* R68 to R70 */
static void
test_all (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
  g_autofree char *image = NULL;

  lb_test_refused (service, "PUT", path, NULL, 409, "R70");
  image = image_path (dataset, add_image (dataset, 1));
  lb_test_refused (service, "PUT", path, NULL, 409, "R70");
  for (guint i = 2; i < 6; i++)
    add_image (dataset, i);
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", image, "{\"caption\": \"" VALID "\"}", 200);

  lb_test_done (service, "PUT", path, NULL, 202);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
  lb_test_wait_for_captions (service, dataset);

  lb_test_done (service, "GET", image, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 5);
  for (guint i = 0; i < 5; i++)
    assert_valid (json_object_get_string_member (
      json_array_get_object_element (json_node_get_array (service->json), i), "caption"));

  lb_test_done (service, "PUT", path, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_refused (service, "PUT", "/v1/tailored-gen/datasets/99999/images", NULL, 404, "R4");
}

/* R32, R65, R70: what has to wait while a run is under way, and what has not. */
static void
test_run_under_way (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *image = NULL;
  g_autofree char *updated = NULL;
  gint64 id = 0;

  lb_test_set_schema (service, dataset);
  for (guint i = 0; i < 5; i++)
    id = add_image (dataset, i);
  image = image_path (dataset, id);
  lb_test_done (service, "GET", path, NULL, 200);
  updated = g_strdup (lb_test_text (service, "updated_at"));

  lb_test_service_signal_decoders (service, SIGSTOP);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  lb_test_refused (service, "PUT", image, "{\"regenerate_caption\": true}", 409, "R65");
  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R32");
  lb_test_done (service, "PUT", path, "{\"name\": \"Meanwhile\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
  lb_test_service_signal_decoders (service, SIGCONT);

  lb_test_wait_for_captions (service, dataset);
  /* R71 */
  g_assert_cmpstr (lb_test_text (service, "updated_at"), !=, updated);
  lb_test_done (service, "PUT", image, "{\"regenerate_caption\": true}", 200);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  /* R64, R70 */
  lb_test_refused (service, "PUT", image, "{\"regenerate_caption\": true}", 409, "R64");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"" VALID "\"}", 409, "R64");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"{}\"}", 400, "R61");
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
}

/* R36: a new schema leaves the captions as they are. */
static void
test_new_schema (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autofree char *caption = NULL;
  g_autofree char *image = NULL;

  lb_test_set_schema (service, dataset);
  image = image_path (dataset, add_image (dataset, 9));
  caption = g_strdup (lb_test_text (service, "caption"));
  lb_test_done (service, "PUT", path,
                "{\"visual_schema\": \"{\\\"style_medium\\\": \\\"pastel\\\"}\"}", 200);
  lb_test_done (service, "GET", image, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
}

/* A caption may be long, but not endless. */
static void
test_too_long (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = image_path (dataset, add_image (dataset, 1));
  g_autofree char *words = g_strnfill (256 * 1024, 'w');
  g_autofree char *body = g_strdup_printf ("{\"caption\": \"{\\\"a\\\": \\\"%s\\\"}\"}", words);

  lb_test_refused (service, "PUT", path, body, 400, "R61");
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "too long"));
}

static void
remove_blob (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_blob (path);
      else
        g_unlink (path);
    }
}

/* R66, and R69: a caption that fails keeps its old text. */
static void
test_picture_gone (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 id = add_image (dataset, 77);
  g_autofree char *path = image_path (dataset, id);
  g_autofree char *list = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
  g_autofree char *blobs = g_build_filename (service->data, "blobs", NULL);

  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", path, "{\"caption\": \"" VALID "\"}", 200);
  remove_blob (blobs);

  lb_test_refused (service, "PUT", path, "{\"regenerate_caption\": true}", 410, "R66");
  lb_test_done (service, "PUT", list, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
}

static char *
schema_body (guint count, const char *last)
{
  GString *body = g_string_new ("{\"images\": [");

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (300, 300, FALSE, "jpeg", i);
      gsize size;
      const guint8 *data = g_bytes_get_data (picture, &size);
      g_autofree char *text = g_base64_encode (data, size);

      g_string_append_printf (body, "%s\"%s\"", i > 0 ? ", " : "",
                              last != NULL && i == count - 1 ? last : text);
    }

  return g_string_free (g_string_append (body, "]}"), FALSE);
}

/* R86 */
static void
test_schema (void)
{
  static const char path[] = "/v1/tailored-gen/generate_visual_schema";
  g_autofree char *four = schema_body (4, NULL);
  g_autofree char *five = schema_body (5, NULL);
  g_autofree char *ten = schema_body (10, NULL);
  g_autofree char *eleven = schema_body (11, NULL);
  g_autofree char *address = schema_body (5, "https://example.org/a.png");
  g_autofree char *broken = schema_body (5, "###");
  g_autofree char *words = schema_body (5, "YWJjZGVm");
  g_autoptr (LbPrompt) schema = NULL;

  lb_test_refused (service, "POST", path, "{}", 400, "R86");
  lb_test_refused (service, "POST", path, "{\"images\": [1, 2, 3, 4, 5]}", 400, "R86");
  lb_test_refused (service, "POST", path, four, 400, "R86");
  lb_test_refused (service, "POST", path, eleven, 400, "R86");
  lb_test_refused (service, "POST", path, broken, 400, "R86");
  lb_test_refused (service, "POST", path, address, 422, "R86");
  lb_test_refused (service, "POST", path, words, 415, "R46");

  lb_test_done (service, "POST", path, five, 200);
  schema = lb_prompt_new (lb_test_text (service, "visual_schema"), NULL);
  g_assert_nonnull (schema);
  g_assert_true (lb_prompt_is_valid (schema, LB_PROMPT_SCHEMA));
  lb_test_done (service, "POST", path, ten, 200);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/captions/on-arrival", test_on_arrival);
  g_test_add_func ("/captions/by-hand", test_by_hand);
  g_test_add_func ("/captions/by-hand-legacy", test_by_hand_legacy);
  g_test_add_func ("/captions/again", test_again);
  g_test_add_func ("/captions/all", test_all);
  g_test_add_func ("/captions/run-under-way", test_run_under_way);
  g_test_add_func ("/captions/new-schema", test_new_schema);
  g_test_add_func ("/captions/too-long", test_too_long);
  g_test_add_func ("/captions/schema", test_schema);
  g_test_add_func ("/captions/picture-gone", test_picture_gone);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
