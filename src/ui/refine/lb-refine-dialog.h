#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbRefineDialog:
 *
 * Changes one caption by an instruction: the answer is shown as what it would change, and only what
 * is checked is applied. Signal "refined" (text: string): what the caption is to be.
 */
#define LB_TYPE_REFINE_DIALOG (lb_refine_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbRefineDialog, lb_refine_dialog, LB, REFINE_DIALOG, AdwDialog)

/* @image: a live image of a fibo draft whose caption parses. */
LbRefineDialog *lb_refine_dialog_new (LbSession *session, LbDataset *dataset, LbImage *image);
LbImage *lb_refine_dialog_get_image (LbRefineDialog *self);

G_END_DECLS
