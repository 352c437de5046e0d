#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "session/lb-session-history.h"
#include "ui/duplicates/lb-duplicates-dialog.h"

static void
duplicates_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  if (lb_session_get_history (self->session) != NULL)
    lb_duplicates_dialog_present (widget, self->session, self->dataset);
}

void
lb_dataset_page_install_duplicates_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.duplicates", NULL, duplicates_cb);
}
