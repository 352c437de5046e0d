#include "lb-test-bulk.h"

#include <signal.h>
#include <string.h>
#include <sqlite3.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* R84: a job that is cut off goes on where it stood, or ends as failed when it can't. */

#define N_PICTURES 30
#define MAX_KILLS 25

static LbTestService *service;
static gint64 project;

/* Pictures with bad entries between them. */
static char *
make_mixed (const char *name)
{
  LbTestZip *zip = lb_test_zip_new (service, name);

  for (guint i = 0; i < N_PICTURES / 3; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("set%u/picture-%u-", i, i);
      g_autofree char *bad = g_strdup_printf ("set%u/bad.jpg", i);

      lb_test_zip_add_pictures (zip, prefix, 3);
      lb_test_zip_add_text (zip, bad, "not a picture");
    }

  return lb_test_zip_close (zip);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint count = 0;

  if (dir == NULL)
    return 1;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      count += count_files (child);
    }

  return count;
}

static gint64
query (const char *sql)
{
  g_autofree char *path = g_build_filename (service->data, "service.sqlite", NULL);
  sqlite3_stmt *statement;
  sqlite3 *db;
  gint64 number;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return number;
}

/* The rows and the job's place agree at every moment; the service does not run. */
static void
check_rows (void)
{
  g_assert_cmpint (query ("SELECT count(*) FROM pragma_integrity_check"
                          " WHERE integrity_check <> 'ok'"),
                   ==, 0);
  g_assert_cmpint (query ("SELECT count(*) FROM bulk_upload WHERE done <>"
                          " (SELECT count(*) FROM image WHERE dataset_id = bulk_upload.dataset_id)"
                          " OR failed <> (SELECT count(*) FROM bulk_failure"
                          " WHERE dataset_id = bulk_upload.dataset_id)"),
                   ==, 0);
  g_assert_cmpint (query ("SELECT count(*) FROM bulk_upload WHERE status = 'processing'"
                          " AND n_entries IS NOT NULL AND next_entry <> done + failed"),
                   ==, 0);
  g_assert_cmpint (query ("SELECT count(*) FROM bulk_upload WHERE zip_url <> ''"
                          " AND status NOT IN ('pending', 'processing')"),
                   ==, 0);
}

/* Each picture once, in the ZIP's order, with its file. */
static void
check_images (gint64 dataset)
{
  g_autoptr (JsonNode) list = NULL;
  JsonArray *array;

  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, N_PICTURES);
  list = json_node_ref (service->json);
  array = json_node_get_array (list);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      JsonObject *image = json_array_get_object_element (array, i);
      g_autofree char *name = g_strdup_printf ("picture-%u-%u.jpg", i / 3, i % 3);

      g_assert_cmpstr (json_object_get_string_member (image, "image_name"), ==, name);
      g_assert_cmpstr (json_object_get_string_member (image, "caption_source"), ==, "automatic");
      g_assert_cmpuint (lb_test_call_full (service, "GET",
                                           json_object_get_string_member (image, "image_url"), NULL,
                                           NULL, NULL),
                        ==, 200);
    }
}

/* Killed at any place, over and over, until it is through. */
static void
test_kills (void)
{
  g_autofree char *uri = make_mixed ("kills.zip");
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *blobs = g_build_filename (service->data, "blobs", NULL);
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  guint kills = 0;

  lb_test_set_schema (service, dataset);
  lb_test_bulk_start (service, dataset, uri, "");
  while (kills < MAX_KILLS)
    {
      g_usleep ((gulong) g_test_rand_int_range (0, 250 * 1000));
      lb_test_done (service, "GET", status, NULL, 200);
      if (g_str_equal (lb_test_text (service, "status"), "completed"))
        break;
      lb_test_service_kill (service);
      kills++;
      check_rows ();
      lb_test_service_start (service);
    }

  lb_test_bulk_wait (service, dataset, "completed");
  lb_test_bulk_check (service, N_PICTURES, N_PICTURES / 3);
  g_assert_cmpuint (lb_test_bulk_error (service, "set0/bad.jpg"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "set9/bad.jpg"), ==, 415);
  check_images (dataset);
  g_test_message ("%u kills", kills);
  g_assert_cmpuint (kills, >, 2);

  /* And no file is left that nobody names. */
  lb_test_service_stop (service);
  check_rows ();
  lb_test_service_start (service);
  g_assert_cmpint (query ("SELECT count(*) FROM (SELECT blob FROM image UNION"
                          " SELECT thumbnail FROM image)"),
                   ==, count_files (blobs));
}

