#include "lb-test-database.h"

#define FORMAT G_GINT64_FORMAT
#define PROJECTS "/v1/tailored-gen/projects"
#define START "{\"project_name\": \"P\", "

static LbTestService *service;

typedef struct
{
  const char *body;
  const char *field;
} Refusal;

static void
refuse_all (const Refusal *cases, guint n_cases, const char *rule)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_test_message ("%s", cases[i].body);
      lb_test_refused (service, "POST", PROJECTS, cases[i].body, 400, rule);
      if (cases[i].field != NULL)
        g_assert_cmpstr (lb_test_text (service, "field"), ==, cases[i].field);
    }
}

static char *
project_path (gint64 id)
{
  return lb_test_path ("projects/%" FORMAT, id);
}

static void
test_created (void)
{
  gint64 id = lb_test_add_project (service);
  g_autofree char *path = project_path (id);

  g_assert_cmpint (id, >, 0);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "active");
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Rusty");
  g_assert_true (lb_test_is_null (service, "training_version"));

  g_assert_cmpint (lb_test_done (service, "GET", path, NULL, 200), ==, id);
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "Harbour fox");
  lb_test_done (service, "GET", PROJECTS, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), >=, 1);
}

static void
test_required (void)
{
  static const Refusal cases[] = {
    { "{}", "project_name" },
    { "{\"project_name\": \"\", \"ip_medium\": \"photography\", \"ip_type\": \"other\"}",
      "project_name" },
    { "{\"project_name\": 3, \"ip_medium\": \"photography\", \"ip_type\": \"other\"}",
      "project_name" },
    { START "\"ip_type\": \"other\"}", "ip_medium" },
    { START "\"ip_medium\": \"photography\"}", "ip_type" },
    { START "\"ip_medium\": null, \"ip_type\": \"other\"}", "ip_medium" },
  };

  refuse_all (cases, G_N_ELEMENTS (cases), "R14");
}

static void
test_known_values (void)
{
  static const Refusal cases[] = {
    { START "\"ip_medium\": \"oil\", \"ip_type\": \"other\"}", NULL },
    { START "\"ip_medium\": \"Photography\", \"ip_type\": \"other\"}", NULL },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"dog\"}", NULL },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"\"}", NULL },
  };

  refuse_all (cases, G_N_ELEMENTS (cases), "R14");
  lb_test_refused (service, "POST", PROJECTS,
                   START "\"ip_medium\": \"photography\", \"ip_type\": \"other\","
                         " \"training_version\": \"9\"}",
                   400, "R21");
}

static void
test_subject (void)
{
  static const Refusal cases[] = {
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\"}", NULL },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\","
            " \"ip_name\": \"Rusty\"}",
      NULL },
    { START "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\","
            " \"ip_description\": \"a fox\"}",
      NULL },
    { START "\"ip_medium\": \"illustration\", \"ip_type\": \"object_variants\"}", NULL },
    { START "\"ip_medium\": \"illustration\", \"ip_type\": \"object_variants\","
            " \"ip_name\": \"Mugs\"}",
      NULL },
  };

  refuse_all (cases, G_N_ELEMENTS (cases), "R15");
  lb_test_done (service, "POST", PROJECTS,
                START "\"ip_medium\": \"illustration\", \"ip_type\": \"object_variants\","
                      " \"ip_description\": \"mugs\"}",
                201);
}

static void
test_long_words (void)
{
  lb_test_done (service, "POST", PROJECTS,
                START "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\","
                      " \"ip_name\": \"Rusty of the Long Pier\", \"ip_description\":"
                      " \"a red fox in oilskins who sails a boat of tin\"}",
                201);
}

static void
test_illustration_only (void)
{
  static const char *const types[] = { "multi_object_set", "object_variants", "icons",
                                       "character_variants" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *photo =
        g_strdup_printf (START "\"ip_medium\": \"photography\", \"ip_type\": \"%s\","
                               " \"ip_description\": \"mugs\"}",
                         types[i]);
      g_autofree char *drawn =
        g_strdup_printf (START "\"ip_medium\": \"illustration\", \"ip_type\": \"%s\","
                               " \"ip_description\": \"mugs\"}",
                         types[i]);

      lb_test_refused (service, "POST", PROJECTS, photo, 400, "R16");
      lb_test_done (service, "POST", PROJECTS, drawn, 201);
    }
}

