#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-connect-dialog.h"
#include "ui/copy/lb-copy-dialog.h"
#include "ui/copy/lb-copy-words.h"

/* A copy of the dataset in an account. */

char *
lb_dataset_page_copy_words (LbDatasetPage *self, LbPageBanner *banner)
{
  LbCopies *copies = lb_copies_get (self->session);
  LbCopyJob *job = copies != NULL ? lb_copies_find (copies, self->dataset) : NULL;
  LbAccountEntry *account = NULL;
  g_autofree char *name = NULL;

  /* Those that come into this account are told of by its uploads. */
  if (job == NULL || lb_session_is_hosted (self->session))
    return NULL;

  account = lb_copies_get_account (copies, job);
  name = account != NULL ? lb_account_words (account) : g_strdup ("");
  banner->label = _ ("_Details…");
  banner->action = "dataset.copy";

  return lb_copy_job_words (job, name);
}

static void
changed_cb (LbDatasetPage *self, LbDataset *dataset)
{
  if (dataset == self->dataset)
    lb_dataset_page_update_banner (self);
}

void
lb_dataset_page_follow_copy (LbDatasetPage *self)
{
  LbCopies *copies = lb_copies_get (self->session);
  const gboolean possible = copies != NULL && !lb_session_is_hosted (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.copy", possible);
  if (!possible)
    return;

  g_signal_handlers_disconnect_by_func (copies, changed_cb, self);
  g_signal_connect_object (copies, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  lb_dataset_page_update_banner (self);
}

/* Another token for an account beside the window's. */

static DexFuture *
reopened_cb (DexFuture *future, gpointer token)
{
  g_autoptr (LbUploadQueue) queue = dex_await_object (dex_ref (future), NULL);

  if (queue != NULL)
    {
      lb_session_set_token (lb_upload_queue_get_session (queue), token);
      lb_upload_queue_resume (queue);
    }

  return dex_future_new_true ();
}

static void
token_free (gpointer token)
{
  lb_secrets_free_token (token);
}

static void
connected_cb (LbConnectDialog *dialog,
              LbAccountEntry *account,
              const char *token,
              LbDatasetPage *self)
{
  LbCopies *copies = lb_copies_get (self->session);

  if (copies != NULL)
    dex_future_disown (dex_future_finally (lb_copies_open (copies, account), reopened_cb,
                                           g_strdup (token), token_free));
}

static void
sign_in_cb (LbCopyDialog *dialog, LbAccountEntry *account, LbDatasetPage *self)
{
  LbCopies *copies = lb_copies_get (self->session);
  LbConnectDialog *connect = NULL;

  if (copies == NULL)
    return;

  connect = lb_connect_dialog_new (lb_copies_get_accounts (copies), lb_copies_get_secrets (copies),
                                   account);
  g_signal_connect_object (connect, "connected", G_CALLBACK (connected_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (connect), GTK_WIDGET (self));
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, LbDatasetPage *self)
{
  if (g_str_equal (response, "connect"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.add-account", NULL);
}

static void
offer_connect (LbDatasetPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Connect an Account First"),
    _ ("A dataset can be copied to an account with Bria’s service. What would be sent is shown "
       "before anything is."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "connect",
                                  _ ("C_onnect…"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "connect",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "connect");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  LbCopies *copies = lb_copies_get (self->session);
  LbCopyDialog *dialog = NULL;

  if (copies == NULL)
    return;
  if (g_list_model_get_n_items (G_LIST_MODEL (lb_copies_get_accounts (copies))) <= 1)
    {
      offer_connect (self);
      return;
    }

  dialog = lb_copy_dialog_new (copies, self->session, self->dataset);
  g_signal_connect_object (dialog, "sign-in", G_CALLBACK (sign_in_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_dataset_page_install_copy_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.copy", NULL, copy_cb);
}
