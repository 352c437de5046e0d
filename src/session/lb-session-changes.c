#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "session/lb-session-changes.h"

/* A call that changes something waits so long for the service's answer; then the change goes on
 * without anybody waiting for it. */
#define PATIENCE_MS 5000

/* How many changes are under way at once: elsewhere one, so that they arrive in their order. */
#define HOSTED_LIMIT 1
#define LOCAL_LIMIT 4

/* Changes other than captions: names, schemas, prefixes and deletions. What is kept is shown at
 * once, and goes out in its turn. */

/* How a kind of change is shown and sent. */
typedef struct
{
  LbThingKind thing;
  const char *property; /* (nullable): of a deletion */
} ChangeType;

static const ChangeType types[LB_CHANGE_N_KINDS] = {
  [LB_CHANGE_CAPTION] = { LB_THING_IMAGE, NULL },
  [LB_CHANGE_PROJECT_NAME] = { LB_THING_PROJECT, "project-name" },
  [LB_CHANGE_DATASET_NAME] = { LB_THING_DATASET, "name" },
  [LB_CHANGE_SCHEMA] = { LB_THING_DATASET, "visual-schema" },
  [LB_CHANGE_PREFIX] = { LB_THING_DATASET, "caption-prefix" },
  [LB_CHANGE_DELETE_IMAGE] = { LB_THING_IMAGE, NULL },
  [LB_CHANGE_DELETE_DATASET] = { LB_THING_DATASET, NULL },
  [LB_CHANGE_DELETE_PROJECT] = { LB_THING_PROJECT, NULL },
};

/* A call that waits for what comes of its change. */
typedef struct
{
  guint n;         /* calls */
  GError *refusal; /* (owned) (nullable) */
} Awaited;

static void
awaited_free (Awaited *self)
{
  g_clear_error (&self->refusal);
  g_free (self);
}

static char *
awaited_key (LbChangeKind kind, gint64 id)
{
  return g_strdup_printf ("%d:%" G_GINT64_FORMAT, (int) kind, id);
}

static gpointer
find_live (LbSession *self, LbThingKind thing, gint64 id)
{
  if (thing == LB_THING_PROJECT)
    return lb_session_find_project (self, id);

  return thing == LB_THING_DATASET ? (gpointer) lb_session_find_dataset (self, id)
                                   : (gpointer) lb_session_find_image (self, id);
}

static gboolean
is_pending (LbOutbox *outbox, gint64 id)
{
  const LbEditState state = lb_outbox_get_state (outbox, id);

  return state == LB_EDIT_PENDING || state == LB_EDIT_SENDING;
}

void
lb_session_overlay (LbSession *self, gpointer fresh, gboolean told)
{
  LbThingKind thing = LB_THING_PROJECT;
  gint64 id = 0;

  if (self->outbox == NULL || !lb_mirror_identify (fresh, &thing, &id))
    return;

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    {
      g_autofree char *theirs = NULL;

      if (types[kind].property == NULL || types[kind].thing != thing ||
          !is_pending (self->changes[kind], id))
        continue;
      g_object_get (fresh, types[kind].property, &theirs, NULL);
      if (told)
        lb_outbox_rebase (self->changes[kind], id, theirs);
      g_object_set (fresh, types[kind].property, lb_outbox_get_text (self->changes[kind], id),
                    NULL);
    }
}

/* Shows what was there before the change, unless something else is there by now. */
static void
go_back (LbSession *self, LbChangeKind kind, gint64 id, const char *text, const char *base)
{
  gpointer live = find_live (self, types[kind].thing, id);
  g_autofree char *now = NULL;

  if (live == NULL)
    return;
  g_object_get (live, types[kind].property, &now, NULL);
  if (g_strcmp0 (now, text) == 0)
    lb_session_show_change (self, live, types[kind].property, base);
}

/* (transfer full) (nullable): what a deletion was of, there again. */
static GObject *
bring_back (LbSession *self, LbThingKind thing, gint64 id)
{
  const char *uuid = self->mirror != NULL ? lb_mirror_find_uuid (self->mirror, thing, id) : NULL;
  GObject *live = uuid != NULL ? lb_session_show_uuid (self, uuid) : NULL;

  return live != NULL ? g_object_ref (live) : NULL;
}

