#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "ui/application/lb-background-portal.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/dataset/lb-downloads.h"
#include "ui/export/lb-exports.h"

/* What goes on behind a closed window: pictures on their way, and copies into accounts. */

#define NOTIFICATION "uploads"
/* The network or some room may come back; behind a closed window nobody waits for that for long. */
#define PATIENCE_S 600

static gboolean
is_uploading (LbWindow *self)
{
  return self->uploads != NULL && lb_upload_queue_get_running (self->uploads) &&
         !lb_upload_queue_get_paused (self->uploads) &&
         lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_NONE;
}

static LbCopiesState
get_copying (LbWindow *self)
{
  return self->copies != NULL ? lb_copies_get_state (self->copies) : LB_COPIES_NONE;
}

static gboolean
is_sending (LbWindow *self)
{
  return is_uploading (self) || get_copying (self) == LB_COPIES_SENDING;
}

/* Whether what keeps it from being sent may end by itself. */
static gboolean
may_go_on (LbWindow *self)
{
  const LbUploadHalt halt = lb_upload_queue_get_halt (self->uploads);

  return get_copying (self) == LB_COPIES_WAITING ||
         (lb_upload_queue_get_running (self->uploads) &&
          !lb_upload_queue_get_paused (self->uploads) &&
          (halt == LB_UPLOAD_HALT_OFFLINE || halt == LB_UPLOAD_HALT_SPACE));
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

/* A press on it opens the account, and the dataset that had something last. */
static void
notify (LbWindow *self, const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  LbAccountEntry *account = lb_session_get_account (self->session);

  g_notification_set_body (notification, body);
  if (account != NULL)
    g_notification_set_default_action_and_target (
      notification, "app.show-dataset", "(sx)", lb_account_entry_get_id (account),
      self->sent_to != NULL ? lb_dataset_get_id (self->sent_to) : (gint64) 0);
  g_application_send_notification (g_application_get_default (), NOTIFICATION, notification);
}

/* (transfer full) (nullable): what is left to be sent, that somebody may believe is sent. */
static char *
unsent_words (LbWindow *self)
{
  const guint n = lb_window_get_n_unsent (self);

  if (n == 0 || lb_upload_queue_get_paused (self->uploads) ||
      lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_ELSEWHERE)
    return NULL;
  if (lb_upload_queue_get_halt (self->uploads) == LB_UPLOAD_HALT_UNAUTHORIZED)
    return g_strdup (_ ("You are not signed in any more. Sign in to go on."));

  if (!lb_session_is_hosted (self->session))
    return g_strdup_printf (ngettext ("%'u image is added when Lookbook is opened again",
                                      "%'u images are added when Lookbook is opened again", n),
                            n);

  return g_strdup_printf (ngettext ("%'u image is sent when Lookbook is opened again",
                                    "%'u images are sent when Lookbook is opened again", n),
                          n);
}

/* (transfer full) (nullable): the same for copies into other accounts. */
static char *
uncopied_words (LbWindow *self)
{
  LbCopyJob *job = self->copies != NULL ? lb_copies_get_foremost (self->copies) : NULL;

  if (job == NULL || lb_window_is_own_copy (self, job))
    return NULL;
  if (get_copying (self) == LB_COPIES_RESTING)
    return lb_window_copy_words (self);

  return g_strdup (_ ("The copy goes on when Lookbook is opened again"));
}

void
lb_window_keep_end (LbWindow *self, const char *words)
{
  if (self->behind)
    g_ptr_array_add (self->ends, g_strdup (words));
}

/* All that has ended behind a closed window, and all that has not, is told once. */
static void
tell_end (LbWindow *self)
{
  g_autofree char *unsent = unsent_words (self);
  g_autofree char *uncopied = uncopied_words (self);
  const gboolean uploads = self->uploads_behind || unsent != NULL;
  const gboolean over = unsent == NULL && uncopied == NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *body = NULL;

  g_ptr_array_extend (lines, self->ends, NULL, NULL);
  if (unsent != NULL)
    g_ptr_array_add (lines, unsent);
  if (uncopied != NULL)
    g_ptr_array_add (lines, uncopied);
  if (lines->len == 0)
    return;

  g_ptr_array_add (lines, NULL);
  body = g_strjoinv ("\n", (char **) lines->pdata);
  if (uploads)
    notify (self, over ? _ ("Upload Finished") : _ ("Upload Paused"), body);
  else
    notify (self, over ? _ ("Copy Finished") : _ ("Copy Paused"), body);
}

static void
tell_status (LbWindow *self)
{
  g_autofree char *words = lb_upload_queue_get_running (self->uploads)
                             ? lb_upload_queue_words (self->uploads)
                             : lb_window_copy_words (self);

  if (self->behind && words != NULL)
    lb_background_portal_set_status (session_bus (), words);
}

static void
come_out (LbWindow *self)
{
  self->behind = self->uploads_behind = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  g_ptr_array_set_size (self->ends, 0);
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
  tell_end (self);
  come_out (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, g_object_ref (self), g_object_unref);
}

static void
patience_cb (gpointer data)
{
  LbWindow *self = data;

  self->patience_id = 0;
  end_behind (self);
}

/* Another thing that is sent may begin where one has ended. */
static void
end_cb (gpointer data)
{
  LbWindow *self = data;

  self->end_id = 0;
  if (!is_sending (self) && !may_go_on (self))
    end_behind (self);
}

static const char *
sending_words (LbWindow *self)
{
  return get_copying (self) == LB_COPIES_SENDING && !is_uploading (self)
           ? _ ("A dataset is being copied")
           : _ ("Images are being uploaded");
}

/* The computer stays awake while something is sent. */
static void
hold_awake (LbWindow *self, gboolean awake)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  if (awake && self->inhibit_cookie == 0)
    self->inhibit_cookie = gtk_application_inhibit (
      application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_SUSPEND, sending_words (self));
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

  hold_awake (self, sending || lb_window_is_uploading (self));
  if (!self->behind)
    return;

  if (sending)
    g_clear_handle_id (&self->patience_id, g_source_remove);
  else if (!may_go_on (self))
    {
      if (self->end_id == 0)
        self->end_id = g_idle_add_once (end_cb, self);
      return;
    }
  else if (self->patience_id == 0)
    self->patience_id = g_timeout_add_seconds_once (PATIENCE_S, patience_cb, self);
  tell_status (self);
}

