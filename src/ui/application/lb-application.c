#include "config.h"

#include "ui/application/lb-application.h"

#include <glib/gi18n.h>

#include "session/lb-session.h"
#include "ui/application/lb-window.h"
#include "ui/upload/lb-offered-picture.h"

struct _LbApplication
{
  AdwApplication parent_instance;

  LbSession *session; /* (owned) (nullable) before startup */
};

G_DEFINE_FINAL_TYPE (LbApplication, lb_application, ADW_TYPE_APPLICATION)

static LbWindow *
present_window (LbApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (lb_window_new (GTK_APPLICATION (self), self->session));
  gtk_window_present (window);

  return LB_WINDOW (window);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));
  AdwDialog *dialog = adw_about_dialog_new ();

  g_object_set (dialog, "application-name", _ ("Lookbook"), "application-icon", LB_APP_ID,
                "version", LB_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("Check, describe and review the pictures that an image generator learns from."),
                /* Translators: put your names here, one a line */
                "translator-credits", _ ("translator-credits"), NULL);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  /* The window asks back when work would be lost. */
  if (window != NULL)
    gtk_window_close (window);
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

static void
lb_application_startup (GApplication *application)
{
  LbApplication *self = LB_APPLICATION (application);
  const GActionEntry entries[] = {
    { "about", about_cb },
    { "quit", quit_cb },
  };
  const char *quit[] = { "<Control>q", NULL };
  const char *close[] = { "<Control>w", NULL };
  const char *help[] = { "<Control>question", NULL };

  G_APPLICATION_CLASS (lb_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close", close);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-help-overlay", help);

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
