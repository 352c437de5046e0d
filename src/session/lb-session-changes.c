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

/* Changes other than captions and deletions: names, schemas and prefixes. What is kept is shown at
 * once, and goes out in its turn. */

/* A call that waits for what comes of its change. */
typedef struct
{
  guint n;         /* calls */
  gboolean keeps;  /* what is refused stays, as it was before they were made */
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

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    {
      g_autofree char *theirs = NULL;

      if (lb_change_types[kind].property == NULL || lb_change_types[kind].thing != thing ||
          !is_pending (self->changes[kind], id))
        continue;
      g_object_get (fresh, lb_change_types[kind].property, &theirs, NULL);
      if (told && !lb_session_is_change_known (self, kind, id, theirs))
        lb_outbox_suspect (self->changes[kind], id);
      g_object_set (fresh, lb_change_types[kind].property,
                    lb_outbox_get_text (self->changes[kind], id), NULL);
    }
}

/* (transfer none) (nullable): a dataset without a schema has none, not an empty one. */
static const char *
shown_value (LbChangeKind kind, const char *value)
{
  return kind == LB_CHANGE_SCHEMA && value != NULL && *value == '\0' ? NULL : value;
}

/* Shows what was there before the change, unless something else is there by now. */
static void
go_back (LbSession *self, LbChangeKind kind, gint64 id, const char *text, const char *base)
{
  gpointer live = lb_session_find_thing (self, lb_change_types[kind].thing, id);
  g_autofree char *now = NULL;

  if (live == NULL)
    return;
  g_object_get (live, lb_change_types[kind].property, &now, NULL);
  if (g_strcmp0 (now, text) == 0)
    lb_session_show_change (self, live, lb_change_types[kind].property, shown_value (kind, base));
}

typedef LbSessionSender Listener; /* disconnected before the session goes */

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

  /* Who waits for the answer has the words still; else they are kept. The service may have them
   * all the same, and is to have what was there before. */
  if (awaited != NULL && !awaited->keeps)
    dex_future_disown (lb_outbox_discard (outbox, id, base));
  if (g_set_object (&object, lb_session_find_thing (self, lb_change_types[kind].thing, id)))
    go_back (self, kind, id, text, base);

  if (awaited != NULL)
    {
      g_clear_error (&awaited->refusal);
      awaited->refusal = g_steal_pointer (&error);
    }
  else
    lb_session_emit_change_refused (self, object, kind, error);
}

/* What the service has is shown until it is decided. */
static void
show_theirs (LbSession *self, LbChangeKind kind, gint64 id)
{
  LbOutbox *outbox = self->changes[kind];
  gpointer live = lb_session_find_thing (self, lb_change_types[kind].thing, id);
  const char *theirs = lb_outbox_get_theirs (outbox, id);

  if (live != NULL && theirs != NULL)
    lb_session_show_change (self, live, lb_change_types[kind].property, shown_value (kind, theirs));
}

static void
state_changed_cb (LbOutbox *outbox, gint64 id, Listener *listener)
{
  if (lb_outbox_get_state (outbox, id) == LB_EDIT_CONFLICT)
    show_theirs (listener->session, listener->kind, id);
  lb_session_update_waiting (listener->session);
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
  for (LbChangeKind kind = LB_CHANGE_CAPTION + 1; kind < LB_CHANGE_N_EDITS; kind++)
    {
      LbSessionSender *sender = g_new0 (LbSessionSender, 1);

      sender->session = self;
      sender->kind = kind;
      self->changes[kind] = lb_outbox_new_for (kind, self->gate, lb_session_send_change, sender);
      /* What is under way at the end may still ask for it. */
      g_object_set_data_full (G_OBJECT (self->changes[kind]), "sender", sender, g_free);
    }
}

gboolean
lb_session_load_changes (LbSession *self, LbDatabase *database, GError **error)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    if (!dex_await (lb_outbox_load (self->changes[kind], database), error))
      return FALSE;

  return TRUE;
}

/* What waits is shown, unless it is there already. */
static void
show_pending (LbSession *self, LbChangeKind kind, gint64 id)
{
  gpointer live = lb_session_find_thing (self, lb_change_types[kind].thing, id);
  const char *text = shown_value (kind, lb_outbox_get_text (self->changes[kind], id));
  g_autofree char *now = NULL;

  if (live == NULL || !is_pending (self->changes[kind], id))
    return;
  g_object_get (live, lb_change_types[kind].property, &now, NULL);
  if (g_strcmp0 (now, text) != 0)
    lb_session_show_change (self, live, lb_change_types[kind].property, text);
}

void
lb_session_show_changes (LbSession *self)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    {
      g_autoptr (GArray) ids = lb_outbox_list (self->changes[kind]);

      for (guint i = 0; lb_change_types[kind].property != NULL && i < ids->len; i++)
        show_pending (self, kind, g_array_index (ids, gint64, i));
    }
  lb_session_update_waiting (self);
}

