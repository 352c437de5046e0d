#pragma once

#include "service/lb-captioner.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/**
 * LbCaptionRun:
 *
 * The runs over all captions of a dataset (R68..R71), one image after the other, each kept with its
 * place in one transaction: a run that was cut off goes on where it stood. One that the disk does
 * not let go on waits, and tries again.
 */
#define LB_TYPE_CAPTION_RUN (lb_caption_run_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionRun, lb_caption_run, LB, CAPTION_RUN, GObject)

LbCaptionRun *lb_caption_run_new (LbStore *store, LbCaptioner *captioner);
/* Works on the run that lb_store_start_run() has noted, or that was left under way. */
void lb_caption_run_start (LbCaptionRun *self, gint64 dataset_id);
guint lb_caption_run_get_active (LbCaptionRun *self);
/* How long to wait after each failure in a row; the last one again and again. The default suits all
 * but tests. @waits_ms: must outlive @self. */
void lb_caption_run_set_waits (LbCaptionRun *self, const guint *waits_ms, guint n_waits);
/* Runs end after the image they are at; they go on at the next start. */
void lb_caption_run_stop (LbCaptionRun *self);

G_END_DECLS
