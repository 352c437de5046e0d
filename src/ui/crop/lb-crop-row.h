#pragma once

#include <adwaita.h>

#include "jobs/lb-crop-proposal.h"

G_BEGIN_DECLS

/* A crop that is proposed: the whole picture with a frame around what would be kept, and a check.
 * Recycled. */
#define LB_TYPE_CROP_ROW (lb_crop_row_get_type ())
G_DECLARE_FINAL_TYPE (LbCropRow, lb_crop_row, LB, CROP_ROW, AdwBin)

GtkWidget *lb_crop_row_new (void);
/* @proposal: (nullable) */
void lb_crop_row_bind (LbCropRow *self, LbCropProposal *proposal);

G_END_DECLS
