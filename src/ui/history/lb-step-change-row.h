#pragma once

#include <adwaita.h>

#include "session/lb-session-history.h"

G_BEGIN_DECLS

/* One thing that a step of the history has changed. */
#define LB_TYPE_STEP_CHANGE_ROW (lb_step_change_row_get_type ())
G_DECLARE_FINAL_TYPE (LbStepChangeRow, lb_step_change_row, LB, STEP_CHANGE_ROW, AdwBin)

GtkWidget *lb_step_change_row_new (void);
/* @change: (nullable): NULL clears; @step: what it is of. */
void lb_step_change_row_set_change (LbStepChangeRow *self,
                                    LbSession *session,
                                    LbHistoryStep *step,
                                    LbStepChange *change);

G_END_DECLS
