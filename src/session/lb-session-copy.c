#include "session/lb-session-copy.h"

#include "base/lb-error.h"
#include "session/lb-session-private.h"
#include "session/lb-session-record.h"

DexFuture *
lb_session_edit_caption_over (
  LbSession *self, LbImage *image, const char *text, const char *source, const char *base)
{
  DexFuture *kept = NULL;
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (text != NULL);

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  id = lb_image_get_id (image);
  if (base == NULL || lb_session_get_edit_state (self, image) != LB_EDIT_SAVED ||
      lb_session_means_same (self, image, lb_image_get_caption (image), base) ||
      lb_session_means_same (self, image, lb_image_get_caption (image), text))
    return lb_session_edit_caption_from (self, image, text, source);

  if (g_strcmp0 (source, "automatic") == 0 && self->notes != NULL)
    dex_future_disown (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_MACHINE,
                                           lb_image_get_dataset_id (image), id, text));
  lb_session_record_edit (self, image, LB_HISTORY_EDIT, text, source != NULL ? source : "manual");
  kept = lb_outbox_edit_over (self->outbox, lb_image_get_dataset_id (image), id, text,
                              lb_session_can_send (self, image, text), base);
  lb_outbox_suspect (self->outbox, id);
  lb_session_update_review (self, id);

  return kept;
}
