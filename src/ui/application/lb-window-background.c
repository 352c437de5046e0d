#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "ui/application/lb-background-portal.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/dataset/lb-downloads.h"
#include "ui/export/lb-exports.h"

/* What goes on behind a closed window: pictures on their way. */

#define NOTIFICATION "uploads"
/* The network or some room may come back; behind a closed window nobody waits for that for long. */
#define PATIENCE_S 600

static gboolean
is_sending (LbWindow *self)
{
  return self->uploads != NULL && lb_upload_queue_get_running (self->uploads) &&
         !lb_upload_queue_get_paused (self->uploads) &&
         lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_NONE;
}

/* Whether what keeps it from being sent may end by itself. */
static gboolean
may_go_on (LbWindow *self)
{
  const LbUploadHalt halt = lb_upload_queue_get_halt (self->uploads);

  return lb_upload_queue_get_running (self->uploads) &&
         !lb_upload_queue_get_paused (self->uploads) &&
         (halt == LB_UPLOAD_HALT_OFFLINE || halt == LB_UPLOAD_HALT_SPACE);
}

guint
lb_window_get_n_unsent (LbWindow *self)
{
  g_return_val_if_fail (LB_IS_WINDOW (self), 0);

  return lb_upload_queue_get_n_total (self->uploads) - lb_upload_queue_get_n_done (self->uploads) -
         lb_upload_queue_get_n_failed (self->uploads) -
         lb_upload_queue_get_n_cancelled (self->uploads);
}

static GDBusConnection *
session_bus (void)
{
  return g_application_get_dbus_connection (g_application_get_default ());
}

static void
notify (const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_application_send_notification (g_application_get_default (), NOTIFICATION, notification);
}

/* Nothing is lost, but somebody may believe that all is sent. */
static void
tell_unsent (LbWindow *self)
{
  const guint n = lb_window_get_n_unsent (self);
  g_autofree char *body = NULL;

  if (n == 0 || lb_upload_queue_get_paused (self->uploads) ||
      lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_ELSEWHERE)
    return;

  body = g_strdup_printf (ngettext ("%'u image is sent when Lookbook is opened again",
                                    "%'u images are sent when Lookbook is opened again", n),
                          n);
  notify (_ ("Upload Paused"), body);
}

/* Behind a closed window the end is told once. */
static void
tell_end (LbWindow *self)
{
  g_autofree char *words = lb_upload_queue_words (self->uploads);

  if (!lb_upload_queue_get_running (self->uploads))
    notify (_ ("Upload Finished"), words);
  else if (lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_UNAUTHORIZED)
    notify (_ ("Upload Paused"), _ ("You are not signed in any more. Sign in to go on."));
  else
    tell_unsent (self);
}

static void
tell_status (LbWindow *self)
{
  g_autofree char *words = lb_upload_queue_words (self->uploads);

  if (self->behind)
    lb_background_portal_set_status (session_bus (), words);
}

static void
come_out (LbWindow *self)
{
  self->behind = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  lb_background_portal_set_status (session_bus (), "");
}

static gboolean
leave_cb (gpointer data)
{
  LbWindow *self = data;

  /* It may be wanted again. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

static void
end_behind (LbWindow *self)
{
  come_out (self);
  tell_end (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, g_object_ref (self), g_object_unref);
}

static void
patience_cb (gpointer data)
{
  LbWindow *self = data;

  self->patience_id = 0;
  end_behind (self);
}

/* The computer stays awake while something is sent. */
static void
hold_awake (LbWindow *self, gboolean awake)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  if (awake && self->inhibit_cookie == 0)
    self->inhibit_cookie =
      gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_SUSPEND,
                               _ ("Images are being uploaded"));
  if (!awake && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (application, self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static void
follow_sending (LbWindow *self)
{
  const gboolean sending = is_sending (self);

  hold_awake (self, sending);
  if (!self->behind)
    return;

  if (sending)
    g_clear_handle_id (&self->patience_id, g_source_remove);
  else if (!may_go_on (self))
    {
      end_behind (self);
      return;
    }
  else if (self->patience_id == 0)
    self->patience_id = g_timeout_add_seconds_once (PATIENCE_S, patience_cb, self);
  tell_status (self);
}

static void
shown_cb (LbWindow *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  g_application_withdraw_notification (g_application_get_default (), NOTIFICATION);
  if (self->behind)
    come_out (self);
}

static DexFuture *
answered_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  const GValue *allowed = dex_future_get_value (future, NULL);

  if (self != NULL && self->behind && allowed != NULL && !g_value_get_boolean (allowed))
    {
      come_out (self);
      tell_unsent (self);
      leave_cb (self);
    }

  return dex_future_new_true ();
}

static gboolean
go_behind (LbWindow *self)
{
  if (self->leaving || !is_sending (self))
    return FALSE;

  self->behind = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  dex_future_disown (
    dex_future_then (lb_background_portal_request (session_bus (), _ ("Images are being uploaded")),
                     answered_cb, lb_weak_new (self), lb_weak_free));
  tell_status (self);

  return TRUE;
}

gboolean
lb_window_stays_behind (LbWindow *self)
{
  if (self->behind && !self->leaving)
    return TRUE;
  if (go_behind (self))
    return TRUE;

  if (!self->quiet)
    tell_unsent (self);
  return FALSE;
}

/* What a person would rather stop than wait for. */
void
lb_window_stop_jobs (LbWindow *self)
{
  lb_bulk_runs_stop (lb_bulk_runs_get (self->session), NULL);
  lb_dataset_jobs_stop (lb_exports_get (self->session), NULL);
  lb_dataset_jobs_stop (lb_downloads_get (self->session), NULL);
}

static gboolean
has_dialog (LbWindow *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL;
}

static gboolean
stay_cb (gpointer data)
{
  LbWindow *self = data;

  if (!has_dialog (self))
    self->leaving = self->quiet = FALSE;
  return G_SOURCE_REMOVE;
}

/* What was asked is answered; had that been yes, the window would close now. */
static void
dialog_cb (LbWindow *self)
{
  if (self->leaving && !has_dialog (self))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, stay_cb, g_object_ref (self), g_object_unref);
}

void
lb_window_leave (LbWindow *self, gboolean quietly)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  g_object_ref (self);
  self->leaving = TRUE;
  self->quiet = quietly;
  gtk_window_close (GTK_WINDOW (self));
  stay_cb (self);
  g_object_unref (self);
}

void
lb_window_follow_sending (LbWindow *self)
{
  g_signal_connect_swapped (self->uploads, "notify::running", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::paused", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::halt", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::n-done", G_CALLBACK (tell_status), self);
  g_signal_connect (self, "notify::visible", G_CALLBACK (shown_cb), NULL);
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (dialog_cb), NULL);
}

void
lb_window_stop_sending (LbWindow *self)
{
  self->behind = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  hold_awake (self, FALSE);
}
