#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-toast.h"

typedef struct
{
  GWeakRef page;
  char *text; /* (owned): what was discarded */
} Discarded;

static void
discarded_free (gpointer data, GClosure *closure)
{
  Discarded *discarded = data;

  g_weak_ref_clear (&discarded->page);
  g_free (discarded->text);
  g_free (discarded);
}

static void
undo_clicked_cb (AdwToast *toast, Discarded *discarded)
{
  g_autoptr (LbSchemaPage) self = g_weak_ref_get (&discarded->page);

  if (self != NULL && !self->busy)
    lb_text_pane_replace (self->editor, discarded->text);
}

static void
discard (LbSchemaPage *self)
{
  lb_text_pane_update (self->editor, lb_dataset_get_visual_schema (self->dataset));
  lb_schema_page_set_changed (self, FALSE);
}

static void
discard_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  Discarded *discarded = g_new0 (Discarded, 1);
  AdwToast *toast = adw_toast_new (_ ("Changes discarded"));

  g_weak_ref_init (&discarded->page, self);
  discarded->text = lb_text_pane_dup_text (self->editor);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), discarded,
                         discarded_free, 0);
  discard (self);
  lb_toast_show (GTK_WIDGET (self), toast);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, LbSchemaPage *self)
{
  self->discarding = g_str_equal (response, "discard");
}

/* The window does not close before the dialog has. */
static void
closed_cb (AdwDialog *dialog, LbSchemaPage *self)
{
  const gboolean closing = g_object_get_data (G_OBJECT (dialog), "lb-closing") != NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_weak_pointer (&self->asking);
  if (!self->discarding)
    return;

  self->discarding = FALSE;
  discard (self);
  if (closing)
    gtk_window_close (GTK_WINDOW (root));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

/* @closing: the window is to be closed after it. */
static void
ask (LbSchemaPage *self, gboolean closing)
{
  AdwDialog *dialog;

  if (self->asking != NULL)
    return;

  /* A heading that is wider than the dialog makes the toolkit warn. */
  dialog = adw_alert_dialog_new (
    _ ("Discard Changes?"), _ ("What was changed in the schema and not applied will be lost."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                  _ ("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "lb-closing", closing ? self : NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (closed_cb), self, 0);
  g_set_weak_pointer (&self->asking, dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

void
lb_schema_page_ask_before_closing (LbSchemaPage *self)
{
  g_return_if_fail (LB_IS_SCHEMA_PAGE (self));

  ask (self, TRUE);
}

static void
leave_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);

  if (self->changed)
    ask (self, FALSE);
  else
    gtk_widget_activate_action (widget, "navigation.pop", NULL);
}

static gboolean
close_request_cb (GtkWindow *window, LbSchemaPage *self)
{
  if (!self->changed)
    return GDK_EVENT_PROPAGATE;

  ask (self, TRUE);
  return GDK_EVENT_STOP;
}

void
lb_schema_page_guard_window (LbSchemaPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    self->close_handler =
      g_signal_connect (root, "close-request", G_CALLBACK (close_request_cb), self);
}

void
lb_schema_page_unguard_window (LbSchemaPage *self)
{
  g_clear_weak_pointer (&self->asking);
  g_clear_signal_handler (&self->close_handler, gtk_widget_get_root (GTK_WIDGET (self)));
}

void
lb_schema_page_install_leaving (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "schema.discard", NULL, discard_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.leave", NULL, leave_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "schema.leave", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "schema.leave",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Back, 0, "schema.leave", NULL);
}
