#pragma once

#include <adwaita.h>

#include "model/lb-caption-survey.h"

G_BEGIN_DECLS

/* The values that the captions have in one field, most frequent first. Signal "chosen" (string):
 * the user wants to see where this one is. Signal "matrix": in all images. The dialog closes by
 * itself then. */
#define LB_TYPE_SURVEY_DIALOG (lb_survey_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbSurveyDialog, lb_survey_dialog, LB, SURVEY_DIALOG, AdwDialog)

/* @field: (transfer none): of @survey. */
LbSurveyDialog *lb_survey_dialog_new (LbCaptionSurvey *survey, const LbSurveyField *field);

G_END_DECLS