typedef struct
{
  LbSession *session; /* not owned: disconnected before it goes */
  LbChangeKind kind;
} Listener;

static void
refused_cb (LbOutbox *outbox, gint64 id, const char *message, Listener *listener)
{
  LbSession *self = listener->session;
  const LbChangeKind kind = listener->kind;
  g_autofree char *key = awaited_key (kind, id);
  g_autofree char *text = g_strdup (lb_outbox_get_text (outbox, id));
  g_autofree char *base = g_strdup (lb_outbox_get_base (outbox, id));
  g_autoptr (GError) error = g_error_copy (lb_outbox_get_error (outbox, id));
  g_autoptr (GObject) object = NULL;
  Awaited *awaited = g_hash_table_lookup (self->awaited, key);

  dex_future_disown (lb_outbox_forget (outbox, id));
  if (types[kind].property == NULL)
    object = bring_back (self, types[kind].thing, id);
  else if (g_set_object (&object, find_live (self, types[kind].thing, id)))
    go_back (self, kind, id, text, base);

  if (awaited != NULL)
    {
      g_clear_error (&awaited->refusal);
      awaited->refusal = g_steal_pointer (&error);
    }
  else
    lb_session_emit_change_refused (self, object, kind, error);
}

static void
state_changed_cb (LbOutbox *outbox, gint64 id, Listener *listener)
{
  lb_session_update_waiting (listener->session);
}

/* Sending. */

static DexFuture *
send_change (LbSession *self, LbChangeKind kind, gint64 id, const char *text)
{
  LbClient *client = self->client;

  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
      return lb_client_update_project (client, id, text, NULL, NULL, NULL);
    case LB_CHANGE_DATASET_NAME:   return lb_client_update_dataset (client, id, text, NULL, NULL);
    case LB_CHANGE_SCHEMA:         return lb_client_update_dataset (client, id, NULL, text, NULL);
    case LB_CHANGE_PREFIX:         return lb_client_set_caption_prefix (client, id, text);
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       g_assert_not_reached ();
    }
}

static DexFuture *
send_deletion (LbSession *self, LbChangeKind kind, gint64 dataset_id, gint64 id)
{
  if (kind == LB_CHANGE_DELETE_IMAGE)
    return lb_client_delete_image (self->client, dataset_id, id);
  if (kind == LB_CHANGE_DELETE_DATASET)
    return lb_client_delete_dataset (self->client, id);

  return lb_client_delete_project (self->client, id);
}

static gboolean
await_deletion (LbSession *self, LbChangeKind kind, gint64 dataset_id, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!lb_session_await_true (self, send_deletion (self, kind, dataset_id, id), &failure) &&
      !g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (kind == LB_CHANGE_DELETE_IMAGE)
    lb_session_drop_image (self, id);
  else if (kind == LB_CHANGE_DELETE_DATASET)
    lb_session_drop_dataset (self, id);
  else
    lb_session_drop_project (self, id);

  return TRUE;
}

