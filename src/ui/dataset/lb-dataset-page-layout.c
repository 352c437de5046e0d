#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Messages of the window give way to the bar while it shows. */
void
lb_dataset_page_lift_toasts (LbDatasetPage *self)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    set_class (toasts, "with-selection-bar",
               gtk_widget_get_mapped (GTK_WIDGET (self->selection_bar)));
}

static void
show_bars (LbDatasetPage *self)
{
  const gboolean any =
    g_list_model_get_n_items (self->images) > 0 && !lb_dataset_page_shows_bulk (self);
  const gboolean row = self->selecting && self->narrow;
  const gboolean is_matrix = g_str_equal (self->view, "matrix");

  gtk_widget_set_visible (GTK_WIDGET (self->selection_bar), self->selecting && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->selection_row), row);
  /* What has no room is in the menu of the page as well. */
  gtk_widget_set_visible (GTK_WIDGET (self->footer),
                          any && !is_matrix && !row && !(self->low && self->tiny));
  gtk_widget_set_visible (GTK_WIDGET (self->matrix_footer), any && is_matrix && !row && !self->low);
  gtk_widget_set_visible (self->add_slot, self->narrow && !row && !self->low &&
                                            (any || lb_dataset_page_can_add (self)));
  /* What stands over it brings the room between them. */
  gtk_widget_set_margin_top (self->add_slot,
                             gtk_widget_get_visible (GTK_WIDGET (self->footer)) ||
                                 gtk_widget_get_visible (GTK_WIDGET (self->matrix_footer))
                               ? 0
                               : 12);
  /* Room at the end for the bar, also before it comes: nothing must move when it does. */
  lb_dataset_page_set_with_bar (self, !self->narrow);
}

static void
set_tiny (LbDatasetPage *self, gboolean tiny)
{
  if (self->tiny == tiny)
    return;

  self->tiny = tiny;
  g_object_notify (G_OBJECT (self), "tiny");
}

void
lb_dataset_page_update_layout (LbDatasetPage *self)
{
  AdwBreakpoint *current = adw_breakpoint_bin_get_current_breakpoint (self->bin);
  AdwBreakpoint *breakpoint = current != self->short_breakpoint ? current : NULL;
  const gboolean tiny = breakpoint != NULL && (breakpoint == self->tiny_breakpoint ||
                                               breakpoint == self->tiny_low_breakpoint);
  const gboolean is_list = g_str_equal (self->view, "list");
  const gboolean is_matrix = g_str_equal (self->view, "matrix");
  const gboolean takes_more = self->images != NULL && lb_dataset_page_can_add (self);
  const int margin = breakpoint != NULL ? 0 : 6;

  if (self->images == NULL)
    return;

  self->narrow = breakpoint != NULL;
  self->low = breakpoint != NULL &&
              (breakpoint == self->low_breakpoint || breakpoint == self->tiny_low_breakpoint);
  set_class (GTK_WIDGET (self), "tiny", tiny);
  set_tiny (self, tiny);
  gtk_widget_set_visible (self->add_button,
                          !self->narrow && (takes_more || !lb_dataset_page_is_draft (self)));
  gtk_widget_set_visible (self->undo_button, !self->narrow);
  gtk_widget_set_visible (self->view_toggles, !self->narrow);
  gtk_widget_set_visible (self->sort_button, !self->narrow && !is_list && !is_matrix);
  gtk_widget_set_visible (GTK_WIDGET (self->matrix_tools), !self->narrow && is_matrix);
  lb_filter_chips_set_with_cells (self->chips, is_matrix);
  gtk_widget_set_visible (self->columns_button, !self->narrow && is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->add_row), takes_more);
  /* At the end of its row, also alone. */
  gtk_widget_set_hexpand (self->view_row, !takes_more);
  g_object_set (self->list, "narrow", self->narrow, "short", current != NULL, NULL);
  g_object_set (self->matrix, "narrow", self->narrow, NULL);

  gtk_widget_set_margin_start (self->chips_row, self->narrow ? 12 : 18);
  gtk_widget_set_margin_end (self->chips_row, self->narrow ? 0 : 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->shown_count), self->narrow ? 12 : 0);
  gtk_widget_set_margin_start (GTK_WIDGET (self->grid), margin);
  gtk_widget_set_margin_end (GTK_WIDGET (self->grid), margin);
  gtk_widget_set_margin_start (GTK_WIDGET (self->footer), margin);
  gtk_widget_set_margin_end (GTK_WIDGET (self->footer), margin);

  lb_dataset_page_update_title (self);
  lb_dataset_footer_set_room (self->footer, self->narrow, tiny);
  adw_button_content_set_label (self->add_content, tiny ? "" : _ ("Add Images…"));
  lb_selection_bar_set_room (self->selection_row,
                             tiny ? LB_SELECTION_BAR_TINY : LB_SELECTION_BAR_NARROW);
  show_bars (self);
}
