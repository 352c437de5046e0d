#include "lb-test-bulk.h"
#include "lb-test-origin.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define TOKEN "f3b0c44298fc1c149afbf4c8996fb924"
#define GIB (G_GINT64_CONSTANT (1024) * 1024 * 1024)
#define MIB (1024 * 1024)

static LbTestService *service;
static LbTestOrigin *origin;
static gint64 project;

static void
refused (gint64 dataset, const char *body, guint status, const char *rule)
{
  g_autofree char *path = lb_test_bulk_path (dataset);

  lb_test_refused (service, "POST", path, body, status, rule);
}

static void
refused_url (gint64 dataset, const char *url, guint status, const char *rule)
{
  g_autofree char *body = lb_test_bulk_body (url, "");

  refused (dataset, body, status, rule);
}

/* A job that stays under way for as long as the test wants: its ZIP never comes. */
static gint64
add_endless (void)
{
  g_autofree char *url = lb_test_origin_url (origin, "/slow.zip");
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_set_schema (service, dataset);
  lb_test_bulk_start (service, dataset, url, "");

  return dataset;
}

static void
delete_dataset (gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);

  lb_test_done (service, "DELETE", path, NULL, 204);
}

/* R73 */

static void
test_basic (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "basic.zip", 1);
  gint64 dataset = lb_test_add_dataset (service, project, "");

  refused_url (dataset, uri, 400, "R73");
}

static void
test_completed (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "complete.zip", 5);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);

  lb_test_set_schema (service, dataset);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 5, 0);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  refused_url (dataset, uri, 400, "R73");
}

static void
test_advanced_draft (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "draft.zip", 1);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 1, 0);
  g_assert_cmpint (lb_test_number (service, "progress_percentage"), ==, 100);
}

/* R74 */

static void
test_second_try (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "second.zip", 1);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_bulk_run (service, dataset, uri, "", "completed");
  refused_url (dataset, uri, 400, "R74");
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 1);
}

static void
test_after_failure (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "after.zip", 1);
  g_autofree char *bad = g_build_filename (service->folder, "bad.zip", NULL);
  g_autofree char *bad_uri = g_filename_to_uri (bad, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  g_assert_true (g_file_set_contents (bad, "no ZIP file", -1, NULL));
  lb_test_bulk_run (service, dataset, bad_uri, "", "failed");
  refused_url (dataset, uri, 400, "R74");
}

static void
test_while_running (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "running.zip", 1);
  gint64 dataset = add_endless ();

  refused_url (dataset, uri, 400, "R74");
  delete_dataset (dataset);
}

/* What was refused was no try. */
static void
test_refusal_is_no_try (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "no-try.zip", 1);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  refused_url (dataset, "file:///nowhere/at/all.zip", 400, "R75");
  refused (dataset, "{}", 400, "R75");
  lb_test_bulk_run (service, dataset, uri, "", "completed");
}

static void
test_filled_clone (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "clone.zip", 1);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/clone", dataset);
  g_autofree char *delete = NULL;
  gint64 copy;

  lb_test_bulk_run (service, dataset, uri, "", "completed");
  copy = lb_test_done (service, "POST", path, "{}", 201);
  refused_url (copy, uri, 400, NULL);

  /* Nor when its images are gone. */
  g_assert_cmpuint (lb_test_bulk_list (service, copy), ==, 1);
  delete =
    lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, copy,
                  json_object_get_int_member (
                    json_array_get_object_element (json_node_get_array (service->json), 0), "id"));
  lb_test_done (service, "DELETE", delete, NULL, 204);
  refused_url (copy, uri, 400, NULL);
}

/* R75 */

static void
test_url_needed (void)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");

  refused (dataset, "{}", 400, "R75");
  refused (dataset, "{\"zip_url\": null}", 400, "R75");
  refused (dataset, "{\"zip_url\": \"\"}", 400, "R75");
  refused (dataset, "{\"zip_url\": 7}", 400, "R75");
  refused (dataset, "{\"zip_url\": [\"file:///a.zip\"]}", 400, "R75");
  refused (dataset, "{\"zip_url\": \"file:///a.zip\", \"automatic_captioning\": 1}", 400, "R81");
}

