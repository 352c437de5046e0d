#include "config.h"

#include "ui/copy/lb-copies.h"

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "jobs/lb-copy-read.h"
#include "jobs/lb-copy-store.h"
#include "jobs/lb-upload-end.h"

#define DATA_KEY "lb-copies"

/* An account that is open beside the window's. */
typedef struct
{
  LbAccountEntry *account; /* (owned) */
  LbSession *session;      /* (owned) */
  LbUploadQueue *queue;    /* (owned) */
  DexFuture *opening;      /* (owned) */
} Beside;

struct _LbCopies
{
  GObject parent_instance;

  LbSession *session;      /* (owned) */
  LbUploadQueue *uploads;  /* (owned) */
  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
  GPtrArray *beside;       /* (owned) (element-type Beside) */
  GPtrArray *jobs;         /* (owned) (element-type LbCopyJob): running */
  gboolean resumed;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (LbCopies, lb_copies, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
beside_free (gpointer data)
{
  Beside *self = data;

  lb_upload_queue_close (self->queue);
  lb_session_close (self->session);
  g_object_unref (self->account);
  g_object_unref (self->queue);
  g_object_unref (self->session);
  dex_clear (&self->opening);
  g_free (self);
}

static void
lb_copies_dispose (GObject *object)
{
  lb_copies_close (LB_COPIES (object));

  G_OBJECT_CLASS (lb_copies_parent_class)->dispose (object);
}

static void
lb_copies_finalize (GObject *object)
{
  LbCopies *self = LB_COPIES (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->beside);
  g_clear_object (&self->uploads);
  g_clear_object (&self->session);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);

  G_OBJECT_CLASS (lb_copies_parent_class)->finalize (object);
}

static void
lb_copies_class_init (LbCopiesClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_copies_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_copies_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, LB_TYPE_COPY_JOB, G_TYPE_ERROR);
}

static void
lb_copies_init (LbCopies *self)
{
  self->beside = g_ptr_array_new_with_free_func (beside_free);
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

LbCopies *
lb_copies_new (LbSession *session,
               LbUploadQueue *uploads,
               LbAccountList *accounts,
               LbSecrets *secrets)
{
  LbCopies *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (uploads), NULL);

  self = g_object_new (LB_TYPE_COPIES, NULL);
  self->session = g_object_ref (session);
  self->uploads = g_object_ref (uploads);
  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  g_object_set_data (G_OBJECT (session), DATA_KEY, self);

  return self;
}

LbCopies *
lb_copies_get (LbSession *session)
{
  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  return g_object_get_data (G_OBJECT (session), DATA_KEY);
}

void
lb_copies_close (LbCopies *self)
{
  g_return_if_fail (LB_IS_COPIES (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  g_object_set_data (G_OBJECT (self->session), DATA_KEY, NULL);
  for (guint i = 0; i < self->jobs->len; i++)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->jobs, i), self);
      lb_copy_job_close (g_ptr_array_index (self->jobs, i));
    }
  g_ptr_array_set_size (self->jobs, 0);
  g_ptr_array_set_size (self->beside, 0);
}

LbAccountList *
lb_copies_get_accounts (LbCopies *self)
{
  g_return_val_if_fail (LB_IS_COPIES (self), NULL);
  return self->accounts;
}

LbSecrets *
lb_copies_get_secrets (LbCopies *self)
{
  g_return_val_if_fail (LB_IS_COPIES (self), NULL);
  return self->secrets;
}

/* Accounts. */

typedef struct
{
  LbSession *session;   /* (owned) */
  LbUploadQueue *queue; /* (owned) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_object_unref (self->session);
  g_object_unref (self->queue);
  g_free (self);
}

/* What is known of it is there even when its service is not. */
static DexFuture *
open_fiber (gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (lb_session_open (self->session), &failure);
  if (!dex_await (lb_upload_queue_open (self->queue), &error))
    return dex_future_new_for_error (failure != NULL ? g_steal_pointer (&failure)
                                                     : g_steal_pointer (&error));

  return dex_future_new_take_object (g_object_ref (self->queue));
}

static DexFuture *
open_both (LbSession *session, LbUploadQueue *queue)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->session = g_object_ref (session);
  opening->queue = g_object_ref (queue);

  return dex_scheduler_spawn (NULL, 0, open_fiber, opening, opening_free);
}

static Beside *
find_beside (LbCopies *self, LbAccountEntry *account)
{
  for (guint i = 0; i < self->beside->len; i++)
    {
      Beside *beside = g_ptr_array_index (self->beside, i);

      if (beside->account == account)
        return beside;
    }

  return NULL;
}

