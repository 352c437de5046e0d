#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "jobs/lb-copy-store.h"
#include "session/lb-session-history.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-loss-words.h"

/* Signing out of the account that is shown, and removing it. */

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

static LbAccountEntry *
hosted_account (LbWindow *self)
{
  return lb_session_is_hosted (self->session) ? lb_session_get_account (self->session) : NULL;
}

/* Another account takes the place of this one, whose session ends. */
static void
leave (LbWindow *self, gboolean remove)
{
  LbAccountEntry *account = hosted_account (self);

  if (remove && account != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.remove-account", "s",
                                lb_account_entry_get_id (account));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.account", "s", LB_ACCOUNT_LOCAL_ID);
}

static void
told_leave_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  leave (self, FALSE);
}

static void
told_remove_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  leave (self, TRUE);
}

/* Nobody looks for it there any more; but there it is, and its owner has to know. */
static void
tell_left_behind (LbWindow *self, const GError *error, gboolean remove)
{
  g_autofree char *reason = lb_keyring_words (error);
  g_autofree char *body = g_strdup_printf (
    /* Translators: %s is why the keyring can’t */
    _ ("%s Lookbook does not use the token any more. Remove it with the program that shows the "
       "keyring’s passwords, or at the service."),
    reason);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("The Keyring Still Has the Token"), body);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  g_signal_connect_object (
    dialog, "response", remove ? G_CALLBACK (told_remove_cb) : G_CALLBACK (told_leave_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* The session that goes on until its window has closed is the last one with this token. */
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

  dex_await (lb_account_list_update (self->accounts, self->account, &facts), NULL);
  if (!(window = g_weak_ref_get (&self->window)))
    return dex_future_new_true ();
  if (wiped)
    leave (window, self->remove);
  else
    tell_left_behind (window, error, self->remove);

  return dex_future_new_true ();
}

static void
sign_out (LbWindow *self, gboolean remove)
{
  LbAccountEntry *account = hosted_account (self);
  SigningOut *work = NULL;

  if (account == NULL)
    return;

  work = g_new0 (SigningOut, 1);
  g_weak_ref_init (&work->window, self);
  work->accounts = g_object_ref (self->accounts);
  work->secrets = g_object_ref (self->secrets);
  work->account = g_object_ref (account);
  work->remove = remove;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, sign_out_fiber, work, signing_out_free));
}

static void
count_loss (LbWindow *self, gboolean copying, LbLoss *loss)
{
  LbTrash *trash = lb_session_get_trash (self->session);
  LbWaiting waiting;

  lb_session_get_waiting (self->session, &waiting);
  *loss = (LbLoss) {
    .n_pictures = lb_upload_queue_get_n_total (self->uploads) -
                  lb_upload_queue_get_n_done (self->uploads) -
                  lb_upload_queue_get_n_cancelled (self->uploads),
    .n_changes = lb_session_get_n_waiting (self->session) + waiting.n_conflicts +
                 waiting.n_change_conflicts + waiting.n_refused + waiting.n_refusals +
                 waiting.n_drafts,
    .n_trashed = trash != NULL ? g_list_model_get_n_items (G_LIST_MODEL (trash)) : 0,
    .copying = copying,
  };
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  if (!g_str_equal (response, "cancel"))
    sign_out (self, g_str_equal (response, "remove"));
}

/* Says what is lost first. */
static void
ask (LbWindow *self, gboolean remove, gboolean copying)
{
  const char *answer = remove ? "remove" : "sign-out";
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwAlertDialog *dialog = NULL;
  LbLoss loss;

  if (hosted_account (self) == NULL || self->accounts == NULL ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;

  count_loss (self, copying, &loss);
  name = lb_account_words (hosted_account (self));
  /* Translators: %s is the name of an account */
  heading = g_strdup_printf (remove ? _ ("Remove “%s”?") : _ ("Sign Out of “%s”?"), name);
  body = remove ? lb_remove_account_words (&loss) : lb_sign_out_words (&loss);
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), answer,
                                  remove ? _ ("_Remove") : _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_default_response (dialog, remove ? "cancel" : answer);
  if (remove)
    adw_alert_dialog_set_response_appearance (dialog, answer, ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

typedef struct
{
  GWeakRef window;
  gboolean remove;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_weak_ref_clear (&self->window);
  g_free (self);
}

/* @future: what is being copied into the account; where that can't be told nothing is. */
static DexFuture *
counted_cb (DexFuture *future, gpointer data)
{
  Asking *self = data;
  g_autoptr (LbWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (GPtrArray) copies = dex_await_boxed (dex_ref (future), NULL);

  if (window != NULL)
    ask (window, self->remove, copies != NULL && copies->len > 0);

  return dex_future_new_true ();
}

static void
begin (LbWindow *self, gboolean remove)
{
  LbDatabase *database = lb_session_get_database (self->session);
  Asking *asking = NULL;

  if (database == NULL)
    {
      ask (self, remove, FALSE);
      return;
    }

  asking = g_new0 (Asking, 1);
  g_weak_ref_init (&asking->window, self);
  asking->remove = remove;
  dex_future_disown (
    dex_future_finally (lb_copy_store_list_going (database), counted_cb, asking, asking_free));
}

static void
sign_out_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  begin (LB_WINDOW (widget), FALSE);
}

static void
remove_account_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  begin (LB_WINDOW (widget), TRUE);
}

void
lb_window_install_sign_out_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
  gtk_widget_class_install_action (widget_class, "win.remove-account", NULL, remove_account_cb);
}
