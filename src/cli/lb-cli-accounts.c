#include "config.h"

#include "cli/lb-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-confirm.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-key.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-words.h"

#define NO_PLAN G_MININT /* it was not given */
#define DEFAULT_PLAN 10
#define PLAN_MAX 100000

typedef struct
{
  gboolean json;
  gboolean with_data;
  gboolean untested;
  gboolean yes;
  gboolean dry_run;
  char *name; /* (owned) (nullable) */
  char *url;  /* (owned) (nullable) */
  char *keep; /* (owned) (nullable) */
  int plan;
  LbAccountList *accounts; /* (owned) */
  LbSecrets *secrets;      /* (owned) */
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->keep, g_free);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const char *const place_names[] = {
  [LB_SECRET_NOWHERE] = "nowhere",
  [LB_SECRET_KEYRING] = "keyring",
  [LB_SECRET_SESSION] = "nowhere", /* it ended with the program that had it */
  [LB_SECRET_FILE] = "file",
};

static void
add_account (JsonBuilder *builder, LbAccountEntry *entry)
{
  const gboolean hosted = lb_account_entry_get_kind (entry) == LB_ACCOUNT_HOSTED;

  json_builder_begin_object (builder);
  lb_cli_json_text (builder, "name",
                    hosted ? lb_account_entry_get_label (entry) : LB_ACCOUNT_LOCAL_ID);
  lb_cli_json_text (builder, "address", lb_account_entry_get_base_url (entry));
  lb_cli_json_number (builder, "requests_a_minute", lb_account_entry_get_plan (entry));
  lb_cli_json_text (builder, "token",
                    hosted ? place_names[lb_account_entry_get_secret_place (entry)] : NULL);
  json_builder_end_object (builder);
}

static void
print_json (LbAccountList *accounts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      g_autoptr (LbAccountEntry) entry = g_list_model_get_item (G_LIST_MODEL (accounts), i);

      add_account (builder, entry);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

/* What was done to an account, or with --dry-run would be, and to which. @words: translated, with a
 * place for the name. */
static LbCliExit
report (const Options *options, const char *verb, const char *words, const char *name)
{
  g_autofree char *shown = lb_visible_text (name);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      g_print (words, shown);
      g_print ("\n");
      return LB_CLI_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  lb_cli_json_text (builder, "action", verb);
  lb_cli_json_text (builder, "name", name);
  lb_cli_json_flag (builder, "done", !options->dry_run);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);

  return LB_CLI_DONE;
}

static LbCliExit
list (Options *options)
{
  if (options->json)
    {
      print_json (options->accounts);
      return LB_CLI_DONE;
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (options->accounts)); i++)
    {
      g_autoptr (LbAccountEntry) entry =
        g_list_model_get_item (G_LIST_MODEL (options->accounts), i);
      const guint plan = lb_account_entry_get_plan (entry);
      g_autofree char *label = NULL;
      g_autofree char *url = NULL;

      if (lb_account_entry_get_kind (entry) == LB_ACCOUNT_LOCAL)
        {
          g_print ("%s  %s\n", LB_ACCOUNT_LOCAL_ID, _ ("on this computer"));
          continue;
        }
      label = lb_visible_text (lb_account_entry_get_label (entry));
      url = lb_visible_text (lb_account_entry_get_base_url (entry));
      g_print ("%s  %s  ", label, url);
      if (plan == 0)
        g_print ("%s\n", _ ("without a limit"));
      else
        g_print (ngettext ("%u request a minute\n", "%u requests a minute\n", plan), plan);
    }

  return LB_CLI_DONE;
}

/* (transfer full) (nullable): from the environment or standard input; a mistake is said. */
static char *
read_token (void)
{
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  char *token = NULL;

  if (lb_cli_get_token () != NULL)
    token = lb_secrets_clean_token (lb_cli_get_token (), &error);
  else if (lb_cli_ask_secret (_ ("Token:"), buffer, sizeof buffer))
    token = lb_secrets_clean_token (buffer, &error);
  else
    g_set_error_literal (&error, LB_ERROR, LB_ERROR_INVALID, g_strerror (errno));
  explicit_bzero (buffer, sizeof buffer);
  if (token == NULL && lb_cli_get_token () != NULL)
    lb_cli_complain (_ ("%s holds no token: %s"), "BRIA_API_TOKEN", error->message);
  else if (token == NULL)
    lb_cli_complain (_ ("That is no token: %s"), error->message);

  return token;
}

static LbCliExit
say_failure (const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_TIMED_OUT))
    return lb_cli_give_up (error);

  words = lb_cli_error_words (error);
  lb_cli_complain ("%s", words);

  return lb_cli_exit_of (error);
}

