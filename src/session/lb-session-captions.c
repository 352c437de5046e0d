#include "session/lb-session-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "session/lb-history-private.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-record.h"

gboolean
lb_session_can_send (LbSession *self, LbImage *image, const char *text)
{
  return lb_rules_caption_is_sendable (
    lb_session_get_rules_mode (self),
    lb_session_find_dataset (self, lb_image_get_dataset_id (image)), text);
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
}

static DexFuture *
edit (LbSession *self, LbImage *image, const char *text)
{
  gint64 id = lb_image_get_id (image);
  LbEditState state = lb_outbox_get_state (self->outbox, id);

  if (g_strcmp0 (text, lb_image_get_caption (image)) == 0 &&
      !lb_outbox_is_sending (self->outbox, id))
    return lb_outbox_forget (self->outbox, id);

  if ((state == LB_EDIT_PENDING || state == LB_EDIT_SENDING) &&
      lb_outbox_is_kept (self->outbox, id) &&
      g_strcmp0 (text, lb_outbox_get_text (self->outbox, id)) == 0)
    return dex_future_new_true ();

  return lb_outbox_edit_over (self->outbox, lb_image_get_dataset_id (image), id, text,
                              lb_session_can_send (self, image, text),
                              lb_image_get_caption (image));
}

/**
 * lb_session_edit_caption:
 * @self: an open session
 * @image: a live image
 * @text: the whole new description, valid or not
 *
 * Text that is what the service has anyway ends the draft. One that is too long for the service is
 * kept like any draft; lb_session_dup_edit_error() says so.
 *
 * When the disk will not take it, the text is in memory all the same, as LB_EDIT_UNKEPT, and is
 * tried again after a while and with the next edit.
 *
 * Returns: (transfer full): a future of %TRUE once the draft is on disk; fails with
 * LB_ERROR_STORAGE, NO_SPACE or, before lb_session_open(), INVALID
 */
DexFuture *
lb_session_edit_caption (LbSession *self, LbImage *image, const char *text)
{
  DexFuture *kept = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (text != NULL);

  if (self->outbox == NULL)
    return reject_closed ();

  lb_session_record_edit (self, image, LB_HISTORY_EDIT, text, "manual");
  kept = edit (self, image, text);
  lb_session_update_review (self, lb_image_get_id (image));

  return kept;
}

/**
 * lb_session_dup_caption_text:
 * @self: a session
 * @image: an image, live or not
 *
 * What is to be shown and edited: the draft, kept or only in memory, when there is one. Before
 * lb_session_open() it is what the image says.
 *
 * Returns: (transfer full) (nullable): the text; %NULL without a draft and a description
 */
char *
lb_session_dup_caption_text (LbSession *self, LbImage *image)
{
  const char *draft = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (self->outbox != NULL)
    draft = lb_outbox_get_text (self->outbox, lb_image_get_id (image));

  return g_strdup (draft != NULL ? draft : lb_image_get_caption (image));
}

void
lb_session_show_draft (LbSession *self, LbImage *image)
{
  if (self->outbox != NULL)
    lb_image_set_draft (image, lb_outbox_get_text (self->outbox, lb_image_get_id (image)));
}

void
lb_session_begin_image (LbSession *self, LbImage *image)
{
  lb_session_show_draft (self, image);
  lb_session_begin_review (self, image);
  lb_session_see_caption (self, image, FALSE);
}

/**
 * lb_session_get_edit_state:
 * @self: a session
 * @image: an image, live or not
 *
 * A new text has its state at once; that it is kept is certain only when the future of
 * lb_session_edit_caption() has resolved. lb_session_dup_edit_error() gives the reason for
 * LB_EDIT_UNKEPT and LB_EDIT_REFUSED.
 *
 * Returns: where the newest text is; LB_EDIT_SAVED before lb_session_open()
 */
LbEditState
lb_session_get_edit_state (LbSession *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_SESSION (self), LB_EDIT_SAVED);
  g_return_val_if_fail (LB_IS_IMAGE (image), LB_EDIT_SAVED);

  if (self->outbox == NULL)
    return LB_EDIT_SAVED;

  return lb_outbox_get_state (self->outbox, lb_image_get_id (image));
}

