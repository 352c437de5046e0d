#include "lb-test-database.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define FORMAT G_GINT64_FORMAT
#define MIB (G_GUINT64_CONSTANT (1) << 20)
#define LARGE_BYTES (512 * MIB)
#ifdef __SANITIZE_ADDRESS__
#define GROWTH_BYTES (400 * MIB) /* it keeps what was freed for a while */
#else
#define GROWTH_BYTES (64 * MIB)
#endif
#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define SOON_US (10 * G_USEC_PER_SEC) /* before the line is cut for its slowness */
#define TRY_US 5000

/* A download that is larger than what is ever held of it, and those who do not take it whole. */

static LbTestService *service;
static gint64 project;

/* A picture of holes, as one of a dataset's. */
static gint64
add_large (guint64 size)
{
  gint64 id = lb_test_add_filled (service, project, 2);
  g_autofree char *name = g_strdup_printf ("%064" FORMAT, id);
  g_autofree char *path = lb_test_blob_path (service, name);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  close (fd);
  lb_test_sql (service,
               "UPDATE image SET blob = '%s' WHERE dataset_id = %" FORMAT
               " AND image_name = 'image-0002.jpg'",
               name, id);

  return id;
}

static guint64
read_peak (void)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (service->process));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return g_ascii_strtoull (strstr (text, "VmHWM:") + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static GInputStream *
open_link (const char *link)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", link);
  g_autoptr (GError) error = NULL;
  GInputStream *input = soup_session_send (service->session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);

  return input;
}

static void
test_memory (void)
{
  gint64 id = add_large (LARGE_BYTES);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autofree guint8 *buffer = g_malloc (MIB);
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before = read_peak ();
  guint64 total = 0;
  gssize size;

  input = open_link (link);
  while ((size = g_input_stream_read (input, buffer, MIB, NULL, &error)) > 0)
    total += (guint64) size;
  g_assert_no_error (error);
  g_assert_cmpuint (total, >, LARGE_BYTES);
  g_assert_cmpuint (read_peak () - before, <, GROWTH_BYTES);
}

/* How many threads write answers. */
static guint
count_writers (void)
{
  g_autofree char *folder =
    g_strdup_printf ("/proc/%s/task", g_subprocess_get_identifier (service->process));
  g_autoptr (GDir) tasks = g_dir_open (folder, 0, NULL);
  const char *task;
  guint count = 0;

  while ((task = g_dir_read_name (tasks)))
    {
      g_autofree char *file = g_build_filename (folder, task, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (file, &name, NULL, NULL) &&
          g_str_equal (g_strchomp (name), "answer"))
        count++;
    }

  return count;
}

static void
wait_for_writers (guint count)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  while (count_writers () != count)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
    }
}

static void
test_hung_up (void)
{
  gint64 id = add_large (LARGE_BYTES);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  guint8 some[100];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GInputStream) input = open_link (link);

      g_assert_cmpint (g_input_stream_read (input, some, sizeof some, NULL, NULL), >, 0);
      wait_for_writers (1);
      /* The others are answered meanwhile. */
      lb_test_done (service, "GET", "/lookbook/v1/hello", NULL, 200);
      g_input_stream_close (input, NULL, NULL);
      soup_session_abort (service->session);
      wait_for_writers (0);
    }
  lb_test_done (service, "GET", "/lookbook/v1/hello", NULL, 200);
}

/* A caller who dawdles does not keep the service from leaving. */
static void
test_service_ends (void)
{
  gint64 id = add_large (LARGE_BYTES);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autoptr (GInputStream) input = open_link (link);
  guint8 some[100];
  g_autofree guint8 *buffer = g_malloc (MIB);
  g_autoptr (GError) error = NULL;
  gint64 start_us;
  gssize size;

  g_assert_cmpint (g_input_stream_read (input, some, sizeof some, NULL, NULL), >, 0);
  wait_for_writers (1);
  start_us = g_get_monotonic_time ();
  g_subprocess_send_signal (service->process, SIGTERM);
  g_assert_true (g_subprocess_wait (service->process, NULL, NULL));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, SOON_US);
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);

  /* What came is not taken for the whole. */
  while ((size = g_input_stream_read (input, buffer, MIB, NULL, &error)) > 0)
    ;
  g_assert_cmpint (size, <, 0);
  g_assert_nonnull (error);
  g_clear_object (&service->process);
  soup_session_abort (service->session);
  lb_test_service_start (service);
}

/* A newer program may take the service's place once what is on its way has arrived. */
static void
test_leave_waits (void)
{
  gint64 id = add_large (LARGE_BYTES);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autoptr (GInputStream) input = open_link (link);
  g_autofree guint8 *buffer = g_malloc (MIB);
  g_autoptr (GError) error = NULL;
  guint64 total = 0;
  gssize size;

  g_assert_cmpint (g_input_stream_read (input, buffer, 1, NULL, NULL), ==, 1);
  lb_test_done (service, "POST", "/lookbook/v1/leave", NULL, 204);
  while ((size = g_input_stream_read (input, buffer, MIB, NULL, &error)) > 0)
    total += (guint64) size;
  g_assert_no_error (error);
  g_assert_cmpuint (total, >, LARGE_BYTES);

  g_assert_true (g_subprocess_wait (service->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);
  g_clear_object (&service->process);
  soup_session_abort (service->session);
  lb_test_service_start (service);
}

/* A file that ends before it should, in the middle of the archive. */
static void
test_cut_off (void)
{
  gint64 id = add_large (LARGE_BYTES);
  g_autofree char *name = g_strdup_printf ("%064" FORMAT, id);
  g_autofree char *path = lb_test_blob_path (service, name);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autofree guint8 *buffer = g_malloc (MIB);
  g_autoptr (GInputStream) input = open_link (link);
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read (input, buffer, MIB, NULL, &error);

  g_assert_cmpint (size, >, 0);
  g_assert_cmpint (truncate (path, LARGE_BYTES / 2), ==, 0);
  while (size > 0)
    size = g_input_stream_read (input, buffer, MIB, NULL, &error);
  g_assert_cmpint (size, <, 0);
  g_assert_nonnull (error);
  wait_for_writers (0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/download/memory", test_memory);
  g_test_add_func ("/download/hung-up", test_hung_up);
  g_test_add_func ("/download/service-ends", test_service_ends);
  g_test_add_func ("/download/leave-waits", test_leave_waits);
  g_test_add_func ("/download/cut-off", test_cut_off);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
