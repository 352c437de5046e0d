#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "ui/print/lb-print-images.h"

/* The images that are shown, in their order. */
static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  lb_print_images (widget, self->session, self->dataset, G_LIST_MODEL (self->selection));
}

void
lb_dataset_page_update_print (LbDatasetPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.print",
                                 g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0);
}

void
lb_dataset_page_install_print_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.print", NULL, print_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "dataset.print",
                                       NULL);
}
