#include "config.h"

#include "ui/accounts/lb-connect-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "session/lb-session.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-name-words.h"
#include "ui/widgets/lb-tls-words.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbConnectDialog
{
  AdwDialog parent_instance;

  GtkWidget *content_box;
  GtkWidget *connect_button;
  GtkLabel *connect_label;
  GtkWidget *spinner;
  GtkEditable *token_row;
  GtkEditable *name_row;
  AdwComboRow *plan_row;
  AdwSwitchRow *strip_row;
  AdwExpanderRow *server_row;
  GtkEditable *url_row;
  GtkLabel *intro;
  GtkLabel *problem;
  GtkWidget *anew;
  GtkWidget *strip_group;

  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
  LbAccountEntry *entry;   /* (owned) (nullable): to sign in to */
};

G_DEFINE_FINAL_TYPE (LbConnectDialog, lb_connect_dialog, ADW_TYPE_DIALOG)

enum
{
  CONNECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was typed, as it is being tried and kept. */
typedef struct
{
  GWeakRef dialog;
  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
  LbAccountEntry *entry;   /* (owned) (nullable) */
  gboolean anew;           /* another account takes the place of the entry */
  char *id;                /* (owned) */
  char *token;             /* (owned) (zeroed) */
  char *label;             /* (owned) */
  char *base_url;          /* (owned) */
  guint plan;
  gboolean strips;
  LbSecretPlace place;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  g_weak_ref_clear (&self->dialog);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->token, lb_secrets_free_token);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_free (self);
}

static void
clear_problem (LbConnectDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->token_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->url_row), "error");
}

/* @row: (nullable): the one that it is about, which then has the focus. */
static void
show_problem (LbConnectDialog *self, GtkEditable *row, const char *words)
{
  clear_problem (self);
  gtk_label_set_label (self->problem, words);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  if (row == NULL)
    return;

  if (row == self->url_row)
    adw_expander_row_set_expanded (self->server_row, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
set_busy (LbConnectDialog *self, gboolean busy)
{
  /* An entry that can't be used any more does not hear that it has lost the focus. */
  if (busy)
    adw_dialog_set_focus (ADW_DIALOG (self), NULL);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (self->connect_button, !busy);
  gtk_widget_set_sensitive (self->content_box, !busy);
}

static gboolean
has_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0';
}

/* The account to sign in to is at another address from now on. */
static gboolean
is_elsewhere (LbConnectDialog *self)
{
  g_autofree char *url = lb_account_list_clean_url (gtk_editable_get_text (self->url_row));

  return self->entry != NULL && g_strcmp0 (url, lb_account_entry_get_base_url (self->entry)) != 0;
}

static void
changed_cb (GtkEditable *row, LbConnectDialog *self)
{
  clear_problem (self);
  gtk_widget_set_visible (self->anew, is_elsewhere (self));
  gtk_widget_set_sensitive (self->connect_button, has_text (self->token_row) &&
                                                    has_text (self->name_row) &&
                                                    has_text (self->url_row));
  adw_expander_row_set_subtitle (self->server_row, gtk_editable_get_text (self->url_row));
}

/* (transfer full): to nobody that could not be trusted a token was sent. */
static char *
unreachable_words (const GError *error)
{
  const char *unsafe = lb_tls_words (lb_error_get_tls_fault (error));

  if (unsafe != NULL)
    /* Translators: %s says what is wrong with a server */
    return g_strdup_printf (_ ("%s. The token was not sent."), unsafe);

  return g_strdup (
    _ ("The server can’t be reached. Look at the network, and at the address below."));
}

/* Where the fault lies is where it is said. */
static void
show_failure (LbConnectDialog *self, const GError *error)
{
  g_autofree char *words = NULL;

  set_busy (self, FALSE);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    show_problem (self, self->token_row,
                  _ ("The service does not know this token. Look whether all of it was pasted."));
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN))
    show_problem (self, self->token_row,
                  _ ("The service knows this token, but it may not be used for datasets."));
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    show_problem (self, self->name_row, _ ("Another account has this name."));
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE))
    {
      words = unreachable_words (error);
      show_problem (self, self->url_row, words);
    }
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) ||
           g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL))
    show_problem (self, self->url_row, _ ("There is no such service at this address."));
  else
    {
      words = lb_error_words (error);
      show_problem (self, NULL, words);
    }
}

static DexFuture *keep_fiber (gpointer data);

static void
place_answered_cb (AdwAlertDialog *question, const char *response, Attempt *attempt)
{
  g_autoptr (LbConnectDialog) self = g_weak_ref_get (&attempt->dialog);

  if (self == NULL || (!g_str_equal (response, "session") && !g_str_equal (response, "file")))
    {
      if (self != NULL)
        {
          set_busy (self, FALSE);
          gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
        }
      attempt_free (attempt);
      return;
    }

  attempt->place = g_str_equal (response, "file") ? LB_SECRET_FILE : LB_SECRET_SESSION;
  set_busy (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keep_fiber, attempt, attempt_free));
}

