#include <stdio.h>
#include <string.h>

#include "../service/test-client-fixture.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue.h"

/* Brings the pictures of a folder into a service of its own, for bench-peers: bench-upload WAY
 * FOLDER. Prints the seconds it took: with the app's own queue, which checks, copies and records
 * them first ("queue"); with curl, out of bodies that were written before ("curl"); or as what the
 * service does with a ZIP file once it has all of it ("import").
 *
 * The files stay, in the folder for temporary ones: ext4 without a journal passes over each inode
 * that was freed in the last minute, one by one, for every file it makes. What one round deletes
 * would be paid for by the next. */

/* As many as a basic dataset takes. */
#define N_UPLOADS 200
#define AT_ONCE 4
#define LOOK_US (50 * 1000) /* half of that is lost, out of seconds */

typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbDataset *dataset;
  const char *folder;
} Bench;

static double
seconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static void
set_up (Bench *self, const char *creation_mode)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  service_fixture_set_up (&self->service);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  self->dataset = wait_object (
    lb_session_create_dataset (self->session, project, "Boats", "fibo", creation_mode));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
}

static void
tear_down (Bench *self)
{
  lb_session_close (self->session);
  g_object_unref (self->dataset);
  g_object_unref (self->session);
  service_fixture_kill (&self->service);
}

/* (transfer full) (element-type GFile): the first @n_max of the folder, by their names. */
static GListModel *
list_files (Bench *self, guint n_max)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (self->folder, name, NULL));
  g_ptr_array_sort_values (paths, (GCompareFunc) strcmp);
  for (guint i = 0; i < MIN (paths->len, n_max); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_ptr_array_index (paths, i));

      g_list_store_append (files, file);
    }

  return G_LIST_MODEL (files);
}

/* The app's own. */

static gboolean
is_over (gpointer data)
{
  return !lb_upload_queue_get_running (data);
}

static double
send_by_queue (Bench *self)
{
  g_autoptr (GListModel) files = list_files (self, N_UPLOADS);
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (self->session);
  g_autoptr (LbCheckJob) check =
    lb_check_job_new (self->dataset, lb_session_get_images (self->session, self->dataset));
  const gint64 start_us = g_get_monotonic_time ();
  double seconds = 0;

  lb_upload_queue_set_concurrency (queue, AT_ONCE);
  g_assert_true (wait_true (lb_upload_queue_open (queue)));
  g_assert_true (wait_true (lb_check_job_run (check, files)));
  g_assert_true (wait_true (
    lb_upload_queue_add (queue, self->dataset, lb_check_job_get_candidates (check), FALSE, FALSE)));
  wait_until (is_over, queue, "the pictures");
  seconds = seconds_since (start_us);
  g_assert_cmpuint (lb_upload_queue_get_n_done (queue), ==, g_list_model_get_n_items (files));
  lb_upload_queue_close (queue);

  return seconds;
}

/* curl's. */

/* Appends what curl needs for one request to @config. */
static void
add_request (Bench *self, GString *config, GFile *file, guint number)
{
  g_autofree char *body = g_strdup_printf ("%s/%u.json", self->service.root, number);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *encoded = NULL;
  g_autofree char *json = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, &size, NULL, NULL));
  encoded = g_base64_encode ((const guchar *) bytes, size);
  json = g_strdup_printf ("{\"file\":\"%s\",\"image_name\":\"%s\"}", encoded, name);
  g_assert_true (g_file_set_contents (body, json, -1, NULL));

  g_string_append_printf (config,
                          "%sunix-socket = \"%s\"\n"
                          "url = \"http://localhost/v1/tailored-gen/datasets/%" G_GINT64_FORMAT
                          "/images\"\n"
                          "header = \"Content-Type: application/json\"\n"
                          "data-binary = \"@%s\"\n"
                          "output = \"/dev/null\"\n"
                          "fail\n",
                          config->len > 0 ? "next\n" : "", self->service.socket_path,
                          lb_dataset_get_id (self->dataset), body);
}

static double
send_by_curl (Bench *self)
{
  g_autoptr (GListModel) files = list_files (self, N_UPLOADS);
  g_autoptr (GString) config = g_string_new (NULL);
  g_autofree char *path = g_build_filename (self->service.root, "curl", NULL);
  g_autofree char *at_once = g_strdup_printf ("%d", AT_ONCE);
  const char *arguments[] = { "curl",  "--silent", "--show-error", "--parallel", "--parallel-max",
                              at_once, "--config", path,           NULL };
  gint64 start_us = 0;
  double seconds = 0;
  g_autoptr (GError) error = NULL;
  int status = 0;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      add_request (self, config, file, i);
    }
  g_assert_true (g_file_set_contents (path, config->str, (gssize) config->len, NULL));

  start_us = g_get_monotonic_time ();
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, &status, &error));
  seconds = seconds_since (start_us);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (self->session, self->dataset)),
                    ==, g_list_model_get_n_items (files));

  return seconds;
}

/* The service's own. */

/* The session's own looks are a second apart. */
static void
wait_ended (Bench *self, LbBulkUpload *upload)
{
  while (!lb_bulk_upload_get_ended (upload))
    {
      g_object_unref (wait_object (lb_session_find_bulk_upload (self->session, self->dataset)));
      g_usleep (LOOK_US);
    }
}

static double
import (Bench *self)
{
  g_autoptr (GListModel) files = list_files (self, G_MAXUINT);
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (FALSE);
  g_autoptr (LbBulkJob) job = NULL;
  g_autoptr (LbBulkUpload) upload = NULL;
  gint64 start_us = 0;
  double seconds = 0;

  g_assert_true (wait_true (lb_bulk_check_run (check, files)));
  job = lb_bulk_job_new (self->session, self->dataset, lb_bulk_check_get_report (check));
  upload = wait_object (lb_bulk_job_run (job));
  start_us = g_get_monotonic_time ();
  wait_ended (self, upload);
  seconds = seconds_since (start_us);
  g_assert_cmpint (lb_bulk_upload_get_done (upload), ==, g_list_model_get_n_items (files));

  return seconds;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    const char *creation_mode;
    double (*run) (Bench *self);
  } ways[] = { { "queue", "basic", send_by_queue },
               { "curl", "basic", send_by_curl },
               { "import", "advanced", import } };
  Bench self = { 0 };

  for (gsize i = 0; argc == 3 && i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (argv[1], ways[i].name))
      {
        self.folder = argv[2];
        dex_init ();
        set_up (&self, ways[i].creation_mode);
        printf ("%.6f\n", ways[i].run (&self));
        tear_down (&self);
        return 0;
      }

  g_printerr ("Usage: bench-upload queue|curl|import FOLDER\n");
  return 2;
}
