#include "jobs/lb-export-job.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-export-earlier.h"
#include "jobs/lb-export-part.h"
#include "jobs/lb-sample-job.h"
#include "jobs/lb-upload-queue.h"
#include "local-fixture.h"

#define N_ODD 8

/* Names that no file system should have to take, that are the same on some, or have no ending. */
static const char *const odd_names[N_ODD] = {
  "boat.png", "BOAT.png",  "boat.jpg",        "a/b\\c:d?.png",
  "con.png",  "Harbour 1", "caf\xc3\xa9.png", " .hidden.png",
};

/* What a table and a file beside a picture could lose. */
static const char *const odd_texts[N_ODD] = {
  "A boat.",
  "Two lines,\nthe second with \"quotes\"; and more\n",
  "Windows\r\nline ends\r\n",
  " blank before, blank after ",
  "\xef\xbb\xbf"
  "a mark in front",
  "{\"caption\": \"looks like JSON\"}",
  "\xf0\x9f\xa6\x8a caf\xc3\xa9 \xe2\x80\xa8 separator\ttab",
  NULL,
};

/* A legacy dataset with odd names and texts. */
static LbDataset *
make_odd (LocalFixture *self)
{
  LbDataset *dataset = local_fixture_create_dataset (
    self, local_fixture_create_project (self, "max"), "Odd: things", "max", NULL);

  for (guint i = 0; i < N_ODD; i++)
    {
      g_autoptr (GBytes) bytes = make_picture (1024, 1024 + (int) i, 0x203040 + i * 9000);
      g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
        self->session, dataset, bytes, odd_names[i], TRUE, FALSE, NULL, NULL, NULL));

      g_assert_true (LB_IS_IMAGE (image));
      if (odd_texts[i] != NULL)
        g_assert_true (wait_true (lb_session_edit_caption (self->session, image, odd_texts[i])));
    }

  return dataset;
}

static LbDataset *
make_sample (LocalFixture *self)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", NULL);
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, folder);
  LbDataset *dataset = wait_object (lb_sample_job_run (job));

  g_assert_true (LB_IS_DATASET (dataset));
  g_object_unref (dataset);
  return dataset;
}

static gboolean
is_saved_cb (gpointer data)
{
  gpointer *both = data;
  GListModel *images = lb_session_get_images (both[0], both[1]);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (lb_session_get_edit_state (both[0], image) != LB_EDIT_SAVED)
        return FALSE;
    }

  return TRUE;
}

/* "sha256 of the picture as it is served, its description" for each, in order of the pictures. */
static GPtrArray *
list_contents (LocalFixture *self, LbDataset *dataset)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  gpointer both[] = { self->session, dataset };
  GListModel *images = lb_session_get_images (self->session, dataset);

  wait_until (is_saved_cb, both, "captions to be sent");
  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      g_autoptr (GBytes) picture = wait_boxed (lb_session_fetch_picture (self->session, image));
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);

      g_ptr_array_add (lines, g_strconcat (sum, " ", lb_image_get_caption (image), NULL));
    }
  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);

  return lines;
}

static void
assert_same (LocalFixture *self, LbDataset *dataset, LbDataset *copy)
{
  g_autoptr (GPtrArray) before = list_contents (self, dataset);
  g_autoptr (GPtrArray) after = list_contents (self, copy);

  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (before->pdata[i], ==, after->pdata[i]);
}

static LbExportJob *export (
  LocalFixture *self, LbDataset *dataset, const char *name, LbExportFormat format, gboolean zip)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, name, NULL);
  LbExportJob *job = lb_export_job_new (self->session, dataset, target, format, zip);

  g_assert_true (wait_true (lb_export_job_run (job)));
  g_assert_cmpuint (lb_export_job_get_n_done (job), ==, lb_export_job_get_n_total (job));
  return job;
}

