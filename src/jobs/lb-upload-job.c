#include "jobs/lb-upload-job.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-file-lasting.h"
#include "jobs/lb-picture-load.h"
#include "jobs/lb-upload-send.h"
#include "model/lb-image-name.h"
#include "session/lb-session-history.h"

#define N_LOOKS 3 /* for a picture that a service elsewhere may have */

struct _LbUploadJob
{
  GObject parent_instance;

  LbSession *session;      /* (owned) */
  LbDataset *dataset;      /* (owned) */
  GListStore *candidates;  /* (owned) (element-type LbCandidate) the addable ones */
  GCancellable *cancel;    /* (owned) of the present run */
  GHashTable *uncertain;   /* (owned) (element-type LbCandidate) sent, and no answer came */
  GHashTable *image_names; /* (owned) (element-type LbCandidate utf8): where they are ours */
  double fraction;
  guint n_done;
  guint n_failed;
  guint n_cancelled;
  gboolean increase_resolution;
  gboolean content_moderation;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (LbUploadJob, lb_upload_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_TOTAL = 1,
  PROP_N_DONE,
  PROP_N_FAILED,
  PROP_N_CANCELLED,
  PROP_FRACTION,
  PROP_RUNNING
} LbUploadJobProperty;

static GParamSpec *props[PROP_RUNNING + 1];

static void
lb_upload_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbUploadJob *self = LB_UPLOAD_JOB (object);

