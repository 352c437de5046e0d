#pragma once

#include <adwaita.h>

#include "ui/bulk/lb-bulk-pictures.h"

G_BEGIN_DECLS

/* Entries under a title. More than eight of one verdict fold into a row that opens them, a hundred
 * at a time, so that thousands cost nothing. */
#define LB_TYPE_BULK_GROUP (lb_bulk_group_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkGroup, lb_bulk_group, LB, BULK_GROUP, AdwBin)

GtkWidget *lb_bulk_group_new (void);
/* Where the rows have their pictures from; before they are made. Without it they have none. */
void lb_bulk_group_set_pictures (LbBulkGroup *self, LbBulkPictures *pictures);
/* @title: (nullable); @entries: (element-type LbBulkEntry): kept by reference; hidden when there
 * are none. */
void lb_bulk_group_set (LbBulkGroup *self, const char *title, GPtrArray *entries);
const char *lb_bulk_group_get_title (LbBulkGroup *self);
/* Rows there are now, a fold counting as one. */
guint lb_bulk_group_get_n_rows (LbBulkGroup *self);
/* (transfer full): name, then verdict, a line an entry: to be pasted elsewhere. */
char *lb_bulk_entries_to_text (GListModel *entries);

G_END_DECLS