static void
test_bad_urls (void)
{
  static const char *const urls[] = {
    "a.zip",
    "/etc/passwd",
    "ftp://example.com/a.zip",
    "javascript:1",
    "data:application/zip;base64,UEsFBg==",
    "http:",
    "https:///a.zip",
    "file:a.zip",
    "file://elsewhere/a.zip",
    "file:///a%00b.zip",
    "file:///a.zip#part",
    "file:///nowhere/at/all.zip",
    "file:///",
    "file:///dev/null",
    "file:///dev/zero",
    "file:///proc/self/root",
  };
  gint64 dataset = lb_test_add_advanced (service, project, "");

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_test_message ("%s", urls[i]);
      refused_url (dataset, urls[i], 400, "R75");
      g_assert_cmpstr (lb_test_text (service, "field"), ==, "zip_url");
    }
}

/* Opening it must not wait for somebody to write. */
static void
test_pipe (void)
{
  g_autofree char *path = g_build_filename (service->folder, "pipe.zip", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  refused_url (dataset, uri, 400, "R75");
}

/* A service of root's does not read for anybody what is another's alone. */
static void
test_somebody_elses (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "private.zip", 1);
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  refused_url (dataset, uri, 400, "R75");
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "can’t be read"));

  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 1, 0);
}

static void
test_link (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "real.zip", 1);
  g_autofree char *path = g_build_filename (service->folder, "link.zip", NULL);
  g_autofree char *link_uri = g_filename_to_uri (path, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  g_assert_cmpint (symlink ("real.zip", path), ==, 0);
  lb_test_bulk_run (service, dataset, link_uri, "", "completed");
  lb_test_bulk_check (service, 1, 0);
}

static void
call_with_token (LbTestService *tcp, const char *path, const char *body, guint status)
{
  g_autofree char *url = g_strconcat (tcp->base, path, NULL);

  lb_test_call_full (tcp, "POST", url, "application/json", body, "api_token", TOKEN, NULL);
  if (tcp->status != status)
    g_test_message ("%s: %u %s", path, tcp->status, tcp->body);
  g_assert_cmpuint (tcp->status, ==, status);
}

static void
test_file_over_tcp (void)
{
  LbTestService *tcp = lb_test_service_new_for_port (TOKEN);
  g_autofree char *uri = lb_test_zip_of_pictures (tcp, "tcp.zip", 1);
  g_autofree char *body = lb_test_bulk_body (uri, "");
  g_autofree char *path = NULL;

  call_with_token (tcp, "/v1/tailored-gen/projects",
                   "{\"project_name\": \"P\", \"ip_medium\": \"photography\", \"ip_type\": "
                   "\"other\"}",
                   201);
  call_with_token (tcp, "/v1/tailored-gen/datasets",
                   "{\"project_id\": 1, \"name\": \"D\", \"upload_type\": \"advanced\"}", 201);
  path = lb_test_bulk_path (lb_test_number (tcp, "id"));
  call_with_token (tcp, path, body, 400);
  g_assert_cmpstr (lb_test_text (tcp, "rule"), ==, "R75");
  lb_test_service_free (tcp);
}

/* R76 */

static char *
make_sparse (const char *name, gint64 size)
{
  g_autofree char *path = g_build_filename (service->folder, name, NULL);
  g_autofd int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (ftruncate (fd, size), ==, 0);

  return g_filename_to_uri (path, NULL, NULL);
}

static void
test_five_gib (void)
{
  g_autofree char *just = make_sparse ("just.zip", 5 * GIB);
  g_autofree char *over = make_sparse ("over.zip", 5 * GIB + 1);
  gint64 dataset = lb_test_add_advanced (service, project, "");

  refused_url (dataset, over, 413, "R76");
  lb_test_bulk_run (service, dataset, just, "", "failed");
  g_assert_cmpuint (lb_test_bulk_error (service, "just.zip"), ==, 415); /* no ZIP, but not 413 */
}

