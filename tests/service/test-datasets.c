#include "lb-test-database.h"

#include <signal.h>
#include <string.h>

#define FORMAT G_GINT64_FORMAT
#define DATASETS "/v1/tailored-gen/datasets"
#define SCHEMA "\"visual_schema\": \"{\\\"style_medium\\\": \\\"ink\\\"}\""
#define COMPLETED "\"status\": \"completed\""
#define CAPTION                                                                                    \
  "{\\\"short_description\\\": \\\"a fox\\\", \\\"objects\\\": [], "                               \
  "\\\"background_setting\\\": \\\"a pier\\\", \\\"lighting\\\": "                                 \
  "{\\\"conditions\\\": \\\"x\\\", \\\"direction\\\": \\\"x\\\"}, "                                \
  "\\\"aesthetics\\\": {\\\"composition\\\": \\\"x\\\", "                                          \
  "\\\"color_scheme\\\": \\\"x\\\", \\\"mood_atmosphere\\\": \\\"x\\\"}, "                         \
  "\\\"style_medium\\\": \\\"ink\\\", \\\"context\\\": \\\"a book\\\"}"

static LbTestService *service;
static gint64 project;

static char *
dataset_path (gint64 id)
{
  return lb_test_path ("datasets/%" FORMAT, id);
}

static gint64
add_image (gint64 dataset, guint seed)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", seed);

  return lb_test_upload (service, dataset, picture);
}

static void
add_images (gint64 dataset, guint count)
{
  for (guint i = 0; i < count; i++)
    add_image (dataset, i);
}

/* With a schema and @count captioned images. */
static gint64
add_ready (guint count)
{
  gint64 id = lb_test_add_dataset (service, project, "");

  lb_test_set_schema (service, id);
  add_images (id, count);

  return id;
}

static gint64
add_completed (void)
{
  gint64 id = add_ready (5);
  g_autofree char *path = dataset_path (id);

  lb_test_done (service, "PUT", path, "{" COMPLETED "}", 200);

  return id;
}

static JsonArray *
images_of_answer (void)
{
  return json_object_get_array_member (json_node_get_object (service->json), "images");
}

static void
refuse_creation (const char *tail, const char *rule)
{
  g_autofree char *body = g_strdup_printf ("{\"project_id\": %" FORMAT "%s", project, tail);

  g_test_message ("%s", body);
  lb_test_refused (service, "POST", DATASETS, body, 400, rule);
}

static void
test_required (void)
{
  refuse_creation ("}", "R20");
  refuse_creation (", \"name\": null}", "R20");
  refuse_creation (", \"name\": \"\"}", "R20");
  refuse_creation (", \"name\": 7}", "R20");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "name");
  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\"}", 400, "R20");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "project_id");
  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\", \"project_id\": 0}", 400, "R20");
}

static void
test_unknown_project (void)
{
  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\", \"project_id\": 99999}", 404,
                   "R4");
}

static void
test_same_name (void)
{
  gint64 first = lb_test_add_dataset (service, project, "");
  gint64 second = lb_test_add_dataset (service, project, "");

  g_assert_cmpint (first, !=, second);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
}

static void
test_versions (void)
{
  lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "fibo");
  lb_test_add_dataset (service, lb_test_add_project (service), ", \"training_version\": \"fibo\"");
  refuse_creation (", \"name\": \"n\", \"training_version\": \"4\"}", "R21");
  refuse_creation (", \"name\": \"n\", \"training_version\": \"\"}", "R21");
  refuse_creation (", \"name\": \"n\", \"training_version\": 3.2}", "R21");
}

static void
test_created (void)
{
  gint64 id = lb_test_add_dataset (service, project, ", \"description\": \"of the pier\"");
  g_autofree char *path = dataset_path (id);

  g_assert_cmpint (lb_test_number (service, "project_id"), ==, project);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "of the pier");
  g_assert_true (lb_test_is_null (service, "visual_schema"));
  g_assert_true (lb_test_is_null (service, "captions_source"));
  g_assert_true (lb_test_is_null (service, "caption_prefix"));

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 0);
  g_assert_cmpuint (json_array_get_length (images_of_answer ()), ==, 0);
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "of the pier");
}

