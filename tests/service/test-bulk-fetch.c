#include "lb-test-bulk.h"
#include "lb-test-origin.h"

#include <string.h>

#include <glib/gstdio.h>

/* Bulk uploads whose ZIP file comes by http. */

static LbTestService *service;
static LbTestOrigin *origin;
static gint64 project;

/* (transfer full): the address of a ZIP with @count pictures. */
static char *
serve_pictures (const char *path, guint count)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, path + 1, count);
  g_autofree char *file = g_filename_from_uri (uri, NULL, NULL);
  char *text;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (file, &text, &size, NULL));
  bytes = g_bytes_new_take (text, size);
  lb_test_origin_set (origin, path, NULL, bytes);
  g_unlink (file);

  return lb_test_origin_url (origin, path);
}

static guint
count_spooled (LbTestService *self)
{
  g_autofree char *path = g_build_filename (self->data, "bulk", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    count++;

  return count;
}

static void
test_fetched (void)
{
  g_autofree char *url = serve_pictures ("/good.zip", 4);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *log = NULL;

  lb_test_set_schema (service, dataset);
  lb_test_bulk_run (service, dataset, url, "", "completed");
  lb_test_bulk_check (service, 4, 0);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 4);
  g_assert_cmpuint (count_spooled (service), ==, 0);
  log = lb_test_origin_take_log (origin);
  g_assert_null (strstr (log, "api_token"));
}

static void
test_redirected (void)
{
  g_autofree char *url = serve_pictures ("/there.zip", 1);
  g_autofree char *from = lb_test_origin_url (origin, "/from.zip");
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_origin_redirect (origin, "/from.zip", url);
  lb_test_bulk_run (service, dataset, from, "", "completed");
  lb_test_bulk_check (service, 1, 0);
}

static void
fails (const char *path, guint code)
{
  g_autofree char *url = lb_test_origin_url (origin, path);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_bulk_run (service, dataset, url, "", "failed");
  lb_test_bulk_check (service, 0, 1);
  g_assert_cmpuint (lb_test_bulk_error (service, path + 1), ==, code);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 0);
  g_assert_cmpuint (count_spooled (service), ==, 0);
}

static void
test_not_there (void)
{
  fails ("/nothing.zip", 422);
}

static void
test_cut_short (void)
{
  lb_test_origin_set_raw (origin, "/short.zip",
                          "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nPK\003\004");
  fails ("/short.zip", 422);
}

static void
test_no_zip (void)
{
  lb_test_origin_set_raw (origin, "/page.html",
                          "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<p>Not here.</p>");
  fails ("/page.html", 415);
}

/* The address filter stands between: nothing is connected to. */
static void
test_private_address (void)
{
  LbTestService *strict = lb_test_service_new ();
  gint64 other = lb_test_add_project (strict);
  gint64 dataset = lb_test_add_advanced (strict, other, "");
  g_autofree char *url = lb_test_origin_url (origin, "/good.zip");
  guint hits = lb_test_origin_get_hits (origin);

  lb_test_bulk_run (strict, dataset, url, "", "failed");
  lb_test_bulk_check (strict, 0, 1);
  g_assert_cmpuint (lb_test_bulk_error (strict, "good.zip"), ==, 422);
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits);
  lb_test_service_free (strict);
}

/* Half of the bytes are half of the share that fetching has. */
static void
test_progress (void)
{
  g_autofree char *letters = g_strnfill (500, 'P');
  g_autofree char *answer =
    g_strconcat ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", letters, NULL);
  g_autofree char *url = lb_test_origin_url (origin, "/half.zip");
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);

  lb_test_origin_set_slow (origin, "/half.zip", answer, 0);
  lb_test_bulk_start (service, dataset, url, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "progress_percentage") < 15);
  g_assert_cmpint (lb_test_number (service, "progress_percentage"), ==, 15);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "processing");
  lb_test_done (service, "DELETE", path, NULL, 204);
}

/* A ZIP that does not come keeps no other from being unpacked. */
static void
test_side_by_side (void)
{
  g_autofree char *slow = lb_test_origin_url (origin, "/never.zip");
  g_autofree char *url = serve_pictures ("/beside.zip", 1);
  gint64 first = lb_test_add_advanced (service, project, "");
  gint64 second = lb_test_add_advanced (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, first);

  lb_test_origin_set_slow (origin, "/never.zip", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
                           0);
  lb_test_bulk_start (service, first, slow, "");
  lb_test_bulk_run (service, second, url, "", "completed");
  lb_test_done (service, "DELETE", path, NULL, 204);
}