  switch ((LbUploadJobProperty) prop_id)
    {
    case PROP_N_TOTAL:     g_value_set_uint (value, lb_upload_job_get_n_total (self)); break;
    case PROP_N_DONE:      g_value_set_uint (value, self->n_done); break;
    case PROP_N_FAILED:    g_value_set_uint (value, self->n_failed); break;
    case PROP_N_CANCELLED: g_value_set_uint (value, self->n_cancelled); break;
    case PROP_FRACTION:    g_value_set_double (value, self->fraction); break;
    case PROP_RUNNING:     g_value_set_boolean (value, self->running); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_job_finalize (GObject *object)
{
  LbUploadJob *self = LB_UPLOAD_JOB (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->candidates);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->uncertain, g_hash_table_unref);
  g_clear_pointer (&self->image_names, g_hash_table_unref);

  G_OBJECT_CLASS (lb_upload_job_parent_class)->finalize (object);
}

static void
lb_upload_job_class_init (LbUploadJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_upload_job_get_property;
  object_class->finalize = lb_upload_job_finalize;

  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CANCELLED] = g_param_spec_uint ("n-cancelled", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_upload_job_init (LbUploadJob *self)
{
  self->candidates = g_list_store_new (LB_TYPE_CANDIDATE);
  self->cancel = g_cancellable_new ();
  self->uncertain = g_hash_table_new (NULL, NULL); /* the list keeps them alive */
  self->image_names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

LbUploadJob *
lb_upload_job_new (LbSession *session,
                   LbDataset *dataset,
                   GListModel *candidates,
                   gboolean increase_resolution)
{
  LbUploadJob *self = g_object_new (LB_TYPE_UPLOAD_JOB, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->dataset, dataset);
  self->increase_resolution = increase_resolution;

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      if (!lb_candidate_is_addable (candidate))
        continue;
      lb_candidate_set_progress (candidate, LB_CANDIDATE_WAITING, -1, NULL);
      g_list_store_append (self->candidates, candidate);
    }

  return self;
}

static void
set_count (LbUploadJob *self, guint *count, guint value, LbUploadJobProperty prop)
{
  if (*count == value)
    return;

  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* Counts anew from the candidates' states, which are the truth. */
static void
update_counts (LbUploadJob *self)
{
  guint n = lb_upload_job_get_n_total (self);
  guint n_done = 0;
  guint n_failed = 0;
  guint n_cancelled = 0;
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbCandidate) candidate =
        g_list_model_get_item (G_LIST_MODEL (self->candidates), i);
      LbCandidateState state = lb_candidate_get_state (candidate);

      n_done += state == LB_CANDIDATE_DONE;
      n_failed += state == LB_CANDIDATE_FAILED;
      n_cancelled += state == LB_CANDIDATE_CANCELLED;
      if (state >= LB_CANDIDATE_DONE)
        sum += 1;
      else
        sum += MAX (0, lb_candidate_get_fraction (candidate)) * 0.95; /* the answer is the rest */
    }

  set_count (self, &self->n_done, n_done, PROP_N_DONE);
  set_count (self, &self->n_failed, n_failed, PROP_N_FAILED);
  set_count (self, &self->n_cancelled, n_cancelled, PROP_N_CANCELLED);
  sum = n > 0 ? CLAMP (sum / n, 0, 1) : 1;
  if (self->fraction != sum)
    {
      self->fraction = sum;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
}

static void
set_progress (LbUploadJob *self,
              LbCandidate *candidate,
              LbCandidateState state,
              double fraction,
              const GError *error)
{
  lb_candidate_set_progress (candidate, state, fraction, error);
  update_counts (self);
}

/* The picture is sent all the same when this can't be kept. */
static void
remember_origin (LbUploadJob *self, LbCandidate *candidate, LbImage *image)
{
  GFile *file = lb_candidate_get_file (candidate);
  g_autoptr (GError) error = NULL;

  if (file != NULL && !lb_candidate_is_unpacked (candidate) && lb_file_is_lasting (file) &&
      !dex_await (lb_session_set_origin (self->session, image, file), &error))
    g_debug ("Not known where “%s” came from: %s", lb_candidate_get_name (candidate),
             error->message);
}

/* The description that came with the picture takes the place of the one that the service made. What
 * the disk will not take is in memory, and the session tries it again. */
static void
give_caption (LbUploadJob *self, LbCandidate *candidate, LbImage *image)
{
  const char *caption = lb_candidate_get_caption (candidate);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (caption == NULL ||
      !(text = lb_caption_fit (self->dataset, caption, lb_image_get_caption (image))))
    return;

  if (!dex_await (lb_session_give_caption (self->session, image, text, NULL), &error))
    g_debug ("The description of “%s” is not kept yet: %s", lb_candidate_get_name (candidate),
             error->message);
}

static void
finish (LbUploadJob *self, LbCandidate *candidate, LbImage *image)
{
  remember_origin (self, candidate, image);
  give_caption (self, candidate, image);
  g_hash_table_remove (self->uncertain, candidate);
  lb_candidate_set_image (candidate, image);
  set_progress (self, candidate, LB_CANDIDATE_DONE, 1, NULL);
}

/* One file being sent; lives until its request has ended. */
typedef struct
{
  LbUploadJob *job;
  LbCandidate *candidate;
} Sending;

static void
sent_bytes_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  Sending *sending = data;
  gboolean all = total_bytes > 0 && sent_bytes >= total_bytes;
  double fraction = total_bytes > 0 ? (double) sent_bytes / (double) total_bytes : -1;

  set_progress (sending->job, sending->candidate,
                all ? LB_CANDIDATE_CAPTIONING : LB_CANDIDATE_SENDING, MIN (fraction, 1), NULL);
}

/* What the service is told. One elsewhere tells names alone of what it has, and so a name that no
 * other picture has. */
static const char *
get_image_name (LbUploadJob *self, LbCandidate *candidate)
{
  const char *name = g_hash_table_lookup (self->image_names, candidate);
  g_autofree char *uuid = NULL;

  if (!lb_session_is_hosted (self->session))
    return lb_candidate_get_name (candidate);
  if (name != NULL)
    return name;

  uuid = lb_image_name_new_uuid ();
  g_hash_table_insert (self->image_names, candidate,
                       lb_image_name_mark (lb_candidate_get_name (candidate), uuid));

  return g_hash_table_lookup (self->image_names, candidate);
}

/* (nullable) (transfer full): the dataset's image made from the candidate's bytes. The check lets
 * no second picture of the same bytes through, so one that is there is ours, or as good. */
static LbImage *
find_sent (LbUploadJob *self, LbCandidate *candidate)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  const char *sha256 = lb_candidate_get_sha256 (candidate);
  const char *name = g_hash_table_lookup (self->image_names, candidate);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if ((sha256 != NULL && g_strcmp0 (lb_image_get_source_sha256 (image), sha256) == 0) ||
          (name != NULL && g_strcmp0 (lb_image_get_image_name (image), name) == 0))
        return g_steal_pointer (&image);
    }

  return NULL;
}

