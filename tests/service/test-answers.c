#include "lb-test-service.h"

#include <string.h>

#define FORMAT G_GINT64_FORMAT
#define PROJECTS "/v1/tailored-gen/projects"
#define DATASETS "/v1/tailored-gen/datasets"

/* What all operations have in common: paths, ids, times, lists and members. */

static LbTestService *service;
static gint64 project;

static gint64
add_image (gint64 dataset)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  return lb_test_upload (service, dataset, picture);
}

static void
test_paths (void)
{
  static const char *const wrong[] = {
    "/",
    "/v1",
    "/v1/",
    "/v1/nothing",
    "/tailored-gen/projects",
    "/v2/tailored-gen/projects",
    "/V1/tailored-gen/projects",
    "/v1/tailored-gen/projects/",
    "/v1/projects",
    "//v1/tailored-gen/projects",
  };

  lb_test_done (service, "GET", PROJECTS, NULL, 200);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      lb_test_refused (service, "GET", wrong[i], NULL, 404, NULL);
    }
  lb_test_refused (service, "DELETE", PROJECTS, NULL, 405, NULL);
  lb_test_refused (service, "PATCH", PROJECTS, "{}", 405, NULL);
}

static void
test_same_over_tcp (void)
{
  static const char token[] = "a-token-of-the-test";
  LbTestService *tcp = lb_test_service_new_for_port (token);
  g_autofree char *right = g_strconcat (tcp->base, PROJECTS, NULL);
  g_autofree char *wrong = g_strconcat (tcp->base, "/tailored-gen/projects", NULL);

  g_assert_true (g_str_has_prefix (tcp->base, "http://127.0.0.1:"));
  g_assert_cmpuint (lb_test_call_full (tcp, "GET", right, NULL, NULL, "api_token", token, NULL), ==,
                    200);
  g_assert_cmpstr (tcp->body, ==, "[]");
  g_assert_cmpuint (lb_test_call_full (tcp, "GET", wrong, NULL, NULL, "api_token", token, NULL), ==,
                    404);
  lb_test_service_free (tcp);
}

/* 404 comes before whatever else is wrong. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
  } calls[] = {
    { "GET", PROJECTS "/99999", NULL },
    { "PUT", PROJECTS "/99999", "{\"ip_type\": 1}" },
    { "DELETE", PROJECTS "/99999", NULL },
    { "GET", PROJECTS "/99999/datasets", NULL },
    { "GET", DATASETS "/99999", NULL },
    { "GET", DATASETS "/99999?max_images=0", NULL },
    { "PUT", DATASETS "/99999", "{\"name\": \"\"}" },
    { "DELETE", DATASETS "/99999", NULL },
    { "POST", DATASETS "/99999/clone", "{\"name\": \"\"}" },
    { "GET", DATASETS "/99999/download", NULL },
    { "GET", "/v1/datasets/99999/download", NULL },
    { "POST", DATASETS "/99999/images", "{}" },
    { "GET", DATASETS "/99999/images", NULL },
    { "PUT", DATASETS "/99999/images", NULL },
    { "POST", DATASETS "/99999/images/bulk-upload", "{}" },
    { "GET", DATASETS "/99999/images/bulk-upload/status", NULL },
    { "GET", DATASETS "/99999/images/1", NULL },
    { "PUT", DATASETS "/99999/images/1", "{}" },
    { "DELETE", DATASETS "/99999/images/1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_test_message ("%s %s", calls[i].method, calls[i].path);
      lb_test_refused (service, calls[i].method, calls[i].path, calls[i].body, 404, "R4");
    }
}

static void
test_image_of_another (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 other = lb_test_add_dataset (service, project, "");
  gint64 image = add_image (dataset);
  g_autofree char *right = lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, dataset, image);
  g_autofree char *wrong = lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, other, image);
  g_autofree char *none = lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, dataset, image + 1);

  lb_test_refused (service, "GET", wrong, NULL, 404, "R4");
  lb_test_refused (service, "PUT", wrong, "{\"regenerate_caption\": true}", 404, "R4");
  lb_test_refused (service, "DELETE", wrong, NULL, 404, "R4");
  lb_test_refused (service, "GET", none, NULL, 404, "R4");
  lb_test_done (service, "GET", right, NULL, 200);
}

static void
test_ids (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *id = g_strdup_printf ("%" FORMAT, dataset);
  static const char *const odd[] = { "x",   "0",   "-1", "+1", "1.0",
                                     "0x1", "%20", "1x", "",   "9223372036854775808" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *of_project = lb_test_path ("projects/%s", odd[i]);
      g_autofree char *of_dataset = lb_test_path ("datasets/%s", odd[i]);
      g_autofree char *of_clone = lb_test_path ("datasets/%s/clone", odd[i]);
      g_autofree char *of_image = lb_test_path ("datasets/%s/images/%s", id, odd[i]);
      g_autofree char *of_download = g_strdup_printf ("/v1/datasets/%s/download", odd[i]);

      g_test_message ("“%s”", odd[i]);
      lb_test_refused (service, "GET", of_project, NULL, 404, NULL);
      lb_test_refused (service, "GET", of_dataset, NULL, 404, NULL);
      lb_test_refused (service, "POST", of_clone, "{}", 404, NULL);
      lb_test_refused (service, "DELETE", of_image, NULL, 404, NULL);
      lb_test_refused (service, "GET", of_download, NULL, 404, NULL);
    }
}

/* C18: in a body, digits are as good as a number. */
static void
test_id_in_body (void)
{
  static const char *const bad[] = { "0", "-1", "1.5", "\"x\"", "\"\"", "true", "null", "[1]" };
  g_autofree char *digits =
    g_strdup_printf ("{\"project_id\": \"%" FORMAT "\", \"name\": \"n\"}", project);

  lb_test_done (service, "POST", DATASETS, digits, 201);
  g_assert_cmpint (lb_test_number (service, "project_id"), ==, project);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"project_id\": %s, \"name\": \"n\"}", bad[i]);

      lb_test_refused (service, "POST", DATASETS, body, 400, "R20");
    }
}

