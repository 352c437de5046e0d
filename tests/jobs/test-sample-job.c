#include "jobs/lb-sample-job.h"

#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-sample-set.h"
#include "model/lb-prompt.h"
#include "test-client-fixture.h"
#include "session/lb-session-history.h"

#define N_PICTURES 10

typedef struct
{
  ServiceFixture service;
  LbSession *session;
  char *folder; /* a copy of the set that may be damaged */
} Fixture;

static char *
dup_source_folder (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "data", "samples", NULL);
}

static char *
dup_built_folder (void)
{
  return g_test_build_filename (G_TEST_BUILT, "..", "data", "samples", NULL);
}

/* Both are folders; files only, and folders in them. */
static void
copy_folder (GFile *from, GFile *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (from, "standard::name,standard::type", 0, NULL, &error);
  GFileInfo *info = NULL;
  GFile *file = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_make_directory (to, NULL, NULL));
  while (g_file_enumerator_iterate (files, &info, &file, NULL, &error) && info != NULL)
    {
      g_autoptr (GFile) copy = g_file_get_child (to, g_file_info_get_name (info));

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        copy_folder (file, copy);
      else
        g_assert_true (g_file_copy (file, copy, 0, NULL, NULL, NULL, &error));
    }
  g_assert_no_error (error);
}

static LbSession *
open_session (Fixture *self)
{
  LbSession *session = lb_session_new_local (self->service.data_dir, self->service.state_dir);

  g_assert_true (wait_true (lb_session_open (session)));
  return session;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_source_folder ();
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autoptr (GFile) copy = NULL;

  service_fixture_set_up (&self->service);
  self->session = open_session (self);
  self->folder = g_build_filename (self->service.root, "samples", NULL);
  copy = g_file_new_for_path (self->folder);
  copy_folder (source, copy);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_session_close (self->session);
  g_clear_object (&self->session);
  g_free (self->folder);
  service_fixture_tear_down (&self->service);
}

static char *
read_sample (Fixture *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strchomp (text);
}

/* What the service holds, as another session sees it. */
static void
assert_finished (Fixture *self, gint64 dataset_id)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);
  g_autofree char *schema = read_sample (self, ".", "visual-schema.json");
  LbDataset *dataset = NULL;
  LbProject *project = NULL;
  GListModel *images = NULL;

  g_assert_true (wait_true (lb_session_open (other)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (other)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (other)), ==, 1);
  dataset = lb_session_find_dataset (other, dataset_id);
  g_assert_cmpstr (lb_dataset_get_name (dataset), ==, "Rusty at the Harbour");
  g_assert_cmpstr (lb_dataset_get_visual_schema (dataset), ==, schema);
  g_assert_false (lb_dataset_get_completed (dataset));
  project = lb_session_find_project (other, lb_dataset_get_project_id (dataset));
  g_assert_cmpstr (lb_project_get_project_name (project), ==, "Storybook");
  g_assert_cmpstr (lb_project_get_ip_type (project), ==, "defined_character");
  g_assert_cmpstr (lb_project_get_ip_medium (project), ==, "illustration");

  g_assert_true (wait_true (lb_session_load_images (other, dataset)));
  images = lb_session_get_images (other, dataset);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, N_PICTURES);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      static const char *const names[N_PICTURES] = {
        "boat.jpg", "gull.png",  "lighthouse.jpg", "market.webp", "night.png",
        "pier.jpg", "rain.webp", "rope.webp",      "storm.jpg",   "tea.png",
      };
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      g_auto (GStrv) words = g_strsplit (names[i], ".", 2);
      g_autofree char *file = g_strconcat (words[0], ".json", NULL);
      g_autofree char *caption = read_sample (self, "captions", file);

      g_assert_cmpstr (lb_image_get_shown_name (image), ==, names[i]);
      g_assert_cmpstr (lb_image_get_caption (image), ==, caption);
      g_assert_cmpstr (lb_image_get_caption_source (image), ==, "manual");
      g_assert_true (lb_image_get_caption_valid (image));
    }
  lb_session_close (other);
}

