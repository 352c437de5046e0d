#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* A dataset in the sidebar, or the row of a project that has none. Recycled. Signal: add-files
 * (LbDataset, GListModel of GFile), when something is dropped on it. */
#define LB_TYPE_SIDEBAR_ROW (lb_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebarRow, lb_sidebar_row, LB, SIDEBAR_ROW, GtkWidget)

GtkWidget *lb_sidebar_row_new (void);
/* @item: (nullable): an LbDataset, an LbProject, or NULL to unbind. */
void lb_sidebar_row_bind (LbSidebarRow *self, LbSession *session, GObject *item);

G_END_DECLS
