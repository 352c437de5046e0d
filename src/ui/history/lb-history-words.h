#pragma once

#include "session/lb-history.h"

G_BEGIN_DECLS

/* (transfer full): what a step did, in words: “Edit the caption of “boat.png””. */
char *lb_history_step_words (LbHistoryStep *step);
/* (transfer full): that it was taken back, or done again. */
char *lb_history_outcome_words (LbHistoryStep *step, gboolean undone);

/* (transfer full): when, as near as one cares. @time_us: unix microseconds */
char *lb_history_moment_words (gint64 time_us);

G_END_DECLS