static void
test_size_shows_later (void)
{
  g_autofree char *url = lb_test_origin_url (origin, "/huge.zip");
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_origin_set_raw (origin, "/huge.zip",
                          "HTTP/1.1 200 OK\r\nContent-Length: 5368709121\r\n\r\nPK");
  lb_test_bulk_run (service, dataset, url, "", "failed");
  lb_test_bulk_check (service, 0, 1);
  g_assert_cmpuint (lb_test_bulk_error (service, "huge.zip"), ==, 413);
}

/* R77 */

static void
test_surplus (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "surplus.zip");
  g_autofree char *uri = NULL;
  gint64 dataset = lb_test_add_advanced (service, project, "");

  for (guint i = 0; i < 5002; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);

      lb_test_zip_add_text (zip, name, "x");
    }
  uri = lb_test_zip_close (zip);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 0, 5002);
  g_assert_cmpuint (lb_test_bulk_error (service, "4999.jpg"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "5000.jpg"), ==, 413);
  g_assert_cmpuint (lb_test_bulk_error (service, "5001.jpg"), ==, 413);
}

/* R78 */

static void
add_picture (
  LbTestZip *zip, const char *name, int width, int height, gboolean alpha, const char *format)
{
  g_autoptr (GBytes) bytes = lb_test_picture (width, height, alpha, format, 3);

  lb_test_zip_add (zip, name, bytes);
}

static void
test_sides (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "sides.zip");
  g_autofree char *uri = NULL;
  gint64 dataset = lb_test_add_advanced (service, project, "");

  add_picture (zip, "1023.png", 1023, 1024, FALSE, "png");
  add_picture (zip, "wide.png", 3000, 1023, FALSE, "png");
  add_picture (zip, "256.png", 256, 256, FALSE, "png");
  add_picture (zip, "1024.png", 1024, 1024, FALSE, "png");
  uri = lb_test_zip_close (zip);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 1, 3);
  g_assert_cmpuint (lb_test_bulk_error (service, "1023.png"), ==, 412);
  g_assert_cmpuint (lb_test_bulk_error (service, "wide.png"), ==, 412);
  g_assert_cmpuint (lb_test_bulk_error (service, "256.png"), ==, 412);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 1);
  g_assert_cmpstr (lb_test_bulk_image (service, "1024.png", "caption_source"), ==, "pending");
}

/* R79 */

static void
add_zeros (LbTestZip *zip, const char *name, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  lb_test_zip_add (zip, name, bytes);
}

static void
test_bad_entries (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "mixed.zip");
  g_autoptr (GBytes) whole = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autofree char *uri = NULL;
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_zip_add_text (zip, "words.jpg", "not a picture");
  lb_test_zip_add (zip, "half.jpg", half);
  add_picture (zip, "first.jpg", 1024, 1024, FALSE, "jpeg");
  lb_test_zip_add_text (zip, "moving.gif", "GIF89a");
  lb_test_zip_add_text (zip, "README.md", "Words");
  lb_test_zip_add_text (zip, "empty.png", "");
  add_zeros (zip, "large.jpg", 50 * MIB + 1);
  add_picture (zip, "set/inner/last.png", 1100, 1024, TRUE, "png");
  add_picture (zip, "liar.webp", 1024, 1024, FALSE, "jpeg");
  uri = lb_test_zip_close (zip);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 3, 6);
  g_assert_cmpuint (lb_test_bulk_error (service, "words.jpg"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "half.jpg"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "moving.gif"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "README.md"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "empty.png"), ==, 415);
  g_assert_cmpuint (lb_test_bulk_error (service, "large.jpg"), ==, 413);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 3);
  g_assert_nonnull (lb_test_bulk_image (service, "first.jpg", "image_url"));
  g_assert_nonnull (lb_test_bulk_image (service, "last.png", "image_url"));
  g_assert_nonnull (lb_test_bulk_image (service, "liar.webp", "image_url"));
}

