#pragma once

#include <adwaita.h>

#include "session/lb-history.h"

G_BEGIN_DECLS

/**
 * LbStepRow:
 *
 * A step in words, when it was made, and a button that goes there. Signal: chosen (LbHistoryStep).
 */
#define LB_TYPE_STEP_ROW (lb_step_row_get_type ())
G_DECLARE_FINAL_TYPE (LbStepRow, lb_step_row, LB, STEP_ROW, AdwBin)

GtkWidget *lb_step_row_new (void);
/* @step: (nullable) */
void lb_step_row_set_step (LbStepRow *self, LbHistoryStep *step);

G_END_DECLS
