#pragma once

#include "model/lb-prompt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One change of a caption with a check: where it is, what was there and what comes. */
#define LB_TYPE_CHANGE_ROW (lb_change_row_get_type ())
G_DECLARE_FINAL_TYPE (LbChangeRow, lb_change_row, LB, CHANGE_ROW, GtkListBoxRow)

/* @before: (nullable): what the change starts from, for the names of objects. The check is the
 * change's "accepted". */
GtkWidget *lb_change_row_new (LbPromptChange *change, LbPrompt *before);
LbPromptChange *lb_change_row_get_change (LbChangeRow *self);
/* Another title than the change's path makes. */
void lb_change_row_set_title (LbChangeRow *self, const char *title);
/* It leads from what somebody else wrote to what was written here, and is named so. */
void lb_change_row_set_conflict (LbChangeRow *self, gboolean conflict);
/* It is only read: there is no check. */
void lb_change_row_set_read_only (LbChangeRow *self);

G_END_DECLS
