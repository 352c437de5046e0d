#pragma once

#include "imaging/lb-diverse.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Finds pictures that differ, to stand for a set. Properties (notify): n-done, n-total (uint):
 * pictures looked at; running (boolean). */
#define LB_TYPE_PICTURE_CHOICE (lb_picture_choice_get_type ())
G_DECLARE_FINAL_TYPE (LbPictureChoice, lb_picture_choice, LB, PICTURE_CHOICE, GObject)

/* @images: (element-type LbImage): as they are now; at most @n_max of them are chosen, @n_min as
 * far as they can be seen. */
LbPictureChoice *
lb_picture_choice_new (LbSession *session, GListModel *images, guint n_min, guint n_max);
guint lb_picture_choice_get_n_done (LbPictureChoice *self);
guint lb_picture_choice_get_n_total (LbPictureChoice *self);
DexFuture *lb_picture_choice_run (LbPictureChoice *self);
void lb_picture_choice_cancel (LbPictureChoice *self);
/* What was chosen, in order, once it has run: (transfer none). */
guint lb_picture_choice_get_n_chosen (LbPictureChoice *self);
LbImage *lb_picture_choice_get_image (LbPictureChoice *self, guint position);
const LbPick *lb_picture_choice_get_pick (LbPictureChoice *self, guint position);

G_END_DECLS
