#include "lb-test-database.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "model/lb-prompt.h"

#define FORMAT G_GINT64_FORMAT
#define AGAIN "{\"regenerate_caption\": true}"

/* The members that a caption needs, but for its objects and its style. */
#define MOST                                                                                       \
  "\"short_description\": \"a fox\", \"background_setting\": \"a pier\", \"lighting\": "           \
  "{\"conditions\": \"x\", \"direction\": \"x\"}, \"aesthetics\": {\"composition\": \"x\", "       \
  "\"color_scheme\": \"x\", \"mood_atmosphere\": \"x\"}, \"context\": \"a book\""
#define STYLE "\"style_medium\": \"ink\""
#define VALID "{" MOST ", " STYLE ", \"objects\": []}"

static LbTestService *service;
static gint64 project;

static char *
image_path (gint64 dataset, gint64 image)
{
  return lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, dataset, image);
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

/* In a fibo dataset with a schema. */
static char *
add_captioned (gint64 *dataset, guint seed)
{
  *dataset = lb_test_add_dataset (service, project, "");
  lb_test_set_schema (service, *dataset);

  return image_path (*dataset, add_image (*dataset, seed));
}

/* (transfer full) */
static char *
caption_body (const char *caption)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "caption", caption);
  json_node_take_object (node, object);

  return json_to_string (node, FALSE);
}

static void
put_caption (const char *path, const char *caption)
{
  g_autofree char *body = caption_body (caption);

  lb_test_done (service, "PUT", path, body, 200);
}

static void
refuse_caption (const char *path, const char *caption, guint status, const char *rule)
{
  g_autofree char *body = caption_body (caption);

  g_test_message ("%s", caption);
  lb_test_refused (service, "PUT", path, body, status, rule);
}

/* R54 */
static void
test_on_arrival (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");

  add_image (dataset, 1);
  g_assert_true (lb_test_is_null (service, "caption"));
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "pending");
  lb_test_set_schema (service, dataset);
  add_image (dataset, 2);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  assert_valid (lb_test_text (service, "caption"));
}

static void
test_one_of_two (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"regenerate_caption\": false}",
    "{\"caption\": null, \"regenerate_caption\": null}",
    "{\"caption\": \"{}\", \"regenerate_caption\": true}",
    "{\"caption\": \"\", \"regenerate_caption\": true}",
    "{\"caption\": 4}",
    "{\"caption\": {\"short_description\": \"a fox\"}}",
    "{\"regenerate_caption\": \"true\"}",
    "{\"regenerate_caption\": 1}",
  };
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);
  g_autofree char *before = g_strdup (lb_test_text (service, "caption"));
  g_autofree char *escaped = g_strescape (VALID, NULL);
  g_autofree char *both =
    g_strdup_printf ("{\"caption\": \"%s\", \"regenerate_caption\": false}", escaped);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      lb_test_refused (service, "PUT", path, bad[i], 400, "R59");
    }
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, before);

  lb_test_done (service, "PUT", path, both, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, VALID);
}

static void
test_sources (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);

  put_caption (path, VALID);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
  lb_test_done (service, "PUT", path, AGAIN, 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  put_caption (path, VALID);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
}

static void
test_must_fit (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "a fox",
    "[]",
    "[" VALID "]",
    "{}",
    "{" MOST ", " STYLE ", \"objects\": [7]}",
    "{" STYLE "}",
    "{" MOST ", " STYLE,
    "\"a fox\"",
    "null",
  };
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);
  g_autofree char *before = g_strdup (lb_test_text (service, "caption"));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    refuse_caption (path, bad[i], 400, "R61");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, before);

  /* Also before there is a schema. */
  g_clear_pointer (&path, g_free);
  dataset = lb_test_add_dataset (service, project, "");
  path = image_path (dataset, add_image (dataset, 2));
  refuse_caption (path, "{}", 400, "R61");
  put_caption (path, VALID);
}

/* A caption may be long, but not endless. */
static void
test_too_long (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);
  g_autofree char *words = g_strnfill (256 * 1024, 'w');
  g_autofree char *body = g_strdup_printf ("{\"caption\": \"{\\\"a\\\": \\\"%s\\\"}\"}", words);

  lb_test_refused (service, "PUT", path, body, 400, "R61");
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "too long"));
}

