#pragma once

#include "model/lb-coverage.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSetSurvey:
 *
 * What a dataset covers, where it is thin, and what is worth a look before it is completed;
 * followed as its images change. It is counted on another thread, of what has changed only the text
 * is read again. For the main thread.
 *
 * Signal: changed: there is another result, which includes the first one.
 */
#define LB_TYPE_SET_SURVEY (lb_set_survey_get_type ())
G_DECLARE_FINAL_TYPE (LbSetSurvey, lb_set_survey, LB, SET_SURVEY, GObject)

/* @images: (element-type LbImage): live */
LbSetSurvey *lb_set_survey_new (LbSession *session, LbDataset *dataset, GListModel *images);
/* Resolves TRUE once there is a first result. */
DexFuture *lb_set_survey_settle (LbSetSurvey *self);
/* (transfer none) (nullable): NULL until it is counted. */
LbCoverage *lb_set_survey_get_coverage (LbSetSurvey *self);
/* (transfer none) (nullable) (element-type LbThinSpot): the same. */
GPtrArray *lb_set_survey_get_spots (LbSetSurvey *self);
/* (transfer none) (nullable) (element-type LbLintFinding): the same. */
GPtrArray *lb_set_survey_get_findings (LbSetSurvey *self);

G_END_DECLS
