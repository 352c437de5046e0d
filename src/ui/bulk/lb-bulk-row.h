#pragma once

#include <adwaita.h>

#include "jobs/lb-bulk-entry.h"

G_BEGIN_DECLS

/* One entry of a ZIP file: name, what it is, verdict. */
#define LB_TYPE_BULK_ROW (lb_bulk_row_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkRow, lb_bulk_row, LB, BULK_ROW, GtkListBoxRow)

GtkWidget *lb_bulk_row_new (LbBulkEntry *entry);

G_END_DECLS
