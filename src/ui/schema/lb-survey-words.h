#pragma once

#include "model/lb-caption-survey.h"

G_BEGIN_DECLS

/* (transfer full): what a person calls the field at @path of a survey. */
char *lb_survey_field_words (const char *path);
/* (transfer full): how many of @n_all captions have something, as in “33 of 36”. */
char *lb_survey_share_words (guint n_captions, guint n_all);
/* (transfer full): the first values of @field in one line. */
char *lb_survey_values_words (const LbSurveyField *field);

G_END_DECLS
