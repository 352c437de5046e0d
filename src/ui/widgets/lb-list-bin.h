#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbListBin:
 *
 * One child, a GtkScrolledWindow that holds a GtkListView and has a max-content-height: it is as
 * high as the rows are at the width that there is, up to that. The scrolled window itself goes by
 * the height that they have where they are as wide as they like to be, which is too little where
 * they break their lines. Property: child (GtkScrolledWindow).
 */
#define LB_TYPE_LIST_BIN (lb_list_bin_get_type ())
G_DECLARE_FINAL_TYPE (LbListBin, lb_list_bin, LB, LIST_BIN, GtkWidget)

G_END_DECLS
