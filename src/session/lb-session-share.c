#include "session/lb-session-share.h"

#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-lease.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-private.h"
#include "session/lb-trash-private.h"

#define LOOK_SECONDS 2
#define FOLLOW_MS 200

struct _LbSessionShare
{
  LbLease *lease;        /* (owned) */
  GFileMonitor *monitor; /* (owned) (nullable): of what is written to the database */
  guint look_id;         /* looks whether the others are gone */
  gint64 version;        /* of the database, as last seen */
  gboolean reading;
  gboolean again;  /* something was written meanwhile */
  gboolean taking; /* what another has left is read */
  gboolean wanted; /* what waits is to be sent */
  gboolean full;   /* the disk has no room for who sends */
};

static LbSessionShare *
share_new (LbSession *self)
{
  LbSessionShare *share = g_new0 (LbSessionShare, 1);
  g_autofree char *path = g_build_filename (self->state_dir, "sender.lock", NULL);

  share->lease = lb_lease_new (path, "sender");

  return share;
}

gboolean
lb_session_is_sender (LbSession *self)
{
  return self->share == NULL || lb_lease_is_held (self->share->lease);
}

static void
set_elsewhere (LbSession *self, gboolean elsewhere)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    lb_outbox_set_elsewhere (self->changes[kind], elsewhere);
}

/* @error: (nullable): why the lease could not be taken. */
static void
set_full (LbSession *self, const GError *error)
{
  const gboolean full = g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE);

  if (self->share->full == full)
    return;

  self->share->full = full;
  g_object_notify (G_OBJECT (self), "lacks-room");
}

gboolean
lb_session_lacks_room (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  return self->service_full || (self->share != NULL && self->share->full);
}

gboolean
lb_session_begin_share (LbSession *self, LbDatabase *database, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean held = FALSE;

  if (self->share == NULL)
    self->share = share_new (self);
  held = dex_await_boolean (lb_lease_take (self->share->lease, database), &failure);
  set_full (self, failure);
  /* What is there can be read, and there will be room again. */
  if (failure != NULL && !self->share->full)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  set_elsewhere (self, !held);

  return TRUE;
}

/* Taking in what others have written. */

static GValue *
version_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, "PRAGMA data_version", "");

  if (statement == NULL || !lb_sql_step (statement, error))
    return NULL;

  return lb_value_new_int64 (sqlite3_column_int64 (statement, 0));
}

/* Returns how many changes are over by what others have done, -1 when the database will not say. */
static gint64
merge_all (LbSession *self)
{
  gint64 n_ended = 0;

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    {
      g_autoptr (GError) error = NULL;

      n_ended += dex_await_int64 (lb_outbox_merge (self->changes[kind]), &error);
      if (error != NULL)
        return -1;
    }
  if (!self->closed)
    lb_session_show_changes (self);

  return n_ended;
}

static gboolean
has_news (LbSession *self)
{
  g_autoptr (LbDatabase) database = g_object_ref (self->database);
  g_autoptr (GError) error = NULL;
  const gint64 version =
    dex_await_int64 (lb_database_run (database, version_work, NULL, NULL), &error);

  if (error != NULL || self->closed || version == self->share->version)
    return FALSE;
  self->share->version = version;

  return TRUE;
}

/* What was done elsewhere, that it can be undone here. */
static void
merge_done (LbSession *self)
{
  g_autoptr (LbTrash) trash = self->trash != NULL ? g_object_ref (self->trash) : NULL;
  g_autoptr (LbHistory) history = self->history != NULL ? g_object_ref (self->history) : NULL;

  if (trash != NULL)
    dex_await (lb_trash_merge (trash), NULL);
  if (trash != NULL && history != NULL)
    dex_await (lb_history_merge (history, trash), NULL);
}

static DexFuture *
follow_fiber (gpointer data)
{
  LbSession *self = ((LbSessionCall *) data)->session;

  do
    {
      self->share->again = FALSE;
      if (self->closed || self->database == NULL)
        break;
      if (!has_news (self))
        continue;
      merge_done (self);
      if (merge_all (self) > 0 && !self->closed)
        dex_await (lb_session_refresh (self), NULL);
    }
  while (self->share->again);
  self->share->reading = FALSE;

  return NULL;
}

