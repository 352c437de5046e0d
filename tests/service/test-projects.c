#include "lb-test-service.h"

#define PROJECTS "/v1/tailored-gen/projects"
#define START "{\"project_name\": \"P\", "

static LbTestService *service;

static void
test_create (void)
{
  gint64 id = lb_test_add_project (service);
  g_autofree char *path = lb_test_path ("projects/%" G_GINT64_FORMAT, id);

  g_assert_cmpint (id, >, 0);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "active");
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Rusty");
  g_assert_true (lb_test_is_null (service, "training_version"));
  g_assert_true (g_str_has_suffix (lb_test_text (service, "created_at"), "Z"));

  g_assert_cmpint (lb_test_done (service, "GET", path, NULL, 200), ==, id);
  lb_test_done (service, "GET", PROJECTS, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), >=, 1);
}

/* R14 to R16, R21 */
static void
test_create_refused (void)
{
  static const struct
  {
    const char *body;
    const char *rule;
  } cases[] = {
    { "{}", "R14" },
    { "{\"project_name\": \"\", \"ip_medium\": \"photography\", \"ip_type\": \"other\"}", "R14" },
    { "{\"project_name\": 3, \"ip_medium\": \"photography\", \"ip_type\": \"other\"}", "R14" },
    { START "\"ip_type\": \"other\"}", "R14" },
    { START "\"ip_medium\": \"photography\"}", "R14" },
    { START "\"ip_medium\": \"oil\", \"ip_type\": \"other\"}", "R14" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"dog\"}", "R14" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\"}", "R15" },
    { START "\"ip_medium\": \"illustration\", \"ip_type\": \"object_variants\"}", "R15" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"icons\"}", "R16" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"multi_object_set\"}", "R16" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"character_variants\"}", "R16" },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"other\", \"training_version\": \"9\"}",
      "R21" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      lb_test_refused (service, "POST", PROJECTS, cases[i].body, 400, cases[i].rule);
    }
}

/* R9 */
static void
test_body (void)
{
  g_autofree char *url = g_strconcat (service->base, PROJECTS, NULL);
  g_autofree char *large = g_strnfill (8 * 1024 * 1024 + 1, ' ');

  g_assert_cmpuint (lb_test_call_full (service, "POST", url, "text/plain", "{}", NULL), ==, 415);
  g_assert_cmpuint (lb_test_call_full (service, "POST", url, NULL, NULL, NULL), ==, 415);
  g_assert_cmpuint (
    lb_test_call_full (service, "POST", url, "application/json; charset=utf-8", "{}", NULL), ==,
    400);
  lb_test_refused (service, "POST", PROJECTS, "{", 400, "R9");
  lb_test_refused (service, "POST", PROJECTS, "[]", 400, "R9");
  lb_test_refused (service, "POST", PROJECTS, large, 413, "R9");
  /* 404 comes before 413, 413 before 415 and 400. */
  lb_test_refused (service, "PUT", PROJECTS "/999999", large, 404, "R4");
  g_assert_cmpuint (lb_test_call_full (service, "POST", url, "text/plain", large, NULL), ==, 413);
  lb_test_refused (service, "PUT", PROJECTS "/999999", "{", 404, "R4");
  g_assert_cmpint (lb_test_add_project (service), >, 0);
}

static void
test_update (void)
{
  gint64 id = lb_test_add_project (service);
  g_autofree char *path = lb_test_path ("projects/%" G_GINT64_FORMAT, id);

  lb_test_done (service, "PUT", path, "{\"project_name\": \"New\", \"unknown\": 1}", 200);
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "New");
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Rusty");

  lb_test_refused (service, "PUT", path, "{\"ip_type\": \"other\"}", 400, "R17");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "ip_type");
  lb_test_refused (service, "PUT", path, "{\"ip_medium\": \"photography\"}", 400, "R17");
  lb_test_refused (service, "PUT", path, "{\"training_version\": \"fibo\"}", 400, "R17");
  lb_test_refused (service, "PUT", path, "{}", 400, "R17");
  lb_test_refused (service, "PUT", path, "{\"project_name\": \"\"}", 400, "R14");
}

/* R15 and R17: what may change may also not be taken away when it is needed. */
static void
test_update_subject (void)
{
  gint64 id = lb_test_add_project (service);
  g_autofree char *path = lb_test_path ("projects/%" G_GINT64_FORMAT, id);

  lb_test_refused (service, "PUT", path, "{\"ip_name\": \"\"}", 400, "R15");
  lb_test_refused (service, "PUT", path, "{\"ip_description\": \"\"}", 400, "R15");
  lb_test_refused (service, "PUT", path, "{\"ip_name\": 7}", 400, "R15");
  lb_test_done (service, "PUT", path,
                "{\"ip_name\": \"Ember\", \"ip_description\": \"a vixen\","
                " \"project_description\": \"by the sea\"}",
                200);
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Ember");
  g_assert_cmpstr (lb_test_text (service, "ip_description"), ==, "a vixen");
  g_assert_cmpstr (lb_test_text (service, "project_description"), ==, "by the sea");
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "Harbour fox");
}

/* R12 */
static void
test_empty_lists (void)
{
  LbTestService *fresh = lb_test_service_new ();

  lb_test_done (fresh, "GET", PROJECTS, NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");
  lb_test_done (fresh, "GET", "/v1/tailored-gen/datasets", NULL, 200);
  g_assert_cmpstr (fresh->body, ==, "[]");
  lb_test_service_free (fresh);
}

/* R4, R10, R19 */
static void
test_delete (void)
{
  gint64 id = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, id, "");
  g_autofree char *path = lb_test_path ("projects/%" G_GINT64_FORMAT, id);
  g_autofree char *inside = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);

  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");
  lb_test_refused (service, "DELETE", path, NULL, 404, "R4");
  lb_test_refused (service, "GET", inside, NULL, 404, "R4");
  lb_test_refused (service, "GET", PROJECTS "/x", NULL, 404, NULL);
  lb_test_refused (service, "GET", PROJECTS "/0", NULL, 404, NULL);

  /* Ids are not given twice. */
  g_assert_cmpint (lb_test_add_project (service), >, id);
}

static void
test_paths (void)
{
  lb_test_refused (service, "GET", "/v1/nothing", NULL, 404, NULL);
  lb_test_refused (service, "GET", "/", NULL, 404, NULL);
  lb_test_refused (service, "DELETE", PROJECTS, NULL, 405, NULL);
  lb_test_refused (service, "PATCH", PROJECTS, "{}", 405, NULL);
  lb_test_done (service, "GET", "/lookbook/v1/hello", NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "service"), ==, "lookbook");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();

  g_test_add_func ("/projects/create", test_create);
  g_test_add_func ("/projects/create-refused", test_create_refused);
  g_test_add_func ("/projects/body", test_body);
  g_test_add_func ("/projects/update", test_update);
  g_test_add_func ("/projects/update-subject", test_update_subject);
  g_test_add_func ("/projects/empty-lists", test_empty_lists);
  g_test_add_func ("/projects/delete", test_delete);
  g_test_add_func ("/projects/paths", test_paths);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
