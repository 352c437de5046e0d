#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbModelRow:
 *
 * What a new dataset is for: a family of models, and how many pictures come in which way. Closed it
 * says what is chosen, which is what most want. A project keeps to one family (R18, R22): only what
 * can be chosen in it is offered, and the row says why. Property: compact (boolean): what is chosen
 * stands below the names of the rows, where there is no room beside them.
 */
#define LB_TYPE_MODEL_ROW (lb_model_row_get_type ())
G_DECLARE_FINAL_TYPE (LbModelRow, lb_model_row, LB, MODEL_ROW, AdwExpanderRow)

/* @project: (nullable): that the dataset will be in; NULL for a new one, which is not bound. */
void lb_model_row_set_project (LbModelRow *self, LbSession *session, LbProject *project);
/* (transfer none): words of the contract. */
const char *lb_model_row_get_training_version (LbModelRow *self);
const char *lb_model_row_get_upload_type (LbModelRow *self);

G_END_DECLS
