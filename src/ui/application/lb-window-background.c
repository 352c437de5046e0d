#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

/* What goes on behind a closed window: pictures on their way. */

#define NOTIFICATION "uploads"
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_BACKGROUND "org.freedesktop.portal.Background"

/* Outside of a sandbox nobody has to be asked. */
static void
ask_portal (LbWindow *self)
{
  g_autoptr (GDBusConnection) bus = NULL;
  GVariantBuilder options;

  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return;
  bus = g_object_ref (g_application_get_dbus_connection (g_application_get_default ()));
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Images are being uploaded")));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, PORTAL_BACKGROUND, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, NULL, NULL);
}

static gboolean
is_sending (LbWindow *self)
{
  return self->uploads != NULL && lb_upload_queue_get_running (self->uploads) &&
         !lb_upload_queue_get_paused (self->uploads) &&
         lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_NONE;
}

/* Behind a closed window the end is told once, and the window goes. */
static void
tell_end (LbWindow *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autofree char *words = lb_upload_queue_words (self->uploads);
  g_autoptr (GNotification) notification = g_notification_new (
    lb_upload_queue_get_running (self->uploads) ? _ ("The upload waits") : _ ("Upload finished"));

  g_notification_set_body (notification, words);
  if (application != NULL)
    g_application_send_notification (application, NOTIFICATION, notification);
}

static gboolean
leave_cb (gpointer data)
{
  gtk_window_destroy (GTK_WINDOW (data));
  return G_SOURCE_REMOVE;
}

static void
follow_sending (LbWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean sending = is_sending (self);

  if (application != NULL && sending && self->inhibit_cookie == 0)
    self->inhibit_cookie =
      gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_SUSPEND,
                               _ ("Images are being uploaded"));
  if (application != NULL && !sending && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (application, self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
  if (sending || !self->behind)
    return;

  self->behind = FALSE;
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  tell_end (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, g_object_ref (self), g_object_unref);
}

gboolean
lb_window_go_behind (LbWindow *self)
{
  if (!is_sending (self))
    return FALSE;

  self->behind = TRUE;
  ask_portal (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  return TRUE;
}

void
lb_window_follow_sending (LbWindow *self)
{
  g_signal_connect_swapped (self->uploads, "notify::running", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::paused", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::halt", G_CALLBACK (follow_sending), self);
}