/**
 * lb_session_dup_edit_error:
 * @self: a session
 * @image: an image, live or not
 *
 * LB_ERROR_STORAGE or NO_SPACE while the text is not kept, else TOO_LARGE for one over the 256 KiB
 * that a description may have, else what the service refused it with.
 *
 * Returns: (transfer full) (nullable): the reason; %NULL when nothing stands against the text, and
 *   for one that is merely not valid yet
 */
GError *
lb_session_dup_edit_error (LbSession *self, LbImage *image)
{
  const char *text = NULL;
  const GError *error = NULL;
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (self->outbox == NULL)
    return NULL;

  id = lb_image_get_id (image);
  if ((error = lb_outbox_get_error (self->outbox, id)) != NULL)
    return g_error_copy (error);

  text = lb_outbox_get_text (self->outbox, id);
  if (text != NULL && strlen (text) > LB_LIMIT_CAPTION_BYTES)
    return g_error_new (LB_ERROR, LB_ERROR_TOO_LARGE, "The description is longer than %d bytes",
                        LB_LIMIT_CAPTION_BYTES);

  return NULL;
}

/**
 * lb_session_is_manual:
 * @self: a session
 * @image: an image, live or not
 *
 * Returns: whether the description is a person's: the service says so, or there is an edit here,
 *   sent or not; unless it is known that no person wrote it, see lb_session_edit_caption_from()
 */
gboolean
lb_session_is_manual (LbSession *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  return g_strcmp0 (lb_session_get_caption_source (self, image), "manual") == 0;
}

/**
 * lb_session_discard_draft:
 * @self: an open session
 * @image: a live image
 *
 * A draft that is on its way to the service, or may have arrived, becomes an edit back to what the
 * service had before, so that it does not come back.
 *
 * Where the service took it and had no description before, an empty draft is left.
 *
 * Returns: (transfer full): a future of %TRUE once that is on disk. Fails with LB_ERROR_STORAGE or
 *   NO_SPACE: then the draft is there as it was; before lb_session_open() with INVALID
 */
DexFuture *
lb_session_discard_draft (LbSession *self, LbImage *image)
{
  DexFuture *discarded = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  if (self->outbox == NULL)
    return reject_closed ();

  lb_session_record_edit (self, image, LB_HISTORY_DISCARD, lb_image_get_caption (image),
                          lb_image_get_caption_source (image));
  discarded =
    lb_outbox_discard (self->outbox, lb_image_get_id (image), lb_image_get_caption (image));
  lb_session_update_review (self, lb_image_get_id (image));

  return discarded;
}

/* What was there before takes the place of a text of ours alone, and is not sent where it is there
 * already: it would become a person's by that. @done: (out): nothing is to be sent. */
static gboolean
look_before_restoring (LbSessionCall *call, gboolean *done, GError **error)
{
  LbSession *self = call->session;
  g_autoptr (LbImage) fresh = lb_session_await_object (
    self, lb_client_get_image (self->client, call->dataset_id, call->id), error);
  const char *caption = NULL;

  if (fresh == NULL)
    return FALSE;

  caption = lb_image_get_caption (fresh);
  *done = lb_session_means_same (self, fresh, caption, call->text) ||
          !lb_session_caption_is_ours (self, fresh, caption);
  if (*done || *call->text == '\0')
    lb_session_adopt_existing (self, fresh);
  if (*done || *call->text != '\0')
    return TRUE;

  /* What is typed next is made over that. */
  lb_outbox_rebase (self->outbox, call->id, caption);
  g_set_error_literal (error, LB_OUTBOX_ERROR, LB_OUTBOX_ERROR_TAKEN, "The service has the text");
  return FALSE;
}

