#include "jobs/lb-sample-job.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-caption-send.h"
#include "jobs/lb-sample-set.h"
#include "jobs/lb-upload-queue.h"
#include "session/lb-session-history.h"

/* The set is known by these again, whatever the project is called by then. */
#define IP_NAME "Rusty"
#define IP_DESCRIPTION "a red fox in oilskins"
#define PROJECT_DESCRIPTION "A picture book about a fox who works in a harbour."

#define PROJECT_NAME "Storybook"
#define DATASET_NAME "Rusty at the Harbour"

struct _LbSampleJob
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbUploadQueue *queue; /* (owned) (nullable) before the first run */
  gboolean owns_queue;  /* nobody else has one for the session */
  GPtrArray *uploads; /* (owned) (element-type LbUpload): by picture; NULL for one that is there */
  char *folder;       /* (owned) */
  GCancellable *cancel; /* (owned) of the present run */
  LbSampleSet *set;     /* (owned) (nullable) until it is read */
  LbProject *project;   /* (owned) (nullable) until it is there */
  LbDataset *dataset;   /* (owned) (nullable) until it is there */
  LbSampleStep step;
  double fraction;
  guint n_done; /* pictures and captions of the present run */
  gboolean running;
};

G_DEFINE_FINAL_TYPE (LbSampleJob, lb_sample_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_STEP = 1,
  PROP_FRACTION,
  PROP_RUNNING
} LbSampleJobProperty;

static GParamSpec *props[PROP_RUNNING + 1];

static void
lb_sample_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbSampleJob *self = LB_SAMPLE_JOB (object);

  switch ((LbSampleJobProperty) prop_id)
    {
    case PROP_STEP:     g_value_set_int (value, (int) self->step); break;
    case PROP_FRACTION: g_value_set_double (value, self->fraction); break;
    case PROP_RUNNING:  g_value_set_boolean (value, self->running); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_sample_job_finalize (GObject *object)
{
  LbSampleJob *self = LB_SAMPLE_JOB (object);

  if (self->owns_queue)
    lb_upload_queue_close (self->queue);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_free (self->folder);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->set, lb_sample_set_unref);
  g_clear_object (&self->project);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (lb_sample_job_parent_class)->finalize (object);
}

