#pragma once

#include "jobs/lb-upload-queue.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCompleteErrand:
 *
 * Somebody has left the dialog that completes a dataset for the place that mends what stands in the
 * way. Signal: done: nothing of it is left; once.
 */
#define LB_TYPE_COMPLETE_ERRAND (lb_complete_errand_get_type ())
G_DECLARE_FINAL_TYPE (LbCompleteErrand, lb_complete_errand, LB, COMPLETE_ERRAND, GObject)

/* @uploads: (nullable); @place: as in the dialog's show-place */
LbCompleteErrand *lb_complete_errand_new (LbSession *session,
                                          LbDataset *dataset,
                                          GListModel *images,
                                          LbUploadQueue *uploads,
                                          const char *place);
gboolean lb_complete_errand_is_done (LbCompleteErrand *self);

G_END_DECLS
