#pragma once

#include "service/lb-captioner.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/**
 * LbCaptionRun:
 *
 * The runs over the captions of a dataset, all of them (R68..R71) or those that are missing (R54).
 * Several images are in hand at a time, as many as the captioner looks at together, and each
 * caption is kept with its place in one transaction: a run that was cut off goes on where it stood.
 * One that the disk or the captioner does not let go on waits, and tries again.
 */
#define LB_TYPE_CAPTION_RUN (lb_caption_run_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionRun, lb_caption_run, LB, CAPTION_RUN, GObject)

LbCaptionRun *lb_caption_run_new (LbStore *store, LbCaptioner *captioner);
/* Works on the run that the store has noted, or that was left under way. One that works already
 * looks again for images to take in. */
void lb_caption_run_start (LbCaptionRun *self, gint64 dataset_id);
/* R54: puts @picture into the dataset, with a caption when the captioner answers at once; else the
 * caption follows in a run. A dataset that waits for its schema gets none. @name: (nullable).
 * Resolves to the LbImage. */
DexFuture *lb_caption_run_add_image (LbCaptionRun *self,
                                     gint64 dataset_id,
                                     const char *name,
                                     const LbPicture *picture);
/* For images that are in the dataset already: a run over those without a caption, if there are any.
 * Resolves to whether one is under way. */
DexFuture *lb_caption_run_start_missing (LbCaptionRun *self, gint64 dataset_id);
/* Something was deleted: no more work for what is gone. */
void lb_caption_run_look_again (LbCaptionRun *self);
guint lb_caption_run_get_active (LbCaptionRun *self);
/* The same without those that wait for a person to hand over a key. */
guint lb_caption_run_get_working (LbCaptionRun *self);
/* How long to wait after each failure in a row; the last one again and again. The default suits all
 * but tests. @waits_ms: must outlive @self. */
void lb_caption_run_set_waits (LbCaptionRun *self, const guint *waits_ms, guint n_waits);
/* Runs end with the images that are in hand, and go on at the next start. */
void lb_caption_run_stop (LbCaptionRun *self);

G_END_DECLS
