#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSidebar:
 *
 * Projects and their datasets, and whose they are. Signals: chosen (GObject: LbDataset, or
 * LbProject of one without datasets; nullable), opened (the chosen dataset was clicked or
 * activated: a narrow window goes there), add-files (LbDataset, GListModel of GFile).
 */
#define LB_TYPE_SIDEBAR (lb_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebar, lb_sidebar, LB, SIDEBAR, AdwBin)

void lb_sidebar_set_session (LbSidebar *self, LbSession *session);
void lb_sidebar_set_accounts (LbSidebar *self, LbAccountList *accounts);
/* (transfer none) (nullable): what is chosen now, also while a search hides it. */
GObject *lb_sidebar_get_chosen (LbSidebar *self);
/* Lets the user look for a dataset by its name. */
void lb_sidebar_begin_search (LbSidebar *self);
/* The same for @text; the first that is found is one key away. */
void lb_sidebar_search (LbSidebar *self, const char *text);
/* Ends a search that hides @item. FALSE when it is not in the list. */
gboolean lb_sidebar_choose (LbSidebar *self, GObject *item);
/* Chooses the @n-th dataset from the top, from 0. */
gboolean lb_sidebar_choose_nth (LbSidebar *self, guint n);
/* Opens the menu of accounts. */
void lb_sidebar_show_accounts (LbSidebar *self);

G_END_DECLS
