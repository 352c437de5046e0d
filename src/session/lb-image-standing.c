#include "session/lb-image-standing.h"

#include "contract/lb-rules.h"

/* What the service would take as it is; the answer for a prompt is known already. */
static gboolean
is_valid (LbDataset *dataset, LbImage *image)
{
  return lb_rules_caption_is_prompt (dataset)
           ? lb_image_get_caption_valid (image)
           : lb_rules_caption_is_right (dataset, lb_image_get_text (image));
}

gboolean
lb_image_has_caption (LbImage *image)
{
  const char *text = lb_image_get_text (image);

  return text != NULL && *text != '\0';
}

gboolean
lb_image_is_stale (LbSession *session, LbDataset *dataset, LbImage *image)
{
  return session != NULL && !lb_dataset_get_completed (dataset) &&
         lb_session_is_outdated (session, image) && !lb_session_is_manual (session, image);
}

LbImageState
lb_image_state (LbSession *session, LbDataset *dataset, LbImage *image)
{
  LbEditState edit = session != NULL ? lb_session_get_edit_state (session, image) : LB_EDIT_SAVED;

  if (edit == LB_EDIT_CONFLICT)
    return LB_IMAGE_CONFLICT;
  if (edit == LB_EDIT_DRAFT || edit == LB_EDIT_REFUSED || edit == LB_EDIT_UNKEPT)
    return LB_IMAGE_INVALID;

  if (session != NULL && lb_session_is_regenerating (session, image))
    return LB_IMAGE_WRITING;
  if (!lb_image_has_caption (image))
    return lb_dataset_get_captioning (dataset) ? LB_IMAGE_WRITING : LB_IMAGE_MISSING;

  if (!is_valid (dataset, image))
    return LB_IMAGE_INVALID;

  if (lb_image_is_stale (session, dataset, image))
    return LB_IMAGE_STALE;
  if (session != NULL && lb_session_is_approved (session, image))
    return LB_IMAGE_APPROVED;

  return lb_dataset_get_completed (dataset) ? LB_IMAGE_READY : LB_IMAGE_TO_REVIEW;
}

gboolean
lb_image_state_is_ready (LbImageState state)
{
  return state == LB_IMAGE_APPROVED || state == LB_IMAGE_READY || state == LB_IMAGE_TO_REVIEW ||
         state == LB_IMAGE_STALE;
}

gboolean
lb_image_is_hand_written (LbSession *session, LbImage *image)
{
  if (session != NULL)
    return lb_session_is_manual (session, image);

  return g_strcmp0 (lb_image_get_caption_source (image), "manual") == 0;
}