static DexFuture *
send_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  const LbChangeKind kind = GPOINTER_TO_INT (call->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error))
    {
      if (!g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_OFFLINE, "%s", error->message);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (types[kind].property == NULL)
    {
      if (!await_deletion (self, kind, call->dataset_id, call->id, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      return dex_future_new_true ();
    }

  if (!(fresh =
          lb_session_await_object (self, send_change (self, kind, call->id, call->text), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The change is not over before this has ended, and its newest text stays in sight. */
  lb_session_adopt_existing (self, fresh);

  return dex_future_new_true ();
}

typedef struct
{
  LbSession *session; /* not owned: the outbox is stopped before it goes */
  LbChangeKind kind;
} Sender;

static DexFuture *
send_cb (gint64 dataset_id, gint64 id, const char *text, gboolean restoring, gpointer data)
{
  Sender *sender = data;
  LbSessionCall *call = lb_session_call_new (sender->session, NULL, text);

  call->id = id;
  call->dataset_id = dataset_id;
  call->data = GINT_TO_POINTER (sender->kind);

  return lb_session_call_run (call, send_fiber);
}

/* Opening and closing. */

void
lb_session_init_changes (LbSession *self)
{
  self->gate = lb_outbox_gate_new (self->hosted ? HOSTED_LIMIT : LOCAL_LIMIT);
  self->awaited =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) awaited_free);
  self->changes[LB_CHANGE_CAPTION] =
    lb_outbox_new_for (LB_CHANGE_CAPTION, self->gate, lb_session_send_caption, self);
  for (LbChangeKind kind = LB_CHANGE_CAPTION + 1; kind < LB_CHANGE_N_KINDS; kind++)
    {
      Sender *sender = g_new0 (Sender, 1);

      sender->session = self;
      sender->kind = kind;
      self->changes[kind] = lb_outbox_new_for (kind, self->gate, send_cb, sender);
      /* What is under way at the end may still ask for it. */
      g_object_set_data_full (G_OBJECT (self->changes[kind]), "sender", sender, g_free);
    }
}

gboolean
lb_session_load_changes (LbSession *self, LbDatabase *database, GError **error)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    if (!dex_await (lb_outbox_load (self->changes[kind], database), error))
      return FALSE;

  return TRUE;
}

static void
hide_deleted (LbSession *self)
{
  for (LbChangeKind kind = LB_CHANGE_DELETE_IMAGE; kind <= LB_CHANGE_DELETE_PROJECT; kind++)
    {
      g_autoptr (GArray) ids = lb_outbox_list (self->changes[kind]);

      for (guint i = 0; i < ids->len; i++)
        {
          const char *uuid =
            lb_mirror_find_uuid (self->mirror, types[kind].thing, g_array_index (ids, gint64, i));

          if (uuid != NULL)
            lb_session_hide_uuid (self, uuid);
        }
    }
}

void
lb_session_begin_changes (LbSession *self)
{
  for (LbChangeKind kind = LB_CHANGE_CAPTION + 1; kind < LB_CHANGE_N_KINDS; kind++)
    {
      Listener *listener = g_new0 (Listener, 1);

      listener->session = self;
      listener->kind = kind;
      g_signal_connect (self->changes[kind], "refused", G_CALLBACK (refused_cb), listener);
      g_signal_connect (self->changes[kind], "state-changed", G_CALLBACK (state_changed_cb),
                        listener);
      g_object_set_data_full (G_OBJECT (self->changes[kind]), "listener", listener, g_free);
    }
  hide_deleted (self);
  lb_session_update_waiting (self);
}

void
lb_session_start_changes (LbSession *self)
{
  for (LbChangeKind kind = 0; self->outbox != NULL && kind < LB_CHANGE_N_KINDS; kind++)
    lb_outbox_start (self->changes[kind]);
}

void
lb_session_wake_changes (LbSession *self)
{
  for (LbChangeKind kind = 0; self->outbox != NULL && kind < LB_CHANGE_N_KINDS; kind++)
    lb_outbox_wake (self->changes[kind]);
}

void
lb_session_stop_changes (LbSession *self, gboolean close)
{
  for (LbChangeKind kind = 0; self->gate != NULL && kind < LB_CHANGE_N_KINDS; kind++)
    {
      gpointer listener = g_object_get_data (G_OBJECT (self->changes[kind]), "listener");

      g_signal_handlers_disconnect_by_data (self->changes[kind], self);
      if (listener != NULL)
        g_signal_handlers_disconnect_by_data (self->changes[kind], listener);
      if (close)
        lb_outbox_close (self->changes[kind]);
      else
        lb_outbox_stop (self->changes[kind]);
    }
}

void
lb_session_clear_changes (LbSession *self)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    g_clear_object (&self->changes[kind]);
  g_clear_object (&self->gate);
  g_clear_pointer (&self->awaited, g_hash_table_unref);
}

/* Changing. */

static Awaited *
begin_await (LbSession *self, LbChangeKind kind, gint64 id)
{
  g_autofree char *key = awaited_key (kind, id);
  Awaited *awaited = g_hash_table_lookup (self->awaited, key);

  if (awaited == NULL)
    {
      awaited = g_new0 (Awaited, 1);
      g_hash_table_insert (self->awaited, g_steal_pointer (&key), awaited);
    }
  awaited->n++;

  return awaited;
}

/* (transfer full) (nullable): why it was refused. */
static GError *
end_await (LbSession *self, LbChangeKind kind, gint64 id)
{
  g_autofree char *key = awaited_key (kind, id);
  Awaited *awaited = g_hash_table_lookup (self->awaited, key);
  GError *refusal = awaited->refusal != NULL ? g_error_copy (awaited->refusal) : NULL;

  if (--awaited->n == 0)
    g_hash_table_remove (self->awaited, key);

  return refusal;
}

static DexFuture *
change_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  const LbChangeKind kind = GPOINTER_TO_INT (call->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *base = g_strdup (lb_outbox_get_base (self->changes[kind], call->id));
  gpointer live = find_live (self, types[kind].thing, call->id);
  DexFuture *kept = NULL;

  if (base == NULL && live != NULL)
    g_object_get (live, types[kind].property, &base, NULL);
  kept =
    lb_outbox_edit_over (self->changes[kind], call->dataset_id, call->id, call->text, TRUE, base);
  if (live != NULL)
    lb_session_show_change (self, live, types[kind].property, call->text);

  begin_await (self, kind, call->id);
  if (!dex_await (kept, &error))
    {
      dex_future_disown (lb_outbox_forget (self->changes[kind], call->id));
      go_back (self, kind, call->id, call->text, base);
    }
  else
    dex_await (dex_future_first (lb_shield (lb_outbox_flush (self->changes[kind], call->id)),
                                 dex_timeout_new_msec (PATIENCE_MS), NULL),
               &failure);
  refusal = end_await (self, kind, call->id);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (refusal != NULL)
    return dex_future_new_for_error (g_steal_pointer (&refusal));
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");

  return lb_session_answer (find_live (self, types[kind].thing, call->id));
}

DexFuture *
lb_session_change (LbSession *self, LbChangeKind kind, gpointer object, const char *text)
{
  LbSessionCall *call = NULL;
  LbThingKind thing = LB_THING_PROJECT;
  gint64 id = 0;

  dex_return_error_if_fail (kind < LB_CHANGE_N_KINDS && types[kind].property != NULL);

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (!lb_mirror_identify (object, &thing, &id) || find_live (self, thing, id) == NULL)
    return lb_session_answer (NULL);

  call = lb_session_call_new (self, object, text);
  call->id = id;
  call->dataset_id = thing == LB_THING_DATASET ? id : 0;
  call->data = GINT_TO_POINTER (kind);

  return lb_session_call_run (call, change_fiber);
}

gboolean
lb_session_settle_dataset (LbSession *self, gint64 dataset_id, gboolean captions, GError **error)
{
  if (self->outbox == NULL)
    return TRUE;

  for (LbChangeKind kind = LB_CHANGE_DATASET_NAME; kind <= LB_CHANGE_PREFIX; kind++)
    if (!dex_await (lb_outbox_flush_dataset (self->changes[kind], dataset_id), error))
      return FALSE;

  return !captions || dex_await (lb_outbox_flush_dataset (self->outbox, dataset_id), error);
}

/* Deleting. */

static LbChangeKind
deletion_of (LbThingKind thing)
{
  if (thing == LB_THING_IMAGE)
    return LB_CHANGE_DELETE_IMAGE;

  return thing == LB_THING_DATASET ? LB_CHANGE_DELETE_DATASET : LB_CHANGE_DELETE_PROJECT;
}

DexFuture *
lb_session_queue_deletion (LbSession *self, gpointer object)
{
  LbThingKind thing = LB_THING_PROJECT;
  gint64 dataset_id = 0;
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (lb_mirror_identify (object, &thing, &id));

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (thing == LB_THING_IMAGE)
    dataset_id = lb_image_get_dataset_id (LB_IMAGE (object));
  else if (thing == LB_THING_DATASET)
    dataset_id = id;

  return lb_outbox_edit (self->changes[deletion_of (thing)], dataset_id, id, "", TRUE);
}

gboolean
lb_session_unqueue_deletion (LbSession *self, gpointer object)
{
  LbThingKind thing = LB_THING_PROJECT;
  LbOutbox *outbox = NULL;
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  if (self->outbox == NULL || !lb_mirror_identify (object, &thing, &id))
    return FALSE;

  outbox = self->changes[deletion_of (thing)];
  if (lb_outbox_get_text (outbox, id) == NULL || lb_outbox_is_sending (outbox, id))
    return FALSE;

  dex_future_disown (lb_outbox_forget (outbox, id));

  return TRUE;
}
