#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dialogs/lb-clone-dialog.h"
#include "ui/dialogs/lb-create-dialog.h"
#include "ui/dialogs/lb-rename-dialog.h"
#include "ui/widgets/lb-toast.h"

gboolean
lb_window_is_covered (LbWindow *self)
{
  AdwNavigationPage *top = adw_navigation_view_get_visible_page (self->views);

  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL ||
         g_strcmp0 (adw_navigation_page_get_tag (top), "main") != 0;
}

void
lb_window_go_to_dataset (LbWindow *self, LbDataset *dataset)
{
  gtk_stack_set_visible_child_name (self->root, "main");
  if (!lb_sidebar_choose (self->sidebar, G_OBJECT (dataset)))
    lb_window_show_dataset (self, dataset);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  if (self->page != NULL)
    lb_dataset_page_take_focus (self->page);
}

static void
created_cb (LbCreateDialog *dialog, LbDataset *dataset, LbWindow *self)
{
  lb_window_go_to_dataset (self, dataset);
}

/* (nullable) */
static LbCreateDialog *
present_create (LbWindow *self, LbProject *project, gboolean new_project)
{
  LbCreateDialog *dialog;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return NULL;

  dialog = lb_create_dialog_new (self->session, project, new_project);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));

  return dialog;
}

static void
open_clone_cb (AdwToast *toast, LbWindow *self)
{
  LbDataset *dataset = g_object_get_data (G_OBJECT (toast), "lb-dataset");

  if (lb_session_find_dataset (self->session, lb_dataset_get_id (dataset)) != dataset)
    return;

  adw_navigation_view_pop_to_tag (self->views, "main");
  lb_window_go_to_dataset (self, dataset);
}

/* Nobody is torn away from what they have opened since they closed the dialog over the work. */
static void
cloned_cb (LbCloneDialog *dialog, LbDataset *clone, LbWindow *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (clone));
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) ==
      ADW_DIALOG (dialog))
    {
      lb_window_go_to_dataset (self, clone);
      return;
    }

  /* Translators: %s is the name of a dataset that was cloned */
  words = g_strdup_printf (_ ("“%s” is ready"), name);
  toast = lb_toast_new (words);
  adw_toast_set_button_label (toast, _ ("_Open"));
  g_object_set_data_full (G_OBJECT (toast), "lb-dataset", g_object_ref (clone), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_clone_cb), self, 0);
  lb_window_add_toast (self, toast);
}

void
lb_window_clone (LbWindow *self, LbDataset *dataset)
{
  LbCloneDialog *dialog;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;

  dialog = lb_clone_dialog_new (self->session, dataset);
  g_signal_connect_object (dialog, "cloned", G_CALLBACK (cloned_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
clone_dataset_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  GObject *chosen = lb_sidebar_get_chosen (self->sidebar);

  if (LB_IS_DATASET (chosen))
    lb_window_clone (self, LB_DATASET (chosen));
}

static LbProject *
current_project (LbWindow *self)
{
  GObject *chosen = lb_sidebar_get_chosen (self->sidebar);

  if (LB_IS_PROJECT (chosen))
    return LB_PROJECT (chosen);
  if (LB_IS_DATASET (chosen))
    return lb_session_find_project (self->session, lb_dataset_get_project_id (LB_DATASET (chosen)));

  return NULL;
}

LbCreateDialog *
lb_window_present_create (LbWindow *self)
{
  return present_create (self, current_project (self),
                         g_list_model_get_n_items (lb_session_get_projects (self->session)) == 0);
}

static void
new_dataset_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (!lb_window_is_covered (self))
    present_create (self, current_project (self), FALSE);
}

static void
new_dataset_in_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  present_create (self, lb_session_find_project (self->session, g_variant_get_int64 (parameter)),
                  FALSE);
}

static void
new_project_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  present_create (LB_WINDOW (widget), NULL, TRUE);
}

static void
rename_chosen_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  GObject *chosen = lb_sidebar_get_chosen (self->sidebar);

  if (chosen != NULL && !lb_window_is_covered (self))
    adw_dialog_present (ADW_DIALOG (lb_rename_dialog_new (self->session, chosen)), widget);
}

static void
rename_project_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  LbProject *project = lb_session_find_project (self->session, g_variant_get_int64 (parameter));

  if (project != NULL)
    adw_dialog_present (ADW_DIALOG (lb_rename_dialog_new (self->session, G_OBJECT (project))),
                        widget);
}

static void
choose_nth_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (!lb_window_is_covered (self) &&
      lb_sidebar_choose_nth (self->sidebar, (guint) g_variant_get_int32 (parameter)))
    adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
find_dataset_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (lb_window_is_covered (self) ||
      !g_str_equal (gtk_stack_get_visible_child_name (self->root), "main"))
    return;

  adw_navigation_split_view_set_show_content (self->split, FALSE);
  lb_sidebar_begin_search (self->sidebar);
}

/* Shortcuts that mean the dataset shown, wherever the focus is. */
static void
forward_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  g_autofree char *name = g_strconcat ("dataset.", action_name + strlen ("win."), NULL);

  if (self->page != NULL && !lb_window_is_covered (self) && lb_window_shows_dataset_page (self))
    gtk_widget_activate_action_variant (GTK_WIDGET (self->page), name, parameter);
}

static void
start_here_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  present_create (LB_WINDOW (widget), NULL, TRUE);
}

void
lb_window_update_actions (LbWindow *self)
{
  gboolean has_page = self->page != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.clone-dataset", has_page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.delete-dataset", has_page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.open-sample",
                                 self->sample == NULL && !lb_session_is_hosted (self->session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.start-here", self->sample == NULL);
  lb_window_follow_history (self);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;
  const GdkModifierType both = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, control, "win.new-dataset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "win.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, control, "win.add-images", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, control, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, control, "win.replace", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, both, "win.find-dataset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, control, "win.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, both, "win.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, both, "win.duplicates", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, control, "win.view", "s", "grid");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, control, "win.view", "s", "list");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_3, control, "win.view", "s", "matrix");

  for (int i = 0; i < 9; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + (guint) i, GDK_ALT_MASK,
                                         "win.choose-nth", "i", i);
}

void
lb_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.start-here", NULL, start_here_cb);
  gtk_widget_class_install_action (widget_class, "win.new-dataset", NULL, new_dataset_cb);
  gtk_widget_class_install_action (widget_class, "win.new-dataset-in", "x", new_dataset_in_cb);
  gtk_widget_class_install_action (widget_class, "win.new-project", NULL, new_project_cb);
  gtk_widget_class_install_action (widget_class, "win.rename", NULL, rename_chosen_cb);
  gtk_widget_class_install_action (widget_class, "win.rename-project", "x", rename_project_cb);
  gtk_widget_class_install_action (widget_class, "win.clone-dataset", NULL, clone_dataset_cb);
  lb_window_install_deletion_actions (widget_class);
  lb_window_install_history_actions (widget_class);
  lb_window_install_refusal_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "win.choose-nth", "i", choose_nth_cb);
  gtk_widget_class_install_action (widget_class, "win.find-dataset", NULL, find_dataset_cb);
  gtk_widget_class_install_action (widget_class, "win.add-images", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.replace", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.duplicates", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.view", "s", forward_cb);
  add_bindings (widget_class);
}
