#include "config.h"

#include "ui/sidebar/lb-account-foot.h"

#include <glib/gi18n.h>

#include "ui/accounts/lb-account-words.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/widgets/lb-ellipsis-tooltip.h"
#include "ui/widgets/lb-tls-words.h"

struct _LbAccountFoot
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *meaning;
  GtkPopoverMenu *popover;
  GtkLabel *explanation;
  GMenu *accounts_section;
  GMenu *service_section;

  LbSession *session;      /* (owned) (nullable) */
  LbAccountList *accounts; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbAccountFoot, lb_account_foot, ADW_TYPE_BIN)

/* A session that was not opened yet is not online either, but nothing has gone wrong. */
static gboolean
is_silent (LbSession *session)
{
  g_autofree char *message = NULL;
  gboolean online = FALSE;

  g_object_get (session, "online", &online, "error-message", &message, NULL);

  return !online && message != NULL;
}

/* What the foot says; literals or of the label. */
typedef struct
{
  const char *icon;
  const char *meaning;
  const char *explanation;
  gboolean trouble;
} Words;

static Words
local_words (gboolean silent)
{
  if (silent)
    return (Words) {
      "dialog-warning-symbolic", _ ("The service does not answer"),
      _ ("Lookbook’s own service on this computer does not answer. What you change is kept, and "
         "saved as soon as it does."),
      TRUE
    };

  return (Words) { "computer-symbolic", _ ("Offline · nothing is sent"),
                   _ ("Pictures and captions stay on this computer. Lookbook sends them nowhere, "
                      "and there is nothing to sign up for."),
                   FALSE };
}

/* @pace, @unsafe: (nullable): said while all is well, and when no connection would be safe. */
static Words
hosted_words (LbAccountFoot *self, gboolean silent, const char *pace, const char *unsafe)
{
  switch (lb_session_get_token_state (self->session))
    {
    case LB_TOKEN_REJECTED:
      return (Words) { "dialog-warning-symbolic", _ ("The token was rejected"),
                       _ ("The service does not take the token any more. What you change is kept "
                          "here until you sign in."),
                       TRUE };
    case LB_TOKEN_MISSING:
      return (Words) { "dialog-warning-symbolic", _ ("Not signed in"),
                       _ ("Nothing is sent before you sign in. What you change is kept here."),
                       TRUE };
    case LB_TOKEN_WITHHELD:
      return (
        Words) { "dialog-warning-symbolic", _ ("The keyring does not give the token"),
                 _ ("Nothing is sent before the token is there. Unlock the keyring and choose "
                    "the account again, or sign in."),
                 TRUE };
    case LB_TOKEN_FINE:
    default:            break;
    }

  if (silent && unsafe != NULL)
    return (Words) { "dialog-warning-symbolic", _ ("No safe connection"), unsafe, TRUE };
  if (silent)
    return (Words) { "dialog-warning-symbolic", _ ("No connection"),
                     _ ("The service can’t be reached. What you change is kept here, and sent as "
                        "soon as it can."),
                     TRUE };

  return (Words) { "network-server-symbolic", pace,
                   _ ("What you add and change here is sent to the service, never faster than the "
                      "plan of this account allows."),
                   FALSE };
}

/* (transfer full): "Bria · 10 requests a minute" */
static char *
dup_pace (LbAccountEntry *account)
{
  const char *url = account != NULL ? lb_account_entry_get_base_url (account) : NULL;
  g_autofree char *plan = lb_plan_words (account != NULL ? lb_account_entry_get_plan (account) : 0);
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  /* Translators: a service, and how much of it the plan of an account allows */
  return g_strdup_printf (
    _ ("%s · %s"), host != NULL && !g_str_has_suffix (host, ".bria-api.com") ? host : "Bria", plan);
}

/* (transfer full) (nullable) */
static char *
dup_unsafe (LbSession *session)
{
  const char *words = lb_tls_words (lb_session_get_tls_fault (session));

  /* Translators: %s says what is wrong with a server */
  return words != NULL ? g_strdup_printf (_ ("%s. Nothing is sent, and what you change is kept "
                                             "here."),
                                          words)
                       : NULL;
}