static void
test_changes (void)
{
  g_autofree char *path = project_path (lb_test_add_project (service));

  lb_test_done (service, "PUT", path, "{\"project_name\": \"New\", \"unknown\": 1}", 200);
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "New");
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Rusty");
  lb_test_done (service, "PUT", path,
                "{\"ip_name\": \"Ember\", \"ip_description\": \"a vixen\","
                " \"project_description\": \"by the sea\"}",
                200);
  g_assert_cmpstr (lb_test_text (service, "ip_name"), ==, "Ember");
  g_assert_cmpstr (lb_test_text (service, "ip_description"), ==, "a vixen");
  g_assert_cmpstr (lb_test_text (service, "project_description"), ==, "by the sea");
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "New");
  lb_test_done (service, "PUT", path, "{\"project_description\": \"\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "project_description"), ==, "");
}

static void
test_fixed (void)
{
  g_autofree char *path = project_path (lb_test_add_project (service));
  static const struct
  {
    const char *body;
    const char *field;
  } cases[] = {
    { "{\"ip_type\": \"other\"}", "ip_type" },
    { "{\"ip_type\": \"defined_character\"}", "ip_type" },
    { "{\"ip_medium\": \"photography\"}", "ip_medium" },
    { "{\"project_name\": \"New\", \"training_version\": \"fibo\"}", "training_version" },
    { "{\"training_version\": null}", "training_version" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lb_test_refused (service, "PUT", path, cases[i].body, 400, "R17");
      g_assert_cmpstr (lb_test_text (service, "field"), ==, cases[i].field);
    }
  lb_test_refused (service, "PUT", path, "{}", 400, "R17");
  lb_test_refused (service, "PUT", path, "{\"project_name\": \"\"}", 400, "R14");

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "project_name"), ==, "Harbour fox");
}

/* What may change may not be taken away where it is needed. */
static void
test_subject_stays (void)
{
  g_autofree char *path = project_path (lb_test_add_project (service));

  lb_test_refused (service, "PUT", path, "{\"ip_name\": \"\"}", 400, "R15");
  lb_test_refused (service, "PUT", path, "{\"ip_description\": \"\"}", 400, "R15");
  lb_test_refused (service, "PUT", path, "{\"ip_name\": 7}", 400, "R15");
}

static void
test_delete (void)
{
  gint64 id = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, id, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 190);
  gint64 image = lb_test_upload (service, dataset, picture);
  g_autofree char *link = g_strdup (lb_test_text (service, "image_url"));
  g_autofree char *blob =
    lb_test_sql_text (service, "SELECT blob FROM image WHERE id = %" FORMAT, image);
  g_autofree char *file = lb_test_blob_path (service, blob);
  g_autofree char *path = project_path (id);
  g_autofree char *inside = lb_test_path ("datasets/%" FORMAT, dataset);

  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  lb_test_done (service, "DELETE", path, NULL, 204);
  g_assert_cmpuint (service->length, ==, 0);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");
  lb_test_refused (service, "DELETE", path, NULL, 404, "R4");
  lb_test_refused (service, "GET", inside, NULL, 404, "R4");
  g_assert_cmpuint (lb_test_call_full (service, "GET", link, NULL, NULL, NULL), ==, 404);

  /* The files go when the service starts again. */
  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

  /* Ids are not given twice. */
  g_assert_cmpint (lb_test_add_project (service), >, id);
}

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

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();

  g_test_add_func ("/rules/R9-order-of-checks", test_body);
  g_test_add_func ("/rules/R14-created", test_created);
  g_test_add_func ("/rules/R14-required", test_required);
  g_test_add_func ("/rules/R14-known-values", test_known_values);
  g_test_add_func ("/rules/R15-subject-required", test_subject);
  g_test_add_func ("/rules/R15-subject-stays", test_subject_stays);
  g_test_add_func ("/rules/R15-many-words-pass", test_long_words);
  g_test_add_func ("/rules/R16-illustration-only", test_illustration_only);
  g_test_add_func ("/rules/R17-changes", test_changes);
  g_test_add_func ("/rules/R17-fixed", test_fixed);
  g_test_add_func ("/rules/R19-all-goes-with-it", test_delete);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
