#include "jobs/lb-uploads.h"

#include "base/lb-weak.h"

typedef struct
{
  guint total;
  guint done;
  guint failed;
  guint cancelled;
  double fraction;
  gboolean running;
} Counts;

struct _LbUploads
{
  GObject parent_instance;

  GListStore *jobs;    /* (owned) (element-type LbUploadJob) in the order they were added */
  LbUploadJob *active; /* (owned) (nullable) the one that runs */
  Counts counts;       /* of all jobs, as last told */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbUploads,
                               lb_uploads,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum
{
  PROP_ACTIVE = 1,
  PROP_RUNNING,
  PROP_N_TOTAL,
  PROP_N_DONE,
  PROP_N_FAILED,
  PROP_N_CANCELLED,
  PROP_FRACTION
} LbUploadsProperty;

static GParamSpec *props[PROP_FRACTION + 1];

enum
{
  SIGNAL_JOB_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
lb_uploads_get_item_type (GListModel *list)
{
  return LB_TYPE_UPLOAD_JOB;
}

static guint
lb_uploads_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LB_UPLOADS (list)->jobs));
}

static gpointer
lb_uploads_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (LB_UPLOADS (list)->jobs), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = lb_uploads_get_item_type;
  iface->get_n_items = lb_uploads_get_n_items;
  iface->get_item = lb_uploads_get_item;
}

static void
lb_uploads_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbUploads *self = LB_UPLOADS (object);

  switch ((LbUploadsProperty) prop_id)
    {
    case PROP_ACTIVE:      g_value_set_object (value, self->active); break;
    case PROP_RUNNING:     g_value_set_boolean (value, self->counts.running); break;
    case PROP_N_TOTAL:     g_value_set_uint (value, self->counts.total); break;
    case PROP_N_DONE:      g_value_set_uint (value, self->counts.done); break;
    case PROP_N_FAILED:    g_value_set_uint (value, self->counts.failed); break;
    case PROP_N_CANCELLED: g_value_set_uint (value, self->counts.cancelled); break;
    case PROP_FRACTION:    g_value_set_double (value, self->counts.fraction); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* (transfer full) */
static LbUploadJob *
nth_job (LbUploads *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->jobs), position);
}

static guint
n_jobs (LbUploads *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->jobs));
}

static void
lb_uploads_dispose (GObject *object)
{
  LbUploads *self = LB_UPLOADS (object);

  for (guint i = 0; i < n_jobs (self); i++)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i);

      g_signal_handlers_disconnect_by_data (job, self);
      lb_upload_job_cancel (job);
    }
  g_signal_handlers_disconnect_by_data (self->jobs, self);
  g_list_store_remove_all (self->jobs);
  g_clear_object (&self->active);

  G_OBJECT_CLASS (lb_uploads_parent_class)->dispose (object);
}

static void
lb_uploads_finalize (GObject *object)
{
  g_clear_object (&LB_UPLOADS (object)->jobs);

  G_OBJECT_CLASS (lb_uploads_parent_class)->finalize (object);
}

static void
lb_uploads_class_init (LbUploadsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_uploads_get_property;
  object_class->dispose = lb_uploads_dispose;
  object_class->finalize = lb_uploads_finalize;

  props[PROP_ACTIVE] = g_param_spec_object ("active", NULL, NULL, LB_TYPE_UPLOAD_JOB, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CANCELLED] = g_param_spec_uint ("n-cancelled", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * LbUploads::job-ended:
   * @self: the uploads
   * @job: the one that has ended
   *
   * Emitted once a run of @job, before the next job starts.
   */
  signals[SIGNAL_JOB_ENDED] = g_signal_new ("job-ended", LB_TYPE_UPLOADS, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_UPLOAD_JOB);
}

static void
items_changed_cb (LbUploads *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
lb_uploads_init (LbUploads *self)
{
  self->jobs = g_list_store_new (LB_TYPE_UPLOAD_JOB);
  g_signal_connect_swapped (self->jobs, "items-changed", G_CALLBACK (items_changed_cb), self);
}

LbUploads *
lb_uploads_new (void)
{
  return g_object_new (LB_TYPE_UPLOADS, NULL);
}

static guint
n_unsettled (LbUploadJob *job)
{
  return lb_upload_job_get_n_total (job) - lb_upload_job_get_n_done (job) -
         lb_upload_job_get_n_failed (job) - lb_upload_job_get_n_cancelled (job);
}

static Counts
count (LbUploads *self)
{
  Counts counts = { 0 };
  double sum = 0;

  for (guint i = 0; i < n_jobs (self); i++)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i);
      guint n = lb_upload_job_get_n_total (job);

      counts.total += n;
      counts.done += lb_upload_job_get_n_done (job);
      counts.failed += lb_upload_job_get_n_failed (job);
      counts.cancelled += lb_upload_job_get_n_cancelled (job);
      counts.running |= lb_upload_job_get_running (job) || n_unsettled (job) > 0;
      sum += n * lb_upload_job_get_fraction (job);
    }
  counts.fraction = counts.total > 0 ? CLAMP (sum / counts.total, 0, 1) : 0;

  return counts;
}