static void
test_upload_type (void)
{
  g_autofree char *path = NULL;

  path = dataset_path (lb_test_add_dataset (service, project, ""));
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "basic");
  lb_test_refused (service, "PUT", path, "{\"upload_type\": \"advanced\"}", 400, "R29");
  lb_test_add_dataset (service, project, ", \"upload_type\": \"basic\"");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "basic");
  lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "advanced");
  refuse_creation (", \"name\": \"n\", \"upload_type\": \"huge\"}", "R24");
  refuse_creation (", \"name\": \"n\", \"upload_type\": \"\"}", "R24");
  refuse_creation (", \"name\": \"n\", \"upload_type\": 1}", "R24");
}

static void
test_max_images (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  static const char *const bad[] = { "0", "201", "-1", "x", "", "1.0", "99999999999999999999" };
  static const struct
  {
    const char *query;
    guint count;
  } good[] = {
    { "", 200 },         { "?max_images=200", 200 }, { "?max_images=1", 1 }, { "?max_images=7", 7 },
    { "?other=0", 200 },
  };
  g_autofree char *images = lb_test_path ("datasets/%" FORMAT "/images", id);

  add_image (id, 1);
  lb_test_fill (service, id, 250);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = lb_test_path ("datasets/%" FORMAT "%s", id, good[i].query);

      lb_test_done (service, "GET", path, NULL, 200);
      g_assert_cmpint (lb_test_number (service, "images_count"), ==, 250);
      g_assert_cmpuint (json_array_get_length (images_of_answer ()), ==, good[i].count);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = lb_test_path ("datasets/%" FORMAT "?max_images=%s", id, bad[i]);

      lb_test_refused (service, "GET", path, NULL, 400, "R25");
      g_assert_cmpstr (lb_test_text (service, "field"), ==, "max_images");
    }

  /* The list is whole, and oldest first. */
  lb_test_done (service, "GET", images, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 250);
  for (guint i = 1; i < 250; i++)
    {
      JsonArray *list = json_node_get_array (service->json);

      g_assert_cmpint (
        json_object_get_int_member (json_array_get_object_element (list, i - 1), "id"), <,
        json_object_get_int_member (json_array_get_object_element (list, i), "id"));
    }
}

static void
test_models (void)
{
  static const struct
  {
    const char *query;
    gboolean models;
    gboolean ids;
  } cases[] = {
    { "", FALSE, FALSE },
    { "?include_models=true", TRUE, FALSE },
    { "?include_models_ids=true", FALSE, TRUE },
    { "?include_models=true&include_models_ids=true", TRUE, TRUE },
    { "?include_models=false&include_models_ids=false", FALSE, FALSE },
  };
  gint64 of = lb_test_add_project (service);

  lb_test_add_dataset (service, of, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = lb_test_path ("projects/%" FORMAT "/datasets%s", of, cases[i].query);
      JsonObject *object;

      lb_test_done (service, "GET", path, NULL, 200);
      g_assert_cmpuint (lb_test_count (service), ==, 1);
      object = json_array_get_object_element (json_node_get_array (service->json), 0);
      g_assert_cmpint (json_object_has_member (object, "models"), ==, cases[i].models);
      g_assert_cmpint (json_object_has_member (object, "model_ids"), ==, cases[i].ids);
      if (cases[i].models)
        g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "models")),
                          ==, 0);
      if (cases[i].ids)
        g_assert_cmpuint (
          json_array_get_length (json_object_get_array_member (object, "model_ids")), ==, 0);
    }
}

typedef struct
{
  const char *body;
  const char *field;
} Refusal;

