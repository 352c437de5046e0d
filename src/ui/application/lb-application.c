#include "config.h"

#include "ui/application/lb-application.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "session/lb-session.h"
#include "ui/application/lb-about.h"
#include "ui/application/lb-window.h"
#include "ui/preferences/lb-preferences-dialog.h"
#include "ui/upload/lb-offered-picture.h"

struct _LbApplication
{
  AdwApplication parent_instance;

  LbSession *session;  /* (owned) (nullable) before startup */
  GSettings *settings; /* (owned) (nullable) before startup */
};

G_DEFINE_FINAL_TYPE (LbApplication, lb_application, ADW_TYPE_APPLICATION)

/* (nullable): the window of shortcuts is one of the application too, so the active one will not do.
 */
static LbWindow *
find_window (LbApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (LB_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static LbWindow *
present_window (LbApplication *self)
{
  LbWindow *window = find_window (self);

  if (window == NULL)
    window = lb_window_new (GTK_APPLICATION (self), self->session);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/* One thing at a time: what is open is finished first. */
static void
present_dialog (LbApplication *self, AdwDialog *dialog)
{
  LbWindow *window = find_window (self);

  g_object_ref_sink (dialog);
  if (window != NULL &&
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == NULL)
    adw_dialog_present (dialog, GTK_WIDGET (window));
  g_object_unref (dialog);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbApplication *self = data;

  present_dialog (self, lb_about_new (lb_session_get_data_dir (self->session)));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbApplication *self = data;

  present_dialog (self, ADW_DIALOG (lb_preferences_dialog_new (
                          self->settings, lb_session_get_data_dir (self->session))));
}

static void
folder_shown_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbWindow) window = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  lb_weak_free (data);
  if (gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  if (window != NULL)
    lb_window_tell (window, _ ("The folder can’t be shown: there is no program for folders"));
}

static void
help_shown_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbWindow) window = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  lb_weak_free (data);
  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  if (window != NULL)
    lb_window_tell (window, _ ("The help can’t be shown: there is no program for help pages"));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbWindow *window = find_window (data);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:lookbook");

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (window), NULL, help_shown_cb,
                           lb_weak_new (window));
}

static void
show_data_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbApplication *self = data;
  LbWindow *window = find_window (self);
  g_autoptr (GFile) folder = g_file_new_for_path (lb_session_get_data_dir (self->session));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (folder);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (window), NULL, folder_shown_cb,
                            lb_weak_new (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbWindow *window = find_window (data);

  /* The window asks back when work would be lost. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (data));
}

static void
lb_application_activate (GApplication *application)
{
  present_window (LB_APPLICATION (application));
}

static void
lb_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LbWindow *window = present_window (LB_APPLICATION (application));
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  g_list_store_splice (list, 0, 0, (gpointer *) files, (guint) n_files);
  lb_window_open_files (window, G_LIST_MODEL (list));
}

static gboolean
read_color_scheme (GValue *value, GVariant *variant, gpointer data)
{
  const char *word = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (word, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (word, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  g_value_set_enum (value, (int) scheme);

  return TRUE;
}

static void
set_accels (GtkApplication *application)
{
  const struct
  {
    const char *action;
    const char *accels[2];
  } keys[] = {
    { "app.preferences", { "<Control>comma", NULL } },
    { "app.help", { "F1", NULL } },
    { "app.quit", { "<Control>q", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "win.show-help-overlay", { "<Control>question", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, keys[i].accels);
}

static void
lb_application_startup (GApplication *application)
{
  LbApplication *self = LB_APPLICATION (application);
  const GActionEntry entries[] = {
    { "about", about_cb }, { "preferences", preferences_cb },
    { "help", help_cb },   { "show-data-folder", show_data_folder_cb },
    { "quit", quit_cb },
  };

  G_APPLICATION_CLASS (lb_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   application);
  set_accels (GTK_APPLICATION (self));

  self->settings = g_settings_new (LB_APP_ID);
  g_settings_bind_with_mapping (self->settings, "color-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, read_color_scheme, NULL, NULL,
                                NULL);
  lb_offered_picture_register ();
  self->session = lb_session_new_local (NULL, NULL);
}

static void
lb_application_shutdown (GApplication *application)
{
  LbApplication *self = LB_APPLICATION (application);

  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (lb_application_parent_class)->shutdown (application);
}

static void
lb_application_class_init (LbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = lb_application_activate;
  application_class->open = lb_application_open;
  application_class->startup = lb_application_startup;
  application_class->shutdown = lb_application_shutdown;
}

static void
lb_application_init (LbApplication *self)
{
}

LbApplication *
lb_application_new (void)
{
  return g_object_new (LB_TYPE_APPLICATION, "application-id", LB_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", LB_RESOURCE_PATH, NULL);
}
