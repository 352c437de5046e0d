#pragma once

#include "jobs/lb-bulk-report.h"
#include "jobs/lb-crop-source.h"
#include "ui/bulk/lb-bulk-pictures.h"

G_BEGIN_DECLS

/* The pictures that an import takes, as what can be cropped: of a folder, or still in their ZIP
 * file. What they are is LbBulkEntry. */
#define LB_TYPE_BULK_CROPS (lb_bulk_crops_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkCrops, lb_bulk_crops, LB, BULK_CROPS, GObject)

/* @pictures: what reads those in a ZIP file */
LbBulkCrops *lb_bulk_crops_new (LbBulkReport *report, LbBulkPictures *pictures);

G_END_DECLS