static void
refuse_updates (const Refusal *cases, guint n_cases, const char *rule)
{
  g_autofree char *path = dataset_path (lb_test_add_dataset (service, project, ""));
  g_autofree char *before = NULL;

  lb_test_done (service, "GET", path, NULL, 200);
  before = g_strdup (service->body);
  for (guint i = 0; i < n_cases; i++)
    {
      g_test_message ("%s", cases[i].body);
      lb_test_refused (service, "PUT", path, cases[i].body, 400, rule);
      if (cases[i].field != NULL)
        g_assert_cmpstr (lb_test_text (service, "field"), ==, cases[i].field);
    }
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (service->body, ==, before);
}

static void
test_changes (void)
{
  static const Refusal bad[] = {
    { "{}", NULL },
    { "{\"name\": \"\"}", "name" },
    { "{\"name\": null}", "name" },
    { "{\"name\": 7}", "name" },
    { "{\"status\": \"gone\"}", "status" },
    { "{\"status\": null}", "status" },
    { "{\"caption_prefix\": \"A \"}", "caption_prefix" },
  };
  g_autofree char *path = dataset_path (lb_test_add_dataset (service, project, ""));

  lb_test_done (service, "PUT", path, "{\"name\": \"Second\", \"unknown\": [], " SCHEMA "}", 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Second");
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), ==, "{\"style_medium\": \"ink\"}");
  lb_test_done (service, "PUT", path, "{\"name\": \"Third\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), ==, "{\"style_medium\": \"ink\"}");
  refuse_updates (bad, G_N_ELEMENTS (bad), "R27");
}

static void
test_schema (void)
{
  static const Refusal bad[] = {
    { "{\"visual_schema\": null}", "visual_schema" },
    { "{\"visual_schema\": {\"style_medium\": \"ink\"}}", "visual_schema" },
    { "{\"visual_schema\": 7}", "visual_schema" },
    { "{\"visual_schema\": \"\"}", NULL },
    { "{\"visual_schema\": \"{}\"}", NULL },
    { "{\"visual_schema\": \"[]\"}", NULL },
    { "{\"visual_schema\": \"[{\\\"style_medium\\\": \\\"ink\\\"}]\"}", NULL },
    { "{\"visual_schema\": \"ink\"}", NULL },
    { "{\"visual_schema\": \"{\\\"style_medium\\\": \\\"ink\\\"\"}", NULL },
    { "{\"visual_schema\": \"{\\\"style_medium\\\": 7}\"}", NULL },
    { "{\"visual_schema\": \"{\\\"lighting\\\": \\\"dim\\\"}\"}", NULL },
    { "{\"visual_schema\": \"{\\\"objects\\\": {}}\"}", NULL },
  };
  static const char odd[] = "{  \"anything\" : { \"at\":[1, 2.50] },\"style_medium\":null }";
  g_autofree char *path = dataset_path (lb_test_add_dataset (service, project, ""));
  g_autofree char *escaped = g_strescape (odd, NULL);
  g_autofree char *body = g_strdup_printf ("{\"visual_schema\": \"%s\"}", escaped);

  refuse_updates (bad, G_N_ELEMENTS (bad), "R28");
  /* Kept to the byte. */
  lb_test_done (service, "PUT", path, body, 200);
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), ==, odd);
}

static void
test_fixed (void)
{
  static const Refusal bad[] = {
    { "{\"training_version\": \"fibo\"}", "training_version" },
    { "{\"training_version\": null}", "training_version" },
    { "{\"project_id\": 1}", "project_id" },
    { "{\"upload_type\": \"basic\"}", "upload_type" },
    { "{\"name\": \"Second\", \"upload_type\": \"advanced\"}", "upload_type" },
  };

  refuse_updates (bad, G_N_ELEMENTS (bad), "R29");
}

static void
test_five_images (void)
{
  gint64 id = add_ready (4);
  g_autofree char *path = dataset_path (id);
  g_autofree char *image = NULL;

  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R30");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "too_few_images");
  image = lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, id, add_image (id, 5));

  /* A deleted one does not count. */
  lb_test_done (service, "DELETE", image, NULL, 204);
  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R30");
  add_image (id, 6);
  lb_test_done (service, "PUT", path, "{" COMPLETED "}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
}

