#include "lb-test-database.h"
#include "lb-test-service.h"

#include <string.h>
#include <sys/stat.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "service/lb-service.h"

#define IMAGES "/v1/tailored-gen/datasets/1/images"

static void
assert_mode (const char *path, guint mode)
{
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, mode);
}

static void
test_private (void)
{
  LbTestService *service = lb_test_service_new ();
  g_autofree char *run = g_path_get_dirname (service->socket);
  g_autofree char *database = g_build_filename (service->data, "service.sqlite", NULL);

  assert_mode (service->data, 0700);
  assert_mode (run, 0700);
  assert_mode (service->socket, 0600);
  assert_mode (database, 0600);
  lb_test_service_stop (service);
  g_assert_false (g_file_test (service->socket, G_FILE_TEST_EXISTS));
  lb_test_service_free (service);
}

/* Whoever comes second leaves, in words, and disturbs nothing. */
static void
test_second_leaves (void)
{
  LbTestService *service = lb_test_service_new ();
  g_autofree char *other = g_build_filename (service->folder, "other.sock", NULL);
  g_autoptr (GSubprocess) second =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, g_getenv ("LOOKBOOK_SERVICE"), "--data",
                      service->data, "--socket", other, NULL);
  g_autofree char *words = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (second, NULL, NULL, NULL, &words, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 3);
  g_assert_nonnull (strstr (words, "Another service"));
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  lb_test_done (service, "GET", "/lookbook/v1/hello", NULL, 200);
  lb_test_service_free (service);
}

static void
test_usage (void)
{
  static const char *const none[] = { NULL, NULL };
  static const char *const no_place[] = { NULL, "--data", "/nonexistent", NULL };
  static const char *const no_token[] = { NULL, "--data", "/nonexistent", "--port", "0", NULL };
  static const char *const no_port[] = { NULL, "--data", "/nonexistent", "--port", "65536", NULL };
  const char *const *cases[] = { none, no_place, no_token, no_port };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) argv = g_strdupv ((char **) cases[i] + 1);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) full = NULL;
      g_autoptr (GSubprocess) process = NULL;

      g_strv_builder_add (builder, g_getenv ("LOOKBOOK_SERVICE"));
      g_strv_builder_addv (builder, (const char **) argv);
      full = g_strv_builder_end (builder);
      process =
        g_subprocess_newv ((const char *const *) full, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

/* What was answered is there after a kill; so is a deleted image that can come back. */
static void
test_kill (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *caption = NULL;
  g_autofree char *url = NULL;
  gint64 id;

  lb_test_set_schema (service, dataset);
  id = lb_test_upload (service, dataset, picture);
  caption = g_strdup (lb_test_text (service, "caption"));
  url = g_strdup (lb_test_text (service, "image_url"));
  lb_test_service_kill (service);

  lb_test_service_start (service);
  g_assert_cmpint (lb_test_done (service, "GET", IMAGES "/1", NULL, 200), ==, id);
  g_assert_cmpstr (caption, !=, "");
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  g_assert_cmpmem (service->body, service->length, g_bytes_get_data (picture, NULL),
                   g_bytes_get_size (picture));

  lb_test_done (service, "DELETE", IMAGES "/1", NULL, 204);
  lb_test_service_kill (service);
  lb_test_service_start (service);
  lb_test_refused (service, "GET", IMAGES "/1", NULL, 404, "R4");
  lb_test_done (service, "POST", "/lookbook/v1/datasets/1/images/1/undelete", NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
  lb_test_service_free (service);
}

/* R69: a run that was cut off goes on after the restart and comes to its end. */
static void
test_run_goes_on (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  JsonArray *images;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", i);

      lb_test_upload (service, dataset, picture);
    }
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", IMAGES, NULL, 202);
  lb_test_service_kill (service);

  lb_test_service_start (service);
  lb_test_wait_for_captions (service, dataset);
  lb_test_done (service, "GET", IMAGES, NULL, 200);
  images = json_node_get_array (service->json);
  g_assert_cmpuint (json_array_get_length (images), ==, 12);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (images, i), "caption_source"),
      ==, "automatic");
  lb_test_service_free (service);
}

/* Asked by a newer program, it answers, goes, and takes nothing with it; but not in the middle of a
 * run. */
