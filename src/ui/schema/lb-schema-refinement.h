#pragma once

#include "ui/refine/lb-refine-dialog.h"

G_BEGIN_DECLS

/* Offers the schema of @dataset in @dialog too, if there is one. What it becomes is a draft for the
 * schema's page, which is not open; @from, a page, tells so. */
void lb_schema_refinement_offer (LbRefineDialog *dialog, GtkWidget *from, LbDataset *dataset);

G_END_DECLS