static LbCliExit
keep (Options *options, const char *name, const char *token)
{
  const guint plan = options->plan != NO_PLAN ? (guint) options->plan : DEFAULT_PLAN;
  const LbAccountFacts facts = { name, options->url, plan,
                                 g_strcmp0 (options->keep, "file") == 0 ? LB_SECRET_FILE
                                                                        : LB_SECRET_KEYRING };
  g_autofree char *id = lb_account_list_new_id ();
  g_autoptr (GError) error = NULL;

  if (!options->untested &&
      !lb_cli_wait (lb_session_try_token (facts.base_url, token), NULL, &error))
    return say_failure (error);
  if (!lb_cli_wait (
        lb_secrets_store (options->secrets, id, facts.base_url, facts.secret_place, token), NULL,
        &error))
    {
      lb_cli_complain (_ ("The token can’t be kept: %s"), error->message);
      if (facts.secret_place == LB_SECRET_KEYRING)
        lb_cli_complain ("%s", _ ("--keep=file keeps it in a file that only you can read"));
      return LB_CLI_REFUSED;
    }
  if (lb_cli_wait (lb_account_list_add (options->accounts, id, &facts), NULL, &error))
    return LB_CLI_DONE;

  lb_cli_wait (lb_secrets_clear (options->secrets, id, facts.secret_place), NULL, NULL);

  return say_failure (error);
}

/* What was not given is what it would be otherwise. */
static gboolean
is_plan (int plan)
{
  return plan == NO_PLAN || (plan >= 0 && plan <= PLAN_MAX);
}

static gboolean
check_name (const char *name)
{
  if (!lb_cli_entered_check_name (name))
    return FALSE;
  if (!lb_account_list_is_local_name (name))
    return TRUE;

  lb_cli_complain (_ ("“%s” means this computer; an account needs another name"), name);
  return FALSE;
}

static LbCliExit
add (Options *options, const char *name)
{
  g_autofree char *url =
    lb_account_list_clean_url (options->url != NULL ? options->url : LB_ACCOUNT_BRIA_URL);
  g_autoptr (GError) error = NULL;
  char *token = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (!check_name (name))
    return LB_CLI_USAGE;
  if (!lb_account_list_judge_url (url, NULL))
    {
      lb_cli_complain ("%s", _ ("That is no address of a service: it begins with https://, or on "
                                "this computer with http://, names a server, and holds no "
                                "password"));
      return LB_CLI_USAGE;
    }
  if (!is_plan (options->plan) || options->name != NULL ||
      (options->keep != NULL && !g_str_equal (options->keep, "keyring") &&
       !g_str_equal (options->keep, "file")))
    {
      lb_cli_complain ("%s", _ ("--plan is a number, 0 for no limit; --keep is keyring or file"));
      return LB_CLI_USAGE;
    }
  if (lb_account_list_find_named (options->accounts, name) != NULL)
    {
      lb_cli_complain (_ ("There is an account “%s” already"), name);
      return LB_CLI_REFUSED;
    }
  if (options->dry_run)
    return report (options, "add", _ ("The account “%s” would be added"), name);
  if (!(token = read_token ()))
    return LB_CLI_AUTH;

  g_free (options->url);
  options->url = g_steal_pointer (&url);
  exit = keep (options, name, token);
  lb_secrets_free_token (token);

  return exit == LB_CLI_DONE ? report (options, "add", _ ("The account “%s” was added"), name)
                             : exit;
}

/* Its address is not among it: the service at another one is another account. */
static LbCliExit
change (Options *options, LbAccountEntry *account)
{
  const LbAccountFacts facts = {
    options->name != NULL ? options->name : lb_account_entry_get_label (account),
    lb_account_entry_get_base_url (account),
    options->plan != NO_PLAN ? (guint) options->plan : lb_account_entry_get_plan (account),
    lb_account_entry_get_secret_place (account),
  };
  g_autoptr (GError) error = NULL;

  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    {
      lb_cli_complain ("%s", _ ("This computer can’t be changed"));
      return LB_CLI_USAGE;
    }
  if ((options->name == NULL && options->plan == NO_PLAN) || !is_plan (options->plan) ||
      options->url != NULL || options->keep != NULL)
    {
      lb_cli_complain ("%s", _ ("Give --name, or --plan with a number, 0 for no limit"));
      return LB_CLI_USAGE;
    }
  if (options->name != NULL && !check_name (options->name))
    return LB_CLI_USAGE;
  if (options->dry_run)
    return report (options, "change", _ ("The account “%s” would be changed"),
                   lb_account_entry_get_label (account));
  if (!lb_cli_wait (lb_account_list_update (options->accounts, account, &facts), NULL, &error))
    return say_failure (error);

  return report (options, "change", _ ("The account “%s” was changed"), facts.label);
}

/* What goes with the account is on this computer alone: captions and pictures that its service does
 * not have yet, and the trash. */
static gboolean
may_lose (Options *options, LbAccountEntry *account, LbCliExit *exit)
{
  g_autofree char *name = lb_visible_text (lb_account_entry_get_label (account));

  *exit = LB_CLI_USAGE;
  if (!options->with_data || options->yes)
    return TRUE;

  lb_cli_complain (_ ("With “%s” goes what was not sent to it yet, its history and its trash. That "
                      "can’t be undone."),
                   name);

  return lb_cli_confirm (_ ("Remove it?"), FALSE, exit);
}

