#include "jobs/lb-caption-job.h"

#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "session/lb-session-history.h"

struct _LbCaptionJob
{
  GObject parent_instance;

  LbSession *session;     /* (owned) */
  GPtrArray *images;      /* (owned) (element-type LbImage) */
  DexCancellable *cancel; /* (owned) */
  DexFuture *last;        /* (owned) (nullable): the caption asked for last */
  gint64 group;           /* of the history */
  guint next;             /* of @images */
  guint n_total;
  guint n_done;
  guint n_failed;
  GError *error; /* (owned) (nullable): of the first that failed */
  gboolean running;
  gboolean with_manual;
};

G_DEFINE_FINAL_TYPE (LbCaptionJob, lb_caption_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_TOTAL = 1,
  PROP_N_DONE,
  PROP_N_FAILED,
  PROP_RUNNING
} LbCaptionJobProperty;

static GParamSpec *props[PROP_RUNNING + 1];

static void
lb_caption_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCaptionJob *self = LB_CAPTION_JOB (object);

  switch ((LbCaptionJobProperty) prop_id)
    {
    case PROP_N_TOTAL:  g_value_set_uint (value, self->n_total); break;
    case PROP_N_DONE:   g_value_set_uint (value, self->n_done); break;
    case PROP_N_FAILED: g_value_set_uint (value, self->n_failed); break;
    case PROP_RUNNING:  g_value_set_boolean (value, self->running); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_caption_job_finalize (GObject *object)
{
  LbCaptionJob *self = LB_CAPTION_JOB (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  dex_clear (&self->cancel);
  dex_clear (&self->last);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lb_caption_job_parent_class)->finalize (object);
}

static void
lb_caption_job_class_init (LbCaptionJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_caption_job_get_property;
  object_class->finalize = lb_caption_job_finalize;

  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_caption_job_init (LbCaptionJob *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancel = dex_cancellable_new ();
}

static LbCaptionJob *
make (LbSession *session, GListModel *images, gboolean with_manual)
{
  LbCaptionJob *self = g_object_new (LB_TYPE_CAPTION_JOB, NULL);

  g_set_object (&self->session, session);
  self->with_manual = with_manual;
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (with_manual || !lb_session_is_manual (self->session, image))
        g_ptr_array_add (self->images, g_steal_pointer (&image));
    }
  self->n_total = self->images->len;

  return self;
}

LbCaptionJob *
lb_caption_job_new (LbSession *session, GListModel *images)
{
  return make (session, images, FALSE);
}

LbCaptionJob *
lb_caption_job_new_with_manual (LbSession *session, GListModel *images)
{
  return make (session, images, TRUE);
}

static void
count (LbCaptionJob *self, guint *counter, int change, LbCaptionJobProperty prop)
{
  *counter += change;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* A request that says no more than that a caption is to be made can't be wrong in itself: where a
 * service elsewhere calls it that, it means what it says with 409 at other times (C14). */
static void
read_as_not_now (GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    error->code = LB_ERROR_CONFLICT;
}

/* A fault that every further request would meet as well. */
static gboolean
is_hopeless (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT);
}

/* Some time may have passed: the image may be gone, or be hand-written by now. */
static gboolean
may_still_be_captioned (LbCaptionJob *self, LbImage *image)
{
  return lb_session_find_image (self->session, lb_image_get_id (image)) == image &&
         (self->with_manual || !lb_session_is_manual (self->session, image));
}

static gboolean
is_cancelled (LbCaptionJob *self)
{
  return !dex_future_is_pending (DEX_FUTURE (self->cancel));
}

/* All captions of the job are one step of the history. (transfer full) */
static DexFuture *
regenerate (LbCaptionJob *self, LbImage *image)
{
  LbHistory *history = lb_session_get_history (self->session);
  DexFuture *regeneration = NULL;

  if (history == NULL)
    return lb_session_regenerate_caption (self->session, image);

  lb_history_enter (history, self->group);
  regeneration = lb_session_regenerate_caption (self->session, image);
  lb_history_leave (history);
  dex_clear (&self->last);
  self->last = dex_ref (regeneration);

  return regeneration;
}

typedef struct
{
  LbHistory *history; /* (owned) */
  gint64 group;
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_object_unref (ending->history);
  g_free (ending);
}

static DexFuture *
last_cb (DexFuture *future, gpointer data)
{
  Ending *ending = data;

  lb_history_end (ending->history, ending->group);
  return dex_future_new_true ();
}

/* What was asked for before the job was stopped still comes, and belongs to the step. */
static void
end_group (LbCaptionJob *self)
{
  LbHistory *history = lb_session_get_history (self->session);
  DexFuture *last = g_steal_pointer (&self->last);
  Ending *ending = NULL;

  if (history == NULL)
    {
      dex_clear (&last);
      return;
    }

  ending = g_new0 (Ending, 1);
  ending->history = g_object_ref (history);
  ending->group = self->group;
  dex_future_disown (dex_future_finally (last != NULL ? last : dex_future_new_true (), last_cb,
                                         ending, ending_free));
}

static DexFuture *
run_fiber (gpointer data)
{
  LbCaptionJob *self = data;

  while (self->next < self->images->len && !is_cancelled (self))
    {
      LbImage *image = g_ptr_array_index (self->images, self->next++);
      g_autoptr (GError) error = NULL;

      if (!may_still_be_captioned (self, image))
        {
          count (self, &self->n_total, -1, PROP_N_TOTAL);
          continue;
        }

      if (dex_await (dex_future_first (lb_shield (regenerate (self, image)),
                                       dex_ref (DEX_FUTURE (self->cancel)), NULL),
                     &error))
        {
          count (self, &self->n_done, 1, PROP_N_DONE);
          continue;
        }
      if (is_cancelled (self))
        break;

      count (self, &self->n_failed, 1, PROP_N_FAILED);
      read_as_not_now (error);
      if (self->error == NULL)
        self->error = g_error_copy (error);
      if (is_hopeless (error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (is_cancelled (self))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The captions were stopped");

  return dex_future_new_true ();
}

static DexFuture *
ended_cb (DexFuture *completed, gpointer data)
{
  LbCaptionJob *self = data;

  end_group (self);
  self->running = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  return dex_ref (completed);
}

guint
lb_caption_job_get_n_total (LbCaptionJob *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_JOB (self), 0);
  return self->n_total;
}

guint
lb_caption_job_get_n_done (LbCaptionJob *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_JOB (self), 0);
  return self->n_done;
}

guint
lb_caption_job_get_n_failed (LbCaptionJob *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_JOB (self), 0);
  return self->n_failed;
}

const GError *
lb_caption_job_get_error (LbCaptionJob *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_JOB (self), NULL);
  return self->error;
}

/**
 * lb_caption_job_run:
 * @self: a caption job
 *
 * One request at a time. An image whose caption fails keeps its old one and counts as failed; the
 * job ends early where no further request could succeed.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED, OFFLINE,
 *   UNAUTHORIZED, FORBIDDEN or CONFLICT
 */
DexFuture *
lb_caption_job_run (LbCaptionJob *self)
{
  LbHistory *history = NULL;

  dex_return_error_if_fail (LB_IS_CAPTION_JOB (self));

  if (self->running)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The captions are under way");

  if ((history = lb_session_get_history (self->session)) != NULL)
    self->group = lb_history_begin (history, LB_HISTORY_REGENERATE);
  self->running = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  return dex_future_finally (
    dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref), ended_cb,
    g_object_ref (self), g_object_unref);
}

/* What was sent already is finished by the service; nothing further is sent. */
void
lb_caption_job_cancel (LbCaptionJob *self)
{
  g_return_if_fail (LB_IS_CAPTION_JOB (self));
  dex_cancellable_cancel (self->cancel);
}
