#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "ui/accounts/lb-account-dialog.h"
#include "ui/accounts/lb-connect-dialog.h"
#include "ui/application/lb-last-dataset.h"

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
  const LbTokenState state = lb_session_get_token_state (self->session);
  const gboolean fine = state == LB_TOKEN_FINE;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.add-account", self->accounts != NULL);
  gtk_widget_action_set_enabled (widget, "win.sign-in", account != NULL && !fine);
  gtk_widget_action_set_enabled (widget, "win.account-settings", account != NULL);
  gtk_widget_action_set_enabled (widget, "win.sign-out",
                                 account != NULL && state != LB_TOKEN_MISSING);
  gtk_widget_action_set_enabled (widget, "win.remove-account", account != NULL);

  adw_status_page_set_title (self->nothing_status,
                             fine ? _ ("No Dataset Chosen") : _ ("Not Signed In"));
  adw_status_page_set_description (self->nothing_status,
                                   fine ? _ ("Choose one in the sidebar or create a new one.")
                                        : _ ("Sign in to see the datasets of this account."));
  gtk_button_set_label (self->nothing_button, fine ? _ ("New Dataset…") : _ ("Sign In…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->nothing_button),
                                  fine ? "win.new-dataset" : "win.sign-in");
}

/* Another account has taken the place of this one, which has gone from the list. */
static gboolean
was_replaced (LbWindow *self)
{
  LbAccountEntry *account = hosted_account (self);

  return account != NULL &&
         lb_account_list_find (self->accounts, lb_account_entry_get_id (account)) == NULL;
}

static void
connected_cb (LbConnectDialog *dialog, LbAccountEntry *entry, const char *token, LbWindow *self)
{
  const char *id = lb_account_entry_get_id (entry);

  if (entry == hosted_account (self))
    {
      lb_session_set_token (self->session, token);
      if (g_list_model_get_n_items (lb_session_get_projects (self->session)) == 0)
        lb_window_start (self);
      else
        dex_future_disown (lb_session_open (self->session));
    }
  else if (was_replaced (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.replace-account", "(ss)",
                                lb_account_entry_get_id (hosted_account (self)), id);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.account", "s", id);
}

static gboolean
has_dialog (LbWindow *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL;
}

static void
present_connect (LbWindow *self, LbAccountEntry *entry)
{
  LbConnectDialog *dialog = NULL;

  if (self->accounts == NULL || has_dialog (self))
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

/* The settings of the account, and what they lead to. */

static gboolean
follow_cb (gpointer data)
{
  LbWindow *self = data;
  g_autofree char *wanted = g_steal_pointer (&self->wanted_action);
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;

  if (wanted != NULL && g_action_parse_detailed_name (wanted, &action, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);

  return G_SOURCE_REMOVE;
}

static void
dialog_gone_cb (LbWindow *self)
{
  if (has_dialog (self))
    return;

  g_signal_handlers_disconnect_by_func (self, dialog_gone_cb, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT, follow_cb, g_object_ref (self), g_object_unref);
}

/* It has closed, and is not gone from the window yet. */
static void
wanted_cb (AdwDialog *dialog, const char *action, LbWindow *self)
{
  g_set_str (&self->wanted_action, action);
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (dialog_gone_cb), NULL);
  dialog_gone_cb (self);
}

void
lb_window_follow_wanted (LbWindow *self, AdwDialog *dialog)
{
  g_signal_connect_object (dialog, "wanted", G_CALLBACK (wanted_cb), self, 0);
}

static void
account_settings_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  LbAccountDialog *dialog = NULL;

  if (hosted_account (self) == NULL || self->accounts == NULL || has_dialog (self))
    return;

  dialog = lb_account_dialog_new (self->accounts, hosted_account (self));
  lb_window_follow_wanted (self, ADW_DIALOG (dialog));
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* The menu at the foot of the sidebar, from wherever one is. */
static void
choose_account_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (lb_window_is_covered (self) ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->root), "main") != 0)
    return;

  adw_navigation_split_view_set_show_content (self->split, FALSE);
  lb_sidebar_show_accounts (self->sidebar);
}

void
lb_window_install_account_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.choose-account", NULL, choose_account_cb);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.account-settings", NULL, account_settings_cb);
  lb_window_install_sign_out_actions (widget_class);
}

void
lb_window_follow_token (LbWindow *self)
{
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
  lb_window_follow_copies (self);
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
  return lb_last_dataset_get (self->settings, account_id (self));
}

void
lb_window_set_last_dataset (LbWindow *self, gint64 id)
{
  lb_last_dataset_set (self->settings, account_id (self), id);
}
