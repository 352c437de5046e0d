#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What an image is called in the window and on the command line; the same everywhere. In the order
 * of the list: what needs most work comes last. */
typedef enum
{
  LB_IMAGE_APPROVED,
  LB_IMAGE_READY,     /* a caption that nobody can approve or change any more */
  LB_IMAGE_TO_REVIEW, /* a caption that could be approved */
  LB_IMAGE_STALE,     /* an automatic one that was made under an older schema, approved or not */
  LB_IMAGE_MISSING,   /* no caption */
  LB_IMAGE_WRITING,   /* no caption yet, and a run is going */
  LB_IMAGE_INVALID,   /* a caption that does not fit the contract, or was refused */
  LB_IMAGE_CONFLICT   /* a caption that was changed here and elsewhere */
} LbImageState;

/* @session: (nullable): for drafts. */
LbImageState lb_image_state (LbSession *session, LbDataset *dataset, LbImage *image);
/* Whether the dataset can be completed with it as it is. */
gboolean lb_image_state_is_ready (LbImageState state);
gboolean lb_image_has_caption (LbImage *image);
/* Whether the caption was made under an older schema and nobody wrote it; what a person wrote is
 * never stale. */
gboolean lb_image_is_stale (LbSession *session, LbDataset *dataset, LbImage *image);
gboolean lb_image_is_hand_written (LbSession *session, LbImage *image);

G_END_DECLS