/* A new dataset of the same kind with what is in the file or folder @name. */
static LbDataset *
import (LocalFixture *self, LbDataset *dataset, const char *name)
{
  LbProject *project = lb_session_find_project (self->session, lb_dataset_get_project_id (dataset));
  LbDataset *copy = local_fixture_create_dataset (self, project, "Odd: things",
                                                  lb_dataset_get_training_version (dataset), NULL);
  const char *const names[] = { name, NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->service.root, names);
  g_autoptr (LbCheckJob) check = lb_check_job_new (copy, NULL);
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (self->session);

  if (lb_dataset_get_visual_schema (dataset) != NULL)
    g_object_unref (wait_object (
      lb_session_set_visual_schema (self->session, copy, lb_dataset_get_visual_schema (dataset))));
  g_assert_true (wait_true (lb_check_job_run (check, files)));
  g_assert_cmpuint (lb_check_job_get_stray_captions (check)->len, ==, 0);
  g_assert_true (wait_true (lb_upload_queue_open (queue)));
  g_assert_true (wait_true (
    lb_upload_queue_add (queue, copy, lb_check_job_get_candidates (check), TRUE, FALSE)));
  while (lb_upload_queue_get_running (queue))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (lb_upload_queue_get_n_done (queue), ==,
                    g_list_model_get_n_items (lb_check_job_get_candidates (check)));
  lb_upload_queue_close (queue);
  return copy;
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

static void
assert_sums (LocalFixture *self, const char *name)
{
  g_autofree char *folder = g_build_filename (self->service.root, name, NULL);
  const char *const command[] = { "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", NULL };

  g_assert_cmpint (spawn (folder, command), ==, 0);
}

static void
assert_zip (LocalFixture *self, const char *name)
{
  const char *const unzip[] = { "unzip", "-tqq", name, NULL };
  const char *const python[] = {
    "python3", "-c",
    "import sys, zipfile; sys.exit (zipfile.ZipFile (sys.argv[1]).testzip () is "
    "not None)",
    name, NULL
  };

  g_assert_cmpint (spawn (self->service.root, unzip), ==, 0);
  g_assert_cmpint (spawn (self->service.root, python), ==, 0);
}

/* No half export beside the whole ones. */
static void
assert_tidy (LocalFixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->service.root, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_false (g_str_has_prefix (name, ".lookbook-export-"));
}

static void
round_trip (LocalFixture *self, LbDataset *dataset)
{
  for (int format = 0; format < LB_EXPORT_N_FORMATS; format++)
    {
      const char *word = lb_export_format_to_string ((LbExportFormat) format);
      g_autofree char *zip = g_strconcat (word, ".zip", NULL);
      g_autoptr (LbExportJob) first = export (self, dataset, word, (LbExportFormat) format, FALSE);
      g_autoptr (LbExportJob) second = export (self, dataset, zip, (LbExportFormat) format, TRUE);

      assert_sums (self, word);
      assert_zip (self, zip);
      assert_same (self, dataset, import (self, dataset, word));
      assert_same (self, dataset, import (self, dataset, zip));
    }
  assert_tidy (self);
}

static void
test_fibo (LocalFixture *self, gconstpointer data)
{
  round_trip (self, make_sample (self));
}

static void
test_legacy (LocalFixture *self, gconstpointer data)
{
  round_trip (self, make_odd (self));
}

static char *
read_file (LocalFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->service.root, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* What others read. */
static void
test_files (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  g_autoptr (LbExportJob) lines = export (self, dataset, "lines", LB_EXPORT_IMAGEFOLDER, FALSE);
  g_autoptr (LbExportJob) table = export (self, dataset, "table", LB_EXPORT_FIBO, FALSE);
  g_autoptr (LbExportJob) beside = export (self, dataset, "beside", LB_EXPORT_TXT, FALSE);
  g_autofree char *jsonl = read_file (self, "lines/train/metadata.jsonl");
  g_autofree char *csv = read_file (self, "table/metadata.csv");
  g_autofree char *text = read_file (self, "beside/boat.txt");
  g_autofree char *schema = read_file (self, "beside/visual-schema.json");

  g_assert_true (g_str_has_prefix (jsonl, "{\"file_name\": \"boat.jpg\", \"text\": \"{"));
  g_assert_true (g_str_has_prefix (csv, "file_name,caption\r\nboat.jpg,\"{"));
  g_assert_true (g_str_has_prefix (text, "{"));
  g_assert_cmpstr (schema, ==, lb_dataset_get_visual_schema (dataset));
}

/* The same entries make the same archive; an export replaces an earlier one, and nothing else. */
static void
test_again (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  g_autoptr (LbExportJob) zip = export (self, dataset, "a.zip", LB_EXPORT_TXT, TRUE);
  g_autoptr (LbExportJob) other = export (self, dataset, "b.zip", LB_EXPORT_TXT, TRUE);
  g_autoptr (LbExportJob) folder = export (self, dataset, "out", LB_EXPORT_FIBO, FALSE);
  g_autoptr (LbExportJob) again = export (self, dataset, "out", LB_EXPORT_TXT, FALSE);
  const char *const compare[] = { "cmp", "a.zip", "b.zip", NULL };
  g_autofree char *csv = g_build_filename (self->service.root, "out", "metadata.csv", NULL);
  g_autofree char *mine = g_build_filename (self->service.root, "mine", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (mine);
  g_autoptr (LbExportJob) refused =
    lb_export_job_new (self->session, dataset, target, LB_EXPORT_TXT, FALSE);

  g_assert_cmpint (spawn (self->service.root, compare), ==, 0);
  g_assert_false (g_file_test (csv, G_FILE_TEST_EXISTS));
  assert_sums (self, "out");

  drop_folder_add_bytes (mine, "thesis.odt", "ten years", -1);
  g_free (wait_error (lb_export_job_run (refused), LB_ERROR_CONFLICT));
  g_free (read_file (self, "mine/thesis.odt"));
  assert_tidy (self);
}

static void
refuse_out (LocalFixture *self, LbDataset *dataset)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, "out", NULL);
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->session, dataset, target, LB_EXPORT_TXT, FALSE);

  g_free (wait_error (lb_export_job_run (job), LB_ERROR_CONFLICT));
  assert_tidy (self);
}

