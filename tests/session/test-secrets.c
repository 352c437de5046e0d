#include "session/lb-secrets-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outcome.h"

#define ACCOUNT "8c1f3a52-8f5e-4c38-9d4c-1b3f1c6e7a10"
#define FILE_NAME ACCOUNT ".token"
#define URL "https://engine.example"
#define TOKEN "canary-file-77be"

typedef struct
{
  char *root;
  char *folder;
  char *path;
  LbSecrets *secrets;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  umask (0);
  self->root = g_dir_make_tmp ("lookbook-secrets-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "a", "tokens", NULL);
  self->path = g_build_filename (self->folder, FILE_NAME, NULL);
  self->secrets = lb_secrets_new (self->folder);
  lb_secrets_set_patience (self->secrets, (LbSecretPatience) { 300, 300 });
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->secrets);
  outcome_clear_folder (&self->root);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

static DexFuture *
store (Fixture *self, LbSecretPlace place)
{
  return lb_secrets_store (self->secrets, ACCOUNT, URL, place, TOKEN);
}

static void
found (Fixture *self, LbSecretPlace place)
{
  outcome_is_text (lb_secrets_lookup (self->secrets, ACCOUNT, URL, place), TOKEN);
}

static void
not_found (Fixture *self, const char *url, LbSecretPlace place)
{
  outcome_is_refused (lb_secrets_lookup (self->secrets, ACCOUNT, url, place), LB_ERROR_NOT_FOUND);
}

static void
test_clean (void)
{
  const char *const bad[] = { "",      " \n\t ",  "a b",       "a\nb",       "a\tb",
                              "a\x01", "a\x7f b", "t\xc3\xb6", "a\r\nHost:", "a\xc2\xa0z" };
  g_autofree char *token = lb_secrets_clean_token (" \t\nabc.DEF-123_~+/=\r\n ", NULL);
  g_autofree char *longest = g_strnfill (1024, 'x');
  g_autofree char *longer = g_strnfill (1025, 'x');
  g_autofree char *same = lb_secrets_clean_token (longest, NULL);

  g_assert_cmpstr (token, ==, "abc.DEF-123_~+/=");
  g_assert_cmpstr (same, ==, longest);
  g_assert_null (lb_secrets_clean_token (longer, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_secrets_clean_token (bad[i], &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
    }
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
#endif
}

static void
test_origin (void)
{
  const struct
  {
    const char *url;
    const char *origin;
  } cases[] = {
    { "https://Engine.Example", "https://engine.example:443" },
    { "HTTPS://engine.example/v1/x?y#z", "https://engine.example:443" },
    { "https://engine.example:8443", "https://engine.example:8443" },
    { "http://127.0.0.1", "http://127.0.0.1:80" },
    { "http://[::1]:90", "http://[::1]:90" },
    { "engine.example", NULL },
    { "file:///etc/passwd", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *origin = lb_secrets_origin (cases[i].url);

      g_assert_cmpstr (origin, ==, cases[i].origin);
    }
}

static void
test_session (Fixture *self, gconstpointer data)
{
  not_found (self, URL, LB_SECRET_SESSION);
  outcome_is_done (store (self, LB_SECRET_SESSION));
  found (self, LB_SECRET_SESSION);
  not_found (self, "https://other.example", LB_SECRET_SESSION);
  not_found (self, "http://engine.example", LB_SECRET_SESSION);
  not_found (self, URL, LB_SECRET_FILE);
  not_found (self, URL, LB_SECRET_NOWHERE);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_SESSION));
  not_found (self, URL, LB_SECRET_SESSION);
}

/* One place has the token, the one that was chosen last. */
static void
test_moves (Fixture *self, gconstpointer data)
{
  outcome_is_done (store (self, LB_SECRET_SESSION));
  outcome_is_done (store (self, LB_SECRET_FILE));
  not_found (self, URL, LB_SECRET_SESSION);
  found (self, LB_SECRET_FILE);
  outcome_is_done (store (self, LB_SECRET_SESSION));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  found (self, LB_SECRET_SESSION);
}

static void
test_file (Fixture *self, gconstpointer data)
{
  outcome_is_done (store (self, LB_SECRET_FILE));
  found (self, LB_SECRET_FILE);
  g_assert_cmpuint (outcome_mode (self->path), ==, 0600);
  g_assert_cmpuint (outcome_mode (self->folder), ==, 0700);
  not_found (self, "https://engine.example:444", LB_SECRET_FILE);
  outcome_is_done (store (self, LB_SECRET_FILE));
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_FILE));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  not_found (self, URL, LB_SECRET_FILE);
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_FILE));
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  outcome_is_refused (lb_secrets_store (self->secrets, ACCOUNT, URL, LB_SECRET_FILE, "a\nb"),
                      LB_ERROR_INVALID);
  outcome_is_refused (lb_secrets_store (self->secrets, ACCOUNT, "nowhere", LB_SECRET_FILE, TOKEN),
                      LB_ERROR_INVALID);
  outcome_is_refused (store (self, LB_SECRET_NOWHERE), LB_ERROR_INVALID);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
}

