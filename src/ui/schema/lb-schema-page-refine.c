#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "ui/refine/lb-refine-dialog.h"
#include "ui/widgets/lb-toast.h"

/* An edit like any other: it can be undone, and nothing is applied to the dataset. */
static void
refined_cb (LbRefineDialog *dialog, const char *before, const char *after, LbSchemaPage *self)
{
  g_autofree char *present = lb_text_pane_dup_text (self->editor);

  if (!g_str_equal (present, before))
    {
      lb_toast_show (GTK_WIDGET (self),
                     lb_toast_new (_ ("The schema was changed meanwhile. Ask again.")));
      return;
    }

  lb_text_pane_replace (self->editor, after);
  lb_schema_page_set_changed (self,
                              g_strcmp0 (after, lb_dataset_get_visual_schema (self->dataset)) != 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
refine_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autofree char *schema = lb_text_pane_dup_text (self->editor);
  LbRefineDialog *dialog = lb_refine_dialog_new (self->session, self->dataset);

  lb_refine_dialog_add_schema (dialog, schema);
  g_signal_connect_object (dialog, "schema-refined", G_CALLBACK (refined_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* R87: a draft of structured captions; and there must be something to refine. */
void
lb_schema_page_show_refine (LbSchemaPage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "schema.refine",
                                 draft && !self->busy && !lb_text_pane_is_blank (self->editor) &&
                                   lb_text_pane_get_has_form (self->editor));
}

void
lb_schema_page_install_refine (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "schema.refine", NULL, refine_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "schema.refine",
                                       NULL);
}
