#include "session/lb-session-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"

/* What the service will take, as far as that can be told here. */
static gboolean
is_sendable (LbSession *self, LbImage *image, const char *text)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));

  return lb_rules_caption_is_right (dataset, text);
}

/**
 * lb_session_edit_caption:
 * @self: an open session
 * @image: a live image
 * @text: the whole new description, valid or not, at most 256 KiB
 *
 * Text that is what the service has anyway ends the draft.
 *
 * Returns: (transfer full): a future of %TRUE once the draft is on disk; fails with
 * LB_ERROR_STORAGE, NO_SPACE, TOO_LARGE or, before lb_session_open(), INVALID
 */
DexFuture *
lb_session_edit_caption (LbSession *self, LbImage *image, const char *text)
{
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (text != NULL);

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (strlen (text) > LB_LIMIT_CAPTION_BYTES)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_TOO_LARGE, "The description is too long");

  id = lb_image_get_id (image);
  if (g_strcmp0 (text, lb_image_get_caption (image)) == 0 &&
      !lb_outbox_is_sending (self->outbox, id))
    return lb_outbox_discard (self->outbox, id);
  if (g_strcmp0 (text, lb_outbox_get_text (self->outbox, id)) == 0 &&
      (lb_outbox_get_state (self->outbox, id) == LB_EDIT_PENDING ||
       lb_outbox_get_state (self->outbox, id) == LB_EDIT_SENDING))
    return lb_outbox_settle (self->outbox);

  return lb_outbox_edit (self->outbox, lb_image_get_dataset_id (image), id, text,
                         is_sendable (self, image, text));
}

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
 * Returns: (transfer full) (nullable): why the text to show is not kept, can't be sent or was
 *   refused; %NULL when nothing stands against it
 */
GError *
lb_session_dup_edit_error (LbSession *self, LbImage *image)
{
  const char *text = NULL;
  const char *message = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (self->outbox == NULL)
    return NULL;

  text = lb_outbox_get_text (self->outbox, lb_image_get_id (image));
  if (text != NULL && strlen (text) > LB_LIMIT_CAPTION_BYTES)
    return g_error_new_literal (LB_ERROR, LB_ERROR_TOO_LARGE, "The description is too long");
  message = lb_outbox_get_message (self->outbox, lb_image_get_id (image));

  return message != NULL ? g_error_new_literal (LB_ERROR, LB_ERROR_INVALID, message) : NULL;
}

/**
 * lb_session_is_manual:
 * @self: a session
 * @image: an image
 *
 * Returns: whether the description is a person's: the service says so, or there is an edit here
 */
gboolean
lb_session_is_manual (LbSession *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  return g_strcmp0 (lb_image_get_caption_source (image), "manual") == 0 ||
         lb_session_get_edit_state (self, image) != LB_EDIT_SAVED;
}

DexFuture *
lb_session_discard_draft (LbSession *self, LbImage *image)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  return lb_outbox_discard (self->outbox, lb_image_get_id (image));
}

static DexFuture *
send_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = dex_await_object (
          lb_client_set_caption (self->client, call->dataset_id, call->id, call->text), &error)))
    {
      lb_session_note (self, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (lb_session_find_image (self, call->id) != NULL)
    lb_session_adopt_image (self, fresh);

  return dex_future_new_true ();
}

DexFuture *
lb_session_send_caption (gint64 dataset_id, gint64 image_id, const char *text, gpointer data)
{
  LbSessionCall *call = lb_session_call_new (data, NULL, text);

  call->id = image_id;
  call->dataset_id = dataset_id;

  return lb_session_call_run (call, send_fiber);
}

static DexFuture *
regenerate_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbImage *image = LB_IMAGE (call->object);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = dex_await_object (lb_client_regenerate_caption (self->client,
                                                                lb_image_get_dataset_id (image),
                                                                lb_image_get_id (image)),
                                  &error)))
    {
      lb_session_note (self, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_for_object (lb_session_adopt_image (self, fresh));
}

gboolean
lb_session_is_regenerating (LbSession *self, LbImage *image)
{
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  id = lb_image_get_id (image);

  return g_hash_table_contains (self->regenerations, &id);
}

/**
 * lb_session_regenerate_caption:
 * @self: a session
 * @image: a live image
 *
 * A draft stays and goes on being shown; lb_session_discard_draft() shows the new caption.
 *
 * Returns: (transfer full): a future of the live #LbImage
 */
DexFuture *
lb_session_regenerate_caption (LbSession *self, LbImage *image)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return lb_session_call_run (lb_session_call_new (self, image, NULL), regenerate_fiber);
}

static DexFuture *
regenerate_all_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  gint64 id = lb_dataset_get_id (LB_DATASET (call->object));
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = dex_await_object (lb_client_regenerate_all (self->client, id), &error)))
    {
      lb_session_note (self, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_for_object (lb_session_adopt_dataset (self, fresh));
}

/**
 * lb_session_regenerate_all:
 * @self: a session
 * @dataset: a draft dataset
 *
 * Resolves when the run has begun; the dataset's "captioning" says when it is over, and the images
 * change one by one. Drafts stay.
 *
 * Returns: (transfer full): a future of the live #LbDataset
 */
DexFuture *
lb_session_regenerate_all (LbSession *self, LbDataset *dataset)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  return lb_session_call_run (lb_session_call_new (self, dataset, NULL), regenerate_all_fiber);
}
