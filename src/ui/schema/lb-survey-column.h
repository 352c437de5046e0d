#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What the captions of a dataset share and where they differ, as they are now. Property: compact
 * (boolean: without the bars). Signal "show-value" (string): the user wants to see the images whose
 * captions have this in them. */
#define LB_TYPE_SURVEY_COLUMN (lb_survey_column_get_type ())
G_DECLARE_FINAL_TYPE (LbSurveyColumn, lb_survey_column, LB, SURVEY_COLUMN, GtkBox)

/* @images: (element-type LbImage): live. Once. */
void lb_survey_column_set_images (LbSurveyColumn *self, LbSession *session, GListModel *images);

G_END_DECLS