static void
test_leave (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", i);

      lb_test_upload (service, dataset, picture);
    }
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", IMAGES, NULL, 202);
  lb_test_refused (service, "POST", "/lookbook/v1/leave", NULL, 409, NULL);
  lb_test_wait_for_captions (service, dataset);

  lb_test_done (service, "POST", "/lookbook/v1/leave", NULL, 204);
  g_assert_true (g_subprocess_wait (service->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);
  g_assert_false (g_file_test (service->socket, G_FILE_TEST_EXISTS));
  g_clear_object (&service->process);

  lb_test_service_start (service);
  lb_test_done (service, "GET", IMAGES, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 12);
  lb_test_service_free (service);
}

/* Blobs that no image names are swept, the others stay. */
static void
test_sweep (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);

  lb_test_upload (service, dataset, picture);
  assert_mode (blob, 0600);
  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_true (g_file_test (blob, G_FILE_TEST_EXISTS));
  lb_test_done (service, "DELETE", "/v1/tailored-gen/datasets/1", NULL, 204);
  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_false (g_file_test (blob, G_FILE_TEST_EXISTS));
  lb_test_service_free (service);
}

/* Nobody waits for the answer any more: the work is done all the same, and the service goes on. */
static void
test_caller_leaves (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (service->socket);
  g_autoptr (GBytes) picture = lb_test_picture (512, 512, FALSE, "png", 1);
  g_autofree char *body = lb_test_upload_body (picture, "");
  g_autofree char *text =
    g_strdup_printf ("POST " IMAGES " HTTP/1.1\r\nHost: lookbook.localhost\r\n"
                     "Content-Type: application/json\r\n"
                     "Content-Length: %zu\r\n\r\n%s",
                     strlen (body), body);

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GSocketClient) client = g_socket_client_new ();
      g_autoptr (GSocketConnection) connection =
        g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
      GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

      /* The last four break off inside the body. */
      g_assert_true (g_output_stream_write_all (output, text, strlen (text) - (i < 4 ? 0 : 1000),
                                                NULL, NULL, NULL));
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }

  do
    lb_test_done (service, "GET", IMAGES, NULL, 200);
  while (lb_test_count (service) < 4);
  g_assert_cmpint (dataset, ==, 1);
  lb_test_service_free (service);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

static gboolean
too_late_cb (gpointer data)
{
  g_assert_not_reached ();
}

/* A minute after the last connection, here a second; never while somebody is connected. */
static void
test_idle (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lb-idle-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *path = g_build_filename (folder, "run", "s.sock", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (LbService) service = NULL;
  g_autoptr (LbService) second = NULL;
  g_autoptr (GError) error = NULL;
  gulong connected;
  guint guard;

  service = lb_service_new (data, &error);
  g_assert_no_error (error);
  second = lb_service_new (data, &error);
  g_assert_null (second);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  g_clear_error (&error);

  lb_service_set_idle_seconds (service, 1);
  lb_service_listen_socket (service, path, &error);
  g_assert_no_error (error);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);

  connected = g_signal_connect (service, "idle", G_CALLBACK (too_late_cb), NULL);
  g_timeout_add (2500, quit_cb, loop);
  g_main_loop_run (loop);
  g_signal_handler_disconnect (service, connected);

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_signal_connect_swapped (service, "idle", G_CALLBACK (g_main_loop_quit), loop);
  guard = g_timeout_add_seconds (20, too_late_cb, NULL);
  g_main_loop_run (loop);
  g_source_remove (guard);

  lb_service_stop (service);
  lb_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/lifetime/private", test_private);
  g_test_add_func ("/lifetime/second-leaves", test_second_leaves);
  g_test_add_func ("/lifetime/usage", test_usage);
  g_test_add_func ("/lifetime/kill", test_kill);
  g_test_add_func ("/lifetime/run-goes-on", test_run_goes_on);
  g_test_add_func ("/lifetime/leave", test_leave);
  g_test_add_func ("/lifetime/sweep", test_sweep);
  g_test_add_func ("/lifetime/caller-leaves", test_caller_leaves);
  g_test_add_func ("/lifetime/idle", test_idle);

  return g_test_run ();
}