/* What can be repaired is, and what is stored comes back. */
static void
test_repairs (void)
{
  static const struct
  {
    const char *given;
    const char *path;
    const char *value; /* (nullable): gone */
  } cases[] = {
    { "\xef\xbb\xbf" VALID, "style_medium", "\"ink\"" },
    { " \n\t" VALID "\n ", "style_medium", "\"ink\"" },
    { "```json\n" VALID "\n```", "style_medium", "\"ink\"" },
    { "```\n" VALID "\n```\n", "style_medium", "\"ink\"" },
    { "{" MOST ", \"styleMedium\": \"ink\", \"objects\": []}", "style_medium", "\"ink\"" },
    { "{" MOST ", \"Style Medium\": \"ink\", \"objects\": []}", "style_medium", "\"ink\"" },
    { "{" MOST ", " STYLE ", \"objects\": {\"description\": \"a fox\", \"location\": \"center\","
      " \"relationship\": \"alone\"}}",
      "objects[0].description", "\"a fox\"" },
    { "{" MOST ", \"style_medium\": 7, \"objects\": []}", "style_medium", "\"7\"" },
    { "{" MOST ", " STYLE ", \"objects\": [{\"description\": \"a fox\", \"location\": \"center\","
      " \"relationship\": \"alone\", \"number_of_objects\": \"3\"}]}",
      "objects[0].number_of_objects", "3" },
    { "{" MOST ", " STYLE ", \"objects\": [], \"artistic_style\": null}", "artistic_style", NULL },
    { "{" MOST ", " STYLE ", \"objects\": [], \"artistic_style\": \"\"}", "artistic_style", NULL },
    { "{" MOST ", " STYLE "}", "objects", "[]" },
  };
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbPrompt) stored = NULL;
      g_autofree char *value = NULL;
      g_autofree char *answered = NULL;

      g_test_message ("%s", cases[i].given);
      put_caption (path, cases[i].given);
      answered = g_strdup (lb_test_text (service, "caption"));
      assert_valid (answered);
      stored = lb_prompt_new (answered, NULL);
      value = lb_prompt_get (stored, cases[i].path);
      g_assert_cmpstr (value, ==, cases[i].value);
      lb_test_done (service, "GET", path, NULL, 200);
      g_assert_cmpstr (lb_test_text (service, "caption"), ==, answered);
    }
}

/* Lists of texts become one text, and one layer of string is taken off. */
static void
test_repairs_of_layers (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);
  g_autofree char *escaped = g_strescape (VALID, NULL);
  g_autofree char *doubled = g_strdup_printf ("\"%s\"", escaped);
  g_autoptr (LbPrompt) stored = NULL;
  g_autofree char *value = NULL;

  put_caption (path, doubled);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, VALID);

  put_caption (path, "{" MOST ", \"style_medium\": [\"ink\", \"gouache\"], \"objects\": []}");
  stored = lb_prompt_new (lb_test_text (service, "caption"), NULL);
  value = lb_prompt_get_string (stored, "style_medium");
  g_assert_nonnull (strstr (value, "ink"));
  g_assert_nonnull (strstr (value, "gouache"));
}

/* Nothing is changed in what needs no repair. */
static void
test_kept_to_the_byte (void)
{
  static const char odd[] = "{  " MOST ",\n " STYLE ",\"objects\" :[ ],  \"own\": {\"n\": 2.50} }";
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);

  put_caption (path, odd);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, odd);
}

static void
test_completed (void)
{
  gint64 dataset;
  g_autofree char *image = add_captioned (&dataset, 1);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);

  for (guint i = 2; i < 6; i++)
    add_image (dataset, i);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  lb_test_refused (service, "PUT", image, AGAIN, 409, "R64");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "dataset_completed");
  refuse_caption (image, VALID, 409, "R64");
  /* What is wrong by itself is told first. */
  refuse_caption (image, "{}", 400, "R61");
}

static void
test_no_schema (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = image_path (dataset, add_image (dataset, 1));

  lb_test_refused (service, "PUT", path, AGAIN, 409, "R65");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "cannot_regenerate");
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", path, AGAIN, 200);
}

/* R65, R70, and R71: what has to wait while a run is under way, and what has not. */
static void
test_run_under_way (void)
{
  gint64 dataset;
  g_autofree char *image = add_captioned (&dataset, 1);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  lb_test_service_signal_decoders (service, SIGSTOP);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  lb_test_refused (service, "PUT", image, AGAIN, 409, "R65");
  put_caption (image, VALID);
  lb_test_service_signal_decoders (service, SIGCONT);

  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "PUT", image, AGAIN, 200);
}

static void
test_picture_gone (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 77);
  g_autofree char *blob =
    lb_test_sql_text (service, "SELECT blob FROM image WHERE dataset_id = %" FORMAT, dataset);
  g_autofree char *file = lb_test_blob_path (service, blob);
  g_autofree char *before = g_strdup (lb_test_text (service, "caption"));

  g_assert_cmpint (g_unlink (file), ==, 0);
  lb_test_refused (service, "PUT", path, AGAIN, 410, "R66");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "picture_gone");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, before);
  put_caption (path, VALID);
}

static void
test_same_again (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 1);
  g_autofree char *caption = g_strdup (lb_test_text (service, "caption"));
  g_autofree char *twin = NULL;

  put_caption (path, VALID);
  lb_test_done (service, "PUT", path, AGAIN, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
  lb_test_done (service, "PUT", path, AGAIN, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);

  /* The same picture once more. */
  twin = image_path (dataset, add_image (dataset, 1));
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
}