void
lb_session_begin_changes (LbSession *self)
{
  for (LbChangeKind kind = LB_CHANGE_CAPTION + 1; kind < LB_CHANGE_N_EDITS; kind++)
    {
      Listener *listener = g_new0 (Listener, 1);

      listener->session = self;
      listener->kind = kind;
      g_signal_connect (self->changes[kind], "refused", G_CALLBACK (refused_cb), listener);
      g_signal_connect (self->changes[kind], "state-changed", G_CALLBACK (state_changed_cb),
                        listener);
      g_object_set_data_full (G_OBJECT (self->changes[kind]), "listener", listener, g_free);
    }
  lb_session_update_waiting (self);
}

void
lb_session_start_changes (LbSession *self)
{
  if (!lb_session_want_sender (self))
    return;

  for (LbChangeKind kind = 0; self->outbox != NULL && kind < LB_CHANGE_N_EDITS; kind++)
    lb_outbox_start (self->changes[kind]);
}

void
lb_session_wake_changes (LbSession *self)
{
  for (LbChangeKind kind = 0; self->outbox != NULL && kind < LB_CHANGE_N_EDITS; kind++)
    lb_outbox_wake (self->changes[kind]);
}

void
lb_session_stop_changes (LbSession *self, gboolean close)
{
  for (LbChangeKind kind = 0; self->gate != NULL && kind < LB_CHANGE_N_EDITS; kind++)
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
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    g_clear_object (&self->changes[kind]);
  g_clear_object (&self->gate);
  g_clear_pointer (&self->awaited, g_hash_table_unref);
}

/* Changing. */

static Awaited *
begin_await (LbSession *self, LbChangeKind kind, gint64 id, gboolean keeps)
{
  g_autofree char *key = awaited_key (kind, id);
  Awaited *awaited = g_hash_table_lookup (self->awaited, key);

  if (awaited == NULL)
    {
      awaited = g_new0 (Awaited, 1);
      g_hash_table_insert (self->awaited, g_steal_pointer (&key), awaited);
    }
  awaited->n++;
  awaited->keeps = awaited->keeps || keeps;

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

/* (transfer full): what a change is made over. One that goes on with what is not decided, or was
 * refused for certain, is made over what is seen. */
static char *
dup_base (LbSession *self, LbChangeKind kind, gint64 id, gpointer live)
{
  LbOutbox *outbox = self->changes[kind];
  const LbEditState state = lb_outbox_get_state (outbox, id);
  const gboolean anew =
    state == LB_EDIT_CONFLICT || (state == LB_EDIT_REFUSED && !lb_outbox_is_sending (outbox, id));
  g_autofree char *base = anew ? NULL : g_strdup (lb_outbox_get_base (outbox, id));

  if (base == NULL && live != NULL)
    g_object_get (live, lb_change_types[kind].property, &base, NULL);
  /* Nothing is something too, that somebody else may fill meanwhile. */
  if (base == NULL)
    base = g_strdup ("");
  if (state == LB_EDIT_CONFLICT)
    dex_future_disown (lb_outbox_insist (outbox, id, base));
  else if (anew)
    lb_outbox_rebase (outbox, id, base);

  return g_steal_pointer (&base);
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
  gpointer live = lb_session_find_thing (self, lb_change_types[kind].thing, call->id);
  const gboolean refused = lb_outbox_get_state (self->changes[kind], call->id) == LB_EDIT_REFUSED;
  g_autofree char *base = dup_base (self, kind, call->id, live);
  DexFuture *kept = NULL;

  kept =
    lb_outbox_edit_over (self->changes[kind], call->dataset_id, call->id, call->text, TRUE, base);
  if (live != NULL)
    lb_session_show_change (self, live, lb_change_types[kind].property, call->text);

  begin_await (self, kind, call->id, refused);
  if (!dex_await (kept, &error))
    {
      if (!refused)
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

  return lb_session_answer (lb_session_find_thing (self, lb_change_types[kind].thing, call->id));
}

DexFuture *
lb_session_change (LbSession *self, LbChangeKind kind, gpointer object, const char *text)
{
  LbSessionCall *call = NULL;
  LbThingKind thing = LB_THING_PROJECT;
  gint64 id = 0;

  dex_return_error_if_fail (kind < LB_CHANGE_N_EDITS && lb_change_types[kind].property != NULL);

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (!lb_mirror_identify (object, &thing, &id) || lb_session_find_thing (self, thing, id) == NULL)
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

  if (lb_outbox_get_state (self->changes[LB_CHANGE_SCHEMA], dataset_id) == LB_EDIT_CONFLICT ||
      lb_outbox_get_state (self->changes[LB_CHANGE_PREFIX], dataset_id) == LB_EDIT_CONFLICT)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT,
                           "The dataset was changed elsewhere too, which is to be decided first");
      return FALSE;
    }
  for (LbChangeKind kind = LB_CHANGE_DATASET_NAME; kind <= LB_CHANGE_PREFIX; kind++)
    if (!dex_await (lb_outbox_flush_dataset (self->changes[kind], dataset_id), error))
      return FALSE;

  return !captions || dex_await (lb_outbox_flush_dataset (self->outbox, dataset_id), error);
}
