#include "hosted-session-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define TOKEN "canary-ctl-8b1d"

/* The command line beside a service elsewhere, which runs in this process, so nobody may block. */

typedef struct
{
  HostedServer *server;
  char *root;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->server = hosted_server_new (HOSTED_FIBO);
  self->root = g_dir_make_tmp ("lookbook-ctl-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->server, hosted_server_free);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", self->root, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->root, g_free);
}

typedef struct
{
  char *output;
  char *complaint;
  gboolean done;
} Answer;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &answer->output,
                                        &answer->complaint, &error);
  g_assert_no_error (error);
  answer->done = TRUE;
}

/* @input: (nullable): for its standard input; @token: (nullable): for its environment. The token is
 * in none of what it says. Returns what it ended with. */
static int
run (Fixture *self,
     const char *input,
     const char *token,
     const char *const *arguments,
     char **output,
     char **complaint)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bus = g_strconcat ("unix:path=", self->root, "/no-bus", NULL);
  Answer answer = { 0 };

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->root, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", self->root, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  if (token != NULL)
    g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", token, TRUE);
  g_ptr_array_add (words, (gpointer) g_getenv ("LOOKBOOKCTL"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (words, (gpointer) *arguments);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input != NULL ? input : "", NULL, ended_cb,
                                       &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (strstr (answer.output, TOKEN));
  g_assert_null (strstr (answer.complaint, TOKEN));
  if (output != NULL)
    *output = g_steal_pointer (&answer.output);
  if (complaint != NULL)
    *complaint = g_steal_pointer (&answer.complaint);
  g_free (answer.output);
  g_free (answer.complaint);

  return g_subprocess_get_exit_status (process);
}

#define CTL(self, input, token, output, complaint, ...)                                            \
  run (self, input, token, (const char *const[]) { "accounts", __VA_ARGS__, NULL }, output,        \
       complaint)

static int
add (Fixture *self, const char *input, const char *token)
{
  g_autofree char *url = g_strconcat ("--url=", hosted_server_get_origin (self->server), NULL);

  return CTL (self, input, token, NULL, NULL, "--keep=file", "--plan=60", url, "add", "Work");
}

/* (transfer full): the files below the root that hold the token. */
static char *
find_token (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *found = NULL;

  g_spawn_sync (self->root, (char *[]) { "grep", "-rl", TOKEN, ".", NULL }, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, &found, NULL, NULL, &error);
  g_assert_no_error (error);

  return found;
}

static void
test_life (Fixture *self, gconstpointer data)
{
  g_autofree char *listed = NULL;
  g_autofree char *json = NULL;
  g_autofree char *where = NULL;
  g_autofree char *path = NULL;
  g_autofree char *after = NULL;
  g_autofree char *last = NULL;
  GStatBuf about;

  g_assert_cmpint (add (self, " " TOKEN "\n", NULL), ==, 0);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "api_token: " TOKEN));
  g_assert_cmpint (CTL (self, NULL, NULL, &listed, NULL, "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "Work"));
  g_assert_nonnull (strstr (listed, "60 requests a minute"));
  g_assert_cmpint (CTL (self, NULL, NULL, &json, NULL, "--json"), ==, 0);
  g_assert_nonnull (strstr (json, "\"token\" : \"file\""));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Work"), ==, 0);

  where = find_token (self);
  g_strchomp (where);
  g_assert_true (g_str_has_prefix (where, "./lookbook/tokens/"));
  g_assert_null (strchr (where, '\n'));
  path = g_build_filename (self->root, where, NULL);
  g_assert_cmpint (g_lstat (path, &about), ==, 0);
  g_assert_cmpuint (about.st_mode & 07777, ==, 0600);

  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Work"), ==, 1);
  hosted_server_forget (self->server);

  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "remove", "Work"), ==, 0);
  after = find_token (self);
  g_assert_cmpstr (after, ==, "");
  g_assert_cmpint (CTL (self, NULL, NULL, &last, NULL, "list"), ==, 0);
  g_assert_null (strstr (last, "Work"));
}

static void
test_environment (Fixture *self, gconstpointer data)
{
  g_autofree char *where = NULL;

  g_assert_cmpint (add (self, NULL, TOKEN), ==, 0);
  g_assert_cmpint (CTL (self, NULL, "another-one", NULL, NULL, "test", "Work"), ==, 0);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "api_token: another-one"));
  where = find_token (self);
  g_assert_nonnull (strstr (where, "tokens/"));
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *where = NULL;

  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 1);
  hosted_server_forget (self->server);
  g_assert_cmpint (add (self, "two words\n", NULL), ==, 2);
  g_assert_cmpint (add (self, "", NULL), ==, 2);
  g_assert_cmpint (
    CTL (self, TOKEN "\n", NULL, NULL, NULL, "--url=http://engine.example", "add", "X"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Nobody"), ==, 4);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "remove", "local"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "add"), ==, 2);

  /* Without a keyring it is not kept anywhere of itself. */
  {
    g_autofree char *url = g_strconcat ("--url=", hosted_server_get_origin (self->server), NULL);

    g_assert_cmpint (CTL (self, TOKEN "\n", NULL, NULL, &complaint, url, "add", "X"), ==, 1);
  }
  g_assert_nonnull (strstr (complaint, "--keep=file"));
  where = find_token (self);
  g_assert_cmpstr (where, ==, "");
}

/* Another command on an account: the dataset is looked for there. */
static void
test_account_option (Fixture *self, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (self->root, "a.jpg", NULL);
  g_autofree char *complaint = NULL;

  g_assert_true (g_file_set_contents (picture, "none", -1, NULL));
  g_assert_cmpint (run (self, NULL, NULL,
                        (const char *const[]) { "add", "--account=Nobody", "X", picture, NULL },
                        NULL, NULL),
                   ==, 4);
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, NULL,
                        (const char *const[]) { "add", "--account=Work", "No Such", picture, NULL },
                        NULL, &complaint),
                   ==, 4);
  g_assert_cmpuint (hosted_server_count (self->server, "GET", HOSTED_DATASETS_PATH), >=, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/accounts/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("life", test_life);
  ADD ("environment", test_environment);
  ADD ("refused", test_refused);
  ADD ("account-option", test_account_option);

  return g_test_run ();
}
