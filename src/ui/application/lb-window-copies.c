#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/copy/lb-copy-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* Copies of datasets into accounts. */

static void
open_clicked_cb (AdwToast *toast, LbWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.account", "s",
                              g_object_get_data (G_OBJECT (toast), "lb-account"));
}

char *
lb_window_copy_words (LbWindow *self)
{
  LbCopyJob *job = self->copies != NULL ? lb_copies_get_foremost (self->copies) : NULL;
  LbAccountEntry *account = job != NULL ? lb_copies_get_account (self->copies, job) : NULL;
  g_autofree char *name = account != NULL ? lb_account_words (account) : NULL;

  return job != NULL ? lb_copy_job_words (job, name != NULL ? name : "") : NULL;
}

gboolean
lb_window_is_own_copy (LbWindow *self, LbCopyJob *job)
{
  return lb_copy_job_get_target (job) == self->session;
}

/* What has come of it can be looked at where it is. */
static void
tell_end (LbWindow *self, LbCopyJob *job, const char *words)
{
  LbAccountEntry *account = lb_copies_get_account (self->copies, job);
  AdwToast *toast = lb_toast_new (words);

  if (account != NULL && account != lb_session_get_account (self->session) &&
      lb_copy_job_get_dataset (job) != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Open Account"));
      g_object_set_data_full (G_OBJECT (toast), "lb-account",
                              g_strdup (lb_account_entry_get_id (account)), g_free);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_clicked_cb), self, 0);
    }
  lb_window_add_toast (self, toast);
}

static void
ended_cb (LbCopies *copies, LbCopyJob *job, const GError *error, LbWindow *self)
{
  LbAccountEntry *account = lb_copies_get_account (copies, job);
  g_autofree char *name = account != NULL ? lb_account_words (account) : g_strdup ("");
  g_autofree char *words = NULL;

  words = lb_copy_end_words (job, name, error);
  if (!lb_window_is_own_copy (self, job))
    lb_window_keep_end (self, words);
  if (error != NULL && !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    lb_window_add_error (self, _ ("The copy was stopped"), error);
  else
    tell_end (self, job, words);
  if (!self->behind && !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    lb_window_notify (self, "copy", error == NULL ? _ ("Copy Finished") : _ ("Copy Stopped"), words,
                      NULL);
}

void
lb_window_follow_copies (LbWindow *self)
{
  if (self->copies != NULL || self->accounts == NULL)
    return;

  self->copies = lb_copies_new (self->session, self->uploads, self->accounts, self->secrets);
  g_signal_connect (self->copies, "ended", G_CALLBACK (ended_cb), self);
  lb_window_follow_copying (self);
  lb_copies_resume (self->copies);
  if (self->page != NULL)
    lb_dataset_page_follow_copy (self->page);
}

void
lb_window_stop_copies (LbWindow *self)
{
  if (self->copies == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->copies, self);
  lb_copies_close (self->copies);
  g_clear_object (&self->copies);
}