/* The same picture gives the same stored file, whichever way it comes. */
static void
test_same_ingest (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "same.zip");
  g_autoptr (GBytes) clear = lb_test_picture (1100, 1024, TRUE, "png", 5);
  g_autofree char *uri = NULL;
  g_autofree char *url = NULL;
  g_autofree char *bulk = NULL;
  gint64 basic = lb_test_add_dataset (service, project, "");
  gint64 dataset = lb_test_add_advanced (service, project, "");
  gsize length;

  lb_test_zip_add (zip, "clear.png", clear);
  uri = lb_test_zip_close (zip);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 1);
  url = g_strdup (lb_test_bulk_image (service, "clear.png", "image_url"));
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  bulk = g_memdup2 (service->body, service->length);
  length = service->length;

  lb_test_upload (service, basic, clear);
  g_set_str (&url, lb_test_text (service, "image_url"));
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  g_assert_cmpmem (bulk, length, service->body, service->length);
}

/* R82, R83 */

static void
test_answer (void)
{
  static const char *const numbers[] = { "progress_percentage", "total_processed", "done",
                                         "failed" };
  g_autofree char *uri = lb_test_zip_of_pictures (service, "answer.zip", 3);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  JsonObject *object;

  lb_test_bulk_start (service, dataset, uri, "");
  object = json_node_get_object (service->json);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpint (json_object_get_int_member (object, numbers[i]), ==, 0);
  lb_test_bulk_check (service, 0, 0);
  lb_test_bulk_wait (service, dataset, "completed");
  object = json_node_get_object (service->json);
  g_assert_cmpuint (json_object_get_size (object), ==, 6);
  lb_test_bulk_check (service, 3, 0);
  g_assert_cmpint (lb_test_number (service, "progress_percentage"), ==, 100);
}

static void
test_status_of_basic (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = lb_test_bulk_status_path (dataset);

  lb_test_refused (service, "GET", path, NULL, 400, "R83");
}

static void
test_status_of_none (void)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *path = lb_test_bulk_status_path (dataset);

  lb_test_refused (service, "GET", path, NULL, 404, "R83");
}

static void
wait_for_status (gint64 dataset, const char *status)
{
  g_autofree char *path = lb_test_bulk_status_path (dataset);

  do
    {
      g_usleep (1000);
      lb_test_done (service, "GET", path, NULL, 200);
    }
  while (!g_str_equal (lb_test_text (service, "status"), status));
}

static void
test_statuses (void)
{
  gint64 dataset = add_endless ();

  g_assert_cmpstr (lb_test_text (service, "status"), ==, "pending");
  wait_for_status (dataset, "processing");
  lb_test_bulk_check (service, 0, 0);
  delete_dataset (dataset);
}

/* R85 */

static void
test_what_is_passed_over (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "desktop.zip");
  g_autofree char *uri = NULL;
  gint64 dataset = lb_test_add_advanced (service, project, "");

  lb_test_zip_add_text (zip, "__MACOSX/._picture.jpg", "of a desktop");
  lb_test_zip_add_text (zip, "__MACOSX/set/picture.jpg", "of a desktop");
  lb_test_zip_add_text (zip, "set/.DS_Store", "of a desktop");
  lb_test_zip_add_text (zip, "set/Thumbs.db", "of a desktop");
  lb_test_zip_add_pictures (zip, "set/picture", 1);
  uri = lb_test_zip_close (zip);
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 1, 0);
}

/* R9, C5 */

static void
test_body (void)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *path = lb_test_bulk_path (dataset);
  g_autofree char *url = g_strconcat (service->base, path, NULL);
  g_autofree char *large = g_strnfill (8 * MIB + 1, ' ');

  lb_test_call_full (service, "POST", url, "text/plain", "{\"zip_url\": \"file:///a.zip\"}", NULL);
  g_assert_cmpuint (service->status, ==, 415);
  refused (dataset, "{\"zip_url\"", 400, "R9");
  refused (dataset, "[]", 400, "R9");
  refused (dataset, large, 413, "R9");
  lb_test_refused (service, "POST", "/v1/tailored-gen/datasets/999999/images/bulk-upload", "{}",
                   404, "R4");
  lb_test_refused (service, "GET", "/v1/tailored-gen/datasets/999999/images/bulk-upload/status",
                   NULL, 404, "R4");
}