/* Handlers see all of the new counts at once. */
static void
update (LbUploads *self)
{
  const Counts old = self->counts;
  const Counts new = count (self);
  const gboolean changed[] = {
    [PROP_RUNNING] = old.running != new.running,
    [PROP_N_TOTAL] = old.total != new.total,
    [PROP_N_DONE] = old.done != new.done,
    [PROP_N_FAILED] = old.failed != new.failed,
    [PROP_N_CANCELLED] = old.cancelled != new.cancelled,
    [PROP_FRACTION] = old.fraction != new.fraction,
  };

  self->counts = new;
  for (guint i = PROP_RUNNING; i < G_N_ELEMENTS (changed); i++)
    if (changed[i])
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

static void
set_active (LbUploads *self, LbUploadJob *job)
{
  if (g_set_object (&self->active, job))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

static void advance (LbUploads *self);

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbUploads) self = g_weak_ref_get (data);
  g_autoptr (LbUploadJob) job = NULL;

  if (self == NULL || self->active == NULL)
    return dex_future_new_true ();

  job = g_object_ref (self->active);
  set_active (self, NULL);
  update (self);
  g_signal_emit (self, signals[SIGNAL_JOB_ENDED], 0, job);
  advance (self);

  return dex_future_new_true ();
}

/* Starts the first job that has files to send, unless one is running. */
static void
advance (LbUploads *self)
{
  for (guint i = 0; self->active == NULL && i < n_jobs (self); i++)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i);

      if (lb_upload_job_get_running (job) || n_unsettled (job) == 0)
        continue;

      set_active (self, job);
      dex_future_disown (
        dex_future_finally (lb_upload_job_run (job), ended_cb, lb_weak_new (self), lb_weak_free));
    }
  update (self);
}

void
lb_uploads_add (LbUploads *self, LbUploadJob *job)
{
  g_return_if_fail (LB_IS_UPLOADS (self));
  g_return_if_fail (LB_IS_UPLOAD_JOB (job));
  g_return_if_fail (!lb_upload_job_get_running (job));
  g_return_if_fail (!g_list_store_find (self->jobs, job, NULL));

  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  g_list_store_append (self->jobs, job);
  advance (self);
}

void
lb_uploads_cancel (LbUploads *self)
{
  g_return_if_fail (LB_IS_UPLOADS (self));

  for (guint i = n_jobs (self); i > 0; i--)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i - 1);

      lb_upload_job_cancel (job);
    }
}

void
lb_uploads_retry (LbUploads *self)
{
  g_return_if_fail (LB_IS_UPLOADS (self));

  for (guint i = 0; i < n_jobs (self); i++)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i);

      lb_upload_job_reset_failed (job);
    }
  advance (self);
}

void
lb_uploads_clear (LbUploads *self)
{
  g_return_if_fail (LB_IS_UPLOADS (self));

  for (guint i = n_jobs (self); i > 0; i--)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i - 1);

      if (lb_upload_job_get_running (job) || n_unsettled (job) > 0)
        continue;
      g_signal_handlers_disconnect_by_data (job, self);
      g_list_store_remove (self->jobs, i - 1);
    }
  update (self);
}

LbUploadJob *
lb_uploads_get_active (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), NULL);
  return self->active;
}

gboolean
lb_uploads_get_running (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), FALSE);
  return self->counts.running;
}

guint
lb_uploads_get_n_total (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), 0);
  return self->counts.total;
}

guint
lb_uploads_get_n_done (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), 0);
  return self->counts.done;
}

guint
lb_uploads_get_n_failed (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), 0);
  return self->counts.failed;
}

guint
lb_uploads_get_n_cancelled (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), 0);
  return self->counts.cancelled;
}

double
lb_uploads_get_fraction (LbUploads *self)
{
  g_return_val_if_fail (LB_IS_UPLOADS (self), 0);
  return self->counts.fraction;
}

GListModel *
lb_uploads_list_waiting (LbUploads *self, LbDataset *dataset)
{
  GListStore *waiting = NULL;

  g_return_val_if_fail (LB_IS_UPLOADS (self), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  waiting = g_list_store_new (LB_TYPE_CANDIDATE);
  for (guint i = 0; i < n_jobs (self); i++)
    {
      g_autoptr (LbUploadJob) job = nth_job (self, i);
      GListModel *candidates = lb_upload_job_get_candidates (job);
      guint n =
        lb_upload_job_get_dataset (job) == dataset ? g_list_model_get_n_items (candidates) : 0;

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, j);

          if (lb_candidate_is_coming (candidate))
            g_list_store_append (waiting, candidate);
        }
    }

  return G_LIST_MODEL (waiting);
}
