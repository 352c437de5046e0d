#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "drop-folder.h"
#include "jobs/lb-bulk-captions.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"
#include "jobs/lb-export-job.h"
#include "local-fixture.h"
#include "small-pictures.h"

/* What an export has written is brought into another dataset and written out again: pictures,
 * descriptions and names are the same, byte for byte. With a number as argument, of so many. */

#define N_QUICK 300

static guint n_pictures = N_QUICK;

/* Every way a description can be spelled that a table or a file could lose something of. */
static char *
make_text (const char *version, guint number)
{
  static const char *const texts[] = {
    "A boat.",
    "Two lines,\nthe second with \"quotes\"; and more\n",
    "Windows\r\nline ends\r\n",
    " blank before, blank after ",
    "\xf0\x9f\xa6\x8a caf\xc3\xa9 \xe2\x80\xa8 separator\ttab",
    "{\"caption\": \"looks like JSON\"}",
  };
  g_autofree char *words = g_strdup_printf ("%s %u", texts[number % G_N_ELEMENTS (texts)], number);

  return g_str_equal (version, "fibo") ? make_prompt (words)
                                       : g_strdup_printf ("%u %s", number, words);
}

/* A folder as a trainer has it, of which the first dataset is made: every seventh picture of
 * structured prompts comes without a description. */
static void
make_folder (LocalFixture *self, const char *version)
{
  for (guint i = 0; i < n_pictures; i++)
    {
      g_autoptr (GBytes) picture = small_picture_new (i);
      g_autofree char *name = g_strdup_printf ("in/%05u.%s", i, small_picture_ending (i));
      g_autofree char *text_name = g_strdup_printf ("in/%05u.txt", i);
      g_autofree char *text = make_text (version, i);
      gsize size = 0;
      const char *data = g_bytes_get_data (picture, &size);

      drop_folder_add_bytes (self->service.root, name, data, (gssize) size);
      if (i % 7 != 6 || !g_str_equal (version, "fibo"))
        drop_folder_add_bytes (self->service.root, text_name, text, -1);
    }
}

static gboolean
is_over_cb (gpointer data)
{
  return lb_bulk_upload_get_ended (data);
}

static gboolean
is_sent_cb (gpointer data)
{
  LbWaiting waiting;

  lb_session_get_waiting (data, &waiting);
  return waiting.n_changes[LB_CHANGE_CAPTION] == 0;
}

static void
wait_long (WaitCheck check, gpointer data)
{
  while (!check (data))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Thousands take their time. */
static void
take_long (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drop_folder_wait (future, &error));
  g_assert_no_error (error);
}

static void
import (LocalFixture *self, LbDataset *dataset, const char *name)
{
  const char *const names[] = { name, NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->service.root, names);
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (!lb_dataset_is_fibo (dataset));
  LbBulkReport *report = lb_bulk_check_get_report (check);
  g_autoptr (LbBulkJob) job = lb_bulk_job_new (self->session, dataset, report);
  LbBulkUpload *upload = NULL;
  guint tick_id = g_timeout_add (50, tick_cb, NULL);

  take_long (lb_bulk_check_run (check, files));
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, n_pictures);
  g_assert_cmpuint (lb_bulk_report_get_n_refused (report), ==, 0);
  g_assert_cmpuint (lb_bulk_report_get_stray_captions (report)->len, ==, 0);
  lb_bulk_job_set_takes_settings (job, TRUE);

  take_long (lb_bulk_job_run (job));
  upload = lb_session_get_bulk_upload (self->session, dataset);
  g_assert_true (LB_IS_BULK_UPLOAD (upload));
  wait_long (is_over_cb, upload);
  g_assert_cmpint (lb_bulk_upload_get_done (upload), ==, n_pictures);
  g_assert_cmpint (lb_bulk_upload_get_failed (upload), ==, 0);
  take_long (lb_bulk_captions_give (lb_bulk_captions_get (self->session), dataset));
  wait_long (is_sent_cb, self->session);
  g_source_remove (tick_id);
}

static void export (
  LocalFixture *self, LbDataset *dataset, const char *name, LbExportFormat format, gboolean zip)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, name, NULL);
  g_autoptr (LbExportJob) job = lb_export_job_new (self->session, dataset, target, format, zip);

  take_long (lb_export_job_run (job));
  g_assert_cmpuint (lb_export_job_get_n_total (job), ==, n_pictures);
  g_assert_cmpuint (lb_export_job_get_n_drafts (job), ==, 0);
}

static int
spawn (const char *folder, const char *const *command)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, command, NULL);
  g_assert_nonnull (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  return g_subprocess_get_exit_status (process);
}

/* (transfer full): SHA256SUMS of the folder, checked. */
static char *
take_sums (LocalFixture *self, const char *name)
{
  g_autofree char *folder = g_build_filename (self->service.root, name, NULL);
  g_autofree char *path = g_build_filename (folder, "SHA256SUMS", NULL);
  const char *const check[] = { "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", NULL };
  char *sums = NULL;

  g_assert_cmpint (spawn (folder, check), ==, 0);
  g_assert_true (g_file_get_contents (path, &sums, NULL, NULL));
  return sums;
}

static void
unzip (LocalFixture *self, const char *zip, const char *folder)
{
  const char *const test[] = { "unzip", "-tqq", zip, NULL };
  const char *const extract[] = { "unzip", "-qq", zip, "-d", folder, NULL };

  g_assert_cmpint (spawn (self->service.root, test), ==, 0);
  g_assert_cmpint (spawn (self->service.root, extract), ==, 0);
}

