#include "session/lb-session-private.h"

#include "base/lb-error.h"

/**
 * lb_session_set_origin:
 * @self: an open session
 * @image: an image
 * @file: where its picture came from
 *
 * It goes with its dataset; an image that is deleted and there again has it still.
 *
 * Returns: (transfer full): a future of %TRUE once it is on disk; fails with LB_ERROR_STORAGE or
 *   NO_SPACE, and then nothing has changed; before lb_session_open() with INVALID
 */
DexFuture *
lb_session_set_origin (LbSession *self, LbImage *image, GFile *file)
{
  g_autofree char *uri = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (G_IS_FILE (file));

  if (self->notes == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  uri = g_file_get_uri (file);

  return lb_image_notes_set (self->notes, LB_IMAGE_NOTE_ORIGIN, lb_image_get_dataset_id (image),
                             lb_image_get_id (image), uri);
}

/**
 * lb_session_dup_origin:
 * @self: a session
 * @image: an image, live or not
 *
 * The file may have been changed or be gone.
 *
 * Returns: (transfer full) (nullable): where the picture came from; %NULL for one that was pasted
 *   or came from elsewhere, and before lb_session_open()
 */
GFile *
lb_session_dup_origin (LbSession *self, LbImage *image)
{
  const char *uri = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (self->notes != NULL)
    uri = lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ORIGIN, lb_image_get_id (image));

  return uri != NULL ? g_file_new_for_uri (uri) : NULL;
}