/* (transfer full): the time, which must be now. */
static GDateTime *
read_time (const char *member)
{
  const char *text = lb_test_text (service, member);
  GDateTime *time = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_assert_true (
    g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$", text, 0, 0));
  g_assert_nonnull (time);
  g_assert_cmpint (ABS (g_date_time_difference (now, time)), <, G_TIME_SPAN_MINUTE);

  return time;
}

static void
test_times (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, dataset);
  g_autoptr (GDateTime) created = read_time ("created_at");
  g_autoptr (GDateTime) first = read_time ("updated_at");
  g_autoptr (GDateTime) second = NULL;
  g_autoptr (GDateTime) still = NULL;
  g_autoptr (GDateTime) of_image = NULL;
  g_autoptr (GDateTime) of_project = NULL;

  g_assert_true (g_date_time_equal (created, first));
  lb_test_done (service, "PUT", path, "{\"name\": \"Second\"}", 200);
  second = read_time ("updated_at");
  still = read_time ("created_at");
  g_assert_cmpint (g_date_time_compare (second, first), >, 0);
  g_assert_true (g_date_time_equal (created, still));

  add_image (dataset);
  of_image = read_time ("created_at");
  lb_test_add_project (service);
  of_project = read_time ("updated_at");
}

static void
test_lists (void)
{
  LbTestService *fresh = lb_test_service_new ();
  gint64 of;
  g_autofree char *datasets = NULL;
  g_autofree char *images = NULL;
  g_autofree char *paged = NULL;

  lb_test_done (fresh, "GET", PROJECTS, NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");
  lb_test_done (fresh, "GET", DATASETS, NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");

  of = lb_test_add_project (fresh);
  datasets = lb_test_path ("projects/%" FORMAT "/datasets", of);
  lb_test_done (fresh, "GET", datasets, NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");
  images = lb_test_path ("datasets/%" FORMAT "/images", lb_test_add_dataset (fresh, of, ""));
  lb_test_done (fresh, "GET", images, NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");

  lb_test_add_dataset (fresh, of, "");
  paged = g_strconcat (datasets, "?page=2&limit=1&offset=1", NULL);
  lb_test_done (fresh, "GET", paged, NULL, 200);
  g_assert_cmpuint (lb_test_count (fresh), ==, 2);
  lb_test_done (fresh, "GET", DATASETS, NULL, 200);
  g_assert_cmpuint (lb_test_count (fresh), ==, 2);
  lb_test_service_free (fresh);
}

#define DATASET_MEMBERS                                                                            \
  "id project_id name training_version caption_prefix visual_schema status "                       \
  "captions_update_status upload_type captions_source created_at updated_at"
#define IMAGE_MEMBERS                                                                              \
  "id dataset_id caption caption_source image_name image_url thumbnail_url created_at updated_at"
#define PROJECT_MEMBERS                                                                            \
  "id project_name project_description ip_name ip_description ip_medium ip_type "                  \
  "training_version status created_at updated_at"

static void
assert_members (JsonObject *object, const char *members)
{
  g_auto (GStrv) names = g_strsplit (members, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (!json_object_has_member (object, names[i]))
      g_error ("“%s” is missing", names[i]);
}

static JsonObject *
first_of (JsonNode *list)
{
  return json_array_get_object_element (json_node_get_array (list), 0);
}

static JsonObject *
whole (void)
{
  return json_node_get_object (service->json);
}

/* What the contract says is always there, also while it is null. */
static void
test_members (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 dataset;
  g_autofree char *path = NULL;
  g_autofree char *in_project = lb_test_path ("projects/%" FORMAT "/datasets", of);
  g_autofree char *copy = NULL;

  assert_members (whole (), PROJECT_MEMBERS);
  lb_test_done (service, "GET", PROJECTS, NULL, 200);
  assert_members (first_of (service->json), PROJECT_MEMBERS);

  dataset = lb_test_add_dataset (service, of, "");
  assert_members (whole (), DATASET_MEMBERS);
  g_assert_false (json_object_has_member (whole (), "images_count"));
  path = lb_test_path ("datasets/%" FORMAT, dataset);
  lb_test_done (service, "PUT", path, "{\"name\": \"n\"}", 200);
  assert_members (whole (), DATASET_MEMBERS);
  g_assert_false (json_object_has_member (whole (), "images_count"));
  lb_test_done (service, "GET", DATASETS, NULL, 200);
  assert_members (first_of (service->json), DATASET_MEMBERS " images_count");
  lb_test_done (service, "GET", in_project, NULL, 200);
  assert_members (first_of (service->json), DATASET_MEMBERS " images_count");
  g_assert_false (json_object_has_member (first_of (service->json), "images"));

  add_image (dataset);
  assert_members (whole (), IMAGE_MEMBERS);
  lb_test_done (service, "GET", path, NULL, 200);
  assert_members (whole (), DATASET_MEMBERS " images_count images");
  assert_members (first_of (json_object_get_member (whole (), "images")), IMAGE_MEMBERS);
  copy = g_strconcat (path, "/clone", NULL);
  lb_test_done (service, "POST", copy, "{}", 201);
  assert_members (whole (), DATASET_MEMBERS " images_count images");
}

static void
test_null_is_absent (void)
{
  g_autofree char *body = NULL;

  lb_test_done (service, "POST", PROJECTS,
                "{\"project_name\": \"P\", \"ip_medium\": \"photography\", \"ip_type\": \"other\","
                " \"ip_name\": null, \"ip_description\": null, \"project_description\": null,"
                " \"training_version\": null, \"unknown\": {\"a\": [1]}}",
                201);
  g_assert_true (lb_test_is_null (service, "ip_name"));
  g_assert_true (lb_test_is_null (service, "training_version"));
  g_assert_cmpstr (lb_test_text (service, "project_description"), ==, "");
  g_assert_false (lb_test_is_null (service, "project_description"));

  body = g_strdup_printf ("{\"project_id\": %" FORMAT ", \"name\": \"n\", \"description\": null,"
                          " \"training_version\": null, \"upload_type\": null, \"unknown\": 1}",
                          project);
  lb_test_done (service, "POST", DATASETS, body, 201);
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "basic");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "fibo");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/rules/R1-under-v1", test_paths);
  g_test_add_func ("/rules/R1-same-over-tcp", test_same_over_tcp);
  g_test_add_func ("/rules/R4-unknown-is-404", test_unknown);
  g_test_add_func ("/rules/R4-image-of-another-dataset", test_image_of_another);
  g_test_add_func ("/rules/R10-ids-are-positive-integers", test_ids);
  g_test_add_func ("/rules/R10-ids-in-bodies", test_id_in_body);
  g_test_add_func ("/rules/R11-times-in-utc", test_times);
  g_test_add_func ("/rules/R12-bare-lists", test_lists);
  g_test_add_func ("/rules/R13-members-always-there", test_members);
  g_test_add_func ("/rules/R13-null-is-absent", test_null_is_absent);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
