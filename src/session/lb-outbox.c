#include "session/lb-outbox.h"

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "session/lb-outbox-row.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000

/* What one image's edit is. */
typedef struct
{
  gint64 image_id;
  gint64 dataset_id;
  char *text;    /* (owned) */
  char *message; /* (owned) (nullable) */
  LbEditState state;
  guint64 serial;   /* of the newest text */
  gboolean written; /* the newest text is on disk */
  guint attempts;   /* failed in a row */
} Edit;

struct _LbOutbox
{
  GObject parent_instance;

  LbDatabase *database; /* (owned) (nullable) after closing */
  GHashTable *edits;    /* (owned) (element-type gint64 Edit) */
  GHashTable *chains;   /* (owned) (element-type gint64): images that a fiber takes care of */
  LbOutboxSend send;
  gpointer data;
  DexCancellable *stop; /* (owned) */
  DexCancellable *wake; /* (owned): ends the waits between attempts; made anew each time */
  guint64 last_serial;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (LbOutbox, lb_outbox, G_TYPE_OBJECT)

enum
{
  STATE_CHANGED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edit_free (Edit *self)
{
  g_free (self->text);
  g_free (self->message);
  g_free (self);
}

static void
lb_outbox_dispose (GObject *object)
{
  LbOutbox *self = LB_OUTBOX (object);

  lb_outbox_stop (self);

  G_OBJECT_CLASS (lb_outbox_parent_class)->dispose (object);
}

static void
lb_outbox_finalize (GObject *object)
{
  LbOutbox *self = LB_OUTBOX (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->edits, g_hash_table_unref);
  g_clear_pointer (&self->chains, g_hash_table_unref);
  dex_clear (&self->stop);
  dex_clear (&self->wake);

  G_OBJECT_CLASS (lb_outbox_parent_class)->finalize (object);
}

static void
lb_outbox_class_init (LbOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_outbox_dispose;
  object_class->finalize = lb_outbox_finalize;

  signals[STATE_CHANGED] = g_signal_new ("state-changed", LB_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[REFUSED] = g_signal_new ("refused", LB_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
lb_outbox_init (LbOutbox *self)
{
  self->edits =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) edit_free);
  self->chains = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->stop = dex_cancellable_new ();
  self->wake = dex_cancellable_new ();
}

LbOutbox *
lb_outbox_new (const char *state_dir, LbOutboxSend send, gpointer data, GError **error)
{
  g_autoptr (LbOutbox) self = g_object_new (LB_TYPE_OUTBOX, NULL);
  g_autofree char *path = g_build_filename (state_dir, "account.db", NULL);

  if (g_mkdir_with_parents (state_dir, 0700) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "Can't make the folder %s", state_dir);
      return NULL;
    }
  if (!(self->database = lb_outbox_row_open (path, error)))
    return NULL;

  self->send = send;
  self->data = data;

  return g_steal_pointer (&self);
}

static Edit *
find_edit (LbOutbox *self, gint64 image_id)
{
  return g_hash_table_lookup (self->edits, &image_id);
}

static Edit *
ensure_edit (LbOutbox *self, gint64 dataset_id, gint64 image_id)
{
  Edit *edit = find_edit (self, image_id);

  if (edit == NULL)
    {
      edit = g_new0 (Edit, 1);
      edit->image_id = image_id;
      g_hash_table_insert (self->edits, g_memdup2 (&image_id, sizeof image_id), edit);
    }
  edit->dataset_id = dataset_id;

  return edit;
}

static void
set_state (LbOutbox *self, Edit *edit, LbEditState state)
{
  gint64 image_id = edit->image_id;

  if (edit->state == state)
    return;

  edit->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0, image_id);
}

static void
forget_edit (LbOutbox *self, gint64 image_id)
{
  if (g_hash_table_remove (self->edits, &image_id))
    g_signal_emit (self, signals[STATE_CHANGED], 0, image_id);
}

static LbOutboxRow *
row_new (const Edit *edit)
{
  LbOutboxRow *row = g_new0 (LbOutboxRow, 1);

  row->image_id = edit->image_id;
  row->dataset_id = edit->dataset_id;
  row->text = g_strdup (edit->text);
  row->message = g_strdup (edit->message);
  row->state = edit->state == LB_EDIT_SENDING ? LB_EDIT_PENDING : edit->state;

  return row;
}

static DexFuture *
run_row (LbOutbox *self, LbDatabaseWork work, LbOutboxRow *row)
{
  if (self->database == NULL)
    {
      lb_outbox_row_free (row);
      return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is closed");
    }

  return lb_database_run (self->database, work, row, (GDestroyNotify) lb_outbox_row_free);
}

static DexFuture *
load_fiber (gpointer data)
{
  LbOutbox *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (self->database == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is closed");
  if (!(rows = dex_await_boxed (lb_database_run (self->database, lb_outbox_row_read, NULL, NULL),
                                &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      LbOutboxRow *row = g_ptr_array_index (rows, i);
      Edit *edit = NULL;

      if (find_edit (self, row->image_id) != NULL)
        continue;
      edit = ensure_edit (self, row->dataset_id, row->image_id);
      g_set_str (&edit->text, row->text != NULL ? row->text : "");
      g_set_str (&edit->message, row->message);
      edit->serial = ++self->last_serial;
      edit->written = TRUE;
      set_state (self, edit, CLAMP (row->state, LB_EDIT_DRAFT, LB_EDIT_REFUSED));
    }
  if (self->started)
    lb_outbox_start (self);

  return dex_future_new_true ();
}

DexFuture *
lb_outbox_load (LbOutbox *self)
{
  dex_return_error_if_fail (LB_IS_OUTBOX (self));
  dex_return_error_if_fail (self->database != NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* Sending. One chain an image: it ends when there is nothing more to send for it. */

typedef struct
{
  GWeakRef outbox;
  DexCancellable *stop; /* (owned) */
  gint64 image_id;
} Chain;

static void
chain_free (Chain *self)
{
  g_weak_ref_clear (&self->outbox);
  dex_clear (&self->stop);
  g_free (self);
}

static gboolean
is_stopped (Chain *chain)
{
  return !dex_future_is_pending (DEX_FUTURE (chain->stop));
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_TIMED_OUT) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_SERVER) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_RATE_LIMITED);
}

/* Full jitter: anything up to 1 s, 2 s, 4 s and so on to a minute. */
static int
backoff_ms (guint attempts)
{
  int longest = BACKOFF_LAST_MS;

  if (attempts < 6)
    longest = MIN (BACKOFF_FIRST_MS << attempts, BACKOFF_LAST_MS);

  return g_random_int_range (0, longest + 1);
}

/* What came of sending the text of @serial. Returns how long to wait before the next look. */
static int
take_outcome (LbOutbox *self, Edit *edit, guint64 serial, const GError *error)
{
  gint64 image_id = edit->image_id;
  int wait_ms = 0;

  if (error != NULL && is_passing (error))
    wait_ms = backoff_ms (edit->attempts++);
  else
    edit->attempts = 0;

  if (edit->serial != serial)
    return wait_ms;

  /* A listener may drop the edit, so nothing of it is used after a signal. */
  if (error == NULL)
    {
      dex_future_disown (run_row (self, lb_outbox_row_forget, row_new (edit)));
      forget_edit (self, image_id);
    }
  else if (is_passing (error))
    set_state (self, edit, LB_EDIT_PENDING);
  else
    {
      g_set_str (&edit->message, error->message);
      edit->state = LB_EDIT_REFUSED;
      dex_future_disown (run_row (self, lb_outbox_row_write, row_new (edit)));
      g_signal_emit (self, signals[STATE_CHANGED], 0, image_id);
      g_signal_emit (self, signals[REFUSED], 0, image_id, error->message);
    }

  return wait_ms;
}

/* (transfer full) (nullable): the send that is due, NULL when the chain has come to its end. */
static DexFuture *
begin_send (Chain *chain, guint64 *serial)
{
  g_autoptr (LbOutbox) self = g_weak_ref_get (&chain->outbox);
  g_autofree char *text = NULL;
  gint64 dataset_id = 0;
  Edit *edit = NULL;

  if (self == NULL || is_stopped (chain))
    return NULL;
  edit = find_edit (self, chain->image_id);
  if (edit == NULL || edit->state != LB_EDIT_PENDING || !edit->written)
    {
      g_hash_table_remove (self->chains, &chain->image_id);
      return NULL;
    }

  *serial = edit->serial;
  dataset_id = edit->dataset_id;
  text = g_strdup (edit->text);
  set_state (self, edit, LB_EDIT_SENDING);

  return self->send (dataset_id, chain->image_id, text, self->data);
}

static DexFuture *
chain_fiber (gpointer data)
{
  Chain *chain = data;
  DexFuture *sending = NULL;
  guint64 serial = 0;

  while ((sending = begin_send (chain, &serial)) != NULL)
    {
      g_autoptr (DexFuture) sent = sending;
      g_autoptr (GError) error = NULL;
      g_autoptr (DexFuture) wake = NULL;
      int wait_ms = 0;

      dex_await (dex_future_first (dex_ref (sent), dex_ref (chain->stop), NULL), NULL);
      if (dex_future_is_pending (sent) || is_stopped (chain))
        break;
      dex_await (dex_ref (sent), &error);
      if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
        break;

      {
        g_autoptr (LbOutbox) self = g_weak_ref_get (&chain->outbox);
        Edit *edit = self != NULL ? find_edit (self, chain->image_id) : NULL;

        if (self == NULL)
          break;
        if (edit == NULL)
          continue;
        wait_ms = take_outcome (self, edit, serial, error);
        wake = dex_ref (self->wake);
      }
      if (wait_ms > 0)
        dex_await (dex_future_first (dex_timeout_new_msec (wait_ms), g_steal_pointer (&wake),
                                     dex_ref (chain->stop), NULL),
                   NULL);
    }

  return NULL;
}

static void
send_when_due (LbOutbox *self, Edit *edit)
{
  Chain *chain = NULL;

  if (!self->started || edit->state != LB_EDIT_PENDING || !edit->written)
    return;
  if (!g_hash_table_add (self->chains, g_memdup2 (&edit->image_id, sizeof edit->image_id)))
    return;

  chain = g_new0 (Chain, 1);
  g_weak_ref_init (&chain->outbox, self);
  chain->stop = dex_ref (self->stop);
  chain->image_id = edit->image_id;
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, chain_fiber, chain, (GDestroyNotify) chain_free));
}

void
lb_outbox_start (LbOutbox *self)
{
  GHashTableIter iter;
  Edit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  self->started = dex_future_is_pending (DEX_FUTURE (self->stop));
  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    send_when_due (self, edit);
}

void
lb_outbox_wake (LbOutbox *self)
{
  g_autoptr (DexCancellable) wake = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  wake = g_steal_pointer (&self->wake);
  self->wake = dex_cancellable_new ();
  dex_cancellable_cancel (wake);
}

void
lb_outbox_stop (LbOutbox *self)
{
  g_return_if_fail (LB_IS_OUTBOX (self));

  self->started = FALSE;
  dex_cancellable_cancel (self->stop);
}

/* Closing waits for the database's thread, so a third one keeps the time. */
typedef struct
{
  gatomicrefcount ref_count;
  GMutex mutex;
  GCond cond;
  gboolean done;
  LbDatabase *database; /* (owned) */
} Closing;

static void
closing_unref (Closing *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_object (&self->database);
  g_free (self);
}

static gpointer
closing_thread (gpointer data)
{
  Closing *self = data;

  lb_database_close (self->database);
  g_mutex_lock (&self->mutex);
  self->done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  closing_unref (self);

  return NULL;
}

void
lb_outbox_close (LbOutbox *self, guint timeout_ms)
{
  gint64 deadline_us = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  Closing *closing = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  lb_outbox_stop (self);
  if (self->database == NULL)
    return;

  closing = g_new0 (Closing, 1);
  g_atomic_ref_count_init (&closing->ref_count);
  g_atomic_ref_count_inc (&closing->ref_count);
  g_mutex_init (&closing->mutex);
  g_cond_init (&closing->cond);
  closing->database = g_steal_pointer (&self->database);
  g_thread_unref (g_thread_new ("account-close", closing_thread, closing));

  g_mutex_lock (&closing->mutex);
  while (!closing->done && g_cond_wait_until (&closing->cond, &closing->mutex, deadline_us))
    continue;
  g_mutex_unlock (&closing->mutex);
  closing_unref (closing);
}

/* Editing. */

typedef struct
{
  LbOutbox *outbox; /* (owned) */
  DexFuture *write; /* (owned) */
  gint64 image_id;
  guint64 serial;
} Writing;

static void
writing_free (Writing *self)
{
  g_clear_object (&self->outbox);
  dex_clear (&self->write);
  g_free (self);
}

static DexFuture *
written_fiber (gpointer data)
{
  Writing *self = data;
  g_autoptr (GError) error = NULL;
  Edit *edit = NULL;

  if (!dex_await (g_steal_pointer (&self->write), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  edit = find_edit (self->outbox, self->image_id);
  if (edit != NULL && edit->serial == self->serial)
    {
      edit->written = TRUE;
      send_when_due (self->outbox, edit);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_outbox_edit (
  LbOutbox *self, gint64 dataset_id, gint64 image_id, const char *text, gboolean sendable)
{
  Writing *writing = NULL;
  Edit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));
  dex_return_error_if_fail (text != NULL);

  edit = ensure_edit (self, dataset_id, image_id);
  edit->serial = ++self->last_serial;
  edit->written = FALSE;
  edit->attempts = 0;
  g_set_str (&edit->text, text);
  g_clear_pointer (&edit->message, g_free);
  set_state (self, edit, sendable ? LB_EDIT_PENDING : LB_EDIT_DRAFT);

  /* A listener may have dropped the edit again. */
  if (!(edit = find_edit (self, image_id)))
    return dex_future_new_true ();

  lb_outbox_wake (self);
  writing = g_new0 (Writing, 1);
  writing->outbox = g_object_ref (self);
  writing->image_id = image_id;
  writing->serial = edit->serial;
  writing->write = run_row (self, lb_outbox_row_write, row_new (edit));

  return dex_scheduler_spawn (NULL, 0, written_fiber, writing, (GDestroyNotify) writing_free);
}

DexFuture *
lb_outbox_discard (LbOutbox *self, gint64 image_id)
{
  LbOutboxRow *row = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  row = g_new0 (LbOutboxRow, 1);
  row->image_id = image_id;
  forget_edit (self, image_id);

  return run_row (self, lb_outbox_row_forget, row);
}

DexFuture *
lb_outbox_settle (LbOutbox *self)
{
  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  return run_row (self, lb_outbox_row_settle, g_new0 (LbOutboxRow, 1));
}

void
lb_outbox_resend (LbOutbox *self, gint64 image_id)
{
  g_autofree char *text = NULL;
  Edit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  edit = find_edit (self, image_id);
  if (edit == NULL || edit->state != LB_EDIT_REFUSED)
    return;

  text = g_strdup (edit->text);
  dex_future_disown (lb_outbox_edit (self, edit->dataset_id, image_id, text, TRUE));
}

const char *
lb_outbox_get_text (LbOutbox *self, gint64 image_id)
{
  Edit *edit = find_edit (self, image_id);

  return edit != NULL ? edit->text : NULL;
}

const char *
lb_outbox_get_message (LbOutbox *self, gint64 image_id)
{
  Edit *edit = find_edit (self, image_id);

  return edit != NULL ? edit->message : NULL;
}

LbEditState
lb_outbox_get_state (LbOutbox *self, gint64 image_id)
{
  Edit *edit = find_edit (self, image_id);

  return edit != NULL ? edit->state : LB_EDIT_SAVED;
}

gboolean
lb_outbox_is_sending (LbOutbox *self, gint64 image_id)
{
  return g_hash_table_contains (self->chains, &image_id);
}