static void
lb_sample_job_class_init (LbSampleJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_sample_job_get_property;
  object_class->finalize = lb_sample_job_finalize;

  props[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, LB_SAMPLE_LOOKING, LB_SAMPLE_DONE, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_sample_job_init (LbSampleJob *self)
{
  self->cancel = g_cancellable_new ();
}

LbSampleJob *
lb_sample_job_new (LbSession *session, const char *folder)
{
  LbSampleJob *self = g_object_new (LB_TYPE_SAMPLE_JOB, NULL);

  g_set_object (&self->session, session);
  self->folder = folder != NULL ? g_strdup (folder) : lb_sample_set_find_folder ();

  return self;
}

static void
set_step (LbSampleJob *self, LbSampleStep step)
{
  if (self->step == step)
    return;

  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

/* @part: of the picture or caption under way, 0 to 1. */
static void
set_part (LbSampleJob *self, double part)
{
  double fraction = (self->n_done + part) / (2 * self->set->pictures->len + 1);

  if (self->fraction == fraction)
    return;

  self->fraction = CLAMP (fraction, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
}

static void
count_one (LbSampleJob *self)
{
  self->n_done++;
  set_part (self, 0);
}

static gboolean
is_stopped (LbSampleJob *self, GError **error)
{
  if (!g_cancellable_is_cancelled (self->cancel))
    return FALSE;

  g_clear_error (error);
  g_set_error (error, LB_ERROR, LB_ERROR_CANCELLED, "The sample set was stopped");
  return TRUE;
}

/* Looking */

static gboolean
is_ours (LbProject *project)
{
  return g_strcmp0 (lb_project_get_ip_name (project), IP_NAME) == 0 &&
         g_strcmp0 (lb_project_get_ip_description (project), IP_DESCRIPTION) == 0 &&
         g_strcmp0 (lb_project_get_project_description (project), PROJECT_DESCRIPTION) == 0;
}

static LbProject *
find_project (LbSampleJob *self)
{
  GListModel *projects = lb_session_get_projects (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      if (is_ours (project))
        return g_steal_pointer (&project);
    }

  return NULL;
}

static LbDataset *
find_dataset (LbSampleJob *self)
{
  g_autoptr (GListModel) datasets = lb_session_get_project_datasets (self->session, self->project);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);

      if (g_strcmp0 (lb_dataset_get_name (dataset), DATASET_NAME) == 0)
        return g_steal_pointer (&dataset);
    }

  return NULL;
}

/* Pictures go the way of all others. */
static gboolean
open_queue (LbSampleJob *self, GError **error)
{
  if (self->queue == NULL && !g_set_object (&self->queue, lb_upload_queue_get_for (self->session)))
    {
      self->queue = lb_upload_queue_new (self->session);
      self->owns_queue = TRUE;
    }

  return dex_await (lb_upload_queue_open (self->queue), error);
}

static gboolean
look (LbSampleJob *self, GError **error)
{
  if (!dex_await (lb_session_refresh (self->session), error) || !open_queue (self, error))
    return FALSE;

  self->project = find_project (self);
  if (self->project != NULL)
    self->dataset = find_dataset (self);

  return TRUE;
}

/* The schema is the last thing that is set: with it, the dataset is the person's, who may have
 * deleted a picture or changed a caption since. */
static gboolean
is_finished (LbSampleJob *self)
{
  return self->dataset != NULL && lb_dataset_get_visual_schema (self->dataset) != NULL;
}

static gboolean
read_set (LbSampleJob *self, GError **error)
{
  if (self->set == NULL)
    self->set = dex_await_boxed (lb_sample_set_load (self->folder), error);
  if (self->set == NULL)
    return FALSE;

  self->n_done = 0;
  set_part (self, 0);
  return TRUE;
}

/* Creating */

static LbProject *
make_project (void)
{
  LbProject *project = lb_project_new (0);

  g_object_set (project, "project-name", PROJECT_NAME, "project-description", PROJECT_DESCRIPTION,
                "ip-name", IP_NAME, "ip-description", IP_DESCRIPTION, "ip-medium", "illustration",
                "ip-type", "defined_character", NULL);
  return project;
}

static gboolean
create (LbSampleJob *self, GError **error)
{
  if (self->project == NULL)
    {
      g_autoptr (LbProject) wanted = make_project ();

      self->project = dex_await_object (lb_session_create_project (self->session, wanted), error);
      if (self->project == NULL)
        return FALSE;
    }
  if (self->dataset == NULL)
    self->dataset = dex_await_object (
      lb_session_create_dataset (self->session, self->project, DATASET_NAME, NULL, NULL), error);

  return self->dataset != NULL &&
         dex_await (lb_session_load_images (self->session, self->dataset), error);
}

/* Pictures */

static const char *
get_sha256 (LbSampleJob *self, LbImage *image)
{
  const char *sha256 = lb_image_get_source_sha256 (image);
  gint64 id = lb_image_get_id (image);
  char **sent = g_hash_table_lookup (lb_upload_queue_get_sent (self->queue), &id);

  return sha256 == NULL && sent != NULL ? *sent : sha256;
}

static LbImage *
find_image (LbSampleJob *self, const LbSamplePicture *picture)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (g_strcmp0 (get_sha256 (self, image), picture->sha256) == 0)
        return g_steal_pointer (&image);
    }

  return NULL;
}

/* (transfer full) (nullable): the row of @picture, that of an earlier run too. */
static LbUpload *
find_upload (LbSampleJob *self, const LbSamplePicture *picture)
{
  GListModel *rows = G_LIST_MODEL (self->queue);
  gint64 id = lb_dataset_get_id (self->dataset);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (rows, i);

      if (lb_upload_is_coming (upload) && lb_upload_get_dataset_id (upload) == id &&
          g_strcmp0 (lb_upload_get_sha256 (upload), picture->sha256) == 0)
        return g_steal_pointer (&upload);
    }

  return NULL;
}

