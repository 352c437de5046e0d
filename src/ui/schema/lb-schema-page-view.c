#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-view-toggles.h"
#include "ui/widgets/lb-toast.h"

#define CAPTION_VIEW "caption-view"

void
lb_schema_page_show_view (LbSchemaPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean blank = lb_text_pane_is_blank (self->editor);
  const gboolean has_form = lb_text_pane_get_has_form (self->editor);
  const char *view = lb_text_pane_get_view_name (self->editor);
  gboolean can_undo, can_redo;

  g_object_get (self->editor, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  gtk_widget_action_set_enabled (widget, "schema.undo", can_undo && !self->busy);
  gtk_widget_action_set_enabled (widget, "schema.redo", can_redo && !self->busy);
  gtk_widget_action_set_enabled (widget, "schema.copy", !blank);
  lb_schema_page_show_refine (self);
  gtk_widget_action_set_enabled (widget, "schema.next-issue",
                                 lb_text_pane_get_n_issues (self->editor) > 0);
  gtk_widget_action_set_enabled (widget, "schema.toggle-view",
                                 has_form || g_strcmp0 (view, "form") == 0);

  self->showing = TRUE;
  lb_view_toggles_show (self->view_toggles, self->editor);
  lb_view_toggles_show (self->view_row, self->editor);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->view_toggles), !blank);
}

static void
choose (LbSchemaPage *self, const char *view)
{
  g_settings_set_string (self->settings, CAPTION_VIEW, view);
  lb_text_pane_set_view_name (self->editor, view);
  lb_schema_page_show_view (self);
}

static void
view_chosen_cb (LbSchemaPage *self, GParamSpec *pspec, AdwToggleGroup *toggles)
{
  const char *view = adw_toggle_group_get_active_name (toggles);

  if (!self->showing && view != NULL)
    choose (self, view);
}

static void
view_changed_cb (LbSchemaPage *self)
{
  if (self->dataset != NULL)
    lb_schema_page_show_view (self);
}

static void
toggle_view_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  const char *view = lb_text_pane_get_view_name (self->editor);

  choose (self, g_strcmp0 (view, "form") == 0 ? "json" : "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_text_pane_undo (LB_SCHEMA_PAGE (widget)->editor);
}

static void
redo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_text_pane_redo (LB_SCHEMA_PAGE (widget)->editor);
}

static void
copy_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autofree char *text = lb_text_pane_dup_text (self->editor);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  lb_toast_show (widget, adw_toast_new (_ ("Schema copied")));
}

static void
next_issue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_text_pane_show_next_issue (LB_SCHEMA_PAGE (widget)->editor);
}

void
lb_schema_page_install_view (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_install_action (widget_class, "schema.toggle-view", NULL, toggle_view_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.redo", NULL, redo_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.next-issue", NULL, next_issue_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, control, "schema.toggle-view",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control, "schema.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control | GDK_SHIFT_MASK,
                                       "schema.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "schema.next-issue", NULL);
}

void
lb_schema_page_bind_view (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, view_chosen_cb);
}

void
lb_schema_page_follow_view (LbSchemaPage *self)
{
  static const char *const signals[] = { "notify::view-name", "notify::has-form",
                                         "notify::can-undo", "notify::can-redo" };
  g_autofree char *view = g_settings_get_string (self->settings, CAPTION_VIEW);

  lb_text_pane_set_view_name (self->editor, view);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->editor, signals[i], G_CALLBACK (view_changed_cb), self,
                             G_CONNECT_SWAPPED);
}
