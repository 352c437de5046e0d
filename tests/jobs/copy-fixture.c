#include "copy-fixture.h"

#include <string.h>

#include "api/lb-client-private.h"
#include "jobs/lb-copy-read.h"
#include "jobs/lb-upload-queue-private.h"
#include "session/lb-session-private.h"

#define HASTE 100

static gint64
now_cb (gpointer data)
{
  return g_get_monotonic_time () * HASTE;
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) MAX (1, wait_ms / HASTE));
}

/* This computer. */

void
copy_fixture_add_picture (CopyFixture *self, guint nth)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024 + (int) nth, (nth * 2654435761u) & 0xffffff);
  g_autofree char *name = g_strdup_printf ("boat %u.png", nth);
  g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
    self->source, self->dataset, bytes, name, TRUE, FALSE, NULL, NULL, NULL));

  g_assert_nonnull (image);
}

LbImage *
copy_fixture_nth (LbSession *session, LbDataset *dataset, guint nth)
{
  g_autoptr (LbImage) image = g_list_model_get_item (lb_session_get_images (session, dataset), nth);

  g_assert_nonnull (image);
  return image; /* the session keeps it */
}

typedef struct
{
  LbSession *session;
  LbImage *image;
} Edited;

static gboolean
is_saved (gpointer data)
{
  Edited *edited = data;

  return lb_session_get_edit_state (edited->session, edited->image) == LB_EDIT_SAVED;
}

void
copy_fixture_edit (LbSession *session, LbImage *image, const char *short_description)
{
  g_autofree char *text = make_prompt (short_description);
  Edited edited = { session, image };

  g_assert_true (wait_true (lb_session_edit_caption (session, image, text)));
  wait_until (is_saved, &edited, "the caption at the service");
}

static void
fill (CopyFixture *self, guint n_pictures)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) live = NULL;

  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->source, wanted));
  self->dataset =
    wait_object (lb_session_create_dataset (self->source, project, "Boats", NULL, NULL));
  live = wait_object (lb_session_set_visual_schema (self->source, self->dataset, schema));
  g_assert_true (wait_true (lb_session_load_images (self->source, self->dataset)));
  for (guint i = 1; i <= n_pictures; i++)
    copy_fixture_add_picture (self, i);
  /* The last one's stays what the machine wrote. */
  for (guint i = 0; i + 1 < n_pictures; i++)
    {
      g_autofree char *words = g_strdup_printf ("Boat %u, seen from the pier", i + 1);

      copy_fixture_edit (self->source, copy_fixture_nth (self->source, self->dataset, i), words);
    }
}

/* The account. */

void
copy_fixture_start_there (CopyFixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *port = g_strdup ("0");
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  if (self->there_url != NULL)
    g_set_str (&port, strrchr (self->there_url, ':') + 1);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", COPY_TOKEN, TRUE);
  self->there = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"),
                                             "--data", self->there_data, "--port", port, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->there));
  said = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (said);
  g_free (self->there_url);
  self->there_url = said;
}

void
copy_fixture_stop_there (CopyFixture *self)
{
  g_subprocess_force_exit (self->there);
  g_assert_true (g_subprocess_wait (self->there, NULL, NULL));
  g_clear_object (&self->there);
}

void
copy_fixture_open_target (CopyFixture *self, const char *url, const char *token)
{
  const LbUploadClock clock = { now_cb, wait_cb };
  g_autoptr (DexFuture) opened = NULL;

  self->target = lb_session_new_hosted (url != NULL ? url : fault_proxy_get_origin (self->proxy),
                                        token, self->there_state);
  /* Its service need not answer. */
  opened = lb_session_open (self->target);
  while (dex_future_is_pending (opened))
    g_main_context_iteration (NULL, TRUE);

  self->queue = lb_upload_queue_new (self->target);
  lb_upload_queue_set_clock (self->queue, &clock, NULL);
  g_assert_true (wait_true (lb_upload_queue_open (self->queue)));
}

void
copy_fixture_close_target (CopyFixture *self)
{
  lb_upload_queue_close (self->queue);
  lb_session_close (self->target);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&self->queue);
  g_clear_object (&self->target);
}

void
copy_fixture_set_up (CopyFixture *self, guint n_pictures)
{
  service_fixture_set_up (&self->service);
  self->source = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->source)));
  fill (self, n_pictures);
  self->there_data = g_build_filename (self->service.root, "there", NULL);
  self->there_state = g_build_filename (self->service.root, "there-state", NULL);
  copy_fixture_start_there (self);
  self->proxy = fault_proxy_new (self->there_url);
  copy_fixture_open_target (self, NULL, COPY_TOKEN);
}

