#pragma once

#include <adwaita.h>

#include "session/lb-session-history.h"

G_BEGIN_DECLS

/**
 * LbStepPage:
 *
 * What a step of the history has changed, thing by thing; those with a before and an after lead on
 * to it, in a page of the same navigation view.
 */
#define LB_TYPE_STEP_PAGE (lb_step_page_get_type ())
G_DECLARE_FINAL_TYPE (LbStepPage, lb_step_page, LB, STEP_PAGE, AdwNavigationPage)

/* @changes: (element-type LbStepChange): all of @step. */
LbStepPage *lb_step_page_new (LbSession *session, LbHistoryStep *step, GPtrArray *changes);

G_END_DECLS
