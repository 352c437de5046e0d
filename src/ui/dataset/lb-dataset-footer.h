#pragma once

#include <adwaita.h>

#include "contract/lb-rules.h"
#include "ui/dataset/lb-image-tally.h"

G_BEGIN_DECLS

/* The bar under the grid: how much is ready, and the way to completion. */
#define LB_TYPE_DATASET_FOOTER (lb_dataset_footer_get_type ())
G_DECLARE_FINAL_TYPE (LbDatasetFooter, lb_dataset_footer, LB, DATASET_FOOTER, AdwBin)

void lb_dataset_footer_set_tally (LbDatasetFooter *self, LbDataset *dataset, LbImageTally *tally);
/* Whose rules say what a dataset needs to be complete; those of the service here at first. */
void lb_dataset_footer_set_rules_mode (LbDatasetFooter *self, LbRulesMode mode);
/* @narrow: leaves out the details; @stacked: the button goes below the words. */
void lb_dataset_footer_set_room (LbDatasetFooter *self, gboolean narrow, gboolean stacked);
const char *lb_dataset_footer_get_title (LbDatasetFooter *self);
const char *lb_dataset_footer_get_detail (LbDatasetFooter *self);
gboolean lb_dataset_footer_is_suggesting (LbDatasetFooter *self); /* everything needed is there */

G_END_DECLS
