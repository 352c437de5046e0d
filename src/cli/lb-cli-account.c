#include "config.h"

#include "cli/lb-cli-account.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "base/lb-error.h"
#include "cli/lb-cli-options.h"
#include "session/lb-service-process.h"
#include "session/lb-session-history.h"
#include "storage/lb-service-files.h"

#define TOKEN_VARIABLE "BRIA_API_TOKEN"

static char *environment_token; /* (owned) (nullable) */

void
lb_cli_take_token (void)
{
  char *token = getenv (TOKEN_VARIABLE);

  if (token == NULL || environment_token != NULL)
    return;

  lb_secrets_guard_process ();
  environment_token = g_strdup (token);
  explicit_bzero (token, strlen (token)); /* it is what /proc/PID/environ shows */
  g_unsetenv (TOKEN_VARIABLE);
}

const char *
lb_cli_get_token (void)
{
  return environment_token;
}

LbAccountList *
lb_cli_read_accounts (LbCliExit *exit)
{
  g_autoptr (LbAccountList) accounts = lb_account_list_new (NULL);
  const char *aside = lb_account_list_get_set_aside (accounts);
  const GError *error = lb_account_list_get_error (accounts);

  if (aside != NULL)
    lb_cli_complain (_ ("The list of accounts was damaged and is kept as “%s”"), aside);
  if (error == NULL)
    return g_steal_pointer (&accounts);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NEWER))
    lb_cli_complain ("%s", _ ("The list of accounts was written by a newer Lookbook"));
  else
    lb_cli_complain (_ ("The list of accounts can’t be read: %s"), error->message);
  *exit = LB_CLI_REFUSED;

  return NULL;
}

LbAccountEntry *
lb_cli_find_account (LbAccountList *accounts, const char *name)
{
  LbAccountEntry *account = lb_account_list_find_named (accounts, name);

  if (account == NULL)
    lb_cli_complain (_ ("There is no account “%s”; “lookbookctl accounts” lists them"), name);

  return account;
}

/* (transfer full) (nullable) */
static char *
take_string (DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) owned = dex_ref (future);

  if (!lb_cli_wait (future, NULL, error))
    return NULL;

  return g_value_dup_string (dex_future_get_value (owned, NULL));
}

char *
lb_cli_find_token (LbAccountEntry *account, LbSecrets *secrets)
{
  g_autoptr (GError) error = NULL;
  char *token = NULL;

  if (environment_token != NULL)
    token = lb_secrets_clean_token (environment_token, &error);
  else
    token = take_string (lb_secrets_lookup (secrets, lb_account_entry_get_id (account),
                                            lb_account_entry_get_base_url (account),
                                            lb_account_entry_get_secret_place (account)),
                         &error);
  if (token != NULL)
    return token;

  if (environment_token != NULL)
    lb_cli_complain (_ ("%s holds no token: %s"), TOKEN_VARIABLE, error->message);
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    lb_cli_complain (_ ("No token is kept for the account; give it in %s"), TOKEN_VARIABLE);
  else
    lb_cli_complain (_ ("The token can’t be had: %s. Give it in %s"), error->message,
                     TOKEN_VARIABLE);

  return NULL;
}

static LbSession *
new_hosted (LbAccountEntry *account, LbCliExit *exit)
{
  g_autoptr (LbSecrets) secrets = lb_secrets_new (NULL);
  char *token = lb_cli_find_token (account, secrets);
  LbSession *session = NULL;

  if (token == NULL)
    {
      *exit = LB_CLI_AUTH;
      return NULL;
    }

  session = lb_session_new_for_account (account, token);
  lb_secrets_free_token (token);

  return session;
}

/* What is in another folder is another collection, with drafts of its own. */
static LbSession *
new_local (const char *data_dir)
{
  g_autofree char *place = lb_service_default_data_dir ();
  g_autofree char *usual = g_canonicalize_filename (place, NULL);
  g_autofree char *wanted = data_dir != NULL ? g_canonicalize_filename (data_dir, NULL) : NULL;
  g_autofree char *state_dir = NULL;

  if (wanted == NULL || g_str_equal (wanted, usual))
    return lb_session_new_local (NULL, NULL);

  state_dir = g_build_filename (wanted, LB_SERVICE_FILE_COMMAND_LINE, NULL);

  return lb_session_new_local (data_dir, state_dir);
}

LbSession *
lb_cli_new_session (const char *name, const char *data_dir, LbCliExit *exit)
{
  g_autoptr (LbAccountList) accounts = NULL;
  LbAccountEntry *account = NULL;

  if (name == NULL)
    return new_local (data_dir);
  if (data_dir != NULL)
    {
      lb_cli_complain ("%s", _ ("--data is for this computer, not for an account"));
      *exit = LB_CLI_USAGE;
      return NULL;
    }

  if (!(accounts = lb_cli_read_accounts (exit)))
    return NULL;
  if (!(account = lb_cli_find_account (accounts, name)))
    {
      *exit = LB_CLI_REFUSED;
      return NULL;
    }
  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    return new_local (NULL);

  return new_hosted (account, exit);
}

char *
lb_cli_dup_queue_dir (LbSession *session)
{
  const char *state_dir = lb_session_get_state_dir (session);
  g_autofree char *above = g_path_get_dirname (state_dir);

  if (lb_session_is_hosted (session))
    return g_strconcat (state_dir, LB_ACCOUNT_COMMAND_LINE, NULL);

  return g_build_filename (above, LB_SERVICE_FILE_COMMAND_LINE, NULL);
}

gboolean
lb_cli_open_session (LbSession *session, GCancellable *stop, GError **error)
{
  const gboolean opened = lb_cli_wait (lb_session_open (session), stop, error);
  const char *aside = lb_session_get_set_aside (session);

  if (aside != NULL)
    lb_cli_complain (_ ("The record of unsent changes was damaged and is kept as “%s”"), aside);

  return opened;
}