static Beside *
add_beside (LbCopies *self, LbAccountEntry *account)
{
  Beside *beside = g_new0 (Beside, 1);

  beside->account = g_object_ref (account);
  beside->session = lb_session_new_for_account (account, NULL);
  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_HOSTED)
    lb_session_await_token (beside->session,
                            lb_secrets_lookup (self->secrets, lb_account_entry_get_id (account),
                                               lb_account_entry_get_base_url (account),
                                               lb_account_entry_get_secret_place (account)));
  beside->queue = lb_upload_queue_new (beside->session);
  g_ptr_array_add (self->beside, beside);
  beside->opening = open_both (beside->session, beside->queue);

  return beside;
}

DexFuture *
lb_copies_open (LbCopies *self, LbAccountEntry *account)
{
  Beside *beside = NULL;

  dex_return_error_if_fail (LB_IS_COPIES (self));
  dex_return_error_if_fail (LB_IS_ACCOUNT_ENTRY (account));

  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The window is closed");
  if (account == lb_session_get_account (self->session))
    return open_both (self->session, self->uploads);
  if ((beside = find_beside (self, account)) == NULL)
    beside = add_beside (self, account);

  return dex_ref (beside->opening);
}

LbAccountEntry *
lb_copies_get_account (LbCopies *self, LbCopyJob *job)
{
  g_return_val_if_fail (LB_IS_COPIES (self), NULL);

  return lb_session_get_account (lb_copy_job_get_target (job));
}

/* Jobs. */

static gboolean
is_own (LbCopies *self, const LbCopyRecord *record)
{
  return g_strcmp0 (record->source_account, lb_copy_account_id (self->session)) == 0;
}

/* (nullable): the dataset in the window's account that @job is about. */
static LbDataset *
dataset_of (LbCopies *self, LbCopyJob *job)
{
  const LbCopyRecord *record = lb_copy_job_get_record (job);

  return is_own (self, record)
           ? lb_session_find_dataset_by_uuid (self->session, record->source_uuid)
           : lb_copy_job_get_dataset (job);
}

LbCopyJob *
lb_copies_find (LbCopies *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_COPIES (self), NULL);

  for (guint i = 0; i < self->jobs->len; i++)
    if (dataset_of (self, g_ptr_array_index (self->jobs, i)) == dataset)
      return g_ptr_array_index (self->jobs, i);

  return NULL;
}

static LbCopiesState
judge (LbCopyJob *job)
{
  LbSession *target = lb_copy_job_get_target (job);
  const GError *error = lb_copy_job_get_error (job);

  if (lb_copy_job_is_paused (job) || lb_session_get_needs_sign_in (target) ||
      (error != NULL && lb_upload_end_judge (error) == LB_UPLOAD_END_SIGN_IN))
    return LB_COPIES_RESTING;

  return error != NULL ? LB_COPIES_WAITING : LB_COPIES_SENDING;
}

LbCopyJob *
lb_copies_get_foremost (LbCopies *self)
{
  LbCopyJob *foremost = NULL;

  g_return_val_if_fail (LB_IS_COPIES (self), NULL);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      LbCopyJob *job = g_ptr_array_index (self->jobs, i);

      if (foremost == NULL || judge (job) > judge (foremost))
        foremost = job;
    }

  return foremost;
}

LbCopiesState
lb_copies_get_state (LbCopies *self)
{
  LbCopyJob *foremost = lb_copies_get_foremost (self);

  return foremost != NULL ? judge (foremost) : LB_COPIES_NONE;
}

static void
moved_cb (LbCopyJob *job, GParamSpec *pspec, LbCopies *self)
{
  g_signal_emit (self, signals[CHANGED], 0, dataset_of (self, job));
}

typedef struct
{
  GWeakRef copies;
  LbCopyJob *job; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *self = data;

  g_weak_ref_clear (&self->copies);
  g_object_unref (self->job);
  g_free (self);
}

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  Run *run = data;
  g_autoptr (LbCopies) self = g_weak_ref_get (&run->copies);
  g_autoptr (GError) error = NULL;

  if (self == NULL || self->closed)
    return dex_future_new_true ();

  dex_future_get_value (future, &error);
  g_signal_handlers_disconnect_by_data (run->job, self);
  g_ptr_array_remove (self->jobs, run->job);
  g_signal_emit (self, signals[CHANGED], 0, dataset_of (self, run->job));
  g_signal_emit (self, signals[ENDED], 0, run->job, error);

  return dex_future_new_true ();
}