/* Whether nothing has to be sent: an earlier request, or an earlier job, did it. */
static gboolean
is_there (LbUploadJob *self, LbCandidate *candidate)
{
  g_autoptr (LbImage) image = find_sent (self, candidate);

  if (image == NULL)
    return FALSE;

  finish (self, candidate, image);
  return TRUE;
}

/* A service elsewhere may be at it still when the way to it has gone. */
static void
wait_for_it (LbUploadJob *self, guint look)
{
  static const int look_after_ms[N_LOOKS] = { 2000, 5000, 15000 };

  dex_await (dex_future_first (dex_timeout_new_msec (look_after_ms[look]),
                               dex_cancellable_new_from_cancellable (self->cancel), NULL),
             NULL);
}

/* Looks whether a request without an answer has arrived after all. FALSE: it is not known. One that
 * has not may still do so, so that it is looked for again before it is sent again. */
static gboolean
settle (LbUploadJob *self, LbCandidate *candidate, GError **error)
{
  /* Before its last byte is out no service has a picture. */
  gboolean was_sent = lb_candidate_get_state (candidate) == LB_CANDIDATE_CAPTIONING;
  guint n_looks = was_sent && lb_session_is_hosted (self->session) ? N_LOOKS : 1;

  g_hash_table_add (self->uncertain, candidate);
  for (guint i = 0; i < n_looks; i++)
    {
      if (n_looks > 1)
        wait_for_it (self, i);
      if (!dex_await (lb_session_load_images (self->session, self->dataset), error))
        return FALSE;
      if (is_there (self, candidate) || g_cancellable_is_cancelled (self->cancel))
        break;
    }

  return TRUE;
}

static gboolean
leaves_doubt (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_TIMED_OUT) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_SERVER) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* After a stop only a refusal by the service is still a failure. */
static void
fail (LbUploadJob *self, LbCandidate *candidate, const GError *error)
{
  gboolean stopped = g_cancellable_is_cancelled (self->cancel) && leaves_doubt (error);

  set_progress (self, candidate, stopped ? LB_CANDIDATE_CANCELLED : LB_CANDIDATE_FAILED, -1,
                stopped ? NULL : error);
}

static void
send_one (LbUploadJob *self, LbCandidate *candidate)
{
  Sending sending = { self, candidate };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) doubt = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbImage) image = NULL;

  set_progress (self, candidate, LB_CANDIDATE_SENDING, 0, NULL);
  if (g_hash_table_contains (self->uncertain, candidate) && !settle (self, candidate, &error))
    {
      fail (self, candidate, error);
      return;
    }
  if (is_there (self, candidate))
    return;

  if (!(bytes = dex_await_boxed (lb_picture_load (candidate), &error)))
    {
      fail (self, candidate, error);
      return;
    }

  image = lb_upload_send (self->session, self->dataset, bytes, get_image_name (self, candidate),
                          self->increase_resolution, self->content_moderation, self->cancel,
                          sent_bytes_cb, &sending, &error);
  if (image != NULL)
    {
      finish (self, candidate, image);
      return;
    }

  if (leaves_doubt (error) && !settle (self, candidate, &doubt))
    g_debug ("Not known whether “%s” arrived: %s", lb_candidate_get_name (candidate),
             doubt->message);
  if (lb_candidate_get_state (candidate) != LB_CANDIDATE_DONE)
    fail (self, candidate, error);
}