static long
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* The ZIP file is looked at by its contents: `copy` is always a folder. */
static void
go_round (LocalFixture *self, LbDataset *dataset, LbExportFormat format, gboolean zip)
{
  LbProject *project = lb_session_find_project (self->session, lb_dataset_get_project_id (dataset));
  LbDataset *copy = local_fixture_create_dataset (
    self, project, "Many", lb_dataset_get_training_version (dataset), "advanced");
  const char *word = lb_export_format_to_string (format);
  g_autofree char *first = g_strconcat ("first-", word, zip ? ".zip" : NULL, NULL);
  g_autofree char *unpacked = zip ? g_strconcat ("unpacked-", word, NULL) : g_strdup (first);
  g_autofree char *second = g_strconcat ("second-", word, NULL);
  const gint64 start_us = g_get_monotonic_time ();
  gint64 exported_us = 0;
  gint64 imported_us = 0;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  export (self, dataset, first, format, zip);
  exported_us = g_get_monotonic_time ();
  import (self, copy, first);
  imported_us = g_get_monotonic_time ();
  export (self, copy, second, format, FALSE);
  if (zip)
    unzip (self, first, unpacked);

  before = take_sums (self, unpacked);
  after = take_sums (self, second);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (lb_dataset_get_visual_schema (dataset), ==, lb_dataset_get_visual_schema (copy));
  g_test_message ("%s%s: %u pictures out in %.1f s, in again in %.1f s; peak %ld MiB", word,
                  zip ? ".zip" : "", n_pictures, (double) (exported_us - start_us) / G_USEC_PER_SEC,
                  (double) (imported_us - exported_us) / G_USEC_PER_SEC, peak_kib () / 1024);
}

typedef struct
{
  const char *version;
  LbExportFormat format;
  gboolean zip;
  gboolean with_schema;
} Case;

static void
test_round (LocalFixture *self, gconstpointer data)
{
  const Case *what = data;
  LbDataset *dataset = NULL;

  make_folder (self, what->version);
  dataset = local_fixture_create_dataset (self, local_fixture_create_project (self, what->version),
                                          "Many", what->version, "advanced");
  import (self, dataset, "in");
  if (what->with_schema)
    {
      g_autofree char *schema = read_example ("visual-schema.character.json");
      g_autoptr (LbDataset) changed =
        wait_object (lb_session_set_visual_schema (self->session, dataset, schema));

      g_assert_true (changed == dataset);
    }
  go_round (self, dataset, what->format, what->zip);
}

static gboolean
has_captions_cb (gpointer data)
{
  gpointer *both = data;
  GListModel *images = lb_session_get_images (both[0], both[1]);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      n += lb_image_get_caption (image) != NULL;
    }

  return n == n_pictures - n_pictures / 7;
}

/* The account is closed while the pictures come: their captions follow when it is opened again. */
static void
test_restart (LocalFixture *self, gconstpointer data)
{
  const char *const names[] = { "in", NULL };
  LbDataset *dataset = local_fixture_create_dataset (
    self, local_fixture_create_project (self, "fibo"), "Many", "fibo", "advanced");
  const gint64 id = lb_dataset_get_id (dataset);
  g_autoptr (GListModel) files = NULL;
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (FALSE);
  g_autoptr (LbBulkJob) job =
    lb_bulk_job_new (self->session, dataset, lb_bulk_check_get_report (check));
  gpointer both[2] = { NULL, NULL };
  guint tick_id = 0;

  make_folder (self, "fibo");
  files = drop_folder_list (self->service.root, names);
  take_long (lb_bulk_check_run (check, files));
  take_long (lb_bulk_job_run (job));
  lb_session_close (self->session);
  g_clear_object (&job);
  g_clear_object (&self->session);

  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  both[0] = self->session;
  both[1] = lb_session_find_dataset (self->session, id);
  g_assert_true (wait_true (lb_bulk_captions_resume (lb_bulk_captions_get (self->session))));
  tick_id = g_timeout_add (50, tick_cb, NULL);
  wait_long (has_captions_cb, both);
  g_source_remove (tick_id);
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "fibo", LB_EXPORT_IMAGEFOLDER, FALSE, FALSE }, { "max", LB_EXPORT_TXT, FALSE, FALSE },
    { "fibo", LB_EXPORT_FIBO, TRUE, FALSE },         { "max", LB_EXPORT_IMAGEFOLDER, TRUE, FALSE },
    { "max", LB_EXPORT_CAPTION, FALSE, FALSE },      { "fibo", LB_EXPORT_FIBO, FALSE, TRUE },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  if (argc > 1)
    n_pictures = (guint) MAX (1, atoi (argv[1]));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf (
        "/round-trip/%s/%s%s%s", cases[i].version, lb_export_format_to_string (cases[i].format),
        cases[i].zip ? ".zip" : "", cases[i].with_schema ? "/schema" : "");

      g_test_add (path, LocalFixture, &cases[i], local_fixture_set_up, test_round,
                  local_fixture_tear_down);
    }

  g_test_add ("/round-trip/restart", LocalFixture, NULL, local_fixture_set_up, test_restart,
              local_fixture_tear_down);

  return g_test_run ();
}
