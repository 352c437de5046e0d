#include "lb-test-service.h"

#define DATASETS "/v1/tailored-gen/datasets"
#define SCHEMA "\"visual_schema\": \"{\\\"style_medium\\\": \\\"ink\\\"}\""

static LbTestService *service;

static char *
dataset_path (gint64 id)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT, id);
}

/* R23, R24 */
static void
test_create (void)
{
  gint64 project = lb_test_add_project (service);
  gint64 id = lb_test_add_dataset (service, project, ", \"description\": \"of the pier\"");
  g_autofree char *path = dataset_path (id);

  g_assert_cmpint (lb_test_number (service, "project_id"), ==, project);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "fibo");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "basic");
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "of the pier");
  g_assert_true (lb_test_is_null (service, "visual_schema"));
  g_assert_true (lb_test_is_null (service, "captions_source"));
  g_assert_true (lb_test_is_null (service, "caption_prefix"));

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 0);
}

/* R20, R21, R24 */
static void
test_create_refused (void)
{
  gint64 project = lb_test_add_project (service);
  static const struct
  {
    const char *tail;
    const char *rule;
  } cases[] = {
    { "}", "R20" },
    { ", \"name\": \"\"}", "R20" },
    { ", \"name\": 7}", "R20" },
    { ", \"name\": \"n\", \"training_version\": \"4\"}", "R21" },
    { ", \"name\": \"n\", \"upload_type\": \"huge\"}", "R24" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"project_id\": %" G_GINT64_FORMAT "%s", project, cases[i].tail);

      lb_test_refused (service, "POST", DATASETS, body, 400, cases[i].rule);
    }

  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\"}", 400, "R20");
  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\", \"project_id\": 0}", 400, "R20");
  lb_test_refused (service, "POST", DATASETS, "{\"name\": \"n\", \"project_id\": 99999}", 404,
                   "R4");
}

/* R18, R21, R22 */
static void
test_family (void)
{
  gint64 project = lb_test_add_project (service);
  gint64 legacy = lb_test_add_dataset (service, project, ", \"training_version\": \"light\"");
  g_autofree char *path = dataset_path (legacy);
  g_autofree char *of_project = lb_test_path ("projects/%" G_GINT64_FORMAT, project);
  g_autofree char *fibo = g_strdup_printf ("{\"project_id\": %" G_GINT64_FORMAT
                                           ", \"name\": \"n\", \"training_version\": \"fibo\"}",
                                           project);

  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), !=, "");
  lb_test_refused (service, "POST", DATASETS, fibo, 400, "R22");
  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_refused (service, "POST", DATASETS, fibo, 400, "R22");
  lb_test_done (service, "GET", of_project, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "light");

  lb_test_add_dataset (service, project, ", \"training_version\": \"max\"");
  lb_test_add_dataset (service, project, "");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "light");
}

/* R12, R26 */
static void
test_lists (void)
{
  gint64 project = lb_test_add_project (service);
  g_autofree char *path = lb_test_path ("projects/%" G_GINT64_FORMAT "/datasets", project);
  g_autofree char *models =
    g_strconcat (path, "?include_models=true&include_models_ids=true", NULL);
  JsonObject *object;

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);
  lb_test_add_dataset (service, project, "");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 1);
  object = json_array_get_object_element (json_node_get_array (service->json), 0);
  g_assert_false (json_object_has_member (object, "models"));
  g_assert_cmpint (json_object_get_int_member (object, "images_count"), ==, 0);

  lb_test_done (service, "GET", models, NULL, 200);
  object = json_array_get_object_element (json_node_get_array (service->json), 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "models")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "model_ids")), ==,
                    0);

  lb_test_done (service, "GET", DATASETS, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), >=, 1);
  lb_test_refused (service, "GET", "/v1/tailored-gen/projects/99999/datasets", NULL, 404, "R4");
}

/* R25 */
static void
test_max_images (void)
{
  gint64 id = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  static const char *const bad[] = { "0", "201", "-1", "x", "" };
  g_autofree char *one = lb_test_path ("datasets/%" G_GINT64_FORMAT "?max_images=1", id);

  lb_test_upload (service, id, picture);
  lb_test_upload (service, id, picture);
  lb_test_done (service, "GET", one, NULL, 200);
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                      json_node_get_object (service->json), "images")),
                    ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path =
        lb_test_path ("datasets/%" G_GINT64_FORMAT "?max_images=%s", id, bad[i]);

      lb_test_refused (service, "GET", path, NULL, 400, "R25");
    }
}

