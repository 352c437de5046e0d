#include "config.h"

#include "ui/application/lb-application-private.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "session/lb-service-process.h"
#include "ui/application/lb-about.h"
#include "ui/application/lb-help-page.h"
#include "ui/application/lb-last-dataset.h"
#include "ui/preferences/lb-preferences-dialog.h"
#include "ui/upload/lb-offered-picture.h"

G_DEFINE_FINAL_TYPE (LbApplication, lb_application, ADW_TYPE_APPLICATION)

/* The window of shortcuts is one of the application too, so the active one will not do. */
LbWindow *
lb_application_find_window (LbApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (LB_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* One thing at a time: what is open is finished first. */
static void
present_dialog (LbApplication *self, AdwDialog *dialog)
{
  LbWindow *window = lb_application_find_window (self);

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

  present_dialog (self, lb_about_new (self->data_dir));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbApplication *self = data;
  LbWindow *window = lb_application_find_window (self);
  LbPreferencesDialog *dialog = NULL;

  if (window == NULL)
    return;

  dialog = lb_preferences_dialog_new (self->settings, self->data_dir, self->accounts);
  if (self->session != NULL)
    lb_preferences_dialog_set_session (dialog, self->session, self->secrets);
  lb_window_follow_wanted (window, ADW_DIALOG (dialog));
  present_dialog (self, ADW_DIALOG (dialog));
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
  LbWindow *window = lb_application_find_window (data);
  g_autofree char *uri = g_strconcat (
    "help:lookbook/", window != NULL ? lb_help_page_find (GTK_WINDOW (window)) : "index", NULL);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (window), NULL, help_shown_cb,
                           lb_weak_new (window));
}

static void
show_data_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbApplication *self = data;
  LbWindow *window = lb_application_find_window (self);
  g_autoptr (GFile) folder = g_file_new_for_path (self->data_dir);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (folder);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (window), NULL, folder_shown_cb,
                            lb_weak_new (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbWindow *window = lb_application_find_window (data);

  /* The window asks back when work would be lost. What waits to be sent is none that is. */
  if (window != NULL)
    lb_window_leave (window, FALSE);
  else
    g_application_quit (G_APPLICATION (data));
}

/* Another account. Its window takes the place of this one, which asks first when work would be lost
 * or is under way; what waits in a queue of this account goes on when it is chosen again. */

/* The session of @id, or of this computer when there is none of that id. */
static void
open_session (LbApplication *self, const char *id)
{
  LbAccountEntry *entry = lb_account_list_find (self->accounts, id);
  const char *account_id = NULL;

  if (entry == NULL)
    entry = lb_account_list_find (self->accounts, LB_ACCOUNT_LOCAL_ID);
  account_id = lb_account_entry_get_id (entry);
  self->session = lb_session_new_for_account (entry, NULL);
  if (lb_account_entry_get_kind (entry) == LB_ACCOUNT_HOSTED)
    lb_session_await_token (self->session,
                            lb_secrets_lookup (self->secrets, account_id,
                                               lb_account_entry_get_base_url (entry),
                                               lb_account_entry_get_secret_place (entry)));
  lb_session_set_secrets (self->session, self->secrets);

  g_settings_set_string (self->settings, "account", account_id);
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "account")),
    g_variant_new_string (account_id));
}

static void
forget_next (LbApplication *self)
{
  g_clear_pointer (&self->next_account, g_free);
  g_clear_pointer (&self->old_account, g_free);
  g_application_release (G_APPLICATION (self));
}

static void
remove_old (LbApplication *self)
{
  LbAccountEntry *old = NULL;

  if (self->old_account == NULL)
    return;

  /* One that another has taken the place of is listed no more. */
  if ((old = lb_account_list_find (self->accounts, self->old_account)))
    dex_future_disown (lb_account_list_remove (self->accounts, old, TRUE));
  else
    dex_future_disown (lb_account_list_remove_state (self->accounts, self->old_account));
  lb_last_dataset_forget (self->settings, self->old_account);
}

