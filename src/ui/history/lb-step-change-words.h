#pragma once

#include "session/lb-step-change.h"

G_BEGIN_DECLS

/* (transfer full): what @change is of, as it is called now or was called last. @step: what it is
 * of. */
char *lb_step_change_name_words (LbStepChange *change, LbHistoryStep *step);
/* (transfer none): what is there of it now; valid until its caption changes. */
const char *lb_step_change_state_words (LbStepChange *change);
/* Whether there is something to read before and after. */
gboolean lb_step_change_has_texts (LbStepChange *change);
/* (transfer none) (nullable): what the text is; NULL for a caption. */
const char *lb_step_change_field_words (LbStepChange *change);

G_END_DECLS
