#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-record.h"

/* How changes other than captions and deletions go out, and those that were made here and elsewhere
 * at once. */

const LbChangeType lb_change_types[LB_CHANGE_N_EDITS] = {
  [LB_CHANGE_CAPTION] = { LB_THING_IMAGE, NULL },
  [LB_CHANGE_PROJECT_NAME] = { LB_THING_PROJECT, "project-name" },
  [LB_CHANGE_DATASET_NAME] = { LB_THING_DATASET, "name" },
  [LB_CHANGE_SCHEMA] = { LB_THING_DATASET, "visual-schema" },
  [LB_CHANGE_PREFIX] = { LB_THING_DATASET, "caption-prefix" },
};

gpointer
lb_session_find_thing (LbSession *self, LbThingKind thing, gint64 id)
{
  if (thing == LB_THING_PROJECT)
    return lb_session_find_project (self, id);

  return thing == LB_THING_DATASET ? (gpointer) lb_session_find_dataset (self, id)
                                   : (gpointer) lb_session_find_image (self, id);
}

/* None and an empty one are the same. */
static gboolean
means_same (LbChangeKind kind, const char *text, const char *other)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *other_stripped = g_strstrip (g_strdup (other != NULL ? other : ""));

  return g_str_equal (stripped, other_stripped) ||
         (kind == LB_CHANGE_SCHEMA && lb_json_means_same (stripped, other_stripped));
}

static gboolean
same_cb (const char *text, const char *other, gpointer data)
{
  return means_same (GPOINTER_TO_INT (data), text, other);
}

gboolean
lb_session_is_change_known (LbSession *self, LbChangeKind kind, gint64 id, const char *theirs)
{
  const char *value = theirs != NULL ? theirs : "";
  LbOutbox *outbox = self->changes[kind];

  return means_same (kind, value, lb_outbox_get_text (outbox, id)) ||
         lb_outbox_is_base (outbox, id, value, same_cb, GINT_TO_POINTER (kind));
}

/* (transfer full): the project or dataset as the service has it now. */
static DexFuture *
look_at (LbSession *self, LbChangeKind kind, gint64 id)
{
  return lb_change_types[kind].thing == LB_THING_PROJECT
           ? lb_client_get_project (self->client, id)
           : lb_client_get_dataset (self->client, id, 1);
}

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

/* Whether somebody else has changed it meanwhile. @there: (out): the service has it so already.
 * FALSE, with LB_OUTBOX_ERROR_CONFLICT when that is so. */
static gboolean
check_change (LbSessionCall *call, LbChangeKind kind, gboolean *there, GError **error)
{
  LbSession *self = call->session;
  LbOutbox *outbox = self->changes[kind];
  g_autoptr (GObject) fresh = NULL;
  g_autofree char *theirs = NULL;
  gint64 since_us = 0;

  if (!lb_outbox_wants_look (outbox, call->id, &since_us) &&
      lb_session_was_just_seen (self, lb_change_types[kind].thing, call->id))
    return TRUE;
  if (!(fresh = lb_session_await_object (self, look_at (self, kind, call->id), error)))
    return FALSE;

  g_object_get (fresh, lb_change_types[kind].property, &theirs, NULL);
  *there = means_same (kind, theirs, call->text);
  if (*there || lb_session_is_change_known (self, kind, call->id, theirs))
    lb_outbox_rebase (outbox, call->id, theirs != NULL ? theirs : "");
  else
    {
      lb_outbox_note_theirs (outbox, call->id, theirs != NULL ? theirs : "");
      g_set_error_literal (error, LB_OUTBOX_ERROR, LB_OUTBOX_ERROR_CONFLICT,
                           "It was changed elsewhere");
    }
  /* The newest text stays in sight as long as it waits. */
  lb_session_adopt_existing (self, fresh);

  return *error == NULL;
}

static gboolean
send_property (LbSessionCall *call, LbChangeKind kind, GError **error)
{
  LbSession *self = call->session;
  LbOutbox *outbox = self->changes[kind];
  g_autoptr (GObject) fresh = NULL;
  g_autofree char *stored = NULL;
  gboolean there = FALSE;

  if (!check_change (call, kind, &there, error))
    {
      lb_outbox_note_unsent (outbox, call->id);
      return FALSE;
    }
  if (there)
    return TRUE;
  if (!(fresh =
          lb_session_await_object (self, send_change (self, kind, call->id, call->text), error)))
    return FALSE;

  /* The change is not over before this has ended, and its newest text stays in sight. */
  g_object_get (fresh, lb_change_types[kind].property, &stored, NULL);
  lb_session_adopt_existing (self, fresh);
  lb_outbox_rebase (outbox, call->id, stored != NULL ? stored : call->text);

  return TRUE;
}

