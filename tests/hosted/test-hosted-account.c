#include "hosted-session-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "session/lb-account-list.h"
#include "session/lb-secrets.h"

/* An account of the list, opened with a token that comes from somewhere. */

typedef struct
{
  HostedServer *server;
  char *root;
  LbAccountList *list;
  LbSecrets *secrets;
  LbAccountEntry *entry; /* (owned) */
  LbSession *session;    /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *tokens = NULL;
  g_autofree char *id = lb_account_list_new_id ();
  LbAccountFacts facts = { "Bria", NULL, 0, LB_SECRET_SESSION };

  self->server = hosted_server_new (HOSTED_FIBO);
  self->root = g_dir_make_tmp ("lookbook-account-XXXXXX", NULL);
  tokens = g_build_filename (self->root, "tokens", NULL);
  self->list = lb_account_list_new (self->root);
  self->secrets = lb_secrets_new (tokens);
  facts.base_url = hosted_server_get_origin (self->server);
  self->entry = hosted_take_object (lb_account_list_add (self->list, id, &facts));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->entry);
  g_clear_object (&self->secrets);
  g_clear_object (&self->list);
  hosted_settle ();
  g_clear_pointer (&self->server, hosted_server_free);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", self->root, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->root, g_free);
}

static void
store (Fixture *self, LbSecretPlace place)
{
  hosted_take_true (lb_secrets_store (self->secrets, lb_account_entry_get_id (self->entry),
                                      lb_account_entry_get_base_url (self->entry), place,
                                      HOSTED_TOKEN));
}

static void
begin (Fixture *self, LbSecretPlace place)
{
  self->session = lb_session_new_for_account (self->entry, NULL);
  lb_session_await_token (self->session,
                          lb_secrets_lookup (self->secrets, lb_account_entry_get_id (self->entry),
                                             lb_account_entry_get_base_url (self->entry), place));
}

static void
test_opens (Fixture *self, gconstpointer data)
{
  store (self, LB_SECRET_SESSION);
  begin (self, LB_SECRET_SESSION);
  hosted_take_true (lb_session_open (self->session));
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_FINE);
  g_assert_true (lb_session_get_account (self->session) == self->entry);
  g_assert_true (lb_session_is_hosted (self->session));
  g_assert_true (lb_session_strips_metadata (self->session));
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "api_token: " HOSTED_TOKEN));
  g_object_unref (
    hosted_take_object (lb_account_list_set_strips_metadata (self->list, self->entry, FALSE)));
  g_assert_false (lb_session_strips_metadata (self->session));
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  *n += 1;
}

/* Without a token nothing is sent at all; with one it goes on. */
static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (self, LB_SECRET_FILE);
  error = hosted_refusal (lb_session_open (self->session), LB_ERROR_UNAUTHORIZED);
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_MISSING);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 0);

  lb_session_set_token (self->session, HOSTED_TOKEN);
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_FINE);
  hosted_take_true (lb_session_open (self->session));
}

/* One that another address was given is not sent to this one. */
static void
test_other_address (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosted_take_true (lb_secrets_store (self->secrets, lb_account_entry_get_id (self->entry),
                                      "https://engine.example", LB_SECRET_FILE, HOSTED_TOKEN));
  begin (self, LB_SECRET_FILE);
  error = hosted_refusal (lb_session_open (self->session), LB_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 0);
}

static void
test_withheld (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->session = lb_session_new_for_account (self->entry, NULL);
  lb_session_await_token (self->session,
                          dex_future_new_reject (LB_ERROR, LB_ERROR_TIMED_OUT, "No answer"));
  error = hosted_refusal (lb_session_open (self->session), LB_ERROR_UNAUTHORIZED);
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_WITHHELD);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 0);
}

static void
test_rejected (Fixture *self, gconstpointer data)
{
  guint n = 0;

  store (self, LB_SECRET_SESSION);
  begin (self, LB_SECRET_SESSION);
  hosted_take_true (lb_session_open (self->session));
  g_signal_connect (self->session, "notify::token-state", G_CALLBACK (count_cb), &n);
  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error =
        hosted_refusal (lb_session_refresh (self->session), LB_ERROR_UNAUTHORIZED);
    }
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_REJECTED);

  hosted_server_forget (self->server);
  lb_session_set_token (self->session, "another-token");
  g_assert_cmpuint (n, ==, 2);
  hosted_take_true (lb_session_refresh (self->session));
  g_assert_cmpint (lb_session_get_token_state (self->session), ==, LB_TOKEN_FINE);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "api_token: another-token"));
}

static void
test_try (Fixture *self, gconstpointer data)
{
  const char *origin = hosted_server_get_origin (self->server);
  g_autoptr (GError) unauthorized = NULL;
  g_autoptr (GError) invalid = NULL;

  hosted_take_true (lb_session_try_token (origin, HOSTED_TOKEN));
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 1);
  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  unauthorized = hosted_refusal (lb_session_try_token (origin, "wrong"), LB_ERROR_UNAUTHORIZED);
  invalid = hosted_refusal (lb_session_try_token ("http://engine.example", "t"), LB_ERROR_INVALID);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/hosted/account/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("opens", test_opens);
  ADD ("missing", test_missing);
  ADD ("other-address", test_other_address);
  ADD ("withheld", test_withheld);
  ADD ("rejected", test_rejected);
  ADD ("try", test_try);

  return g_test_run ();
}