static gint64
run (Fixture *self, LbSampleJob *job)
{
  g_autoptr (LbDataset) dataset = wait_object (lb_sample_job_run (job));

  g_assert_true (LB_IS_DATASET (dataset));
  g_assert_true (lb_session_find_dataset (self->session, lb_dataset_get_id (dataset)) == dataset);
  g_assert_cmpint (lb_sample_job_get_step (job), ==, LB_SAMPLE_DONE);
  g_assert_cmpfloat (lb_sample_job_get_fraction (job), ==, 1);
  g_assert_false (lb_sample_job_get_running (job));

  return lb_dataset_get_id (dataset);
}

static void
count_cb (LbSampleJob *job, GParamSpec *pspec, guint *count)
{
  g_assert_cmpfloat (lb_sample_job_get_fraction (job), >=, 0);
  g_assert_cmpfloat (lb_sample_job_get_fraction (job), <=, 1);
  *count += 1;
}

static void
test_all (Fixture *self, gconstpointer data)
{
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  guint n_fractions = 0;
  guint n_steps = 0;

  g_signal_connect (job, "notify::fraction", G_CALLBACK (count_cb), &n_fractions);
  g_signal_connect (job, "notify::step", G_CALLBACK (count_cb), &n_steps);
  assert_finished (self, run (self, job));
  /* It is new: there is nothing that could be undone. */
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_history (self->session))), ==, 0);
  g_assert_cmpuint (n_fractions, >=, 2 * N_PICTURES);
  g_assert_cmpuint (n_steps, ==, LB_SAMPLE_DONE);
}

/* What a person changed in it is left alone. */
static void
test_again (Fixture *self, gconstpointer data)
{
  g_autoptr (LbSampleJob) first = lb_sample_job_new (self->session, self->folder);
  g_autoptr (LbSampleJob) second = lb_sample_job_new (self->session, "/nowhere");
  gint64 id = run (self, first);
  LbDataset *dataset = lb_session_find_dataset (self->session, id);
  LbProject *project = lb_session_find_project (self->session, lb_dataset_get_project_id (dataset));
  GListModel *images = lb_session_get_images (self->session, dataset);
  g_autoptr (LbImage) image = g_list_model_get_item (images, 3);
  g_autoptr (LbProject) renamed = NULL;

  g_assert_cmpint (run (self, first), ==, id);
  assert_finished (self, id);

  g_assert_true (wait_true (lb_session_delete_image (self->session, image)));
  renamed = wait_object (lb_session_rename_project (self->session, project, "My Fox"));
  g_assert_true (renamed == project);
  g_assert_cmpint (run (self, second), ==, id);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, N_PICTURES - 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 1);
}

/* A set of the same name that somebody made by hand is not ours to fill. */
static void
test_same_name (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) wanted = lb_project_new (0);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);

  g_object_set (wanted, "project-name", "Storybook", "ip-name", "Rusty", "ip-description",
                "a red fox in oilskins", "ip-medium", "illustration", "ip-type",
                "defined_character", NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  dataset = wait_object (
    lb_session_create_dataset (self->session, project, "Rusty at the Harbour", NULL, NULL));

  g_assert_cmpint (run (self, job), !=, lb_dataset_get_id (dataset));
  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (self->session, dataset)), ==,
                    0);
}

static void
assert_n_images (Fixture *self, guint n)
{
  g_autoptr (LbDataset) dataset =
    g_list_model_get_item (lb_session_get_datasets (self->session), 0);

  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (self->session, dataset)), ==,
                    n);
}

static void
test_damaged_picture (Fixture *self, gconstpointer data)
{
  g_autofree char *source = dup_source_folder ();
  g_autofree char *path = g_build_filename (self->folder, "pictures", "pier.jpg", NULL);
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  g_autoptr (LbSampleJob) further = lb_sample_job_new (self->session, source);
  g_autofree char *message = NULL;

  g_assert_true (g_file_set_contents (path, "no picture at all", -1, NULL));
  message = wait_error (lb_sample_job_run (job), LB_ERROR_UNSUPPORTED);
  g_assert_true (g_str_has_prefix (message, "pier.jpg: "));
  g_assert_cmpint (lb_sample_job_get_step (job), ==, LB_SAMPLE_PICTURES);
  g_assert_false (lb_sample_job_get_running (job));
  assert_n_images (self, 5);

  assert_finished (self, run (self, further));
}

