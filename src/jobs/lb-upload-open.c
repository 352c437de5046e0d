#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-ledger.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"
#include "session/lb-account.h"

#define LOOK_SECONDS 2
#define CLOSE_MS 1000

/* Rows of earlier runs, and whose it is to send them. */

/* What is read at once. */
typedef struct
{
  GPtrArray *records; /* (owned) (element-type LbUploadRecord) */
  GPtrArray *again;   /* (owned) (element-type LbUploadRecord) */
  GHashTable *sent;   /* (owned): as in the queue */
  gint64 names;
  gint64 paused;
} Stored;

static void
stored_clear (Stored *self)
{
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->again, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static DexFuture *
take_back_fiber (gpointer data)
{
  LbUploadQueue *self = data;

  if (self->closed || lb_lease_is_held (self->lease))
    return NULL;
  if (!dex_await_boolean (lb_lease_take (self->lease, self->database), NULL))
    {
      lb_upload_queue_await_lease (self);
      return NULL;
    }

  /* What the other one has done since stands in the database. */
  g_clear_object (&self->database);
  dex_clear (&self->opening);
  if (dex_await (lb_upload_queue_open (self), NULL))
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);

  return NULL;
}

static gboolean
look_cb (gpointer data)
{
  LbUploadQueue *self = data;

  self->lease_id = 0;
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, take_back_fiber, g_object_ref (self), g_object_unref));

  return G_SOURCE_REMOVE;
}

void
lb_upload_queue_await_lease (LbUploadQueue *self)
{
  if (!lb_lease_is_held (self->lease) && self->lease_id == 0 && !self->closed)
    self->lease_id = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
}

static gboolean
read_stored (LbUploadQueue *self, LbDatabase *database, Stored *stored, GError **error)
{
  g_autoptr (LbDatabase) account = NULL;
  GError *failure = NULL;

  /* Which has what was sent from all queues. */
  g_set_object (&account, lb_session_get_database (self->session));

  if (!(stored->records = dex_await_boxed (lb_upload_store_load (database), error)) ||
      !(stored->again = dex_await_boxed (lb_upload_ledger_list_again (database), error)) ||
      !(stored->sent = dex_await_boxed (
          lb_upload_ledger_list_sent (account != NULL ? account : database), error)))
    return FALSE;

  stored->names = dex_await_int64 (
    lb_upload_store_get_fact (database, "names", LB_UPLOAD_NAMES_UNKNOWN), &failure);
  if (failure == NULL)
    stored->paused =
      dex_await_int64 (lb_upload_store_get_fact (database, "paused", FALSE), &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

/* Copies that belong to no row were left by a crash. */
static gboolean
tidy (LbUploadQueue *self, GPtrArray *records, GError **error)
{
  g_autoptr (GHashTable) uuids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (uuids, ((LbUploadRecord *) g_ptr_array_index (records, i))->uuid);

  return dex_await (lb_upload_stage_tidy (self->folder, uuids), error);
}

static LbUpload *
revive (LbUploadQueue *self, const LbUploadRecord *stored)
{
  LbUploadRecord *record = lb_upload_record_copy (stored);
  LbUpload *upload = NULL;

  /* A crash while it was sent: it may be there. */
  if (record->state == LB_UPLOAD_SENDING || record->state == LB_UPLOAD_CAPTIONING)
    record->state = LB_UPLOAD_CHECKING;
  upload = lb_upload_new (record, self->folder);
  upload->in_doubt = record->state == LB_UPLOAD_CHECKING;

  return upload;
}

static void
take_stored (LbUploadQueue *self, Stored *stored)
{
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func (g_object_unref);

  self->names =
    CLAMP ((LbUploadNames) stored->names, LB_UPLOAD_NAMES_UNKNOWN, LB_UPLOAD_NAMES_KEPT);
  self->paused = stored->paused != 0;
  if (self->paused)
    g_object_notify (G_OBJECT (self), "paused");
  lb_upload_queue_take_again (self, stored->again);
  g_clear_pointer (&self->sent, g_hash_table_unref);
  self->sent = g_hash_table_ref (stored->sent);
  for (guint i = 0; i < stored->records->len; i++)
    g_ptr_array_add (uploads, revive (self, g_ptr_array_index (stored->records, i)));
  lb_upload_queue_set_uploads (self, uploads);
}

static DexFuture *
fail_opening (LbUploadQueue *self, GError *error)
{
  dex_clear (&self->opening);

  return dex_future_new_for_error (error);
}

/* (nullable) (transfer full) */
static LbDatabase *
open_database (LbUploadQueue *self, GError **error)
{
  LbDatabase *account = lb_session_get_database (self->session);
  g_autoptr (LbDatabase) own = NULL;

  if (account == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "The session is not open");
      return NULL;
    }
  if (self->own_dir == NULL)
    return g_object_ref (account);
  if (self->own != NULL)
    return g_object_ref (self->own);

  if (!(own = dex_await_object (lb_account_open (self->own_dir), error)))
    return NULL;
  if (self->closed)
    lb_account_close (own, CLOSE_MS);
  g_set_object (&self->own, own);

  return g_steal_pointer (&own);
}

static DexFuture *
open_fiber (gpointer data)
{
  LbUploadQueue *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDatabase) database = open_database (self, &error);
  g_autoptr (GError) full = NULL;
  g_auto (Stored) stored = { 0 };
  gboolean held = FALSE;

  if (database == NULL)
    return fail_opening (self, g_steal_pointer (&error));
  held = dex_await_boolean (lb_lease_take (self->lease, database), &error);
  /* What is there can be read, and there will be room again. */
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    full = g_steal_pointer (&error);
  if (error != NULL || !read_stored (self, database, &stored, &error) ||
      (held && !tidy (self, stored.records, &error)))
    return fail_opening (self, g_steal_pointer (&error));
  if (self->closed)
    return fail_opening (self,
                         g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "The queue is closed"));

  take_stored (self, &stored);
  g_set_object (&self->database, database);
  if (!held)
    {
      lb_upload_queue_set_halt (
        self, full != NULL ? LB_UPLOAD_HALT_SPACE : LB_UPLOAD_HALT_ELSEWHERE, full);
      lb_upload_queue_await_lease (self);
    }
  else
    lb_upload_queue_weed_everywhere (self);
  lb_upload_queue_advance (self);

  return dex_future_new_true ();
}

/**
 * lb_upload_queue_open:
 * @self: a queue
 *
 * Calls made while one is under way, or afterwards, share its outcome.
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_INVALID before the session's
 *   account is open, STORAGE or NO_SPACE
 */
DexFuture *
lb_upload_queue_open (LbUploadQueue *self)
{
  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));

  if (self->opening == NULL && self->database == NULL)
    {
      DexFuture *opening =
        dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref);

      self->opening = dex_ref (opening);
      return opening;
    }

  return self->opening != NULL ? dex_ref (self->opening) : dex_future_new_true ();
}
