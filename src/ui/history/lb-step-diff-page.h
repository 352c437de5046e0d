#pragma once

#include <adwaita.h>

#include "session/lb-session-history.h"

G_BEGIN_DECLS

/**
 * LbStepDiffPage:
 *
 * What a step of the history did to one thing after the other, before and after, and how much of it
 * is brought back; that is another step.
 */
#define LB_TYPE_STEP_DIFF_PAGE (lb_step_diff_page_get_type ())
G_DECLARE_FINAL_TYPE (LbStepDiffPage, lb_step_diff_page, LB, STEP_DIFF_PAGE, AdwNavigationPage)

/* @changes: (element-type LbStepChange): those of @step that have texts; it begins with the one at
 * @position. */
LbStepDiffPage *lb_step_diff_page_new (LbSession *session,
                                       LbHistoryStep *step,
                                       GListModel *changes,
                                       guint position);

G_END_DECLS