static void
test_refused_caption (Fixture *self, gconstpointer data)
{
  g_autofree char *source = dup_source_folder ();
  g_autofree char *path = g_build_filename (self->folder, "captions", "night.json", NULL);
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  g_autoptr (LbSampleJob) further = lb_sample_job_new (self->session, source);
  g_autofree char *message = NULL;

  g_assert_true (g_file_set_contents (path, "{ \"objects\": [] }", -1, NULL));
  message = wait_error (lb_sample_job_run (job), LB_ERROR_INVALID);
  g_assert_cmpint (lb_sample_job_get_step (job), ==, LB_SAMPLE_CAPTIONS);
  assert_n_images (self, N_PICTURES);

  g_clear_pointer (&self->folder, g_free);
  self->folder = g_strdup (source);
  assert_finished (self, run (self, further));
}

static void
test_missing_files (Fixture *self, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (self->folder, "pictures", "tea.png", NULL);
  g_autoptr (LbSampleJob) nowhere = lb_sample_job_new (self->session, "/nowhere");
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (drop_folder_wait (lb_sample_job_run (nowhere), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (lb_sample_job_get_step (nowhere), ==, LB_SAMPLE_READING);
  g_clear_error (&error);

  g_assert_cmpint (remove (picture), ==, 0);
  g_assert_false (drop_folder_wait (lb_sample_job_run (job), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);
}

static void
cancel_cb (LbSampleJob *job, GParamSpec *pspec, gpointer data)
{
  if (lb_sample_job_get_fraction (job) >= *(double *) data)
    lb_sample_job_cancel (job);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  for (double when = 0; when < 1; when += 0.3)
    {
      g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
      g_autofree char *message = NULL;

      g_signal_connect (job, "notify::fraction", G_CALLBACK (cancel_cb), &when);
      message = wait_error (lb_sample_job_run (job), LB_ERROR_CANCELLED);
      g_assert_false (lb_sample_job_get_running (job));
    }
  {
    g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);

    assert_finished (self, run (self, job));
  }
}

static void
test_once (Fixture *self, gconstpointer data)
{
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  DexFuture *first = lb_sample_job_run (job);
  g_autofree char *message = wait_error (lb_sample_job_run (job), LB_ERROR_CONFLICT);
  g_autoptr (LbDataset) dataset = wait_object (first);

  assert_finished (self, lb_dataset_get_id (dataset));
}

typedef struct
{
  Fixture *fixture;
  LbSampleStep step;
  gboolean killed;
} Killing;

static void
kill_cb (LbSampleJob *job, GParamSpec *pspec, Killing *killing)
{
  if (killing->killed || lb_sample_job_get_step (job) != killing->step)
    return;

  killing->killed = TRUE;
  service_fixture_kill (&killing->fixture->service);
}

/* The service dies half-way. Whether the session could still start it again in time or not, a
 * further try, in the same session, comes to the same end. */
static void
run_through_kill (Fixture *self, LbSampleStep step)
{
  Killing killing = { self, step, FALSE };
  g_autoptr (LbSampleJob) job = lb_sample_job_new (self->session, self->folder);
  g_autoptr (LbSampleJob) further = lb_sample_job_new (self->session, self->folder);
  g_autoptr (GError) error = NULL;

  g_signal_connect (job, "notify::fraction", G_CALLBACK (kill_cb), &killing);
  if (!drop_folder_wait (lb_sample_job_run (job), &error))
    {
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == LB_ERROR);
      g_assert_cmpint (lb_sample_job_get_step (job), ==, step);
    }
  g_assert_true (killing.killed);
  assert_finished (self, run (self, further));
}

static void
test_killed_in_pictures (Fixture *self, gconstpointer data)
{
  run_through_kill (self, LB_SAMPLE_PICTURES);
}

static void
test_killed_in_captions (Fixture *self, gconstpointer data)
{
  run_through_kill (self, LB_SAMPLE_CAPTIONS);
}

/* The set itself */

static void
assert_document (const char *text, LbPromptKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *formatted = NULL;
  gboolean repaired = TRUE;

  prompt = lb_prompt_new_repaired (text, kind, &repaired, &error);
  g_assert_no_error (error);
  g_assert_false (repaired);
  g_assert_true (lb_prompt_is_valid (prompt, kind));
  formatted = lb_prompt_format (prompt);
  g_assert_cmpstr (g_strchomp (formatted), ==, text);
}

static void
test_documents (void)
{
  g_autofree char *folder = dup_source_folder ();
  g_autoptr (LbSampleSet) set = wait_boxed (lb_sample_set_load (folder));

  g_assert_cmpuint (set->pictures->len, ==, N_PICTURES);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      const LbSamplePicture *picture = g_ptr_array_index (set->pictures, i);

      g_test_message ("%s", picture->name);
      assert_document (picture->caption, LB_PROMPT_CAPTION);
    }
  assert_document (set->schema, LB_PROMPT_SCHEMA);
}