static void
update (LbAccountFoot *self)
{
  const gboolean silent = self->session != NULL && is_silent (self->session);
  const gboolean hosted = self->session != NULL && lb_session_is_hosted (self->session);
  LbAccountEntry *account = self->session != NULL ? lb_session_get_account (self->session) : NULL;
  g_autofree char *name = account != NULL ? lb_account_words (account) : NULL;
  g_autofree char *pace = hosted ? dup_pace (account) : NULL;
  g_autofree char *unsafe = hosted ? dup_unsafe (self->session) : NULL;
  const Words words = hosted ? hosted_words (self, silent, pace, unsafe) : local_words (silent);
  g_autofree char *spoken = NULL;

  gtk_image_set_from_icon_name (self->icon, words.icon);
  if (name != NULL)
    gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->meaning, words.meaning);
  gtk_label_set_label (self->explanation, words.explanation);
  if (words.trouble)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
      gtk_widget_remove_css_class (GTK_WIDGET (self->meaning), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
      gtk_widget_add_css_class (GTK_WIDGET (self->meaning), "dim-label");
    }

  /* Translators: whose account it is, then what that means; for a screen reader */
  spoken = g_strdup_printf (_ ("%s, %s"), gtk_label_get_label (self->title), words.meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (adw_bin_get_child (ADW_BIN (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* (transfer full): of the account in the menu, with its plan: several may be alike but for that. */
static char *
dup_choice (LbAccountEntry *entry)
{
  g_autofree char *name = lb_account_words (entry);
  g_autofree char *plan = NULL;

  if (lb_account_entry_get_kind (entry) == LB_ACCOUNT_LOCAL)
    return g_steal_pointer (&name);

  plan = lb_plan_words (lb_account_entry_get_plan (entry));
  /* Translators: the name of an account, and what its plan allows */
  return g_strdup_printf (_ ("%s · %s"), name, plan);
}

/* A single account is no choice. What changes in one may be shown in the list. */
static void
list_accounts (LbAccountFoot *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  g_menu_remove_all (self->accounts_section);
  for (guint i = 0; n > 1 && i < n; i++)
    {
      g_autoptr (LbAccountEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      g_autofree char *name = dup_choice (entry);
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts); /* not a mnemonic */
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.account", "s", lb_account_entry_get_id (entry));
      g_menu_append_item (self->accounts_section, item);
      g_signal_handlers_disconnect_by_func (entry, list_accounts, self);
      g_signal_connect_object (entry, "notify", G_CALLBACK (list_accounts), self,
                               G_CONNECT_SWAPPED);
    }
}

void
lb_account_foot_open (LbAccountFoot *self)
{
  g_return_if_fail (LB_IS_ACCOUNT_FOOT (self));

  gtk_menu_button_popup (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (self))));
}

static void
lb_account_foot_dispose (GObject *object)
{
  LbAccountFoot *self = LB_ACCOUNT_FOOT (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_clear_object (&self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_ACCOUNT_FOOT);

  G_OBJECT_CLASS (lb_account_foot_parent_class)->dispose (object);
}

static void
lb_account_foot_class_init (LbAccountFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_account_foot_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-account-foot.ui");
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, icon);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, title);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, meaning);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, popover);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, explanation);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, accounts_section);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, service_section);
}

static void
lb_account_foot_init (LbAccountFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_popover_menu_add_child (self->popover, GTK_WIDGET (self->explanation), "explanation");
  lb_ellipsis_tooltip_add (self->title);
  lb_ellipsis_tooltip_add (self->meaning);
  update (self);
}

void
lb_account_foot_set_session (LbAccountFoot *self, LbSession *session)
{
  g_return_if_fail (LB_IS_ACCOUNT_FOOT (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  /* What is kept of a service elsewhere is no folder to look into. */
  if (!lb_session_is_hosted (session))
    g_menu_append (self->service_section, _ ("Show Data Folder in _Files"), "app.show-data-folder");
  g_signal_connect_swapped (session, "notify::online", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::error-message", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::token-state", G_CALLBACK (update), self);
  if (lb_session_get_account (session) != NULL)
    g_signal_connect_object (lb_session_get_account (session), "notify", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

void
lb_account_foot_set_accounts (LbAccountFoot *self, LbAccountList *accounts)
{
  g_return_if_fail (LB_IS_ACCOUNT_FOOT (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (list_accounts), self);
  list_accounts (self);
}