static void
notify_uploads (LbWindow *self, const char *title)
{
  g_autofree char *words = lb_upload_queue_words (self->uploads);

  /* Behind a closed window all is told at once; and the sample set says itself when it is there. */
  if (!self->behind && self->sample == NULL && words != NULL)
    lb_window_notify (self, "upload", title, words, self->sent_to);
}

/* Somebody has to do something before it can go on. */
static void
halted_cb (LbWindow *self)
{
  const LbUploadHalt halt = lb_upload_queue_get_halt (self->uploads);

  if (halt == LB_UPLOAD_HALT_UNAUTHORIZED || halt == LB_UPLOAD_HALT_SPACE)
    notify_uploads (self, _ ("Upload Paused"));
}

static void
sent_cb (LbWindow *self, LbDataset *dataset)
{
  g_set_object (&self->sent_to, dataset);
}

/* The sheet forgets them at once when all went well. */
static void
uploaded_cb (LbWindow *self)
{
  g_autofree char *words = lb_upload_queue_words (self->uploads);

  if (lb_upload_queue_get_running (self->uploads))
    self->uploads_behind = self->behind;
  else if (lb_upload_queue_get_n_total (self->uploads) > 0)
    {
      lb_window_keep_end (self, words);
      notify_uploads (self, _ ("Upload Finished"));
    }
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
      tell_end (self);
      come_out (self);
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
  self->uploads_behind = lb_upload_queue_get_running (self->uploads);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  dex_future_disown (
    dex_future_then (lb_background_portal_request (session_bus (), sending_words (self)),
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
    tell_end (self);
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
  self->ends = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (self->uploads, "notify::running", G_CALLBACK (uploaded_cb), self);
  g_signal_connect_swapped (self->uploads, "notify::running", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "dataset-ended", G_CALLBACK (sent_cb), self);
  g_signal_connect_swapped (self->uploads, "notify::halt", G_CALLBACK (halted_cb), self);
  g_signal_connect_swapped (self->uploads, "notify::paused", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::halt", G_CALLBACK (follow_sending), self);
  g_signal_connect_swapped (self->uploads, "notify::n-done", G_CALLBACK (tell_status), self);
  g_signal_connect_object (lb_bulk_runs_get (self->session), "changed", G_CALLBACK (follow_sending),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::visible", G_CALLBACK (shown_cb), NULL);
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (dialog_cb), NULL);
}

void
lb_window_follow_copying (LbWindow *self)
{
  g_signal_connect_swapped (self->copies, "changed", G_CALLBACK (follow_sending), self);
}

void
lb_window_stop_sending (LbWindow *self)
{
  self->behind = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  g_clear_pointer (&self->ends, g_ptr_array_unref);
  hold_awake (self, FALSE);
}
