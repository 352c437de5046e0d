#include "config.h"

#include "ui/application/lb-application-private.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "ui/application/lb-last-dataset.h"

/* What the desktop asks for from outside of a window: the actions of the menu over the icon, what a
 * notification opens, and the search. The program may have been started for that alone. */

/* A search is typed letter by letter: who has answered one stays for the next. */
#define IDLE_MS 10000

static void
new_dataset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lb_window_ask_new_dataset (lb_application_present_window (data));
}

static void
resume_uploads_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lb_window_resume_uploads (lb_application_present_window (data));
}

static gboolean
shows_account (LbApplication *self, const char *account_id)
{
  LbAccountEntry *account = self->session != NULL ? lb_session_get_account (self->session) : NULL;

  return account != NULL && g_str_equal (lb_account_entry_get_id (account), account_id);
}

/* The window of that account is yet to be made, and begins with what was shown last. */
static void
show_elsewhere (LbApplication *self, const char *account_id, gint64 id)
{
  if (id != 0)
    {
      lb_last_dataset_set (self->settings, account_id, id);
      g_settings_set_boolean (self->settings, "content-shown", TRUE);
    }
  if (lb_application_find_window (self) != NULL)
    {
      lb_application_present_window (self);
      lb_application_change_account (self, account_id);
      return;
    }

  if (self->next_account != NULL)
    g_set_str (&self->next_account, account_id);
  else
    {
      if (self->session != NULL)
        lb_session_close (self->session);
      g_clear_object (&self->session);
      g_settings_set_string (self->settings, "account", account_id);
    }
  lb_application_present_window (self);
}

void
lb_application_show_dataset (LbApplication *self, const char *account_id, gint64 id)
{
  g_return_if_fail (LB_IS_APPLICATION (self));

  if (lb_account_list_find (self->accounts, account_id) == NULL)
    lb_application_present_window (self);
  else if (lb_application_find_window (self) == NULL || !shows_account (self, account_id))
    show_elsewhere (self, account_id, id);
  else
    lb_window_show_wanted (lb_application_present_window (self), id);
}

static void
show_dataset_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *account_id = NULL;
  gint64 id = 0;

  g_variant_get (target, "(&sx)", &account_id, &id);
  lb_application_show_dataset (data, account_id, id);
}

static void
file_shown_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (object), result,
                                                        &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    lb_window_tell (lb_application_present_window (self),
                    _ ("The folder can’t be shown: there is no program for folders"));
  g_application_release (G_APPLICATION (self));
}

/* What was exported, in the file manager: there is nothing to be seen of it here. */
static void
show_file_cb (GSimpleAction *action, GVariant *uri, gpointer data)
{
  LbApplication *self = data;
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (uri, NULL));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  g_application_hold (G_APPLICATION (self));
  gtk_file_launcher_open_containing_folder (launcher,
                                            GTK_WINDOW (lb_application_find_window (self)), NULL,
                                            file_shown_cb, g_object_ref (self));
}

void
lb_application_add_desktop_actions (LbApplication *self)
{
  const GActionEntry entries[] = {
    { "new-dataset", new_dataset_cb },
    { "resume-uploads", resume_uploads_cb },
    { "show-dataset", show_dataset_cb, "(sx)" },
    { "show-file", show_file_cb, "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
show_found_cb (LbSearchProvider *provider, const char *account_id, gint64 id, LbApplication *self)
{
  lb_application_show_dataset (self, account_id, id);
}

static void
search_cb (LbSearchProvider *provider, GStrv terms, LbApplication *self)
{
  g_autofree char *text = g_strjoinv (" ", terms);

  lb_window_search_datasets (lb_application_present_window (self), text);
}

gboolean
lb_application_export_search (LbApplication *self,
                              GDBusConnection *bus,
                              const char *path,
                              GError **error)
{
  self->provider = lb_search_provider_new ();
  g_signal_connect (self->provider, "show-dataset", G_CALLBACK (show_found_cb), self);
  g_signal_connect (self->provider, "search", G_CALLBACK (search_cb), self);
  g_application_set_inactivity_timeout (G_APPLICATION (self), IDLE_MS);

  return lb_search_provider_export (self->provider, bus, path, error);
}

void
lb_application_withdraw_search (LbApplication *self)
{
  if (self->provider == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->provider, self);
  lb_search_provider_unexport (self->provider);
  g_clear_object (&self->provider);
}

void
lb_application_add_options (LbApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option (application, "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE,
                                 _ ("Print the version and exit"), NULL);
  g_application_add_main_option (application, "new-window", 0, G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE, _ ("Open the window, or show it if it is open"),
                                 NULL);
  g_application_set_option_context_parameter_string (application, _ ("[FILE…]"));
  g_application_set_option_context_summary (
    application, _ ("Pictures, folders of pictures and ZIP files are offered for a dataset."));
}

int
lb_application_take_options (LbApplication *self, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;

  g_print ("%s %s\n", _ ("Lookbook"), LB_VERSION);
  return EXIT_SUCCESS;
}
