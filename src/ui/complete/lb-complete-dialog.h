#pragma once

#include <adwaita.h>

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* The readiness list of a dataset (R30 to R33) and the way to complete it. Signal "show-place"
 * (string): the user wants the place that mends a point: "missing", "invalid", "to-review",
 * "stale", "add", "schema", "coverage" or "duplicates". Signal "show-query" (string): the user
 * wants to see the images that the query finds. Signal "completed": the dataset is, and the dialog
 * has begun to close. */
#define LB_TYPE_COMPLETE_DIALOG (lb_complete_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbCompleteDialog, lb_complete_dialog, LB, COMPLETE_DIALOG, AdwDialog)

/* @images: (element-type LbImage): all images of @dataset, live; @uploads: (nullable): those that
 * may be under way for it. */
LbCompleteDialog *lb_complete_dialog_new (LbSession *session,
                                          LbDataset *dataset,
                                          GListModel *images,
                                          LbUploadQueue *uploads);

G_END_DECLS
