#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/print/lb-contact-sheet.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, LbDatasetPage *self)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  lb_toast_show (GTK_WIDGET (self), lb_error_toast_new (_ ("Not printed"), error));
}

/* The images that are shown, in their order. */
static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (LbContactSheet) sheet =
    lb_contact_sheet_new (self->session, self->dataset, G_LIST_MODEL (self->selection));

  g_signal_connect_object (sheet, "done", G_CALLBACK (done_cb), self, 0);
  gtk_print_operation_run (GTK_PRINT_OPERATION (sheet), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
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