static void
test_paths (void)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *short_path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/bulk", dataset);
  g_autofree char *other_path =
    lb_test_path ("datasets/%" G_GINT64_FORMAT "/bulk-upload/status", dataset);

  lb_test_refused (service, "POST", short_path, "{\"zip_url\": \"file:///a.zip\"}", 404, NULL);
  lb_test_refused (service, "GET", other_path, NULL, 404, NULL);
}

/* R32, R70, R42, R43 */

/* A job that has stored some and is held up in the middle. */
static gint64
add_halted (const char *name)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, name, 40);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *status = lb_test_bulk_status_path (dataset);

  lb_test_set_schema (service, dataset);
  lb_test_bulk_start (service, dataset, uri, "");
  do
    lb_test_done (service, "GET", status, NULL, 200);
  while (lb_test_number (service, "done") < 5);
  lb_test_service_signal_decoders (service, SIGSTOP);

  return dataset;
}

static void
test_while_importing (void)
{
  gint64 dataset = add_halted ("halted.zip");
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autofree char *images = g_strconcat (path, "/images", NULL);

  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R32");
  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "bulk upload"));
  lb_test_done (service, "PUT", path, "{\"name\": \"Renamed\"}", 200);
  lb_test_call (service, "POST", "/lookbook/v1/leave", "{}");
  g_assert_cmpuint (service->status, ==, 409);

  lb_test_service_signal_decoders (service, SIGCONT);
  lb_test_bulk_wait (service, dataset, "completed");
  lb_test_bulk_check (service, 40, 0);
  lb_test_done (service, "PUT", images, NULL, 202);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
}

/* R41, R19: the next job is not held up by one whose dataset has gone. */
static void
test_deleted (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "next.zip", 2);
  gint64 first = add_endless ();
  g_autofree char *status = lb_test_bulk_status_path (first);
  g_autofree char *spool =
    g_strdup_printf ("%s/bulk/%" G_GINT64_FORMAT ".zip", service->data, first);
  gint64 next;

  wait_for_status (first, "processing");
  while (!g_file_test (spool, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  delete_dataset (first);
  lb_test_refused (service, "GET", status, NULL, 404, "R4");
  while (g_file_test (spool, G_FILE_TEST_EXISTS))
    g_usleep (1000);

  next = lb_test_add_advanced (service, project, "");
  lb_test_bulk_run (service, next, uri, "", "completed");
  lb_test_bulk_check (service, 2, 0);
  /* Nothing is under way any more, so the service may go. */
  while (lb_test_call (service, "POST", "/lookbook/v1/leave", "{}") == 409)
    g_usleep (1000);
  g_assert_cmpuint (service->status, ==, 204);
  g_assert_true (g_subprocess_wait (service->process, NULL, NULL));
  g_clear_object (&service->process);
  soup_session_abort (service->session);
  lb_test_service_start (service);
}

static void
test_deleted_while_unpacking (void)
{
  gint64 dataset = add_halted ("deleted.zip");
  g_autofree char *status = lb_test_bulk_status_path (dataset);

  delete_dataset (dataset);
  lb_test_refused (service, "GET", status, NULL, 404, "R4");
  lb_test_service_signal_decoders (service, SIGCONT);
  test_advanced_draft ();
}

/* R43: an image that came in bulk can go, and come back. */
static void
test_undelete (void)
{
  g_autofree char *uri = lb_test_zip_of_pictures (service, "undelete.zip", 2);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autofree char *image = NULL;
  g_autofree char *path = NULL;
  g_autofree char *back = NULL;

  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_list (service, dataset);
  image = g_strdup_printf (
    "datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, dataset,
    json_object_get_int_member (
      json_array_get_object_element (json_node_get_array (service->json), 0), "id"));
  path = lb_test_path ("%s", image);
  back = g_strdup_printf ("/lookbook/v1/%s/undelete", image);
  lb_test_done (service, "DELETE", path, NULL, 204);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 1);
  lb_test_done (service, "POST", back, NULL, 200);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 2);
}

/* The most that the process has held so far. */
static gsize
peak_bytes (void)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (service->process));
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, "VmHWM:");
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + strlen ("VmHWM:"), NULL, 10) * 1024;
}

