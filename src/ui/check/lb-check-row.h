#pragma once

#include <adwaita.h>

#include "ui/widgets/lb-thumbnail.h"

G_BEGIN_DECLS

/* Something that was checked: picture, name, what it is, verdict. What it is made for says the
 * words; it keeps them true with lb_check_row_set_verdict(). Signal: change, when a person wants it
 * otherwise. */
#define LB_TYPE_CHECK_ROW (lb_check_row_get_type ())
G_DECLARE_FINAL_TYPE (LbCheckRow, lb_check_row, LB, CHECK_ROW, GtkListBoxRow)

/* @item: (transfer none): what was checked; @name: as it is to be shown. */
GtkWidget *lb_check_row_new (gpointer item, const char *name);
/* (transfer none) */
gpointer lb_check_row_get_item (LbCheckRow *self);
/* (transfer none): asked for by those that have a picture to show; without it there is no place. */
LbThumbnail *lb_check_row_show_thumbnail (LbCheckRow *self);
/* @style: "success", "warning", "error" or "dim-label"; @words: the verdict; @taken: whether the
 * item goes on, or is shown as one that stays behind. */
void lb_check_row_set_verdict (
  LbCheckRow *self, const char *icon, const char *style, const char *words, gboolean taken);
/* A second line under the name; "" for none. */
void lb_check_row_set_detail (LbCheckRow *self, const char *detail);
/* @label: (nullable): of a button that says what else can be done with it; none at first. */
void lb_check_row_set_change (LbCheckRow *self, const char *label, gboolean sensitive);
/* @menu: (nullable): what else there is; none at first. */
void lb_check_row_set_menu (LbCheckRow *self, GMenuModel *menu);
/* Gives that button, or the one of the menu, the focus; whether it has taken it. */
gboolean lb_check_row_focus_change (LbCheckRow *self);

G_END_DECLS
