#pragma once

#include "jobs/lb-caption-item.h"
#include "session/lb-session-history.h"

G_BEGIN_DECLS

/**
 * LbCaptionStep:
 *
 * Writes what is accepted of the changes of many captions, one after the other, as one step of the
 * history. Properties (notify): n-done (uint): how many are over of the n-total (uint) that there
 * are to be written.
 */
#define LB_TYPE_CAPTION_STEP (lb_caption_step_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionStep, lb_caption_step, LB, CAPTION_STEP, GObject)

/* @kind: what the step is called. */
LbCaptionStep *lb_caption_step_new (LbSession *session, LbDataset *dataset, LbHistoryKind kind);
/* (transfer full) (nullable): the caption of @image as it is now; NULL for one without, and where
 * the image is gone. */
char *lb_caption_step_dup_text (LbCaptionStep *self, LbImage *image);
/* Whether the caption of @image is what the service has or will have, and nobody else is at it. */
gboolean lb_caption_step_can_change (LbCaptionStep *self, LbImage *image);
DexFuture *lb_caption_step_write (LbCaptionStep *self, GListModel *items);
void lb_caption_step_cancel (LbCaptionStep *self);
guint lb_caption_step_get_n_done (LbCaptionStep *self);
guint lb_caption_step_get_n_total (LbCaptionStep *self);

G_END_DECLS