/* What is no picture, the service will say. */
static LbCandidate *
new_candidate (const LbSamplePicture *picture)
{
  LbCandidate *candidate = lb_candidate_new (picture->name, NULL, picture->bytes);
  LbProbeResult probe = { .orientation = 1, .frames = 1 };
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (picture->bytes, &size);

  lb_probe_bytes (data, size, &probe);
  probe.size_bytes = (gint64) size;
  lb_candidate_set_probe (candidate, &probe, picture->sha256, NULL);
  lb_candidate_set_verdict (candidate, LB_VERDICT_READY, NULL);
  lb_candidate_set_caption (candidate, picture->caption, picture->name);

  return candidate;
}

static void
unref_cb (gpointer upload)
{
  g_clear_object (&upload);
}

/* Adds those that are neither there nor on their way, and fills the list of rows. */
static gboolean
queue_pictures (LbSampleJob *self, GError **error)
{
  g_autoptr (GListStore) wanted = g_list_store_new (LB_TYPE_CANDIDATE);

  for (guint i = 0; i < self->set->pictures->len; i++)
    {
      const LbSamplePicture *picture = g_ptr_array_index (self->set->pictures, i);
      g_autoptr (LbImage) image = find_image (self, picture);
      g_autoptr (LbUpload) upload = find_upload (self, picture);
      g_autoptr (LbCandidate) candidate = NULL;

      if (image != NULL || upload != NULL)
        continue;
      candidate = new_candidate (picture);
      g_list_store_append (wanted, candidate);
    }
  if (!dex_await (
        lb_upload_queue_add (self->queue, self->dataset, G_LIST_MODEL (wanted), TRUE, FALSE),
        error))
    return FALSE;

  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  self->uploads = g_ptr_array_new_with_free_func (unref_cb);
  for (guint i = 0; i < self->set->pictures->len; i++)
    g_ptr_array_add (self->uploads, find_upload (self, g_ptr_array_index (self->set->pictures, i)));

  return TRUE;
}

static void
upload_fraction_cb (LbUpload *upload, GParamSpec *pspec, LbSampleJob *self)
{
  set_part (self, CLAMP (lb_upload_get_fraction (upload), 0, 1) * 0.95);
}

static void
cancel_rows (LbSampleJob *self)
{
  for (guint i = self->uploads->len; i > 0; i--)
    if (g_ptr_array_index (self->uploads, i - 1) != NULL)
      lb_upload_queue_cancel (self->queue, g_ptr_array_index (self->uploads, i - 1));
}

static void
cancelled_cb (GCancellable *cancel, LbSampleJob *self)
{
  cancel_rows (self);
}

/* Waits for one row's end. */
static gboolean
await_row (LbSampleJob *self, LbUpload *upload, const LbSamplePicture *picture, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gulong handler =
    g_signal_connect (upload, "notify::fraction", G_CALLBACK (upload_fraction_cb), self);
  gboolean done = dex_await (lb_upload_queue_await (self->queue, upload), &failure);

  g_signal_handler_disconnect (upload, handler);
  if (!done)
    g_set_error (error, failure->domain, failure->code, "%s: %s", picture->name,
                 lb_rules_error_text (failure));

  return done;
}

/* The first that fails gives up the others: they would stand in another order. */
static gboolean
await_rows (LbSampleJob *self, GError **error)
{
  gboolean all = TRUE;

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload != NULL &&
          !await_row (self, upload, g_ptr_array_index (self->set->pictures, i), all ? error : NULL))
        {
          if (all)
            cancel_rows (self);
          all = FALSE;
        }
      else
        count_one (self);
    }

  return all;
}

static void
forget_rows (LbSampleJob *self)
{
  for (guint i = 0; i < self->uploads->len; i++)
    if (g_ptr_array_index (self->uploads, i) != NULL)
      lb_upload_queue_forget (self->queue, g_ptr_array_index (self->uploads, i));
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
}

static gboolean
add_pictures (LbSampleJob *self, GError **error)
{
  gulong handler = 0;
  gboolean done = FALSE;

  if (!queue_pictures (self, error))
    return FALSE;

  handler = g_cancellable_connect (self->cancel, G_CALLBACK (cancelled_cb), self, NULL);
  done = await_rows (self, error);
  g_cancellable_disconnect (self->cancel, handler);
  forget_rows (self);

  return done;
}

/* Captions */

/* What a person has begun to write is theirs. */
static gboolean
wants_caption (LbSampleJob *self, LbImage *image, const char *text)
{
  g_autofree char *draft = lb_session_dup_caption_text (self->session, image);

  return lb_image_get_caption (image) == NULL && (draft == NULL || g_str_equal (draft, text));
}