static DexFuture *
send_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  const LbChangeKind kind = GPOINTER_TO_INT (call->data);
  g_autoptr (GError) error = NULL;

  if (!lb_session_check_sender (self, &error))
    {
      lb_outbox_note_unsent (self->changes[kind], call->id);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (!dex_await (lb_session_ensure_online (self), &error))
    {
      lb_outbox_note_unsent (self->changes[kind], call->id);
      if (!g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_OFFLINE, "%s", error->message);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!send_property (call, kind, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
lb_session_send_change (
  gint64 dataset_id, gint64 id, const char *text, gboolean restoring, gpointer data)
{
  LbSessionSender *sender = data;
  LbSessionCall *call = lb_session_call_new (sender->session, NULL, text);

  call->id = id;
  call->data = GINT_TO_POINTER (sender->kind);

  return lb_session_call_run (call, send_fiber);
}

/* Deciding. */

/* The kinds of which @object may have a change in conflict. */
static gboolean
can_conflict (LbSession *self, LbChangeKind kind, gpointer object, gint64 *id)
{
  LbThingKind thing = LB_THING_PROJECT;

  return self->outbox != NULL && lb_change_types[kind].property != NULL &&
         lb_mirror_identify (object, &thing, id) && lb_change_types[kind].thing == thing;
}

/**
 * lb_session_find_change_conflict:
 * @self: a session
 * @object: a project or dataset
 *
 * Returns: the first kind of change of it that was made elsewhere too, LB_CHANGE_N_KINDS for none
 */
LbChangeKind
lb_session_find_change_conflict (LbSession *self, gpointer object)
{
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), LB_CHANGE_N_KINDS);

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    if (can_conflict (self, kind, object, &id) &&
        lb_outbox_get_state (self->changes[kind], id) == LB_EDIT_CONFLICT)
      return kind;

  return LB_CHANGE_N_KINDS;
}

/**
 * lb_session_dup_change_conflict:
 * @self: a session
 * @kind: a kind of change
 * @object: the project or dataset
 * @base: (out) (optional) (nullable): what the change was made over
 * @mine: (out) (optional): what was written here
 * @theirs: (out) (optional) (nullable): what the service has
 *
 * Returns: whether there is a conflict; else nothing is touched
 */
gboolean
lb_session_dup_change_conflict (
  LbSession *self, LbChangeKind kind, gpointer object, char **base, char **mine, char **theirs)
{
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (kind < LB_CHANGE_N_EDITS, FALSE);

  if (!can_conflict (self, kind, object, &id) ||
      lb_outbox_get_state (self->changes[kind], id) != LB_EDIT_CONFLICT)
    return FALSE;

  if (base != NULL)
    *base = g_strdup (lb_outbox_get_base (self->changes[kind], id));
  if (mine != NULL)
    *mine = g_strdup (lb_outbox_get_text (self->changes[kind], id));
  if (theirs != NULL)
    g_object_get (object, lb_change_types[kind].property, theirs, NULL);

  return TRUE;
}

/**
 * lb_session_resolve_change_conflict:
 * @self: a session
 * @kind: a kind of change
 * @object: the live project or dataset
 * @keep_mine: whether the change goes out over what the service has; else it is dropped
 *
 * Returns: (transfer full): a future of %TRUE once that is on disk; fails with LB_ERROR_STORAGE or
 *   NO_SPACE
 */
DexFuture *
lb_session_resolve_change_conflict (LbSession *self,
                                    LbChangeKind kind,
                                    gpointer object,
                                    gboolean keep_mine)
{
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  DexFuture *kept = NULL;
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (kind < LB_CHANGE_N_EDITS);

  if (!lb_session_dup_change_conflict (self, kind, object, NULL, &mine, &theirs) ||
      !can_conflict (self, kind, object, &id))
    return dex_future_new_true ();
  if (!keep_mine)
    return lb_outbox_discard (self->changes[kind], id, theirs != NULL ? theirs : "");

  kept = lb_outbox_insist (self->changes[kind], id, theirs != NULL ? theirs : "");
  lb_session_show_change (self, object, lb_change_types[kind].property, mine);

  return kept;
}

/**
 * lb_session_merge_schema_conflict:
 * @self: a session
 * @dataset: a live dataset
 * @schema: what is to be there instead of both
 *
 * Returns: (transfer full): a future of %TRUE once that is on disk; fails with LB_ERROR_STORAGE or
 *   NO_SPACE
 */
DexFuture *
lb_session_merge_schema_conflict (LbSession *self, LbDataset *dataset, const char *schema)
{
  LbOutbox *outbox = NULL;
  g_autofree char *theirs = NULL;
  const gint64 id = lb_dataset_get_id (dataset);
  DexFuture *kept = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (schema != NULL);

  if (!lb_session_dup_change_conflict (self, LB_CHANGE_SCHEMA, dataset, NULL, NULL, &theirs))
    return dex_future_new_true ();

  outbox = self->changes[LB_CHANGE_SCHEMA];
  lb_session_record_schema (self, dataset, schema);
  dex_future_disown (lb_outbox_edit (outbox, id, id, schema, TRUE));
  kept = lb_outbox_insist (outbox, id, theirs != NULL ? theirs : "");
  lb_session_show_change (self, dataset, lb_change_types[LB_CHANGE_SCHEMA].property, schema);

  return kept;
}
