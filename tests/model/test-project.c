#include "model/lb-bulk-upload.h"
#include "model/lb-dataset.h"
#include "model/lb-project.h"
#include "notify-log.h"

static void
test_update (void)
{
  g_autoptr (LbProject) project =
    g_object_new (LB_TYPE_PROJECT, "id", (gint64) 4, "project-name", "Old", "ip-name", "Rusty",
                  "training-version", "fibo", "created-at", (gint64) 9, NULL);
  g_autoptr (LbProject) other = g_object_new (LB_TYPE_PROJECT, "id", (gint64) 4, "project-name",
                                              "New", "status", "new word", NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  g_signal_connect (project, "notify", G_CALLBACK (notify_log_cb), names);
  lb_project_update_from (project, other);
  g_assert_cmpstr (names->str, ==, "project-name ip-name status ");
  g_assert_cmpstr (lb_project_get_project_name (project), ==, "New");
  g_assert_null (lb_project_get_ip_name (project));
  g_assert_cmpstr (lb_project_get_status (project), ==, "new word");
  g_assert_cmpstr (lb_project_get_training_version (project), ==, "fibo"); /* left out: kept */
  g_assert_cmpint (lb_project_get_created_at (project), ==, 9);

  g_string_truncate (names, 0);
  lb_project_update_from (project, other);
  g_object_set (project, "project-name", "New", NULL);
  g_assert_cmpstr (names->str, ==, "");
}

static void
test_properties (void)
{
  g_autoptr (LbProject) project = lb_project_new (7);
  g_autofree char *name = NULL;
  gint64 id, updated_at;

  g_object_set (project, "ip-description", "a fox", "updated-at", G_MAXINT64, NULL);
  g_object_get (project, "id", &id, "ip-description", &name, "updated-at", &updated_at, NULL);
  g_assert_cmpint (id, ==, 7);
  g_assert_cmpstr (name, ==, "a fox");
  g_assert_cmpint (updated_at, ==, G_MAXINT64);
  g_assert_cmpint (lb_project_get_id (project), ==, 7);
  g_assert_null (lb_project_get_ip_type (project));
}

static void
test_bulk_upload (void)
{
  g_autoptr (LbBulkUpload) bulk = lb_bulk_upload_new ();
  LbBulkFailure *failure = NULL;

  g_object_set (bulk, "status", "failed", "done", 3, NULL);
  lb_bulk_upload_add_failure (bulk, "a.gif", 415, "no");
  failure = g_ptr_array_index (lb_bulk_upload_get_failures (bulk), 0);
  g_assert_cmpstr (failure->filename, ==, "a.gif");
  g_assert_cmpint (failure->error_code, ==, 415);
  g_assert_cmpint (lb_bulk_upload_get_done (bulk), ==, 3);
  g_assert_cmpint (lb_bulk_upload_get_failed (bulk), ==, 0);
  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/project/update", test_update);
  g_test_add_func ("/model/project/properties", test_properties);
  g_test_add_func ("/model/bulk-upload", test_bulk_upload);
  return g_test_run ();
}
