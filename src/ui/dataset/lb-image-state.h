#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What a tile, a chip and the footer call an image; the same everywhere. In the order of the list:
 * what needs most work comes last. */
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
/* Whether the caption was made under an older schema and nobody wrote it; what a person wrote is
 * never stale. */
gboolean lb_image_is_stale (LbSession *session, LbDataset *dataset, LbImage *image);
/* The sign of a state, the same everywhere; @style: (out) (optional): the class of its colour. */
const char *lb_image_state_icon (LbImageState state, const char **style);
gboolean lb_image_is_hand_written (LbSession *session, LbImage *image);
/* What badges, cells and screen readers call a state. */
const char *lb_image_state_words (LbImageState state);
/* The one line under a picture: that of the caption, or what stands in for it. */
const char *lb_image_line (LbDataset *dataset, LbImage *image, LbImageState state);
/* Who wrote the caption; @icon: (out) (optional) (nullable): the sign that goes with it. */
const char *lb_image_source_words (LbSession *session, LbImage *image, const char **icon);
/* (transfer full): what a screen reader says of an image in a view. */
char *lb_image_dup_words (LbSession *session, LbDataset *dataset, LbImage *image);
/* (transfer none): what an image is called before the user, who may never have named it. */
const char *lb_image_shown_name (LbImage *image);

/* What the chips let through. */
typedef enum
{
  LB_SHOW_ALL,
  LB_SHOW_TO_REVIEW,
  LB_SHOW_STALE,
  LB_SHOW_INVALID,
  LB_SHOW_MISSING,
  LB_SHOW_HAND_WRITTEN,
  LB_SHOW_CONFLICT
} LbImageShow;

#define LB_N_IMAGE_SHOWS (LB_SHOW_CONFLICT + 1)

/* "to-review", "stale", "invalid", "missing", "hand-written" or "changed-elsewhere" to a value;
 * LB_SHOW_ALL for any other word. */
LbImageShow lb_image_show_from_word (const char *word);

gboolean
lb_image_is_shown (LbSession *session, LbDataset *dataset, LbImage *image, LbImageShow show);

G_END_DECLS
