#pragma once

#include <adwaita.h>

#include "model/lb-dataset.h"
#include "model/lb-query-record.h"

G_BEGIN_DECLS

/* The row of a dialog in which one of the fields of captions is chosen, or all of them: by its
 * name, or by its path as a query has it. */

void lb_replace_fields_set_up (AdwComboRow *row);
/* Names the fields of objects by whose they are in nearly all captions of @images (element-type
 * LbImage), as the matrix does; they are read on another thread. */
void lb_replace_fields_follow (AdwComboRow *row, LbDataset *dataset, GListModel *images);
/* @paths: (nullable): of fields that the contract does not know. What is chosen stays so. */
void lb_replace_fields_fill (AdwComboRow *row, LbQueryPaths *paths);
/* Chooses @path, which is there from then on. */
void lb_replace_fields_choose (AdwComboRow *row, const char *path);
/* (transfer none): the path of the one that is chosen; "" for all. */
const char *lb_replace_fields_get_path (AdwComboRow *row);

G_END_DECLS