static void
test_pictures (void)
{
  static const char *const names[] = { "pictures", NULL };
  g_autofree char *folder = dup_built_folder ();
  g_autoptr (GListModel) files = drop_folder_list (folder, names);
  g_autoptr (LbCheckJob) check = lb_check_job_new (NULL, NULL);
  guint64 total = 0;

  g_assert_true (wait_true (lb_check_job_run (check, files)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_check_job_get_candidates (check)), ==,
                    N_PICTURES + 2);
  for (guint i = 0; i < N_PICTURES + 2; i++)
    {
      g_autoptr (LbCandidate) candidate =
        g_list_model_get_item (lb_check_job_get_candidates (check), i);
      const char *name = lb_candidate_get_name (candidate);
      LbVerdict wanted = LB_VERDICT_READY;

      if (strstr (name, "boat-small") != NULL)
        wanted = LB_VERDICT_TOO_SMALL;
      else if (strstr (name, "tea-cutout") != NULL)
        wanted = LB_VERDICT_FLATTEN;
      else if (strstr (name, "rope") != NULL)
        wanted = LB_VERDICT_ENLARGE;
      g_test_message ("%s", name);
      g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, wanted);
      total += (guint64) lb_candidate_get_probe (candidate)->size_bytes;
    }
  g_assert_cmpuint (total, <, 2500000);
}

/* A program that runs where it was built finds the whole set. */
static void
test_built_set (void)
{
  g_autofree char *source = dup_source_folder ();
  g_autofree char *built = dup_built_folder ();
  g_autoptr (LbSampleSet) wanted = wait_boxed (lb_sample_set_load (source));
  g_autoptr (LbSampleSet) set = wait_boxed (lb_sample_set_load (built));

  g_assert_cmpstr (set->schema, ==, wanted->schema);
  g_assert_cmpuint (set->pictures->len, ==, wanted->pictures->len);
  for (guint i = 0; i < set->pictures->len; i++)
    {
      const LbSamplePicture *one = g_ptr_array_index (set->pictures, i);
      const LbSamplePicture *other = g_ptr_array_index (wanted->pictures, i);

      g_assert_cmpstr (one->sha256, ==, other->sha256);
      g_assert_cmpstr (one->caption, ==, other->caption);
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/jobs/sample/all", test_all);
  add ("/jobs/sample/again", test_again);
  add ("/jobs/sample/same-name", test_same_name);
  add ("/jobs/sample/damaged-picture", test_damaged_picture);
  add ("/jobs/sample/refused-caption", test_refused_caption);
  add ("/jobs/sample/missing-files", test_missing_files);
  add ("/jobs/sample/cancel", test_cancel);
  add ("/jobs/sample/once", test_once);
  add ("/jobs/sample/killed-in-pictures", test_killed_in_pictures);
  add ("/jobs/sample/killed-in-captions", test_killed_in_captions);
  g_test_add_func ("/jobs/sample-set/documents", test_documents);
  g_test_add_func ("/jobs/sample-set/pictures", test_pictures);
  g_test_add_func ("/jobs/sample-set/built", test_built_set);
  return g_test_run ();
}