static void
test_schema_needed (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  g_autofree char *path = dataset_path (id);

  add_images (id, 5);
  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R31");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "schema_missing");
}

static void
test_captions_needed (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  add_images (id, 5);
  lb_test_set_schema (service, id);
  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R32");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "captions_not_ready");
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, id);
  lb_test_done (service, "PUT", path, "{" COMPLETED "}", 200);
}

static void
test_run_under_way (void)
{
  gint64 id = add_ready (5);
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  lb_test_service_signal_decoders (service, SIGSTOP);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R32");
  lb_test_done (service, "PUT", path, "{\"name\": \"Meanwhile\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
  lb_test_service_signal_decoders (service, SIGCONT);
  lb_test_wait_for_captions (service, id);
  lb_test_done (service, "PUT", path, "{" COMPLETED "}", 200);
}

static void
test_one_way (void)
{
  g_autofree char *path = dataset_path (add_completed ());

  lb_test_refused (service, "PUT", path, "{\"status\": \"draft\"}", 409, "R33");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "dataset_completed");
  lb_test_refused (service, "PUT", path, "{\"status\": \"draft\", \"name\": \"N\"}", 409, "R33");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
}

static void
test_same_status (void)
{
  g_autofree char *draft = dataset_path (lb_test_add_dataset (service, project, ""));
  g_autofree char *completed = dataset_path (add_completed ());

  lb_test_done (service, "PUT", draft, "{\"status\": \"draft\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
  lb_test_done (service, "PUT", completed, "{" COMPLETED "}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
}

static void
test_frozen (void)
{
  gint64 id = add_completed ();
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *image = NULL;
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 9);
  g_autofree char *upload = lb_test_upload_body (picture, "");

  lb_test_done (service, "GET", images, NULL, 200);
  image = g_strdup_printf (
    "%s/%" FORMAT, images,
    json_object_get_int_member (
      json_array_get_object_element (json_node_get_array (service->json), 0), "id"));

  lb_test_refused (service, "PUT", path, "{" SCHEMA "}", 409, "R34");
  lb_test_refused (service, "PUT", path, "{\"name\": \"N\", " SCHEMA "}", 409, "R34");
  lb_test_refused (service, "POST", images, upload, 409, "R43");
  lb_test_refused (service, "DELETE", image, NULL, 409, "R43");
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  lb_test_refused (service, "PUT", image, "{\"regenerate_caption\": true}", 409, "R64");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"" CAPTION "\"}", 409, "R64");
}

static void
test_open (void)
{
  gint64 id = add_completed ();
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *copy = g_strconcat (path, "/clone", NULL);

  lb_test_done (service, "GET", path, NULL, 200);
  lb_test_done (service, "GET", images, NULL, 200);
  lb_test_done (service, "PUT", path, "{\"name\": \"Done\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Done");
  lb_test_done (service, "POST", copy, NULL, 201);
  lb_test_done (service, "DELETE", path, NULL, 204);
}

static void
test_all_or_nothing (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  g_autofree char *path = dataset_path (id);

  add_images (id, 5);
  lb_test_refused (service, "PUT", path, "{\"name\": \"N\", " COMPLETED ", " SCHEMA "}", 409,
                   "R32");
  lb_test_refused (service, "PUT", path, "{\"name\": \"N\", \"caption_prefix\": \"A \"}", 400,
                   "R27");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
  g_assert_true (lb_test_is_null (service, "visual_schema"));
}

static void
test_end_state (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  g_autofree char *path = dataset_path (id);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *image =
        lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, id, add_image (id, i));

      lb_test_done (service, "PUT", image, "{\"caption\": \"" CAPTION "\"}", 200);
    }
  lb_test_refused (service, "PUT", path, "{" COMPLETED "}", 409, "R31");
  lb_test_done (service, "PUT", path, "{" SCHEMA ", " COMPLETED "}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), !=, "");
}

