#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-connect-dialog.h"

/* Other accounts than the one that is shown, and its own token. */

static LbAccountEntry *
hosted_account (LbWindow *self)
{
  return lb_session_is_hosted (self->session) ? lb_session_get_account (self->session) : NULL;
}

static void
token_state_cb (LbWindow *self)
{
  LbAccountEntry *account = self->accounts != NULL ? hosted_account (self) : NULL;
  const gboolean fine = lb_session_get_token_state (self->session) == LB_TOKEN_FINE;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-account", self->accounts != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-in", account != NULL && !fine);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", account != NULL);

  adw_status_page_set_title (self->nothing_status,
                             fine ? _ ("No Dataset Chosen") : _ ("Not Signed In"));
  adw_status_page_set_description (self->nothing_status,
                                   fine ? _ ("Choose one in the sidebar or create a new one.")
                                        : _ ("Sign in to see the sets of this account."));
  gtk_button_set_label (self->nothing_button, fine ? _ ("New Dataset…") : _ ("Sign In…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->nothing_button),
                                  fine ? "win.new-dataset" : "win.sign-in");
}

static void
connected_cb (LbConnectDialog *dialog, LbAccountEntry *entry, const char *token, LbWindow *self)
{
  const char *current = lb_account_entry_get_base_url (entry);

  if (entry == hosted_account (self) && g_strcmp0 (current, self->account_url) == 0)
    {
      lb_session_set_token (self->session, token);
      if (g_list_model_get_n_items (lb_session_get_projects (self->session)) == 0)
        lb_window_start (self);
      else
        dex_future_disown (lb_session_open (self->session));
      return;
    }

  /* Its address may be another one: a new session is made, even of the same account. */
  gtk_widget_activate_action (GTK_WIDGET (self), "app.account", "s",
                              lb_account_entry_get_id (entry));
}

static void
present_connect (LbWindow *self, LbAccountEntry *entry)
{
  LbConnectDialog *dialog = NULL;

  if (self->accounts == NULL ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;

  dialog = lb_connect_dialog_new (self->accounts, self->secrets, entry);
  g_signal_connect_object (dialog, "connected", G_CALLBACK (connected_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
add_account_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  present_connect (LB_WINDOW (widget), NULL);
}

static void
sign_in_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (hosted_account (self) != NULL)
    present_connect (self, hosted_account (self));
}

/* Signing out. */

typedef struct
{
  GWeakRef window;
  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
  LbAccountEntry *account; /* (owned) */
  gboolean remove;
} SigningOut;

static void
signing_out_free (gpointer data)
{
  SigningOut *self = data;

  g_weak_ref_clear (&self->window);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->account);
  g_free (self);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  SigningOut *self = data;
  g_autoptr (LbWindow) window = NULL;
  g_autoptr (GError) error = NULL;
  const LbAccountFacts facts = { lb_account_entry_get_label (self->account),
                                 lb_account_entry_get_base_url (self->account),
                                 lb_account_entry_get_plan (self->account), LB_SECRET_NOWHERE };
  const gboolean wiped =
    dex_await (lb_secrets_clear (self->secrets, lb_account_entry_get_id (self->account),
                                 lb_account_entry_get_secret_place (self->account)),
               &error);

  /* What a silent keyring still has is not looked for any more, and the person hears of it. */
  if (!self->remove)
    dex_await (lb_account_list_update (self->accounts, self->account, &facts), NULL);

  if (!(window = g_weak_ref_get (&self->window)))
    return dex_future_new_true ();
  if (!wiped)
    {
      lb_window_add_error (window, _ ("The keyring still has the token"), error);
      return dex_future_new_true ();
    }
  gtk_widget_activate_action (
    GTK_WIDGET (window), self->remove ? "app.remove-account" : "app.account", "s",
    self->remove ? lb_account_entry_get_id (self->account) : LB_ACCOUNT_LOCAL_ID);

  return dex_future_new_true ();
}

static void
sign_out_answered_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  LbAccountEntry *account = hosted_account (self);
  SigningOut *work = NULL;

  if (account == NULL || g_str_equal (response, "cancel"))
    return;

  work = g_new0 (SigningOut, 1);
  g_weak_ref_init (&work->window, self);
  work->accounts = g_object_ref (self->accounts);
  work->secrets = g_object_ref (self->secrets);
  work->account = g_object_ref (account);
  work->remove = g_str_equal (response, "remove");
  dex_future_disown (dex_scheduler_spawn (NULL, 0, sign_out_fiber, work, signing_out_free));
}

