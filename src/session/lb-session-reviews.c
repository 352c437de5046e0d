#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-session-record.h"

/* Which captions a person has approved. What is kept are the words, and an image is approved while
 * it shows these words: an approval can never be taken for one of other words, whatever changed
 * them, here or elsewhere, and a way back to the words approved is one back to their approval. A
 * new caption ends it for good, even one in the same words. */

static gboolean
look (LbSession *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);
  const char *approved = NULL;
  const char *draft = NULL;
  const char *text = NULL;

  if (self->notes != NULL)
    approved = lb_image_notes_get (self->notes, LB_IMAGE_NOTE_APPROVED, id);
  if (approved == NULL)
    return FALSE;

  draft = lb_outbox_get_text (self->outbox, id);
  text = draft != NULL ? draft : lb_image_get_caption (image);

  /* A draft may say the same in a spelling that is yet to be mended. */
  return text != NULL && lb_session_means_same (self, image, text, approved) &&
         (draft == NULL || lb_session_can_send (self, image, draft));
}

/* Returns whether it was another before. */
static gboolean
take (LbSession *self, LbImage *image, gboolean approved)
{
  gint64 id = lb_image_get_id (image);

  if (approved)
    return g_hash_table_add (self->approved, g_memdup2 (&id, sizeof id));

  return g_hash_table_remove (self->approved, &id);
}

void
lb_session_begin_review (LbSession *self, LbImage *image)
{
  take (self, image, look (self, image));
}

void
lb_session_update_review (LbSession *self, gint64 image_id)
{
  LbImage *image = lb_session_find_image (self, image_id);

  if (image != NULL && !self->closed && take (self, image, look (self, image)))
    lb_session_emit_review (self, image);
}

/**
 * lb_session_is_approved:
 * @self: a session
 * @image: an image, live or not
 *
 * "review-changed" says when it changes.
 *
 * Returns: whether a person has approved the words that lb_session_dup_caption_text() gives
 */
gboolean
lb_session_is_approved (LbSession *self, LbImage *image)
{
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  id = lb_image_get_id (image);
  if (lb_session_find_image (self, id) != image)
    return look (self, image);

  return g_hash_table_contains (self->approved, &id);
}

/* A person has found it right under the schema that there is. */
static void
note_present (LbSession *self, LbImage *image, const char *text)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));

  lb_session_note_made (self, image, text, lb_dataset_get_schema_hash (dataset), FALSE);
}

/**
 * lb_session_set_approved:
 * @self: an open session
 * @image: an image
 * @approved: whether its words are approved
 *
 * What counts are the words that lb_session_dup_caption_text() gives now, sent or not. They stay
 * approved on their way to the service and in the spelling that it gives them, over a deletion that
 * is undone, and when an edit is taken back. Words that were made under another schema are the
 * present one's from then on. Other words are not approved, and a new caption never
 * is.
 *
 * Returns: (transfer full): a future of %TRUE once it is on disk. Fails with LB_ERROR_STORAGE or
 *   NO_SPACE, and then nothing has changed; approving with INVALID where there is no caption, or
 *   one that the service would not take or has refused; before lb_session_open() with INVALID
 */
DexFuture *
lb_session_set_approved (LbSession *self, LbImage *image, gboolean approved)
{
  g_autofree char *text = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  if (self->notes == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  if (approved)
    text = lb_session_dup_caption_text (self, image);
  if (approved && (text == NULL || lb_session_get_edit_state (self, image) == LB_EDIT_REFUSED ||
                   !lb_session_can_send (self, image, text)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID,
                                  "There is no caption that could be approved");

  if (approved && lb_session_is_outdated (self, image))
    note_present (self, image, text);

  return lb_session_recorded (self, lb_session_record_approval (self, image, text),
                              lb_image_notes_set (self->notes, LB_IMAGE_NOTE_APPROVED,
                                                  lb_image_get_dataset_id (image),
                                                  lb_image_get_id (image), text));
}

DexFuture *
lb_session_end_approval (LbSession *self, LbImage *image)
{
  if (self->notes == NULL)
    return dex_future_new_true ();

  return lb_image_notes_set (self->notes, LB_IMAGE_NOTE_APPROVED, lb_image_get_dataset_id (image),
                             lb_image_get_id (image), NULL);
}

DexFuture *
lb_session_drop_notes (LbSession *self, gint64 dataset_id)
{
  if (self->notes == NULL)
    return dex_future_new_true ();

  return lb_image_notes_drop (self->notes, dataset_id);
}