/* R27 to R29 */
static void
test_update (void)
{
  gint64 id = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autofree char *path = dataset_path (id);
  static const struct
  {
    const char *body;
    const char *rule;
  } bad[] = {
    { "{}", "R27" },
    { "{\"name\": \"\"}", "R27" },
    { "{\"name\": null}", "R27" },
    { "{\"status\": \"gone\"}", "R27" },
    { "{\"caption_prefix\": \"A \"}", "R27" },
    { "{\"visual_schema\": null}", "R28" },
    { "{\"visual_schema\": \"\"}", "R28" },
    { "{\"visual_schema\": \"{}\"}", "R28" },
    { "{\"visual_schema\": \"[]\"}", "R28" },
    { "{\"visual_schema\": {\"style_medium\": \"ink\"}}", "R28" },
    { "{\"training_version\": \"fibo\"}", "R29" },
    { "{\"project_id\": 1}", "R29" },
    { "{\"upload_type\": \"basic\"}", "R29" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i].body);
      lb_test_refused (service, "PUT", path, bad[i].body, 400, bad[i].rule);
    }

  lb_test_done (service, "PUT", path, "{\"name\": \"Second\", " SCHEMA "}", 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Second");
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), ==, "{\"style_medium\": \"ink\"}");
  lb_test_done (service, "PUT", path, "{\"status\": \"draft\"}", 200);
  lb_test_refused (service, "PUT", DATASETS "/99999", "{\"name\": \"\"}", 404, "R4");
}

static void
test_update_legacy (void)
{
  gint64 id =
    lb_test_add_dataset (service, lb_test_add_project (service), ", \"training_version\": \"3.2\"");
  g_autofree char *path = dataset_path (id);

  lb_test_refused (service, "PUT", path, "{" SCHEMA "}", 400, "R27");
  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A fox, \"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");
  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R30");
}

/* R30 to R36: five pictures, a schema and captions, and then nothing changes any more. */
static void
test_completion (void)
{
  gint64 id = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autofree char *path = dataset_path (id);
  g_autofree char *images = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", id);
  g_autofree char *body = NULL;
  g_autofree char *image_path = NULL;
  gint64 image = 0;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", i);

      image = lb_test_upload (service, id, picture);
    }
  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R30");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "too_few_images");

  {
    g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 5);

    body = lb_test_upload_body (picture, "");
    lb_test_done (service, "POST", images, body, 201);
  }
  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R31");
  /* Judged on its end state, and all or nothing. */
  lb_test_refused (service, "PUT", path, "{\"name\": \"N\", \"status\": \"completed\", " SCHEMA "}",
                   409, "R32");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
  g_assert_true (lb_test_is_null (service, "visual_schema"));

  lb_test_set_schema (service, id);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, id);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");

  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  lb_test_done (service, "PUT", path, "{\"name\": \"Done\"}", 200);
  lb_test_refused (service, "PUT", path, "{\"status\": \"draft\"}", 409, "R33");
  lb_test_refused (service, "PUT", path, "{" SCHEMA "}", 409, "R34");
  lb_test_refused (service, "POST", images, body, 409, "R43");
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  image_path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, id, image);
  lb_test_refused (service, "DELETE", image_path, NULL, 409, "R43");
  lb_test_refused (service, "PUT", image_path, "{\"regenerate_caption\": true}", 409, "R64");
  lb_test_done (service, "GET", image_path, NULL, 200);

  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");
  lb_test_refused (service, "GET", images, NULL, 404, "R4");
}

/* R27, R30, R34, R63: the same for a legacy dataset, where one picture is enough. */
static void
test_completion_legacy (void)
{
  gint64 id =
    lb_test_add_dataset (service, lb_test_add_project (service), ", \"training_version\": \"2.3\"");
  g_autofree char *path = dataset_path (id);
  g_autofree char *image = NULL;
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  gint64 image_id;

  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R30");
  image_id = lb_test_upload (service, id, picture);
  image = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, id, image_id);
  /* R35: prefix and completion together. */
  lb_test_done (service, "PUT", path,
                "{\"caption_prefix\": \"A fox, \", \"status\": \"completed\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");
  lb_test_refused (service, "PUT", path, "{\"caption_prefix\": \"B\"}", 409, "R34");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"on the pier\"}", 409, "R64");
  lb_test_refused (service, "PUT", path, "{\"status\": \"draft\", \"name\": \"N\"}", 409, "R33");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
}

/* R18, R21, R22: a project may name its family itself. */
static void
test_family_of_project (void)
{
  gint64 project = lb_test_done (service, "POST", "/v1/tailored-gen/projects",
                                 "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                                 " \"ip_type\": \"other\", \"training_version\": \"max\"}",
                                 201);
  g_autofree char *body = g_strdup_printf ("{\"project_id\": \"%" G_GINT64_FORMAT
                                           "\", \"name\": \"n\", \"training_version\": \"fibo\"}",
                                           project);

  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "max");
  lb_test_refused (service, "POST", DATASETS, body, 400, "R22");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "project_locked");
  lb_test_add_dataset (service, project, "");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "max");
  /* R11 */
  g_assert_true (g_str_has_suffix (lb_test_text (service, "created_at"), "Z"));
  g_assert_true (g_str_has_suffix (lb_test_text (service, "updated_at"), "Z"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();

  g_test_add_func ("/datasets/create", test_create);
  g_test_add_func ("/datasets/create-refused", test_create_refused);
  g_test_add_func ("/datasets/family", test_family);
  g_test_add_func ("/datasets/lists", test_lists);
  g_test_add_func ("/datasets/max-images", test_max_images);
  g_test_add_func ("/datasets/update", test_update);
  g_test_add_func ("/datasets/update-legacy", test_update_legacy);
  g_test_add_func ("/datasets/completion", test_completion);

  g_test_add_func ("/datasets/completion-legacy", test_completion_legacy);
  g_test_add_func ("/datasets/family-of-project", test_family_of_project);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