static void
tell_unsent (LbApplication *self, LbWindow *window)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u image waits in the other account",
                               "%'u images wait in the other account", self->n_unsent),
                     self->n_unsent);

  lb_window_tell (window, words);
}

static void
open_next_session (LbApplication *self)
{
  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  remove_old (self);
  open_session (self, self->next_account);
}

static void
welcome_next (LbApplication *self, LbWindow *window)
{
  g_autoptr (GListModel) files = g_steal_pointer (&self->files);

  if (self->n_unsent > 0 && self->old_account == NULL)
    tell_unsent (self, window);
  if (files != NULL)
    lb_window_open_files (window, files);
  forget_next (self);
}

LbWindow *
lb_application_present_window (LbApplication *self)
{
  LbWindow *window = lb_application_find_window (self);
  /* What comes between the window of one account and that of the next is for the next. */
  const gboolean is_next = window == NULL && self->next_account != NULL;

  if (is_next)
    open_next_session (self);
  if (self->session == NULL)
    {
      g_autofree char *last = g_settings_get_string (self->settings, "account");

      open_session (self, last);
    }
  if (window == NULL)
    {
      /* Whoever was started for a search leaves with the window now. */
      g_application_set_inactivity_timeout (G_APPLICATION (self), 0);
      window = lb_window_new (GTK_APPLICATION (self), self->session);
      lb_window_set_accounts (window, self->accounts, self->secrets);
    }
  gtk_window_present (GTK_WINDOW (window));
  if (is_next)
    welcome_next (self, window);

  return window;
}

static gboolean
open_next_cb (gpointer data)
{
  LbApplication *self = data;

  if (self->next_account != NULL)
    lb_application_present_window (self);

  return G_SOURCE_REMOVE;
}

static void
lb_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  LbApplication *self = LB_APPLICATION (application);

  GTK_APPLICATION_CLASS (lb_application_parent_class)->window_removed (application, window);
  if (!LB_IS_WINDOW (window) || self->next_account == NULL)
    return;

  /* It is still being taken down. */
  g_clear_object (&self->files);
  self->files = lb_window_take_files (LB_WINDOW (window));
  g_idle_add_full (G_PRIORITY_DEFAULT, open_next_cb, g_object_ref (self), g_object_unref);
}

/* The person has thought better of it. */
static void
asked_cb (LbWindow *window, GParamSpec *pspec, LbApplication *self)
{
  if (self->next_account != NULL && gtk_widget_get_visible (GTK_WIDGET (window)) &&
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == NULL)
    {
      g_signal_handlers_disconnect_by_func (window, asked_cb, self);
      forget_next (self);
    }
}

static void
close_window (LbApplication *self)
{
  LbWindow *window = lb_application_find_window (self);

  if (window == NULL || self->next_account == NULL)
    return;

  self->n_unsent = lb_window_get_n_unsent (window);
  lb_window_leave (window, TRUE);
  if ((window = lb_application_find_window (self)) != NULL)
    g_signal_connect_object (window, "notify::visible-dialog", G_CALLBACK (asked_cb), self, 0);
}

static gboolean
close_window_cb (gpointer data)
{
  close_window (data);

  return G_SOURCE_REMOVE;
}

/* To close a window with a dialog in it closes the dialog alone, so that has to go first. */
static void
dialog_gone_cb (LbWindow *window, GParamSpec *pspec, LbApplication *self)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    return;

  g_signal_handlers_disconnect_by_func (window, dialog_gone_cb, self);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_window_cb, g_object_ref (self), g_object_unref);
}

void
lb_application_change_account (LbApplication *self, const char *id)
{
  LbWindow *window = lb_application_find_window (self);

  if (self->next_account != NULL || window == NULL)
    return;

  g_application_hold (G_APPLICATION (self));
  self->next_account = g_strdup (id);
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_signal_connect_object (window, "notify::visible-dialog", G_CALLBACK (dialog_gone_cb), self,
                             0);
  else
    close_window (self);
}