static void
follow (LbSession *self)
{
  LbSessionShare *share = self->share;

  if (share == NULL || self->closed || self->database == NULL)
    return;
  share->again = TRUE;
  if (share->reading)
    return;

  share->reading = TRUE;
  dex_future_disown (lb_session_call_run (lb_session_call_new (self, NULL, NULL), follow_fiber));
}

static void
written_cb (
  GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, LbSession *self)
{
  follow (self);
}

/* Becoming the one that sends. */

static gboolean
take_lease (LbSession *self)
{
  g_autoptr (GError) error = NULL;
  const gboolean held =
    dex_await_boolean (lb_lease_take (self->share->lease, self->database), &error);

  if (!self->closed)
    set_full (self, error);

  return held;
}

static DexFuture *
take_over_fiber (gpointer data)
{
  LbSession *self = ((LbSessionCall *) data)->session;
  gboolean done = FALSE;

  if (self->closed || self->database == NULL)
    return NULL;

  follow (self); /* where a file system does not tell */
  /* What the other one has done since stands in the database. */
  self->share->taking = TRUE;
  done = take_lease (self) && !self->closed && merge_all (self) >= 0 && !self->closed;
  self->share->taking = FALSE;
  if (!done)
    {
      lb_lease_drop (self->share->lease);
      if (!self->closed)
        lb_session_await_sender (self);
      return NULL;
    }

  set_elsewhere (self, FALSE);
  if (self->share->wanted)
    lb_session_start_changes (self);
  /* What the other one had hidden, and not meant, comes with the lists. */
  dex_await (lb_trash_purge (self->trash), NULL);
  if (!self->closed)
    dex_await (lb_session_refresh (self), NULL);

  return NULL;
}

static gboolean
look_cb (gpointer data)
{
  LbSession *self = data;

  self->share->look_id = 0;
  dex_future_disown (lb_session_call_run (lb_session_call_new (self, NULL, NULL), take_over_fiber));

  return G_SOURCE_REMOVE;
}

void
lb_session_await_sender (LbSession *self)
{
  if (self->share->look_id == 0)
    self->share->look_id = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
}

gboolean
lb_session_check_sender (LbSession *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (self->share == NULL || self->database == NULL ||
      dex_await (lb_lease_check (self->share->lease, self->database), &failure))
    return TRUE;
  if (!g_error_matches (failure, LB_ERROR, LB_ERROR_CONFLICT) || self->closed)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  lb_lease_drop (self->share->lease);
  set_elsewhere (self, TRUE);
  lb_session_await_sender (self);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, failure->message);

  return FALSE;
}

gboolean
lb_session_want_sender (LbSession *self)
{
  if (self->share != NULL)
    self->share->wanted = TRUE;

  return self->share == NULL || (lb_lease_is_held (self->share->lease) && !self->share->taking);
}

void
lb_session_follow_share (LbSession *self)
{
  g_autofree char *path = g_build_filename (self->state_dir, "account.db-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (self->share == NULL)
    return;

  self->share->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->share->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (self->share->monitor, FOLLOW_MS);
      g_signal_connect (self->share->monitor, "changed", G_CALLBACK (written_cb), self);
    }
  if (!lb_lease_is_held (self->share->lease))
    lb_session_await_sender (self);
  follow (self);
}

void
lb_session_stop_share (LbSession *self)
{
  if (self->share == NULL)
    return;

  g_clear_handle_id (&self->share->look_id, g_source_remove);
  if (self->share->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->share->monitor, self);
  g_clear_object (&self->share->monitor);
}

void
lb_session_end_share (LbSession *self)
{
  lb_session_stop_share (self);
  if (self->share != NULL)
    lb_lease_drop (self->share->lease);
}

void
lb_session_free_share (LbSession *self)
{
  lb_session_end_share (self);
  if (self->share != NULL)
    lb_lease_free (self->share->lease);
  g_clear_pointer (&self->share, g_free);
}
