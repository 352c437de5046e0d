#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSidebar:
 *
 * Projects and their datasets. Signals: chosen (GObject: LbDataset, or LbProject of one without
 * datasets; nullable), add-files (LbDataset, GListModel of GFile).
 */
#define LB_TYPE_SIDEBAR (lb_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebar, lb_sidebar, LB, SIDEBAR, AdwBin)

void lb_sidebar_set_session (LbSidebar *self, LbSession *session);
/* (transfer none) (nullable): what is chosen now. */
GObject *lb_sidebar_get_chosen (LbSidebar *self);
/* FALSE when @item is not in the list. */
gboolean lb_sidebar_choose (LbSidebar *self, GObject *item);
/* Chooses the @n-th dataset from the top, from 0. */
gboolean lb_sidebar_choose_nth (LbSidebar *self, guint n);

G_END_DECLS
