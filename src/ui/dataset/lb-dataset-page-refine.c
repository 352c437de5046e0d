#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/schema/lb-schema-refinement.h"

static void
applied_cb (LbRefineDialog *dialog, guint n, LbDatasetPage *self)
{
  lb_refine_toast_show (GTK_WIDGET (self), self->session, n);
}

static void
refine_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) images = lb_dataset_page_dup_selected (self);
  LbRefineDialog *dialog = NULL;

  if (images->len == 0 || lb_session_get_history (self->session) == NULL)
    return;

  dialog = lb_refine_dialog_new (self->session, self->dataset);
  lb_refine_dialog_add_captions (dialog, images);
  lb_schema_refinement_offer (dialog, widget, self->dataset);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* R87. */
void
lb_dataset_page_update_refine_action (LbDatasetPage *self)
{
  const gboolean fibo = lb_dataset_is_fibo (self->dataset);
  const char *why = fibo ? NULL : _ ("Captions in plain words can’t be refined");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.refine",
                                 fibo && self->selecting && self->caption_job == NULL &&
                                   lb_dataset_page_is_draft (self));
  lb_selection_bar_set_refine_reason (self->selection_bar, why);
  lb_selection_bar_set_refine_reason (self->selection_row, why);
}

void
lb_dataset_page_install_refine_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.refine", NULL, refine_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "dataset.refine",
                                       NULL);
}