/* A link that somebody has put there is neither followed nor written through. */
static void
test_symlink (Fixture *self, gconstpointer data)
{
  g_autofree char *target = g_build_filename (self->root, "target", NULL);
  g_autofree char *now = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (target, "mine\n", -1, NULL));
  g_assert_cmpint (symlink (target, self->path), ==, 0);

  outcome_is_refused (lb_secrets_lookup (self->secrets, ACCOUNT, URL, LB_SECRET_FILE),
                      LB_ERROR_FORBIDDEN);
  outcome_is_done (store (self, LB_SECRET_FILE));
  g_assert_true (g_file_get_contents (target, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, "mine\n");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_IS_SYMLINK));
  found (self, LB_SECRET_FILE);
}

static void
test_linked_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *target = g_build_filename (self->root, "elsewhere", NULL);
  g_autofree char *parent = g_path_get_dirname (self->folder);
  g_autofree char *leaked = g_build_filename (target, FILE_NAME, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (target, 0777), ==, 0);
  g_assert_cmpint (g_mkdir (parent, 0700), ==, 0);
  g_assert_cmpint (symlink (target, self->folder), ==, 0);

  error = outcome_of (store (self, LB_SECRET_FILE));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (leaked, G_FILE_TEST_EXISTS));
}

/* What others could have read is not used any more. */
static void
test_open_to_others (Fixture *self, gconstpointer data)
{
  outcome_is_done (store (self, LB_SECRET_FILE));
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  outcome_is_refused (lb_secrets_lookup (self->secrets, ACCOUNT, URL, LB_SECRET_FILE),
                      LB_ERROR_FORBIDDEN);
  outcome_is_done (store (self, LB_SECRET_FILE));
  found (self, LB_SECRET_FILE);
}

static void
test_in_the_way (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0); /* in the way */
  outcome_is_refused (store (self, LB_SECRET_FILE), LB_ERROR_STORAGE);
}

/* What libsecret does in a sandbox: a file of its own, sealed with a password. */
static void
test_sandbox (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->root, "sealed", NULL);
  g_autofree char *sealed = NULL;
  gsize length = 0;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "not for anything", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  lb_secrets_set_patience (self->secrets, (LbSecretPatience) { 20000, 20000 });

  not_found (self, URL, LB_SECRET_KEYRING);
  outcome_is_done (store (self, LB_SECRET_KEYRING));
  found (self, LB_SECRET_KEYRING);
  not_found (self, "https://other.example", LB_SECRET_KEYRING);
  g_assert_true (g_file_get_contents (path, &sealed, &length, NULL));
  g_assert_null (g_strstr_len (sealed, (gssize) length, TOKEN));
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING));
  not_found (self, URL, LB_SECRET_KEYRING);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/session/secrets/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/session/secrets/clean", test_clean);
  g_test_add_func ("/session/secrets/origin", test_origin);
  ADD ("session", test_session);
  ADD ("moves", test_moves);
  ADD ("file", test_file);
  ADD ("refused", test_refused);
  ADD ("symlink", test_symlink);
  ADD ("linked-folder", test_linked_folder);
  ADD ("open-to-others", test_open_to_others);
  ADD ("in-the-way", test_in_the_way);
  ADD ("sandbox", test_sandbox);

  return g_test_run ();
}