/* What somebody has put into an earlier export, or written there, is not replaced. */
static void
test_changed (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  g_autoptr (LbExportJob) first = export (self, dataset, "out", LB_EXPORT_TXT, FALSE);
  g_autofree char *out = g_build_filename (self->service.root, "out", NULL);
  g_autofree char *boat = g_build_filename (out, "boat.txt", NULL);
  g_autofree char *link = g_build_filename (out, "boat.jpg", NULL);
  g_autofree char *below = g_build_filename (out, "trained", NULL);
  g_autofree char *weights = g_build_filename (below, "rusty.safetensors", NULL);
  g_autofree char *kept = NULL;
  g_autofree char *changed = NULL;

  g_assert_null (lb_export_earlier_find_changed (out));
  drop_folder_add_bytes (out, "Thumbs.db", "of a desktop", -1);
  g_object_unref (export (self, dataset, "out", LB_EXPORT_TXT, FALSE));

  drop_folder_add_bytes (below, "rusty.safetensors", "hours", -1);
  refuse_out (self, dataset);
  g_assert_cmpint (g_unlink (weights), ==, 0);

  drop_folder_add_bytes (out, "boat.txt", "by hand", -1);
  refuse_out (self, dataset);
  g_assert_true (g_file_get_contents (boat, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "by hand");
  changed = lb_export_earlier_find_changed (out);
  g_assert_cmpstr (changed, ==, "boat.txt");

  g_assert_cmpint (g_unlink (boat), ==, 0); /* what is gone can't be lost */
  g_object_unref (export (self, dataset, "out", LB_EXPORT_TXT, FALSE));
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink ("/etc/hosts", link), ==, 0);
  refuse_out (self, dataset);
}

static void
meddle_cb (LbExportJob *job, GParamSpec *pspec, gpointer data)
{
  g_autofree char *path = g_file_get_path (lb_export_job_get_target (job));

  if (lb_export_job_get_n_done (job) == 3)
    drop_folder_add_bytes (path, "thesis.odt", "ten years", -1);
}

/* Nor is what has come there while it was under way. */
static void
test_meanwhile (LocalFixture *self, gconstpointer data)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, "out", NULL);
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->session, make_sample (self), target, LB_EXPORT_TXT, FALSE);

  g_signal_connect (job, "notify::n-done", G_CALLBACK (meddle_cb), NULL);
  g_free (wait_error (lb_export_job_run (job), LB_ERROR_STORAGE));
  g_free (read_file (self, "out/thesis.odt"));
  assert_tidy (self);
}

static void
cancel_cb (LbExportJob *job, GParamSpec *pspec, gpointer data)
{
  if (lb_export_job_get_n_done (job) == 3)
    lb_export_job_cancel (job);
}

static void
test_cancel (LocalFixture *self, gconstpointer data)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, "out", NULL);
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->session, make_sample (self), target, LB_EXPORT_TXT, FALSE);

  g_signal_connect (job, "notify::n-done", G_CALLBACK (cancel_cb), NULL);
  g_free (wait_error (lb_export_job_run (job), LB_ERROR_CANCELLED));
  g_assert_cmpuint (lb_export_job_get_n_done (job), <, 10);
  g_assert_false (g_file_query_exists (target, NULL));
  assert_tidy (self);
}

/* Without a picture there is nothing to write, and one that can't be had is named. */
static void
test_refused (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  LbProject *project = lb_session_find_project (self->session, lb_dataset_get_project_id (dataset));
  LbDataset *empty = local_fixture_create_dataset (self, project, "Odd: things", "fibo", NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, "out", NULL);
  g_autoptr (GFile) nowhere = g_file_new_for_uri ("https://example.org/out");
  g_autoptr (LbExportJob) none =
    lb_export_job_new (self->session, empty, target, LB_EXPORT_TXT, FALSE);
  g_autoptr (LbExportJob) away =
    lb_export_job_new (self->session, dataset, nowhere, LB_EXPORT_TXT, FALSE);

  g_free (wait_error (lb_export_job_run (none), LB_ERROR_NOT_FOUND));
  g_free (wait_error (lb_export_job_run (away), LB_ERROR_INVALID));
}