/* (nullable) (transfer full): the next one that waits. */
static LbCandidate *
take_waiting (LbUploadJob *self)
{
  GListModel *list = G_LIST_MODEL (self->candidates);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (list, i);

      if (lb_candidate_get_state (candidate) == LB_CANDIDATE_WAITING)
        return g_steal_pointer (&candidate);
    }

  return NULL;
}

static void
set_running (LbUploadJob *self, gboolean running)
{
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

/* One after the other, because the service numbers pictures as it stores them, and their numbers
 * are their order in the dataset. Two at a time were hardly faster. */
static DexFuture *
run_fiber (gpointer data)
{
  LbUploadJob *self = data;
  LbCandidate *next = NULL;

  while ((next = take_waiting (self)) != NULL)
    {
      g_autoptr (LbCandidate) candidate = next;

      if (g_cancellable_is_cancelled (self->cancel))
        set_progress (self, candidate, LB_CANDIDATE_CANCELLED, -1, NULL);
      else
        send_one (self, candidate);
    }

  update_counts (self);
  set_running (self, FALSE);
  return dex_future_new_true ();
}

void
lb_upload_job_set_content_moderation (LbUploadJob *self, gboolean moderation)
{
  g_return_if_fail (LB_IS_UPLOAD_JOB (self));

  self->content_moderation = moderation;
}

/**
 * lb_upload_job_run:
 * @self: an upload
 *
 * Each candidate ends as done, failed with a message, or cancelled; never as unknown: when no
 * answer came, the dataset is read again, and the picture's bytes tell whether it arrived.
 *
 * Returns: (transfer full): a future of %TRUE, failures or not
 */
DexFuture *
lb_upload_job_run (LbUploadJob *self)
{
  dex_return_error_if_fail (LB_IS_UPLOAD_JOB (self));

  if (self->running)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The upload is under way");

  g_set_object (&self->cancel, NULL);
  self->cancel = g_cancellable_new ();
  set_running (self, TRUE);
  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

/* Moves every candidate in state @from to @to; returns how many there were. */
static guint
move_all (LbUploadJob *self, LbCandidateState from, LbCandidateState to)
{
  GListModel *list = G_LIST_MODEL (self->candidates);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (list, i);

      if (lb_candidate_get_state (candidate) != from)
        continue;
      lb_candidate_set_progress (candidate, to, -1, NULL);
      n++;
    }
  update_counts (self);

  return n;
}

void
lb_upload_job_cancel (LbUploadJob *self)
{
  g_return_if_fail (LB_IS_UPLOAD_JOB (self));

  g_cancellable_cancel (self->cancel);
  move_all (self, LB_CANDIDATE_WAITING, LB_CANDIDATE_CANCELLED);
}

guint
lb_upload_job_reset_failed (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return move_all (self, LB_CANDIDATE_FAILED, LB_CANDIDATE_WAITING);
}

GListModel *
lb_upload_job_get_candidates (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), NULL);
  return G_LIST_MODEL (self->candidates);
}

LbDataset *
lb_upload_job_get_dataset (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), NULL);
  return self->dataset;
}

guint
lb_upload_job_get_n_total (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->candidates));
}

guint
lb_upload_job_get_n_done (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return self->n_done;
}

guint
lb_upload_job_get_n_failed (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return self->n_failed;
}

guint
lb_upload_job_get_n_cancelled (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return self->n_cancelled;
}

double
lb_upload_job_get_fraction (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), 0);
  return self->fraction;
}

gboolean
lb_upload_job_get_running (LbUploadJob *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_JOB (self), FALSE);
  return self->running;
}
