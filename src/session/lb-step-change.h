#pragma once

#include "model/lb-dataset.h"
#include "session/lb-history-step.h"

G_BEGIN_DECLS

/**
 * LbStepChange:
 *
 * What a step of the history did to one image, dataset or project, as it is listed by
 * lb_session_list_step_changes(). It does not follow what happens later. On the main thread.
 */
#define LB_TYPE_STEP_CHANGE (lb_step_change_get_type ())
G_DECLARE_FINAL_TYPE (LbStepChange, lb_step_change, LB, STEP_CHANGE, GObject)

LbHistoryThing lb_step_change_get_thing (LbStepChange *self);
/* Of an image that lost its approval with its caption: the caption. */
LbHistoryField lb_step_change_get_field (LbStepChange *self);
/* (nullable) (transfer none): the live LbImage, LbDataset or LbProject; NULL when it is gone. */
gpointer lb_step_change_get_object (LbStepChange *self);
/* (nullable) (transfer none): the dataset that it is or is in. */
LbDataset *lb_step_change_get_dataset (LbStepChange *self);
/* (nullable): what it was called when it was deleted. */
const char *lb_step_change_get_deleted_name (LbStepChange *self);
/* Whether the trash has a copy of it. */
gboolean lb_step_change_get_in_trash (LbStepChange *self);
/* (nullable): what was there, see LbHistoryField; NULL for nothing, and before
 * lb_session_read_step_change(). */
const char *lb_step_change_get_before (LbStepChange *self);
const char *lb_step_change_get_after (LbStepChange *self);
/* (nullable): who wrote the caption that was there before. */
const char *lb_step_change_get_source_before (LbStepChange *self);

G_END_DECLS
