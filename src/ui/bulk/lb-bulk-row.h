#pragma once

#include <adwaita.h>

#include "ui/bulk/lb-bulk-pictures.h"

G_BEGIN_DECLS

/* One entry of a ZIP file: picture, name, what it is, verdict. */
#define LB_TYPE_BULK_ROW (lb_bulk_row_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkRow, lb_bulk_row, LB, BULK_ROW, GtkListBoxRow)

/* @pictures: (nullable): without them the row has no room for a picture. */
GtkWidget *lb_bulk_row_new (LbBulkEntry *entry, LbBulkPictures *pictures);
/* The verdict may be another one. */
void lb_bulk_row_update (LbBulkRow *self);

G_END_DECLS