static void
sign_out_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  LbAccountEntry *account = hosted_account (self);
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;
  AdwDialog *dialog = NULL;

  if (account == NULL || self->accounts == NULL ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;

  name = lb_account_words (account);
  /* Translators: %s is the name of an account */
  heading = g_strdup_printf (_ ("Sign Out of “%s”?"), name);
  dialog = adw_alert_dialog_new (
    heading, _ ("The token is removed from this computer; the sets stay with the service. What "
                "Lookbook keeps of the account here, such as changes that were not sent and "
                "approvals, can stay for the next time or be removed too."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                  _ ("Sign Out and _Remove"), "keep", _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (sign_out_answered_cb), self, 0);
  adw_dialog_present (dialog, widget);
}

void
lb_window_install_account_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
}

void
lb_window_follow_token (LbWindow *self)
{
  LbAccountEntry *account = lb_session_get_account (self->session);

  if (account != NULL)
    self->account_url = g_strdup (lb_account_entry_get_base_url (account));
  g_signal_connect_swapped (self->session, "notify::token-state", G_CALLBACK (token_state_cb),
                            self);
  token_state_cb (self);
}

void
lb_window_set_accounts (LbWindow *self, LbAccountList *accounts, LbSecrets *secrets)
{
  g_return_if_fail (LB_IS_WINDOW (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  lb_sidebar_set_accounts (self->sidebar, accounts);
  token_state_cb (self);
}

gboolean
lb_window_begins_with_welcome (LbWindow *self)
{
  return !lb_session_is_hosted (self->session) &&
         g_list_model_get_n_items (lb_session_get_projects (self->session)) == 0 &&
         (self->accounts == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) <= 1);
}

/* The dataset that was shown last, of each account. */

static const char *
account_id (LbWindow *self)
{
  LbAccountEntry *account = lb_session_get_account (self->session);

  return account != NULL ? lb_account_entry_get_id (account) : LB_ACCOUNT_LOCAL_ID;
}

gint64
lb_window_get_last_dataset (LbWindow *self)
{
  g_autoptr (GVariant) all = NULL;
  gint64 id = 0;

  if (!lb_session_is_hosted (self->session))
    return g_settings_get_int64 (self->settings, "last-dataset");

  all = g_settings_get_value (self->settings, "last-hosted-datasets");
  g_variant_lookup (all, account_id (self), "x", &id);

  return id;
}

void
lb_window_set_last_dataset (LbWindow *self, gint64 id)
{
  g_autoptr (GVariant) before = NULL;
  GVariantBuilder after;
  GVariantIter iter;
  const char *other = NULL;
  gint64 value = 0;

  if (!lb_session_is_hosted (self->session))
    {
      g_settings_set_int64 (self->settings, "last-dataset", id);
      return;
    }

  before = g_settings_get_value (self->settings, "last-hosted-datasets");
  g_variant_builder_init (&after, G_VARIANT_TYPE ("a{sx}"));
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&sx}", &other, &value))
    if (!g_str_equal (other, account_id (self)))
      g_variant_builder_add (&after, "{sx}", other, value);
  g_variant_builder_add (&after, "{sx}", account_id (self), id);
  g_settings_set_value (self->settings, "last-hosted-datasets", g_variant_builder_end (&after));
}