static void
account_cb (GSimpleAction *action, GVariant *id, gpointer data)
{
  lb_application_change_account (data, g_variant_get_string (id, NULL));
}

static void
remove_account_cb (GSimpleAction *action, GVariant *id, gpointer data)
{
  LbApplication *self = data;

  if (self->next_account != NULL)
    return;

  self->old_account = g_variant_dup_string (id, NULL);
  lb_application_change_account (self, LB_ACCOUNT_LOCAL_ID);
}

/* A new account, which has taken the place of the one that is shown. */
static void
replace_account_cb (GSimpleAction *action, GVariant *ids, gpointer data)
{
  LbApplication *self = data;
  const char *old = NULL;
  const char *next = NULL;

  if (self->next_account != NULL)
    return;

  g_variant_get (ids, "(&s&s)", &old, &next);
  self->old_account = g_strdup (old);
  lb_application_change_account (self, next);
}

static void
lb_application_activate (GApplication *application)
{
  lb_application_present_window (LB_APPLICATION (application));
}

static void
lb_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LbWindow *window = lb_application_present_window (LB_APPLICATION (application));
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
    /* Not a binding of the window's: a grid takes that to clear its selection. */
    { "win.choose-account", { "<Control><Shift>a", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, keys[i].accels);
}

static void
lb_application_startup (GApplication *application)
{
  LbApplication *self = LB_APPLICATION (application);
  const GActionEntry entries[] = {
    { "about", about_cb },
    { "preferences", preferences_cb },
    { "help", help_cb },
    { "show-data-folder", show_data_folder_cb },
    { "account", account_cb, "s", "'local'", NULL },
    { "remove-account", remove_account_cb, "s" },
    { "replace-account", replace_account_cb, "(ss)" },
    { "quit", quit_cb },
  };

  G_APPLICATION_CLASS (lb_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   application);
  lb_application_add_desktop_actions (self);
  set_accels (GTK_APPLICATION (self));

  self->settings = g_settings_new (LB_APP_ID);
  g_settings_bind_with_mapping (self->settings, "color-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, read_color_scheme, NULL, NULL,
                                NULL);
  lb_offered_picture_register ();
  self->data_dir = lb_service_default_data_dir ();
  self->accounts = lb_account_list_new (NULL);
  self->secrets = lb_secrets_new (NULL);
  if (self->provider != NULL)
    lb_search_provider_set_accounts (self->provider, G_LIST_MODEL (self->accounts));
}

/* The session is opened with the window: to answer a search neither a service nor a keyring is
 * needed. */

static gboolean
lb_application_dbus_register (GApplication *application,
                              GDBusConnection *bus,
                              const char *path,
                              GError **error)
{
  return G_APPLICATION_CLASS (lb_application_parent_class)
           ->dbus_register (application, bus, path, error) &&
         lb_application_export_search (LB_APPLICATION (application), bus, path, error);
}

static void
lb_application_dbus_unregister (GApplication *application, GDBusConnection *bus, const char *path)
{
  lb_application_withdraw_search (LB_APPLICATION (application));

  G_APPLICATION_CLASS (lb_application_parent_class)->dbus_unregister (application, bus, path);
}

static int
lb_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  return lb_application_take_options (LB_APPLICATION (application), options);
}

static void
lb_application_shutdown (GApplication *application)
{
  LbApplication *self = LB_APPLICATION (application);

  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_object (&self->files);
  g_clear_pointer (&self->next_account, g_free);
  g_clear_pointer (&self->old_account, g_free);

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
  application_class->dbus_register = lb_application_dbus_register;
  application_class->dbus_unregister = lb_application_dbus_unregister;
  application_class->handle_local_options = lb_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = lb_application_window_removed;
}

static void
lb_application_init (LbApplication *self)
{
  lb_application_add_options (self);
}

LbApplication *
lb_application_new (void)
{
  return g_object_new (LB_TYPE_APPLICATION, "application-id", LB_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", LB_RESOURCE_PATH, NULL);
}
