#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/dialogs/lb-prefix-dialog.h"

static void
regenerate_clicked_cb (AdwToast *toast, LbDatasetPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dataset.regenerate-all", NULL);
}

/* R36: captions are as they were, and whoever wants others is led to them. */
static void
changed_cb (LbPrefixDialog *dialog, LbDatasetPage *self)
{
  AdwToast *toast = adw_toast_new (_ ("Prefix changed, captions are kept as they are"));

  if (g_list_model_get_n_items (self->images) > 0)
    {
      adw_toast_set_button_label (toast, _ ("_Regenerate…"));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (regenerate_clicked_cb), self,
                               0);
    }
  lb_dataset_page_add_toast (self, toast);
}

static void
prefix_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  LbPrefixDialog *dialog = lb_prefix_dialog_new (self->session, self->dataset, self->images);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (changed_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_dataset_page_install_prefix_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.prefix", NULL, prefix_cb);
}
