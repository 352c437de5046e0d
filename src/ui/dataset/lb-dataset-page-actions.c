#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "contract/lb-rules.h"
#include "ui/widgets/lb-image-deletion.h"

static void
select_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static void
clear_selection_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  lb_dataset_page_focus_images (self);
}

static void
show_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  lb_filter_chips_set_show (self->chips, LB_SHOW_ALL);
}

static void
search_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
delete_images_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) images = lb_dataset_page_dup_selected (self);

  lb_image_deletion_start (widget, self->session, self->dataset, images);
  /* The bar with the button goes; the grid passes the focus on to a neighbour. */
  lb_dataset_page_focus_images (self);
}

/* What only our own service is sure to refuse, another is asked. */
static gboolean
is_allowed (LbDatasetPage *self, gboolean allowed, const GError *refusal)
{
  return self->caption_job == NULL &&
         (allowed || !lb_rules_stops (lb_session_get_rules_mode (self->session), refusal));
}

static gboolean
may_regenerate (LbDatasetPage *self)
{
  g_autoptr (GError) refusal = NULL;
  const gboolean allowed = lb_rules_check_regenerate (self->dataset, &refusal);

  return is_allowed (self, allowed, refusal);
}

static gboolean
may_regenerate_all (LbDatasetPage *self)
{
  g_autoptr (GError) refusal = NULL;
  const int present = (int) g_list_model_get_n_items (self->images);
  const gboolean allowed = lb_rules_check_regenerate_all (self->dataset, present, &refusal);

  return present > 0 && is_allowed (self, allowed, refusal);
}

gboolean
lb_dataset_page_has_all (LbDatasetPage *self)
{
  const int present = (int) g_list_model_get_n_items (self->images);

  return self->loaded || present >= lb_dataset_get_images_count (self->dataset);
}

void
lb_dataset_page_update_actions (LbDatasetPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean all = lb_dataset_page_has_all (self);
  gboolean draft = lb_dataset_page_is_draft (self);
  const gboolean regenerates = draft && may_regenerate (self);

  lb_selection_bar_set_read_only (self->selection_bar, !draft);
  lb_selection_bar_set_read_only (self->selection_row, !draft);
  gtk_widget_action_set_enabled (widget, "dataset.add-images", lb_dataset_page_can_add (self));
  gtk_widget_action_set_enabled (widget, "dataset.add-folder", lb_dataset_page_can_add (self));
  gtk_widget_action_set_enabled (widget, "dataset.add-address",
                                 draft && !lb_dataset_is_advanced (self->dataset));
  gtk_widget_action_set_enabled (widget, "dataset.paste", draft);
  gtk_widget_action_set_enabled (widget, "dataset.complete", draft && all);
  gtk_widget_action_set_enabled (widget, "dataset.schema", lb_dataset_is_fibo (self->dataset));
  gtk_widget_action_set_enabled (widget, "dataset.prefix", !lb_dataset_is_fibo (self->dataset));
  gtk_widget_action_set_enabled (widget, "dataset.open", self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.delete-images", draft && self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.regenerate", regenerates && self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.regenerate-all",
                                 draft && all && may_regenerate_all (self));
  gtk_widget_action_set_enabled (widget, "dataset.caption-missing",
                                 regenerates && all &&
                                   lb_image_tally_get_shown (self->tally, LB_SHOW_MISSING) > 0);
  gtk_widget_action_set_enabled (widget, "dataset.regenerate-stale",
                                 regenerates && all && lb_dataset_is_fibo (self->dataset));
  gtk_widget_action_set_enabled (widget, "dataset.clear-selection", self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.duplicates", self->loaded);
  lb_dataset_page_update_download (self);
  lb_dataset_page_update_export (self);
  lb_dataset_page_update_print (self);
  lb_dataset_page_update_refine_action (self);
  lb_dataset_page_update_replace (self);
  lb_dataset_page_update_review_actions (self);
}

void
lb_dataset_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (widget_class, "dataset.clear-selection", NULL,
                                   clear_selection_cb);
  gtk_widget_class_install_action (widget_class, "dataset.show-all", NULL, show_all_cb);
  gtk_widget_class_install_action (widget_class, "dataset.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "dataset.delete-images", NULL, delete_images_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "dataset.delete-images",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dataset.clear-selection",
                                       NULL);
}
