#pragma once

#include <adwaita.h>

#include "jobs/lb-crop-job.h"

G_BEGIN_DECLS

/**
 * LbCropSheet:
 *
 * Proposes crops for all pictures that are to be added or imported; those that are left chosen are
 * applied. Closing it before that leaves the pictures as they are.
 */
#define LB_TYPE_CROP_SHEET (lb_crop_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbCropSheet, lb_crop_sheet, LB, CROP_SHEET, AdwDialog)

/* Begins to look at once. */
LbCropSheet *lb_crop_sheet_new (LbCropSource *source);

G_END_DECLS
