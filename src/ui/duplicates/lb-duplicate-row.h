#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/**
 * LbDuplicateRow:
 *
 * A group in a list of them: the image that is kept, how many there are, and a check whether it is
 * dealt with when all are.
 */
#define LB_TYPE_DUPLICATE_ROW (lb_duplicate_row_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateRow, lb_duplicate_row, LB, DUPLICATE_ROW, GtkBox)

GtkWidget *lb_duplicate_row_new (void);
/* @group: (nullable) */
void lb_duplicate_row_set_group (LbDuplicateRow *self, LbSession *session, LbDuplicateGroup *group);

G_END_DECLS
