#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

/* What the dataset covers is a page of its own, which the window opens. */

static guint open_coverage_signal;

static void
coverage_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  g_signal_emit (self, open_coverage_signal, 0, self->images);
}

void
lb_dataset_page_install_coverage_actions (GtkWidgetClass *widget_class)
{
  open_coverage_signal =
    g_signal_new ("open-coverage", G_TYPE_FROM_CLASS (widget_class), G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_LIST_MODEL);
  gtk_widget_class_install_action (widget_class, "dataset.coverage", NULL, coverage_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "dataset.coverage", NULL);
}