/* R84: what was not all there is fetched anew. */
static void
cut_off_while_fetching (const char *name, void (*end) (LbTestService *))
{
  g_autofree char *url = lb_test_origin_url (origin, name);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  g_autofree char *again = NULL;

  lb_test_origin_set_slow (origin, name,
                           "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nPK________________", 0);
  lb_test_bulk_start (service, dataset, url, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "progress_percentage") == 0);
  end (service);

  again = serve_pictures (name, 3);
  lb_test_service_start (service);
  lb_test_bulk_wait (service, dataset, "completed");
  lb_test_bulk_check (service, 3, 0);
  g_assert_cmpuint (count_spooled (service), ==, 0);
}

static void
test_kill_while_fetching (void)
{
  cut_off_while_fetching ("/later.zip", lb_test_service_kill);
}

static void
test_stop_while_fetching (void)
{
  cut_off_while_fetching ("/even-later.zip", lb_test_service_stop);
}

/* R84: what is there is not asked for again, and may be gone at its origin. */
static void
test_kill_after_fetching (void)
{
  g_autofree char *url = serve_pictures ("/once.zip", 40);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  guint hits;

  lb_test_bulk_start (service, dataset, url, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "done") < 3);
  hits = lb_test_origin_get_hits (origin);
  lb_test_service_kill (service);
  g_assert_cmpuint (count_spooled (service), ==, 1);

  lb_test_service_start (service);
  lb_test_bulk_wait (service, dataset, "completed");
  lb_test_bulk_check (service, 40, 0);
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 40);
  g_assert_cmpuint (count_spooled (service), ==, 0);
}

/* R84: somebody has taken the fetched file away. */
static void
test_spool_gone (void)
{
  g_autofree char *url = serve_pictures ("/taken.zip", 40);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  g_autofree char *spool =
    g_strdup_printf ("%s/bulk/%" G_GINT64_FORMAT ".zip", service->data, dataset);
  gint64 done;

  lb_test_bulk_start (service, dataset, url, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "done") < 3);
  lb_test_service_kill (service);
  g_assert_cmpint (g_unlink (spool), ==, 0);

  lb_test_service_start (service);
  lb_test_bulk_wait (service, dataset, "failed");
  g_assert_cmpuint (lb_test_bulk_error (service, "taken.zip"), ==, 410);
  done = lb_test_number (service, "done");
  lb_test_bulk_check (service, done, 1);
  g_assert_cmpint (done, >=, 3);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, done);
}

/* A file that no job wants is swept, and a link in its place is not followed. */
static void
test_sweep (void)
{
  g_autofree char *spool = g_build_filename (service->data, "bulk", "4711.zip", NULL);
  g_autofree char *folder = g_path_get_dirname (spool);

  lb_test_service_stop (service);
  g_assert_true (g_file_set_contents (spool, "old", -1, NULL));
  lb_test_service_start (service);
  g_assert_false (g_file_test (spool, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

int
main (int argc, char **argv)
{
  g_autofree char *name = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  origin = lb_test_origin_new ("127.0.0.1");
  name = lb_test_origin_name (origin);
  service = lb_test_service_new_fetching (name);
  project = lb_test_add_project (service);
  g_test_add_func ("/bulk-fetch/R75-address-passes", test_fetched);
  g_test_add_func ("/bulk-fetch/R75-redirect-passes", test_redirected);
  g_test_add_func ("/bulk-fetch/R75-private-address-is-refused", test_private_address);
  g_test_add_func ("/bulk-fetch/R83-not-there-fails-the-job", test_not_there);
  g_test_add_func ("/bulk-fetch/R83-cut-short-fails-the-job", test_cut_short);
  g_test_add_func ("/bulk-fetch/R85-no-zip-fails-the-job", test_no_zip);
  g_test_add_func ("/bulk-fetch/R82-progress-of-bytes", test_progress);
  g_test_add_func ("/bulk-fetch/R83-one-waits-for-no-other", test_side_by_side);
  g_test_add_func ("/bulk-fetch/R84-kill-while-fetching", test_kill_while_fetching);
  g_test_add_func ("/bulk-fetch/R84-stop-while-fetching", test_stop_while_fetching);
  g_test_add_func ("/bulk-fetch/R84-kill-after-fetching", test_kill_after_fetching);
  g_test_add_func ("/bulk-fetch/R84-fetched-file-gone", test_spool_gone);
  g_test_add_func ("/bulk-fetch/R84-what-is-left-is-swept", test_sweep);

  result = g_test_run ();
  lb_test_service_free (service);
  lb_test_origin_free (origin);

  return result;
}