static void
test_all_again (void)
{
  gint64 dataset;
  g_autofree char *first = add_captioned (&dataset, 1);
  g_autofree char *images = lb_test_path ("datasets/%" FORMAT "/images", dataset);

  for (guint i = 2; i < 6; i++)
    add_image (dataset, i);
  put_caption (first, VALID);

  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "GET", images, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      JsonObject *image = json_array_get_object_element (json_node_get_array (service->json), i);

      assert_valid (json_object_get_string_member (image, "caption"));
      g_assert_cmpstr (json_object_get_string_member (image, "caption"), !=, VALID);
      g_assert_cmpstr (json_object_get_string_member (image, "caption_source"), ==, "automatic");
    }

  /* A body is not looked at. */
  lb_test_done (service, "PUT", images, "{\"caption\": 7}", 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_refused (service, "PUT", "/v1/tailored-gen/datasets/99999/images", NULL, 404, "R4");
}

static void
test_status (void)
{
  gint64 dataset;
  g_autofree char *image = add_captioned (&dataset, 1);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");
  for (guint i = 0; i < 2; i++)
    {
      lb_test_done (service, "PUT", images, NULL, 202);
      g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
      g_assert_false (json_object_has_member (json_node_get_object (service->json), "images"));
      lb_test_wait_for_captions (service, dataset);
    }

  /* One caption made again is not a run. */
  lb_test_done (service, "PUT", image, AGAIN, 200);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "completed");
}

static void
test_failed_keeps (void)
{
  gint64 dataset;
  g_autofree char *path = add_captioned (&dataset, 78);
  g_autofree char *images = lb_test_path ("datasets/%" FORMAT "/images", dataset);
  g_autofree char *blob =
    lb_test_sql_text (service, "SELECT blob FROM image WHERE dataset_id = %" FORMAT, dataset);
  g_autofree char *file = lb_test_blob_path (service, blob);

  put_caption (path, VALID);
  g_assert_cmpint (g_unlink (file), ==, 0);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, VALID);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");
}

static void
test_all_refused (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  gint64 image = 0;
  g_autofree char *one = NULL;

  lb_test_refused (service, "PUT", images, NULL, 409, "R70"); /* no images */
  for (guint i = 0; i < 5; i++)
    image = add_image (dataset, i);
  lb_test_refused (service, "PUT", images, NULL, 409, "R70"); /* no schema */
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "cannot_regenerate");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");

  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  lb_test_refused (service, "PUT", images, NULL, 409, "R70"); /* completed */
  one = image_path (dataset, image);
  lb_test_done (service, "GET", one, NULL, 200);
}

/* What somebody who polls goes by. */
static void
test_polled (void)
{
  gint64 dataset;
  g_autofree char *image = add_captioned (&dataset, 1);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);
  g_autofree char *poll = g_strconcat (path, "?max_images=1", NULL);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *before = NULL;

  lb_test_done (service, "GET", poll, NULL, 200);
  before = g_strdup (lb_test_text (service, "updated_at"));
  lb_test_service_signal_decoders (service, SIGSTOP);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_done (service, "GET", poll, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
  lb_test_service_signal_decoders (service, SIGCONT);
  lb_test_wait_for_captions (service, dataset);
  g_assert_cmpstr (lb_test_text (service, "updated_at"), !=, before);

  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_refused (service, "GET", poll, NULL, 404, "R4");
}

static void
test_source_values (void)
{
  static const char *const sources[] = { "automatic", "manual", "pending", "unknown" };
  gint64 dataset;
  g_autofree char *image = add_captioned (&dataset, 1);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      lb_test_sql (service, "UPDATE image SET caption_source = '%s' WHERE dataset_id = %" FORMAT,
                   sources[i], dataset);
      lb_test_done (service, "GET", image, NULL, 200);
      g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, sources[i]);
    }
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

  g_test_add_func ("/rules/R54-fibo-caption-on-arrival", test_on_arrival);
  g_test_add_func ("/rules/R59-one-of-two", test_one_of_two);
  g_test_add_func ("/rules/R60-manual-and-automatic", test_sources);
  g_test_add_func ("/rules/R61-must-fit", test_must_fit);
  g_test_add_func ("/rules/R61-too-long", test_too_long);
  g_test_add_func ("/rules/R62-repairs", test_repairs);
  g_test_add_func ("/rules/R62-repairs-of-layers", test_repairs_of_layers);
  g_test_add_func ("/rules/R62-kept-to-the-byte", test_kept_to_the_byte);
  g_test_add_func ("/rules/R64-completed", test_completed);
  g_test_add_func ("/rules/R65-no-schema", test_no_schema);
  g_test_add_func ("/rules/R65-run-under-way", test_run_under_way);
  g_test_add_func ("/rules/R66-picture-gone", test_picture_gone);
  g_test_add_func ("/rules/R67-same-again", test_same_again);
  g_test_add_func ("/rules/R68-all-again", test_all_again);
  g_test_add_func ("/rules/R69-status", test_status);
  g_test_add_func ("/rules/R69-failed-keeps-its-text", test_failed_keeps);
  g_test_add_func ("/rules/R70-refused", test_all_refused);
  g_test_add_func ("/rules/R71-polled", test_polled);
  g_test_add_func ("/rules/R72-sources", test_source_values);
  g_test_add_func ("/rules/R86-schema-of-pictures", test_schema);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