static gboolean
write_captions (LbSampleJob *self, GError **error)
{
  for (guint i = 0; i < self->set->pictures->len; i++)
    {
      const LbSamplePicture *picture = g_ptr_array_index (self->set->pictures, i);
      g_autoptr (LbImage) image = find_image (self, picture);

      if (image != NULL && wants_caption (self, image, picture->caption) &&
          (is_stopped (self, error) ||
           !lb_caption_send (self->session, image, picture->caption, self->cancel, error)))
        return FALSE;
      count_one (self);
    }

  return TRUE;
}

static gboolean
set_schema (LbSampleJob *self, GError **error)
{
  LbHistory *history = lb_session_get_history (self->session);
  g_autoptr (LbDataset) changed = NULL;
  DexFuture *set = NULL;

  /* The set is new: nothing of it is to be undone. */
  if (history != NULL)
    lb_history_enter (history, LB_HISTORY_UNRECORDED);
  set = lb_session_set_visual_schema (self->session, self->dataset, self->set->schema);
  if (history != NULL)
    lb_history_leave (history);
  changed = dex_await_object (set, error);

  return changed != NULL;
}

static const struct
{
  LbSampleStep step;
  gboolean (*run) (LbSampleJob *self, GError **error);
} steps[] = {
  { LB_SAMPLE_LOOKING, look },
  { LB_SAMPLE_READING, read_set },
  { LB_SAMPLE_CREATING, create },
  { LB_SAMPLE_PICTURES, add_pictures },
  { LB_SAMPLE_CAPTIONS, write_captions },
  { LB_SAMPLE_SCHEMA, set_schema },
};

static DexFuture *
run_fiber (gpointer data)
{
  LbSampleJob *self = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps) && !is_finished (self); i++)
    {
      set_step (self, steps[i].step);
      if (is_stopped (self, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (!steps[i].run (self, &error))
        {
          is_stopped (self, &error); /* whatever it made of that */
          return dex_future_new_for_error (g_steal_pointer (&error));
        }
    }

  self->fraction = 1;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  set_step (self, LB_SAMPLE_DONE);

  return dex_future_new_take_object (g_object_ref (self->dataset));
}

static DexFuture *
ended_cb (DexFuture *completed, gpointer data)
{
  LbSampleJob *self = data;

  self->running = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  return dex_ref (completed);
}

/**
 * lb_sample_job_run:
 * @self: a sample job
 *
 * Whatever an earlier run has made, of this job or of another one, is gone on from. A dataset that
 * was once finished is left as the person has made it since. When the run fails,
 * lb_sample_job_get_step() tells what did not work.
 *
 * Returns: (transfer full): a future of the live #LbDataset; it rejects with LB_ERROR_CANCELLED,
 * with what the service says, or with G_IO_ERROR when the set can't be read
 */
DexFuture *
lb_sample_job_run (LbSampleJob *self)
{
  dex_return_error_if_fail (LB_IS_SAMPLE_JOB (self));

  if (self->running)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The sample set is under way");

  g_clear_object (&self->project);
  g_clear_object (&self->dataset);
  g_set_object (&self->cancel, NULL);
  self->cancel = g_cancellable_new ();
  self->running = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);

  return dex_future_finally (
    dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref), ended_cb,
    g_object_ref (self), g_object_unref);
}

/* What is there by then stays, and the next run goes on from it. */
void
lb_sample_job_cancel (LbSampleJob *self)
{
  g_return_if_fail (LB_IS_SAMPLE_JOB (self));
  g_cancellable_cancel (self->cancel);
}

LbSampleStep
lb_sample_job_get_step (LbSampleJob *self)
{
  g_return_val_if_fail (LB_IS_SAMPLE_JOB (self), LB_SAMPLE_LOOKING);
  return self->step;
}

double
lb_sample_job_get_fraction (LbSampleJob *self)
{
  g_return_val_if_fail (LB_IS_SAMPLE_JOB (self), 0);
  return self->fraction;
}

gboolean
lb_sample_job_get_running (LbSampleJob *self)
{
  g_return_val_if_fail (LB_IS_SAMPLE_JOB (self), FALSE);
  return self->running;
}
