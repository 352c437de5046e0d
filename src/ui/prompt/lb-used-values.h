#pragma once

#include "model/lb-caption-survey.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* What the captions of a dataset say in each field, counted off the main thread when somebody is
 * about to write. */
#define LB_TYPE_USED_VALUES (lb_used_values_get_type ())
G_DECLARE_FINAL_TYPE (LbUsedValues, lb_used_values, LB, USED_VALUES, GObject)

LbUsedValues *lb_used_values_new (LbSession *session, LbDataset *dataset);
/* Somebody is about to write: the captions are counted if they have changed since. */
void lb_used_values_prepare (LbUsedValues *self);
/* (transfer none) (nullable): as of the last count; @path: that of a field, as in a prompt. */
const LbSurveyField *lb_used_values_find (LbUsedValues *self, const char *path);

G_END_DECLS