/* What can't be written to is no fault of the dataset, and nothing of it is left. */
static void
test_unwritable (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  static const char *const places[] = { "missing", "taken" };

  drop_folder_add_bytes (self->service.root, "taken", "a file", -1);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (int zip = 0; zip < 2; zip++)
      {
        g_autoptr (GFile) target =
          g_file_new_build_filename (self->service.root, places[i], "out", NULL);
        g_autoptr (LbExportJob) job =
          lb_export_job_new (self->session, dataset, target, LB_EXPORT_TXT, zip);

        g_free (wait_error (lb_export_job_run (job), LB_ERROR_STORAGE));
        g_assert_null (lb_export_job_get_failed (job));
      }
  assert_tidy (self);
}

/* A complete dataset is as good as a draft, and what a person has not finished yet is left out. */
static void
test_states (LocalFixture *self, gconstpointer data)
{
  LbDataset *dataset = make_sample (self);
  GListModel *images = lb_session_get_images (self->session, dataset);
  g_autoptr (LbImage) first = g_list_model_get_item (images, 0);
  g_autofree char *before = g_strdup (lb_image_get_caption (first));
  g_autoptr (GFile) target = g_file_new_build_filename (self->service.root, "draft", NULL);
  g_autoptr (LbExportJob) draft =
    lb_export_job_new (self->session, dataset, target, LB_EXPORT_TXT, FALSE);
  g_autofree char *text = NULL;
  g_autofree char *complete = NULL;
  g_autofree char *sums = NULL;
  g_autofree char *sums_complete = NULL;

  g_assert_true (wait_true (lb_session_edit_caption (self->session, first, "{ not valid")));
  g_assert_true (wait_true (lb_export_job_run (draft)));
  g_assert_cmpuint (lb_export_job_get_n_drafts (draft), ==, 1);
  text = read_file (self, "draft/boat.txt");
  g_assert_cmpstr (text, ==, before);
  g_assert_true (wait_true (lb_session_discard_draft (self->session, first)));

  g_object_unref (export (self, dataset, "open", LB_EXPORT_FIBO, FALSE));
  g_object_unref (wait_object (lb_session_complete_dataset (self->session, dataset)));
  g_object_unref (export (self, dataset, "complete", LB_EXPORT_FIBO, FALSE));
  assert_sums (self, "complete");
  sums = read_file (self, "open/metadata.csv");
  sums_complete = read_file (self, "complete/metadata.csv");
  complete = read_file (self, "complete/lookbook.json");
  g_assert_cmpstr (sums, ==, sums_complete);
  g_assert_nonnull (strstr (complete, "\"status\": \"completed\""));
}

/* What a killed program has left goes, and nothing that only looks like it. */
static void
test_clean (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *left = g_build_filename (folder, ".lookbook-export-1234abcd", NULL);
  g_autofree char *mine = g_build_filename (folder, "mine", NULL);
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *records = g_build_filename (g_get_user_data_dir (), "lookbook", "exports", NULL);
  g_autofree char *first = g_strdup_printf ("%s%c%s", left, 1, target);
  g_autofree char *second = g_strdup_printf ("%s%c%s", mine, 1, target);

  drop_folder_add_bytes (folder, ".lookbook-export-1234abcd/train/a.txt", "half", -1);
  drop_folder_add_link (folder, ".lookbook-export-1234abcd/out", mine);
  drop_folder_add_bytes (folder, "mine/a.txt", "whole", -1);
  *strchr (first, 1) = '\0';
  *strchr (second, 1) = '\0';
  drop_folder_add_bytes (records, "aaaaaa", first, (gssize) (strlen (left) + strlen (target) + 2));
  drop_folder_add_bytes (records, "bbbbbb", second, (gssize) (strlen (mine) + strlen (target) + 2));

  lb_export_part_clean ();
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (mine, G_FILE_TEST_IS_DIR));
  drop_folder_free (folder);
}

static void
add (const char *path, void (*test) (LocalFixture *, gconstpointer))
{
  g_test_add (path, LocalFixture, NULL, local_fixture_set_up, test, local_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  add ("/export/fibo", test_fibo);
  add ("/export/legacy", test_legacy);
  add ("/export/files", test_files);
  add ("/export/again", test_again);
  add ("/export/changed", test_changed);
  add ("/export/meanwhile", test_meanwhile);
  add ("/export/cancel", test_cancel);
  add ("/export/refused", test_refused);
  add ("/export/unwritable", test_unwritable);
  add ("/export/states", test_states);
  g_test_add_func ("/export/clean", test_clean);

  return g_test_run ();
}