static LbCliExit
remove_account (Options *options, LbAccountEntry *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup (lb_account_entry_get_label (account));
  LbCliExit exit = LB_CLI_USAGE;

  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    {
      lb_cli_complain ("%s", _ ("This computer can’t be removed"));
      return LB_CLI_USAGE;
    }
  if (lb_account_entry_is_in_use (account))
    {
      lb_cli_complain ("%s", _ ("Another program has this account open: close it first"));
      return LB_CLI_REFUSED;
    }
  if (options->dry_run)
    return report (options, "remove", _ ("The account “%s” would be removed"), name);
  if (!may_lose (options, account, &exit))
    return exit;
  if (!lb_cli_wait (lb_secrets_clear (options->secrets, lb_account_entry_get_id (account),
                                      lb_account_entry_get_secret_place (account)),
                    NULL, &error))
    {
      lb_cli_complain (_ ("The keyring still has the token: %s"), error->message);
      return LB_CLI_REFUSED;
    }
  if (!lb_cli_wait (lb_account_list_remove (options->accounts, account, options->with_data), NULL,
                    &error))
    return say_failure (error);

  return report (options, "remove", _ ("The account “%s” was removed"), name);
}

static LbCliExit
test (Options *options, LbAccountEntry *account)
{
  g_autoptr (GError) error = NULL;
  char *token = NULL;
  gboolean good = FALSE;

  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    return LB_CLI_DONE;
  if (!(token = lb_cli_find_token (account, options->secrets)))
    return LB_CLI_AUTH;

  good = lb_cli_wait (lb_session_try_token (lb_account_entry_get_base_url (account), token), NULL,
                      &error);
  lb_secrets_free_token (token);
  if (!good)
    return say_failure (error);

  return report (options, "test", _ ("The service of “%s” takes the token"),
                 lb_account_entry_get_label (account));
}

static LbCliExit
run (Options *options, char **arguments)
{
  const char *verb = arguments[0] != NULL ? arguments[0] : "list";
  const char *name = arguments[0] != NULL ? arguments[1] : NULL;
  LbAccountEntry *account = NULL;
  LbCliExit exit = LB_CLI_DONE;

  if (!(options->accounts = lb_cli_read_accounts (&exit)))
    return exit;
  options->secrets = lb_secrets_new (NULL);
  if (g_str_equal (verb, "list") && name == NULL)
    return list (options);
  if (name != NULL && arguments[2] == NULL && g_str_equal (verb, "add"))
    return add (options, name);
  if (name == NULL || arguments[2] != NULL ||
      (!g_str_equal (verb, "change") && !g_str_equal (verb, "remove") &&
       !g_str_equal (verb, "test")))
    {
      lb_cli_complain ("%s", _ ("Say list, add NAME, change NAME, remove NAME or test NAME"));
      return LB_CLI_USAGE;
    }

  if (!(account = lb_cli_find_account (options->accounts, name)))
    return LB_CLI_REFUSED;
  if (g_str_equal (verb, "change"))
    return change (options, account);

  return g_str_equal (verb, "remove") ? remove_account (options, account) : test (options, account);
}

LbCliExit
lb_cli_accounts (char **argv)
{
  g_auto (Options) options = { .plan = NO_PLAN };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_ ("List them, or say what was done, as JSON"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be done, and do nothing"), NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name,
      N_ ("When changing: what the account is called from now on"), N_ ("NAME") },
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url,
      N_ ("Address of the service, unless it is Bria’s"), N_ ("URL") },
    { "plan", 0, 0, G_OPTION_ARG_INT, &options.plan,
      N_ ("When adding or changing: requests a minute that the plan allows, 10 unless said; 0: any "
          "number"),
      N_ ("N") },
    { "keep", 0, 0, G_OPTION_ARG_STRING, &options.keep,
      N_ ("Where the token is kept: keyring, or file, which whatever you run can read"),
      N_ ("WHERE") },
    { "with-data", 0, 0, G_OPTION_ARG_NONE, &options.with_data,
      N_ ("When removing: what is kept of the account here goes too"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes,
      N_ ("Remove with what is kept here without a question"), NULL },
    { "untested", 0, 0, G_OPTION_ARG_NONE, &options.untested,
      N_ ("When adding: do not ask the service whether it takes the token"), NULL },
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("[list|add NAME|change NAME|remove NAME|test NAME]"),
    _ ("Says which accounts there are, adds one, changes the name or the plan of one, "
       "removes one with its token, or asks its service whether it takes the token. A "
       "token is read from standard input, or from BRIA_API_TOKEN; it is never an "
       "argument."));

  return arguments != NULL ? run (&options, arguments) : LB_CLI_USAGE;
}
