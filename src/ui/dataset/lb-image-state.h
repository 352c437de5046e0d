#pragma once

#include "session/lb-image-standing.h"

G_BEGIN_DECLS

/* The sign of a state, the same everywhere; @style: (out) (optional): the class of its colour. */
const char *lb_image_state_icon (LbImageState state, const char **style);
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
  LB_SHOW_CONFLICT,
  LB_SHOW_OUTLIERS, /* from here on by the cells of the matrix */
  LB_SHOW_EMPTY
} LbImageShow;

#define LB_N_IMAGE_SHOWS (LB_SHOW_EMPTY + 1)

/* "to-review", "stale", "invalid", "missing", "hand-written" or "changed-elsewhere" to a value;
 * LB_SHOW_ALL for any other word. */
LbImageShow lb_image_show_from_word (const char *word);

/* What goes by the cells is not known here: TRUE. */
gboolean
lb_image_is_shown (LbSession *session, LbDataset *dataset, LbImage *image, LbImageShow show);

G_END_DECLS
