#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "session/lb-session-history.h"
#include "ui/replace/lb-replace-dialog.h"

/* (transfer full) (element-type LbImage) */
static GPtrArray *
list_all (GListModel *images)
{
  const guint n = g_list_model_get_n_items (images);
  GPtrArray *all = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (images, i));

  return all;
}

static void
replace_in (LbDatasetPage *self, GPtrArray *selected, const char *path)
{
  g_autoptr (GPtrArray) all = list_all (self->images);
  g_autoptr (GPtrArray) shown = list_all (G_LIST_MODEL (self->selection));
  const LbReplaceScope scope = { .session = self->session,
                                 .dataset = self->dataset,
                                 .finder = self->finder,
                                 .all = all,
                                 .shown = shown->len < all->len ? shown : NULL,
                                 .selected = selected->len > 0 ? selected : NULL,
                                 .path = path };

  if (lb_session_get_history (self->session) != NULL)
    lb_replace_dialog_present (GTK_WIDGET (self), &scope);
}

static void
replace_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) selected = lb_dataset_page_dup_selected (self);

  replace_in (self, selected, NULL);
}

/* In the field of the matrix where the keyboard is, and in the rows of its cells if they are
 * several. */
static void
replace_cells_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) block = lb_matrix_dup_block (self->matrix);
  g_autoptr (GPtrArray) selected = lb_dataset_page_dup_selected (self);

  replace_in (self, block->len > 1 ? block : selected, lb_matrix_get_field (self->matrix));
}

void
lb_dataset_page_update_replace (LbDatasetPage *self)
{
  const gboolean any = lb_dataset_page_is_draft (self) && lb_dataset_page_has_all (self) &&
                       g_list_model_get_n_items (self->images) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.replace", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.replace-cells", any);
}

void
lb_dataset_page_install_replace_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.replace", NULL, replace_cb);
  gtk_widget_class_install_action (widget_class, "dataset.replace-cells", NULL, replace_cells_cb);
}