/* Pictures that have to be written anew are held one at a time, and without their alpha. */
static void
test_large_pictures (void)
{
  gint64 dataset = lb_test_add_advanced (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (4000, 3000, TRUE, "png", 1);
  LbTestZip *zip = lb_test_zip_new (service, "large.zip");
  g_autofree char *uri = NULL;
  gsize before;
  gsize held;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      lb_test_zip_add (zip, name, picture);
    }
  uri = lb_test_zip_close (zip);

  before = peak_bytes ();
  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 3, 0);
  held = peak_bytes () - before;
  g_test_message ("%zu KiB for pictures of 12 million pixels", held / 1024);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (held, <, 64 * 1024 * 1024);
#endif
}

static void
add_tests (void)
{
  g_test_add_func ("/bulk/R73-basic-is-refused", test_basic);
  g_test_add_func ("/bulk/R73-completed-is-refused", test_completed);
  g_test_add_func ("/bulk/R73-advanced-draft-passes", test_advanced_draft);
  g_test_add_func ("/bulk/R74-second-try-is-refused", test_second_try);
  g_test_add_func ("/bulk/R74-try-after-failure-is-refused", test_after_failure);
  g_test_add_func ("/bulk/R74-try-while-running-is-refused", test_while_running);
  g_test_add_func ("/bulk/R74-a-refusal-is-no-try", test_refusal_is_no_try);
  g_test_add_func ("/bulk/R40-filled-clone-is-refused", test_filled_clone);
  g_test_add_func ("/bulk/R75-zip-url-is-needed", test_url_needed);
  g_test_add_func ("/bulk/R75-bad-urls-are-refused", test_bad_urls);
  g_test_add_func ("/bulk/R75-pipe-is-refused", test_pipe);
  if (geteuid () == 0)
    g_test_add_func ("/bulk/R75-somebody-elses-file-is-refused", test_somebody_elses);
  g_test_add_func ("/bulk/R75-link-to-a-file-passes", test_link);
  g_test_add_func ("/bulk/R75-file-over-tcp-is-refused", test_file_over_tcp);
  g_test_add_func ("/bulk/R76-over-5-gib-is-413", test_five_gib);
  g_test_add_func ("/bulk/R76-size-that-shows-later-fails-the-job", test_size_shows_later);
  g_test_add_func ("/bulk/R77-beyond-5000-is-skipped", test_surplus);
  g_test_add_func ("/bulk/R78-below-1024-is-412", test_sides);
  g_test_add_func ("/bulk/R79-bad-entries-are-listed", test_bad_entries);
  g_test_add_func ("/bulk/R79-stored-as-a-single-upload", test_same_ingest);
  g_test_add_func ("/bulk/R50-large-pictures-in-turn", test_large_pictures);
  g_test_add_func ("/bulk/R82-answer-is-whole", test_answer);
  g_test_add_func ("/bulk/R83-basic-is-400", test_status_of_basic);
  g_test_add_func ("/bulk/R83-none-yet-is-404", test_status_of_none);
  g_test_add_func ("/bulk/R83-pending-then-processing", test_statuses);
  g_test_add_func ("/bulk/R85-folders-and-metadata-are-ignored", test_what_is_passed_over);
  g_test_add_func ("/bulk/R9-body", test_body);
  g_test_add_func ("/bulk/C5-endpoint-lines-win", test_paths);
  g_test_add_func ("/bulk/R43-deleted-image-comes-back", test_undelete);
  g_test_add_func ("/bulk/R32-and-R70-wait-for-the-job", test_while_importing);
  g_test_add_func ("/bulk/R41-deleting-ends-the-job", test_deleted);
  g_test_add_func ("/bulk/R41-deleting-ends-the-job-at-work", test_deleted_while_unpacking);
}

int
main (int argc, char **argv)
{
  g_autofree char *name = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  origin = lb_test_origin_new ("127.0.0.1");
  lb_test_origin_set_slow (origin, "/slow.zip",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nPK", 0);
  name = lb_test_origin_name (origin);
  service = lb_test_service_new_fetching (name);
  project = lb_test_add_project (service);
  add_tests ();
  result = g_test_run ();
  lb_test_service_free (service);
  lb_test_origin_free (origin);

  return result;
}