static LbCopyJob *
start (LbCopies *self, LbSession *source, LbUploadQueue *queue, const LbCopyRecord *record)
{
  Run *run = g_new0 (Run, 1);

  run->job = lb_copy_job_new (source, queue, record);
  g_weak_ref_init (&run->copies, self);
  g_ptr_array_add (self->jobs, g_object_ref (run->job));
  g_signal_connect (run->job, "notify", G_CALLBACK (moved_cb), self);
  dex_future_disown (dex_future_finally (lb_copy_job_run (run->job), ended_cb, run, run_free));

  return g_ptr_array_index (self->jobs, self->jobs->len - 1);
}

static gboolean
is_under_way (LbCopies *self, const char *uuid)
{
  for (guint i = 0; i < self->jobs->len; i++)
    if (g_strcmp0 (lb_copy_job_get_record (g_ptr_array_index (self->jobs, i))->uuid, uuid) == 0)
      return TRUE;

  return FALSE;
}

LbCopyJob *
lb_copies_start (LbCopies *self, LbUploadQueue *queue, const LbCopyPlan *plan)
{
  LbDataset *dataset = NULL;

  g_return_val_if_fail (LB_IS_COPIES (self), NULL);
  g_return_val_if_fail (plan->record != NULL, NULL);

  dataset = lb_session_find_dataset_by_uuid (self->session, plan->record->source_uuid);
  if (self->closed || dataset == NULL || lb_copies_find (self, dataset) != NULL ||
      is_under_way (self, plan->record->uuid))
    return NULL;

  lb_upload_queue_resume (queue); /* who copies wants it sent */
  return start (self, self->session, queue, plan->record);
}

/* Going on. */

typedef struct
{
  LbCopies *copies;        /* (owned) */
  LbAccountEntry *account; /* (owned): that is copied into */
} Resuming;

static void
resuming_free (gpointer data)
{
  Resuming *self = data;

  g_object_unref (self->copies);
  g_object_unref (self->account);
  g_free (self);
}

/* (transfer full) (nullable): what @record is copied from, open. */
static LbSession *
open_source (LbCopies *self, const LbCopyRecord *record)
{
  LbAccountEntry *account = NULL;
  g_autoptr (LbUploadQueue) queue = NULL;

  if (is_own (self, record))
    {
      dex_await (lb_session_open (self->session), NULL);
      return g_object_ref (self->session);
    }
  if (!lb_copy_job_needs_source (record) ||
      !(account = lb_account_list_find (self->accounts, record->source_account)))
    return NULL;

  queue = dex_await_object (lb_copies_open (self, account), NULL);

  return queue != NULL ? g_object_ref (lb_upload_queue_get_session (queue)) : NULL;
}

static DexFuture *
resume_fiber (gpointer data)
{
  Resuming *resuming = data;
  LbCopies *self = resuming->copies;
  g_autoptr (LbUploadQueue) queue =
    dex_await_object (lb_copies_open (self, resuming->account), NULL);
  g_autoptr (GPtrArray) records = NULL;
  LbDatabase *database =
    queue != NULL ? lb_session_get_database (lb_upload_queue_get_session (queue)) : NULL;

  if (self->closed || database == NULL ||
      !(records = dex_await_boxed (lb_copy_store_list_going (database), NULL)))
    return dex_future_new_true ();

  for (guint i = 0; i < records->len && !self->closed; i++)
    {
      const LbCopyRecord *record = g_ptr_array_index (records, i);
      g_autoptr (LbSession) source = open_source (self, record);

      if (!self->closed && !is_under_way (self, record->uuid))
        start (self, source, queue, record);
    }

  return dex_future_new_true ();
}

static void
resume_account (LbCopies *self, LbAccountEntry *account)
{
  Resuming *resuming = g_new0 (Resuming, 1);

  resuming->copies = g_object_ref (self);
  resuming->account = g_object_ref (account);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, resume_fiber, resuming, resuming_free));
}

void
lb_copies_resume (LbCopies *self)
{
  LbAccountEntry *own = NULL;

  g_return_if_fail (LB_IS_COPIES (self));

  if (self->resumed || self->closed)
    return;

  self->resumed = TRUE;
  own = lb_session_get_account (self->session);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      const char *folder = lb_account_entry_get_state_dir (account);

      /* Only what is known to be wanted opens another account by itself. */
      if (lb_account_entry_get_kind (account) == LB_ACCOUNT_HOSTED &&
          (account == own ||
           (!lb_session_is_hosted (self->session) && lb_copy_job_is_left (folder))))
        resume_account (self, account);
    }
}
