#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The first picture of a dataset, small, in front of its name; a sign where there is none. */
#define LB_TYPE_DATASET_COVER (lb_dataset_cover_get_type ())
G_DECLARE_FINAL_TYPE (LbDatasetCover, lb_dataset_cover, LB, DATASET_COVER, GtkWidget)

GtkWidget *lb_dataset_cover_new (void);
/* @dataset: (nullable): NULL for the sign. Its images are asked for once this can be seen. */
void lb_dataset_cover_set (LbDatasetCover *self, LbSession *session, LbDataset *dataset);

G_END_DECLS
