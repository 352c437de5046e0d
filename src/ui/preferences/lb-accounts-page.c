#include "config.h"

#include "ui/preferences/lb-accounts-page.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "session/lb-session.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/widgets/lb-button-name.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

struct _LbAccountsPage
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *list_group;

  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
  LbAccountEntry *shown;   /* (owned) (nullable) */
  GPtrArray *rows;         /* (owned) (element-type GtkWidget, unowned): as in @accounts */
};

G_DEFINE_FINAL_TYPE (LbAccountsPage, lb_accounts_page, ADW_TYPE_PREFERENCES_PAGE)

enum
{
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LbAccountEntry *
row_account (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "lb-account");
}

/* What an account means, in one line. (transfer full) */
static char *
account_state (LbAccountEntry *account)
{
  g_autofree char *plan = NULL;

  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    return g_strdup (_ ("Nothing is sent"));
  if (lb_account_entry_get_secret_place (account) == LB_SECRET_NOWHERE)
    return g_strdup (_ ("Not signed in"));

  plan = lb_plan_words (lb_account_entry_get_plan (account));

  return g_steal_pointer (&plan);
}

static void
show_account (AdwActionRow *row)
{
  LbAccountEntry *account = row_account (GTK_WIDGET (row));
  GtkWidget *test = g_object_get_data (G_OBJECT (row), "lb-test");
  g_autofree char *name = lb_account_words (account);
  g_autofree char *state = account_state (account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (row, state);
  if (test != NULL)
    gtk_widget_set_sensitive (test,
                              lb_account_entry_get_secret_place (account) != LB_SECRET_NOWHERE);
}

/* Trying a token: one call that changes nothing. */

typedef struct
{
  GWeakRef row;
  LbAccountEntry *account; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
} Trial;

static void
trial_free (gpointer data)
{
  Trial *self = data;

  g_weak_ref_clear (&self->row);
  g_clear_object (&self->account);
  g_clear_object (&self->secrets);
  g_free (self);
}

/* @toast: (transfer full) */
static void
tell (GtkWidget *row, AdwToast *toast)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), toast);
  else
    g_object_unref (toast);
}

static void
tell_outcome (GtkWidget *row, const GError *error)
{
  g_autofree char *name = lb_account_words (row_account (row));
  /* Translators: %s is the name of an account */
  g_autofree char *works = g_strdup_printf (_ ("“%s” works: the service takes the token"), name);

  show_account (ADW_ACTION_ROW (row));
  if (g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    tell (row, lb_toast_new (_ ("The service does not know this token")));
  else
    tell (row, error == NULL ? lb_toast_new (works) : lb_error_toast_new (name, error));
}

static DexFuture *
test_fiber (gpointer data)
{
  Trial *trial = data;
  const char *url = lb_account_entry_get_base_url (trial->account);
  g_autoptr (GtkWidget) row = NULL;
  g_autoptr (GError) error = NULL;
  char *token =
    dex_await_string (lb_secrets_lookup (trial->secrets, lb_account_entry_get_id (trial->account),
                                         url, lb_account_entry_get_secret_place (trial->account)),
                      &error);

  if (token != NULL)
    {
      DexFuture *tried = lb_session_try_token (url, token);

      lb_secrets_free_token (token);
      dex_await (tried, &error);
    }
  if ((row = g_weak_ref_get (&trial->row)))
    tell_outcome (row, error);

  return dex_future_new_true ();
}

static void
test_cb (GtkWidget *button, LbAccountsPage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  Trial *trial = g_new0 (Trial, 1);

  g_weak_ref_init (&trial->row, row);
  trial->account = g_object_ref (row_account (row));
  trial->secrets = g_object_ref (self->secrets);
  gtk_widget_set_sensitive (button, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, test_fiber, trial, trial_free));
}

/* What the window does once this is out of its way. */

static void
want (LbAccountsPage *self, const char *action)
{
  g_signal_emit (self, signals[WANTED], 0, action);
}

static void
open_cb (GtkWidget *button, LbAccountsPage *self)
{
  LbAccountEntry *account = row_account (gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW));
  g_autofree char *action = NULL;

  if (account == self->shown)
    {
      want (self, "win.account-settings");
      return;
    }

  action = g_strdup_printf ("app.account('%s')", lb_account_entry_get_id (account));
  want (self, action);
}

static void
add_cb (LbAccountsPage *self)
{
  want (self, "win.add-account");
}

static GtkWidget *
add_button (
  AdwActionRow *row, const char *label, const char *name, GCallback clicked, gpointer data)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", clicked, data, 0);
  adw_action_row_add_suffix (row, button);

  return button;
}

static GtkWidget *
add_account (LbAccountsPage *self, LbAccountEntry *account)
{
  const gboolean hosted = lb_account_entry_get_kind (account) == LB_ACCOUNT_HOSTED;
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *name = lb_account_words (account);
  /* Translators: for who can't see the button; %s is the name of an account */
  g_autofree char *test = g_strdup_printf (_ ("Test “%s”"), name);
  g_autofree char *open = g_strdup_printf (_ ("Open “%s”"), name);
  g_autofree char *settings = g_strdup_printf (_ ("Settings of “%s”"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (row, 0);
  g_object_set_data_full (G_OBJECT (row), "lb-account", g_object_ref (account), g_object_unref);
  if (hosted)
    g_object_set_data (G_OBJECT (row), "lb-test",
                       add_button (row, _ ("_Test"), test, G_CALLBACK (test_cb), self));
  if (account != self->shown)
    add_button (row, _ ("_Open"), open, G_CALLBACK (open_cb), self);
  else if (hosted)
    add_button (row, _ ("_Settings…"), settings, G_CALLBACK (open_cb), self);
  show_account (row);
  g_signal_connect_object (account, "notify", G_CALLBACK (show_account), row, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->list_group, GTK_WIDGET (row));

  return GTK_WIDGET (row);
}

/* Another program may add accounts, which come last, and remove them. */
static void
items_changed_cb (
  GListModel *accounts, guint position, guint removed, guint added, LbAccountsPage *self)
{
  for (guint i = 0; i < removed; i++)
    adw_preferences_group_remove (self->list_group, g_ptr_array_index (self->rows, position + i));
  if (removed > 0)
    g_ptr_array_remove_range (self->rows, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (accounts, position + i);

      g_ptr_array_insert (self->rows, (int) (position + i), add_account (self, account));
    }
}

static void
lb_accounts_page_dispose (GObject *object)
{
  LbAccountsPage *self = LB_ACCOUNTS_PAGE (object);

  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_ACCOUNTS_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (lb_accounts_page_parent_class)->dispose (object);
}

static void
lb_accounts_page_class_init (LbAccountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_accounts_page_dispose;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/preferences/lb-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbAccountsPage, list_group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
lb_accounts_page_init (LbAccountsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

LbAccountsPage *
lb_accounts_page_new (LbAccountList *accounts, LbSecrets *secrets, LbAccountEntry *shown)
{
  LbAccountsPage *self = g_object_new (LB_TYPE_ACCOUNTS_PAGE, NULL);

  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  g_set_object (&self->shown, shown);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (G_LIST_MODEL (accounts), 0, 0,
                    g_list_model_get_n_items (G_LIST_MODEL (accounts)), self);

  return self;
}
