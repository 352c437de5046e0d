#pragma once

#include <adwaita.h>

#include "session/lb-trash.h"

G_BEGIN_DECLS

/**
 * LbTrashedRow:
 *
 * Something in the trash, with ways out of it. Signals: restore, delete (LbTrashItem).
 */
#define LB_TYPE_TRASHED_ROW (lb_trashed_row_get_type ())
G_DECLARE_FINAL_TYPE (LbTrashedRow, lb_trashed_row, LB, TRASHED_ROW, AdwBin)

GtkWidget *lb_trashed_row_new (void);
/* @item: (nullable) */
void lb_trashed_row_set_item (LbTrashedRow *self, LbTrash *trash, LbTrashItem *item);

G_END_DECLS
