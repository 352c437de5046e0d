#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-session-changes.h"

/* Whose session it is, and the token of a service elsewhere. */

static void
set_token_state (LbSession *self, LbTokenState state)
{
  if (self->token_state == state)
    return;

  self->token_state = state;
  g_object_notify (G_OBJECT (self), "token-state");
}

static void
plan_changed_cb (LbSession *self)
{
  lb_session_set_plan (self, lb_account_entry_get_plan (self->account));
}

/**
 * lb_session_new_for_account:
 * @account: which one
 * @token: (nullable): when it is known already; not used on this computer
 *
 * Returns: (transfer full): a session that is not open yet
 */
LbSession *
lb_session_new_for_account (LbAccountEntry *account, const char *token)
{
  const char *state_dir = NULL;
  LbSession *self = NULL;

  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (account), NULL);

  state_dir = lb_account_entry_get_state_dir (account);
  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    {
      self = lb_session_new_local (NULL, state_dir);
      self->account = g_object_ref (account);
      return self;
    }

  self = lb_session_new_hosted (lb_account_entry_get_base_url (account), token != NULL ? token : "",
                                state_dir);
  self->account = g_object_ref (account);
  self->token_state = token != NULL ? LB_TOKEN_FINE : LB_TOKEN_MISSING;
  plan_changed_cb (self);
  g_signal_connect_object (account, "notify::plan", G_CALLBACK (plan_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

LbAccountEntry *
lb_session_get_account (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->account;
}

gboolean
lb_session_strips_metadata (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  return self->account != NULL && lb_account_entry_strips_metadata (self->account);
}

LbTokenState
lb_session_get_token_state (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), LB_TOKEN_FINE);

  return self->token_state;
}

LbTlsFault
lb_session_get_tls_fault (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), LB_TLS_FAULT_NONE);

  return self->tls_fault;
}

void
lb_session_note_token (LbSession *self, const GError *error)
{
  if (!self->hosted)
    return;

  if (error == NULL && self->token_state == LB_TOKEN_REJECTED)
    set_token_state (self, LB_TOKEN_FINE);
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) &&
           self->token_state == LB_TOKEN_FINE)
    set_token_state (self, LB_TOKEN_REJECTED);
}

void
lb_session_set_token (LbSession *self, const char *token)
{
  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (self->hosted);
  g_return_if_fail (token != NULL);

  if (self->closed)
    return;

  lb_client_set_token (self->client, token);
  set_token_state (self, LB_TOKEN_FINE);
  lb_session_set_needs_sign_in (self, FALSE, NULL);
  lb_session_wake_changes (self);
}

typedef struct
{
  LbSession *session; /* (owned) */
  DexFuture *token;   /* (owned) */
} Awaiting;

static void
awaiting_free (Awaiting *self)
{
  g_clear_object (&self->session);
  dex_clear (&self->token);
  g_free (self);
}

/* Never fails: what needs the token says so itself. */
static DexFuture *
token_fiber (gpointer data)
{
  Awaiting *awaiting = data;
  LbSession *self = awaiting->session;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = dex_await_string (g_steal_pointer (&awaiting->token), &error);

  dex_clear (&self->token_coming);
  if (token != NULL)
    lb_session_set_token (self, token);
  else if (self->token_state == LB_TOKEN_MISSING &&
           !g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) &&
           !g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    set_token_state (self, LB_TOKEN_WITHHELD);
  lb_secrets_free_token (g_steal_pointer (&token));

  return dex_future_new_true ();
}

void
lb_session_await_token (LbSession *self, DexFuture *token)
{
  Awaiting *awaiting = NULL;

  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (self->hosted);

  awaiting = g_new0 (Awaiting, 1);
  awaiting->session = g_object_ref (self);
  awaiting->token = token;
  dex_clear (&self->token_coming);
  self->token_coming =
    dex_scheduler_spawn (NULL, 0, token_fiber, awaiting, (GDestroyNotify) awaiting_free);
}

typedef struct
{
  LbClient *client; /* (owned) */
} Trying;

static void
trying_free (Trying *self)
{
  lb_client_close (self->client);
  g_clear_object (&self->client);
  g_free (self);
}

static DexFuture *
try_fiber (gpointer data)
{
  Trying *self = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_client_list_projects (self->client), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
lb_session_try_token (const char *base_url, const char *token)
{
  g_autoptr (GError) error = NULL;
  Trying *trying = NULL;

  dex_return_error_if_fail (base_url != NULL);
  dex_return_error_if_fail (token != NULL);

  if (!lb_client_judge_base_url (base_url, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  trying = g_new0 (Trying, 1);
  trying->client = lb_client_new (base_url, token);

  return dex_scheduler_spawn (NULL, 0, try_fiber, trying, (GDestroyNotify) trying_free);
}