/* Never of itself: a token in a file is for its owner to choose. @attempt: (transfer full) */
static void
ask_place (LbConnectDialog *self, Attempt *attempt, const GError *error)
{
  g_autofree char *reason = lb_keyring_words (error);
  /* Translators: %s is why the keyring can't */
  g_autofree char *body = g_strdup_printf (
    _ ("%s Kept for this session, it is asked for again when Lookbook is started. In a file it is "
       "there next time, and every program that you run could read it."),
    reason);
  AdwDialog *question = adw_alert_dialog_new (_ ("Keep the Token?"), body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (question), "cancel", _ ("_Cancel"), "file",
                                  _ ("Keep in a _File"), "session", _ ("Keep for This _Session"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (question), "session",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (question), "session");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (question), "cancel");
  g_signal_connect (question, "response", G_CALLBACK (place_answered_cb), attempt);
  gtk_widget_set_visible (self->spinner, FALSE); /* it is the person who is waited for */
  adw_dialog_present (question, GTK_WIDGET (self));
}

static gboolean
is_keyring_trouble (const Attempt *attempt, const GError *error)
{
  return attempt->place == LB_SECRET_KEYRING &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_INVALID);
}

static Attempt *
attempt_copy (const Attempt *other)
{
  Attempt *self = g_new0 (Attempt, 1);
  g_autoptr (LbConnectDialog) dialog = g_weak_ref_get ((GWeakRef *) &other->dialog);

  g_weak_ref_init (&self->dialog, dialog);
  self->accounts = g_object_ref (other->accounts);
  self->secrets = g_object_ref (other->secrets);
  g_set_object (&self->entry, other->entry);
  self->anew = other->anew;
  self->id = g_strdup (other->id);
  self->token = g_strdup (other->token);
  self->label = g_strdup (other->label);
  self->base_url = g_strdup (other->base_url);
  self->plan = other->plan;
  self->strips = other->strips;
  self->place = other->place;

  return self;
}

/* (transfer full) (nullable) */
static LbAccountEntry *
keep_account (Attempt *attempt, GError **error)
{
  const LbAccountFacts facts = { attempt->label, attempt->base_url, attempt->plan, attempt->place };
  g_autoptr (LbAccountEntry) entry = NULL;

  if (attempt->anew)
    entry = dex_await_object (
      lb_account_list_replace (attempt->accounts, attempt->entry, attempt->id, &facts), error);
  else if (attempt->entry != NULL)
    entry =
      dex_await_object (lb_account_list_update (attempt->accounts, attempt->entry, &facts), error);
  else
    entry = dex_await_object (lb_account_list_add (attempt->accounts, attempt->id, &facts), error);
  if (entry == NULL)
    return NULL;

  /* An answer that is kept; the account is there without it. */
  dex_await (lb_account_list_set_strips_metadata (attempt->accounts, entry, attempt->strips), NULL);

  return g_steal_pointer (&entry);
}

/* The token first: an account without one is of no use, one that is not listed is wiped again. */
static DexFuture *
keep_fiber (gpointer data)
{
  Attempt *attempt = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbAccountEntry) entry = NULL;
  g_autoptr (LbConnectDialog) self = NULL;
  gboolean stored = FALSE;

  stored = dex_await (lb_secrets_store (attempt->secrets, attempt->id, attempt->base_url,
                                        attempt->place, attempt->token),
                      &error);
  /* Closed meanwhile: nothing is to be kept. */
  if ((self = g_weak_ref_get (&attempt->dialog)) && stored)
    entry = keep_account (attempt, &error);
  if (entry != NULL && attempt->anew)
    dex_await (lb_secrets_clear (attempt->secrets, lb_account_entry_get_id (attempt->entry),
                                 lb_account_entry_get_secret_place (attempt->entry)),
               NULL);
  if (stored && entry == NULL && (attempt->entry == NULL || attempt->anew))
    dex_await (lb_secrets_clear (attempt->secrets, attempt->id, attempt->place), NULL);

  if (self == NULL)
    return dex_future_new_true ();
  if (entry != NULL)
    {
      g_signal_emit (self, signals[CONNECTED], 0, entry, attempt->token);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else if (!stored && is_keyring_trouble (attempt, error))
    ask_place (self, attempt_copy (attempt), error);
  else
    show_failure (self, error);

  return dex_future_new_true ();
}

static DexFuture *
try_fiber (gpointer data)
{
  Attempt *attempt = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbConnectDialog) self = NULL;
  gboolean good = dex_await (lb_session_try_token (attempt->base_url, attempt->token), &error);

  if (!(self = g_weak_ref_get (&attempt->dialog)))
    return dex_future_new_true ();
  if (good)
    return dex_scheduler_spawn (NULL, 0, keep_fiber, attempt_copy (attempt), attempt_free);
  show_failure (self, error);

  return dex_future_new_true ();
}