static void
test_schema_keeps_captions (void)
{
  gint64 id = add_ready (1);
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *before = NULL;
  JsonObject *image;

  lb_test_done (service, "GET", images, NULL, 200);
  image = json_array_get_object_element (json_node_get_array (service->json), 0);
  before = g_strdup (json_object_get_string_member (image, "caption"));
  lb_test_done (service, "PUT", path,
                "{\"visual_schema\": \"{\\\"style_medium\\\": \\\"pastel\\\"}\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");
  lb_test_done (service, "GET", images, NULL, 200);
  image = json_array_get_object_element (json_node_get_array (service->json), 0);
  g_assert_cmpstr (json_object_get_string_member (image, "caption"), ==, before);
  g_assert_cmpstr (json_object_get_string_member (image, "caption_source"), ==, "automatic");
}

static void
test_delete (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  gint64 image = add_image (id, 191);
  g_autofree char *link = g_strdup (lb_test_text (service, "image_url"));
  g_autofree char *blob =
    lb_test_sql_text (service, "SELECT blob FROM image WHERE id = %" FORMAT, image);
  g_autofree char *file = lb_test_blob_path (service, blob);
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);
  g_autofree char *one = g_strdup_printf ("%s/%" FORMAT, images, image);

  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  lb_test_done (service, "DELETE", path, NULL, 204);
  g_assert_cmpuint (service->length, ==, 0);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");
  lb_test_refused (service, "PUT", path, "{\"name\": \"n\"}", 404, "R4");
  lb_test_refused (service, "DELETE", path, NULL, 404, "R4");
  lb_test_refused (service, "GET", images, NULL, 404, "R4");
  lb_test_refused (service, "GET", one, NULL, 404, "R4");
  g_assert_cmpuint (lb_test_call_full (service, "GET", link, NULL, NULL, NULL), ==, 404);

  /* The files go when the service starts again. */
  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
test_delete_under_way (void)
{
  gint64 id = add_ready (5);
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  lb_test_service_signal_decoders (service, SIGSTOP);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_service_signal_decoders (service, SIGCONT);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");

  /* Others get their captions. */
  id = add_ready (1);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/rules/R20-required", test_required);
  g_test_add_func ("/rules/R20-unknown-project", test_unknown_project);
  g_test_add_func ("/rules/R20-same-name-twice", test_same_name);
  g_test_add_func ("/rules/R21-fibo-unless-said", test_versions);
  g_test_add_func ("/rules/R23-new-fibo-dataset", test_created);
  g_test_add_func ("/rules/R24-upload-type", test_upload_type);
  g_test_add_func ("/rules/R25-max-images", test_max_images);
  g_test_add_func ("/rules/R26-models-when-asked-for", test_models);
  g_test_add_func ("/rules/R27-changeable", test_changes);
  g_test_add_func ("/rules/R28-schema-is-a-string", test_schema);
  g_test_add_func ("/rules/R29-immutable", test_fixed);
  g_test_add_func ("/rules/R30-five-fibo-images", test_five_images);
  g_test_add_func ("/rules/R31-schema-needed", test_schema_needed);
  g_test_add_func ("/rules/R32-captions-needed", test_captions_needed);
  g_test_add_func ("/rules/R32-run-under-way", test_run_under_way);
  g_test_add_func ("/rules/R33-one-way", test_one_way);
  g_test_add_func ("/rules/R33-same-status-again", test_same_status);
  g_test_add_func ("/rules/R34-frozen", test_frozen);
  g_test_add_func ("/rules/R34-stays-open", test_open);
  g_test_add_func ("/rules/R35-all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/rules/R35-end-state", test_end_state);
  g_test_add_func ("/rules/R36-new-schema-keeps-captions", test_schema_keeps_captions);
  g_test_add_func ("/rules/R41-all-goes-with-it", test_delete);
  g_test_add_func ("/rules/R41-during-a-run", test_delete_under_way);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