void
copy_fixture_tear_down (CopyFixture *self)
{
  if (self->target != NULL)
    copy_fixture_close_target (self);
  fault_proxy_free (self->proxy);
  if (self->there != NULL)
    copy_fixture_stop_there (self);
  g_clear_object (&self->dataset);
  lb_session_close (self->source);
  g_clear_object (&self->source);
  g_clear_pointer (&self->there_data, g_free);
  g_clear_pointer (&self->there_state, g_free);
  g_clear_pointer (&self->there_url, g_free);
  service_fixture_tear_down (&self->service);
}

/* Copying. */

LbCopyPlan *
copy_fixture_plan (CopyFixture *self)
{
  return wait_boxed (lb_copy_read_plan (self->source, self->dataset, self->target, NULL, FALSE));
}

LbCopyJob *
copy_fixture_new_job (CopyFixture *self, const LbCopyPlan *plan)
{
  g_assert_no_error (plan->refusal);
  return lb_copy_job_new (self->source, self->queue, plan->record);
}

void
copy_fixture_run (CopyFixture *self, LbCopyJob *job)
{
  g_autoptr (LbDataset) copy = wait_object (lb_copy_job_run (job));

  g_assert_true (copy == lb_copy_job_get_dataset (job));
  g_assert_cmpint (lb_copy_job_get_step (job), ==, LB_COPY_STEP_DONE);
  g_assert_false (lb_copy_job_get_running (job));
}

void
copy_fixture_copy (CopyFixture *self)
{
  g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
  g_autoptr (LbCopyJob) job = copy_fixture_new_job (self, plan);

  copy_fixture_run (self, job);
}

LbDataset *
copy_fixture_find_copy (CopyFixture *self)
{
  GListModel *datasets = lb_session_get_datasets (self->target);
  g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, 0);

  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 1);
  return dataset;
}

static char *
hash_picture (LbSession *session, LbImage *image)
{
  g_autoptr (GBytes) bytes = wait_boxed (lb_session_fetch_picture (session, image));

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
assert_image_equal (CopyFixture *self, LbSession *stored, LbImage *image, LbImage *copy)
{
  LbImage *known = lb_session_find_image (self->target, lb_image_get_id (copy));
  g_autofree char *sha256 = hash_picture (self->source, image);
  g_autofree char *copied_sha256 = hash_picture (stored, copy);

  g_assert_cmpstr (copied_sha256, ==, sha256);
  g_assert_cmpstr (lb_image_get_shown_name (copy), ==, lb_image_get_shown_name (image));
  g_assert_cmpstr (lb_image_get_caption (copy), ==, lb_image_get_caption (image));
  g_assert_nonnull (known);
  g_assert_cmpstr (lb_session_get_caption_source (self->target, known), ==,
                   lb_session_get_caption_source (self->source, image));
}

void
copy_fixture_assert_equal (CopyFixture *self)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) stored = lb_session_new_hosted (self->there_url, COPY_TOKEN, state);
  LbDataset *copy = NULL;
  guint n = 0;

  g_assert_true (wait_true (lb_session_open (stored)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (stored)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (stored)), ==, 1);
  copy = lb_session_find_dataset (stored, lb_dataset_get_id (copy_fixture_find_copy (self)));
  g_assert_cmpstr (lb_dataset_get_name (copy), ==, lb_dataset_get_name (self->dataset));
  g_assert_cmpstr (lb_dataset_get_visual_schema (copy), ==,
                   lb_dataset_get_visual_schema (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (stored, copy)));
  n = g_list_model_get_n_items (lb_session_get_images (self->source, self->dataset));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (stored, copy)), ==, n);
  for (guint i = 0; i < n; i++)
    assert_image_equal (self, stored, copy_fixture_nth (self->source, self->dataset, i),
                        copy_fixture_nth (stored, copy, i));
  lb_session_close (stored);
}

guint
copy_fixture_count (CopyFixture *self, const char *method, const char *ending)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self->proxy);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    {
      const FaultEntry *entry = g_ptr_array_index (ledger, i);

      n += g_strcmp0 (entry->method, method) == 0 && g_str_has_suffix (entry->path, ending);
    }

  return n;
}