/* @done: (out): nothing is to be sent. FALSE when nothing can be. */
static gboolean
prepare_send (LbSessionCall *call, gboolean *done, GError **error)
{
  LbSession *self = call->session;
  g_autoptr (GError) failure = NULL;

  if (!lb_session_check_sender (self, error))
    return FALSE;
  if (!dex_await (lb_session_ensure_online (self), &failure))
    {
      /* Whatever keeps the service away says nothing about the text. */
      if (g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        g_set_error_literal (error, LB_ERROR, LB_ERROR_OFFLINE, failure->message);
      return FALSE;
    }

  return call->flag
           ? look_before_restoring (call, done, error)
           : lb_session_check_caption (self, call->dataset_id, call->id, call->text, done, error);
}

/* The service has it. As that it is on disk before the edit is off it: a program that ends in
 * between shows it, and what is typed then is made over it. */
static DexFuture *
end_send (LbSession *self, gint64 image_id)
{
  if (self->mirror != NULL)
    lb_mirror_hurry (self->mirror, LB_THING_IMAGE, image_id);

  return dex_future_new_true ();
}

static DexFuture *
send_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) fresh = NULL;
  gboolean done = FALSE;

  if (!prepare_send (call, &done, &error))
    {
      lb_outbox_note_unsent (self->outbox, call->id);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (done)
    return end_send (self, call->id);
  if (!(fresh = lb_session_await_object (
          self, lb_client_set_caption (self->client, call->dataset_id, call->id, call->text),
          &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  lb_session_adopt_existing (self, fresh);
  lb_outbox_rebase (self->outbox, call->id, lb_image_get_caption (fresh));

  return end_send (self, call->id);
}

DexFuture *
lb_session_send_caption (
  gint64 dataset_id, gint64 image_id, const char *text, gboolean restoring, gpointer data)
{
  LbSessionCall *call = lb_session_call_new (data, NULL, text);

  call->id = image_id;
  call->dataset_id = dataset_id;
  call->flag = restoring;

  return lb_session_call_run (call, send_fiber);
}

/* Regenerating. An edit and a regeneration of one image never meet at the service: what is kept
 * goes out before, what is typed meanwhile waits. */

/* What there is may be gone without an answer that says so, or with this program: it is a version
 * on disk before it is asked for another. */
static gboolean
keep_version (LbSession *self, LbImage *image, const LbCaptionBefore *before, GError **error)
{
  const char *uuid = lb_session_get_uuid (self, image);
  LbHistoryChange *change = NULL;

  if (self->history == NULL || uuid == NULL || before->text == NULL || *before->text == '\0')
    return TRUE;

  change = lb_history_change_new (LB_HISTORY_IMAGE, uuid, NULL, LB_HISTORY_CAPTION);
  lb_history_change_set_before (change, before->text, before->source);

  return dex_await (lb_history_keep_version (self->history, change), error);
}

/* (transfer full) (nullable): it may change while the service writes. */
static char *
dup_schema_hash (LbSession *self, gint64 dataset_id)
{
  LbDataset *dataset = lb_session_find_dataset (self, dataset_id);

  return dataset != NULL ? g_strdup (lb_dataset_get_schema_hash (dataset)) : NULL;
}

/* (transfer full) (nullable): the image with its new caption; after an answer that is none it is
 * looked for once, and later whenever the service tells of it. */
static LbImage *
ask_anew (LbSessionCall *call, GError **error)
{
  LbSession *self = call->session;
  g_autoptr (GError) failure = NULL;
  g_autoptr (LbImage) fresh = lb_session_await_object (
    self, lb_client_regenerate_caption (self->client, call->dataset_id, call->id), &failure);

  if (fresh != NULL)
    return g_steal_pointer (&fresh);

  if (!lb_error_is_doubtful (failure))
    lb_session_end_regeneration (self, LB_IMAGE (call->object));
  else if ((fresh = lb_session_await_object (
              self, lb_client_get_image (self->client, call->dataset_id, call->id), NULL)) &&
           lb_session_was_regenerated (self, fresh))
    return g_steal_pointer (&fresh);
  g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

/* (transfer full) (nullable) */
static LbImage *
regenerate (LbSessionCall *call, GError **error)
{
  LbSession *self = call->session;
  g_autoptr (LbCaptionBefore) before = lb_session_look_at_caption (self, LB_IMAGE (call->object));
  g_autoptr (LbImage) fresh = NULL;
  g_autofree char *schema = NULL;

  before->group = call->group;
  if (!dex_await (lb_session_ensure_online (self), error) ||
      !lb_session_settle_dataset (self, call->dataset_id, FALSE, error) ||
      !dex_await (lb_outbox_flush (self->outbox, call->id), error) ||
      !keep_version (self, LB_IMAGE (call->object), before, error) ||
      !dex_await (lb_outbox_begin_anew (self->outbox, call->id), error) ||
      !dex_await (
        lb_session_expect_regeneration (self, LB_IMAGE (call->object), before, call->text), error))
    return NULL;

  schema = dup_schema_hash (self, call->dataset_id);
  if (!(fresh = ask_anew (call, error)))
    return NULL;

  lb_session_note_made (self, LB_IMAGE (call->object), lb_image_get_caption (fresh), schema, FALSE);
  lb_session_adopt_existing (self, fresh);
  if (!dex_await (
        lb_outbox_end_anew (self->outbox, call->id, lb_image_get_caption (fresh), call->text),
        error))
    return NULL;

  /* What is approved by now beside the new description is a text typed since. */
  if (lb_outbox_get_text (self->outbox, call->id) == NULL)
    {
      dex_await (lb_session_end_approval (self, fresh), NULL);
      before->made =
        lb_session_put_frozen (self, LB_IMAGE (call->object), lb_image_get_caption (fresh));
    }
  lb_session_record_regeneration (self, LB_IMAGE (call->object), before);
  lb_session_end_regeneration (self, LB_IMAGE (call->object));

  return g_steal_pointer (&fresh);
}

static DexFuture *
regenerate_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) fresh = regenerate (call, &error);

  lb_outbox_release (self->outbox, call->id);
  g_hash_table_remove (self->regenerations, &call->id);
  lb_session_emit_edit_state (self, call->id);
  if (fresh == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_session_answer (lb_session_find_image (self, call->id));
}

/**
 * lb_session_regenerate_caption:
 * @self: an open session
 * @image: a live image
 *
 * An edit that waits to be sent is sent first. A draft that can't be sent is dropped once the new
 * description is there, unless it was edited meanwhile; an edit made meanwhile stays, and is sent
 * afterwards. Whoever asks again while one is under way shares its outcome. The new description is
 * not approved, whatever it says.
 *
 * Returns: (transfer full): a future of the live #LbImage. When it fails nothing is dropped, and
 *   with LB_ERROR_STORAGE or NO_SPACE the draft could not be kept or dropped
 */
DexFuture *
lb_session_regenerate_caption (LbSession *self, LbImage *image)
{
  g_autofree char *text = NULL;
  DexFuture *under_way = NULL;
  LbSessionCall *call = NULL;
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  if (self->outbox == NULL)
    return reject_closed ();

  id = lb_image_get_id (image);
  if ((under_way = g_hash_table_lookup (self->regenerations, &id)) != NULL)
    return dex_ref (under_way);

  text = lb_session_dup_caption_text (self, image);
  call = lb_session_call_new (self, image, text);
  call->group = lb_session_get_group (self);
  call->id = id;
  call->dataset_id = lb_image_get_dataset_id (image);
  lb_outbox_hold (self->outbox, id);
  under_way = lb_session_call_run (call, regenerate_fiber);
  g_hash_table_insert (self->regenerations, g_memdup2 (&id, sizeof id), dex_ref (under_way));
  lb_session_emit_edit_state (self, id);

  return under_way;
}

/**
 * lb_session_is_regenerating:
 * @self: a session
 * @image: an image, live or not
 *
 * "edit-state-changed" says when it begins and ends.
 *
 * Returns: whether lb_session_regenerate_caption() is under way for it, whoever called it
 */
gboolean
lb_session_is_regenerating (LbSession *self, LbImage *image)
{
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  id = lb_image_get_id (image);

  return g_hash_table_contains (self->regenerations, &id);
}