static LbAccountEntry *
find_other_of_name (LbConnectDialog *self, const char *name)
{
  LbAccountEntry *other = lb_account_list_find_named (self->accounts, name);

  return other != self->entry ? other : NULL;
}

static void
connect_clicked_cb (GtkButton *button, LbConnectDialog *self)
{
  g_autofree char *url = lb_account_list_clean_url (gtk_editable_get_text (self->url_row));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  char *token = lb_secrets_clean_token (gtk_editable_get_text (self->token_row), NULL);
  Attempt *attempt = NULL;

  if (token == NULL)
    {
      show_problem (self, self->token_row,
                    _ ("A token is one word. This holds spaces, line breaks or other characters."));
      return;
    }
  if (lb_name_words (name) != NULL)
    {
      show_problem (self, self->name_row, lb_name_words (name));
      lb_secrets_free_token (token);
      return;
    }
  if (!lb_account_list_judge_url (url, NULL) || find_other_of_name (self, name) != NULL)
    {
      if (find_other_of_name (self, name) != NULL)
        show_problem (self, self->name_row, _ ("Another account has this name."));
      else
        show_problem (self, self->url_row,
                      _ ("The address has to begin with https:// and name a server."));
      lb_secrets_free_token (token);
      return;
    }

  attempt = g_new0 (Attempt, 1);
  g_weak_ref_init (&attempt->dialog, self);
  attempt->accounts = g_object_ref (self->accounts);
  attempt->secrets = g_object_ref (self->secrets);
  g_set_object (&attempt->entry, self->entry);
  attempt->anew = is_elsewhere (self);
  attempt->id = self->entry != NULL && !attempt->anew
                  ? g_strdup (lb_account_entry_get_id (self->entry))
                  : lb_account_list_new_id ();
  attempt->token = token;
  attempt->label = g_steal_pointer (&name);
  attempt->base_url = g_steal_pointer (&url);
  attempt->plan = self->entry != NULL
                    ? lb_account_entry_get_plan (self->entry)
                    : lb_plan_of_choice (adw_combo_row_get_selected (self->plan_row), 0);
  attempt->strips = adw_switch_row_get_active (self->strip_row);
  attempt->place = LB_SECRET_KEYRING;

  clear_problem (self);
  set_busy (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, try_fiber, attempt, attempt_free));
}

static void
lb_connect_dialog_dispose (GObject *object)
{
  LbConnectDialog *self = LB_CONNECT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CONNECT_DIALOG);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->entry);

  G_OBJECT_CLASS (lb_connect_dialog_parent_class)->dispose (object);
}

static void
lb_connect_dialog_class_init (LbConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_connect_dialog_dispose;

  signals[CONNECTED] =
    g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LB_TYPE_ACCOUNT_ENTRY, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/accounts/lb-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, content_box);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, connect_label);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, plan_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, strip_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, url_row);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, intro);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, anew);
  gtk_widget_class_bind_template_child (widget_class, LbConnectDialog, strip_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
}

static void
lb_connect_dialog_init (LbConnectDialog *self)
{
  g_autoptr (GListModel) plans = lb_plan_list_choices (0);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->plan_row, plans);
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->token_row));
}

/* "Bria", or the first "Bria 2" and so on that is free. (transfer full) */
static char *
free_name (LbAccountList *accounts)
{
  char *name = g_strdup ("Bria");

  for (guint n = 2; lb_account_list_find_named (accounts, name) != NULL; n++)
    {
      g_free (name);
      name = g_strdup_printf ("Bria %u", n);
    }

  return name;
}

/* What the account is called, and its plan, are asked elsewhere. */
static void
show_entry (LbConnectDialog *self, LbAccountEntry *entry)
{
  g_autofree char *name = lb_account_words (entry);
  /* Translators: %s is the name of an account */
  g_autofree char *intro = g_strdup_printf (
    _ ("Give the token of “%s”. What waits here is sent once the service takes it."), name);

  gtk_label_set_label (self->intro, intro);
  gtk_editable_set_text (self->name_row, lb_account_entry_get_label (entry));
  gtk_editable_set_text (self->url_row, lb_account_entry_get_base_url (entry));
  adw_switch_row_set_active (self->strip_row, lb_account_entry_strips_metadata (entry));
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->plan_row), FALSE);
  gtk_widget_set_visible (self->strip_group, FALSE);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Sign In"));
  gtk_label_set_label (self->connect_label, _ ("_Sign In"));
}

LbConnectDialog *
lb_connect_dialog_new (LbAccountList *accounts, LbSecrets *secrets, LbAccountEntry *entry)
{
  LbConnectDialog *self = g_object_new (LB_TYPE_CONNECT_DIALOG, NULL);
  g_autofree char *name = free_name (accounts);

  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  g_set_object (&self->entry, entry);
  gtk_editable_set_text (self->name_row, name);
  gtk_editable_set_text (self->url_row, LB_ACCOUNT_BRIA_URL);
  if (entry != NULL)
    show_entry (self, entry);
  changed_cb (NULL, self);

  return self;
}