/* Starts a job and cuts it off when it has stored some. */
static gint64
cut_off (const char *uri, gboolean gently)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);

  lb_test_set_schema (service, dataset);
  lb_test_bulk_start (service, dataset, uri, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "done") < 3);
  if (gently)
    lb_test_service_stop (service);
  else
    lb_test_service_kill (service);
  check_rows ();

  return dataset;
}

static void
test_stop (void)
{
  g_autofree char *uri = make_mixed ("stop.zip");
  gint64 dataset = cut_off (uri, TRUE);

  g_assert_cmpint (query ("SELECT status = 'processing' AND done >= 3 AND done < 30"
                          " FROM bulk_upload ORDER BY dataset_id DESC LIMIT 1"),
                   ==, 1);
  lb_test_service_start (service);
  lb_test_bulk_wait (service, dataset, "completed");
  lb_test_bulk_check (service, N_PICTURES, N_PICTURES / 3);
  check_images (dataset);
}

static void
ends_failed (gint64 dataset, const char *name, guint code)
{
  gint64 done;
  gint64 failed;

  lb_test_bulk_wait (service, dataset, "failed");
  g_assert_cmpuint (lb_test_bulk_error (service, name), ==, code);
  done = lb_test_number (service, "done");
  failed = lb_test_number (service, "failed");
  lb_test_bulk_check (service, done, failed);
  g_assert_cmpint (done, >=, 3);
  g_assert_cmpint (done, <, N_PICTURES);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, done);
}

static void
test_source_gone (void)
{
  g_autofree char *uri = make_mixed ("gone.zip");
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  gint64 dataset = cut_off (uri, FALSE);

  g_assert_cmpint (g_unlink (path), ==, 0);
  lb_test_service_start (service);
  ends_failed (dataset, "gone.zip", 410);
}

static void
test_source_changed (void)
{
  g_autofree char *uri = make_mixed ("changed.zip");
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  g_autofree char *other = NULL;
  gint64 dataset = cut_off (uri, FALSE);

  other = lb_test_zip_of_pictures (service, "changed.zip", 2);
  g_assert_cmpstr (other, ==, uri);
  lb_test_service_start (service);
  ends_failed (dataset, "changed.zip", 410);
}

/* The file is cut short while it is being read. */
static void
test_source_cut (void)
{
  g_autofree char *uri = make_mixed ("cut.zip");
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);

  lb_test_bulk_start (service, dataset, uri, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "done") < 3);
  lb_test_service_signal_decoders (service, SIGSTOP);
  g_assert_cmpint (truncate (path, 100), ==, 0);
  lb_test_service_signal_decoders (service, SIGCONT);
  ends_failed (dataset, "cut.zip", 410);
}

/* Two jobs at once are both taken up. */
static void
test_two_jobs (void)
{
  g_autofree char *uri = make_mixed ("two.zip");
  gint64 first = lb_test_add_advanced (service, project, "");
  gint64 second = lb_test_add_advanced (service, project, "");

  lb_test_set_schema (service, first);
  lb_test_set_schema (service, second);
  lb_test_bulk_start (service, first, uri, "");
  lb_test_bulk_start (service, second, uri, "");
  lb_test_service_kill (service);
  lb_test_service_start (service);
  lb_test_bulk_wait (service, second, "completed");
  lb_test_bulk_wait (service, first, "completed");
  check_images (first);
  check_images (second);
}

/* A file that is bad as a whole shows it late: what was stored goes again, whenever that is. */
static void
test_forgotten (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("LB_TEST_ZIPS"), "lies-after-pictures.zip", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  gint64 dataset = cut_off (uri, FALSE);

  lb_test_service_start (service);
  lb_test_bulk_wait (service, dataset, "failed");
  lb_test_bulk_check (service, 0, 1);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);
  g_test_add_func ("/bulk-resume/R84-killed-over-and-over", test_kills);
  g_test_add_func ("/bulk-resume/R84-stopped-in-the-middle", test_stop);
  g_test_add_func ("/bulk-resume/R84-source-gone", test_source_gone);
  g_test_add_func ("/bulk-resume/R84-source-changed", test_source_changed);
  g_test_add_func ("/bulk-resume/R84-source-cut-short", test_source_cut);
  g_test_add_func ("/bulk-resume/R84-two-jobs", test_two_jobs);
  g_test_add_func ("/bulk-resume/R85-stored-by-a-bad-file-is-forgotten", test_forgotten);

  result = g_test_run ();
  lb_test_service_free (service);

  return result;
}
