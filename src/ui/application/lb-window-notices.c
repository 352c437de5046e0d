#include "config.h"

#include "ui/application/lb-window-private.h"

/* What ends, or is held up, while the person is elsewhere is told by the desktop, once, and not any
 * more when the window is looked at. */

static gboolean
is_looked_at (LbWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

static GVariant *
dataset_target (LbWindow *self, LbDataset *dataset)
{
  LbAccountEntry *account = lb_session_get_account (self->session);

  return g_variant_new ("(sx)",
                        account != NULL ? lb_account_entry_get_id (account) : LB_ACCOUNT_LOCAL_ID,
                        dataset != NULL ? lb_dataset_get_id (dataset) : 0);
}

/* @target: (transfer floating) */
static void
notify (LbWindow *self,
        const char *id,
        const char *title,
        const char *body,
        const char *action,
        GVariant *target)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (target);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target_value (notification, action, owned);
  g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                                   id, notification);
  g_hash_table_add (self->notices, g_strdup (id));
}

/* (transfer full): one for each batch, so that the next of its kind takes its place. */
static char *
dup_id (const char *kind, LbDataset *dataset)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, kind,
                          dataset != NULL ? lb_dataset_get_id (dataset) : 0);
}

void
lb_window_notify (
  LbWindow *self, const char *kind, const char *title, const char *body, LbDataset *dataset)
{
  g_autofree char *id = dup_id (kind, dataset);

  if (!is_looked_at (self))
    notify (self, id, title, body, "app.show-dataset", dataset_target (self, dataset));
}

void
lb_window_notify_file (LbWindow *self,
                       const char *kind,
                       const char *title,
                       const char *body,
                       LbDataset *dataset,
                       GFile *file)
{
  g_autofree char *id = dup_id (kind, dataset);
  g_autofree char *uri = g_file_get_uri (file);

  if (!is_looked_at (self))
    notify (self, id, title, body, "app.show-file", g_variant_new_string (uri));
}

static void
withdraw_cb (gpointer user_data)
{
  LbWindow *self = user_data;
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GHashTableIter iter;
  gpointer id = NULL;

  self->withdraw_id = 0;
  if (application == NULL)
    return;

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_application_withdraw_notification (application, id);
      g_hash_table_iter_remove (&iter);
    }
}

/* GLib takes back only what the desktop has given a number to: an answer that came together with
 * the focus is read before. */
static void
active_cb (LbWindow *self)
{
  if (self->withdraw_id == 0 && gtk_window_is_active (GTK_WINDOW (self)))
    self->withdraw_id = g_idle_add_once (withdraw_cb, self);
}

/* For what a dialog does, which knows no more than that it is in a window. */
static void
notify_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  const char *kind = NULL;
  const char *title = NULL;
  const char *body = NULL;
  gint64 id = 0;

  g_variant_get (parameter, "(&s&s&sx)", &kind, &title, &body, &id);
  lb_window_notify (self, kind, title, body, lb_session_find_dataset (self->session, id));
}

void
lb_window_follow_notices (LbWindow *self)
{
  self->notices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}

void
lb_window_stop_notices (LbWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, active_cb, NULL);
  g_clear_handle_id (&self->withdraw_id, g_source_remove);
  g_clear_pointer (&self->notices, g_hash_table_unref);
}

void
lb_window_install_notice_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.notify", "(sssx)", notify_cb);
}
