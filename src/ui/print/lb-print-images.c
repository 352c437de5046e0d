#include "config.h"

#include "ui/print/lb-print-images.h"

#include <glib/gi18n.h>

#include "ui/print/lb-contact-sheet.h"
#include "ui/print/lb-image-sheet.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  lb_toast_show (widget, lb_error_toast_new (_ ("Not printed"), error));
}

GtkPrintOperation *
lb_print_images_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  g_autoptr (LbImage) single = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  if (g_list_model_get_n_items (images) != 1)
    return GTK_PRINT_OPERATION (lb_contact_sheet_new (session, dataset, images));

  single = g_list_model_get_item (images, 0);
  return GTK_PRINT_OPERATION (lb_image_sheet_new (session, dataset, single));
}

void
lb_print_images (GtkWidget *widget, LbSession *session, LbDataset *dataset, GListModel *images)
{
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  operation = lb_print_images_new (session, dataset, images);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), widget, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}
