#include "ctl-hosted.h"
#include "drop-folder.h"
#include "hosted-session-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#define TOKEN CTL_HOSTED_TOKEN

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

#define run(self, ...) ctl_hosted_run ((self)->root, __VA_ARGS__)

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
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Work"), ==, 5);
  hosted_server_forget (self->server);

  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "remove", "Work"), ==, 0);
  after = find_token (self);
  g_assert_cmpstr (after, ==, "");
  g_assert_cmpint (CTL (self, NULL, NULL, &last, NULL, "list"), ==, 0);
  g_assert_null (strstr (last, "Work"));
}

static void
test_change (Fixture *self, gconstpointer data)
{
  g_autofree char *listed = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *own = NULL;

  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--plan=1000", "change", "Work"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--name=Studio", "change", "Work"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, &listed, NULL, "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "Studio"));
  g_assert_nonnull (strstr (listed, "1000 requests a minute"));
  g_assert_null (strstr (listed, "Work"));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Studio"), ==, 0);

  g_assert_cmpint (CTL (self, NULL, NULL, NULL, &refused, "change", "Studio"), ==, 1);
  g_assert_nonnull (strstr (refused, "--name"));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--plan=-1", "change", "Studio"), ==, 1);
  g_assert_cmpint (
    CTL (self, NULL, NULL, NULL, NULL, "--url=https://engine.example", "change", "Studio"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--name=X", "change", "Work"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--name=X", "change", "local"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, &own, "--name=this computer", "change", "Studio"),
                   ==, 1);
  g_assert_nonnull (strstr (own, "“this computer” means this computer"));
}

/* (transfer full): a folder of that ending, as one that the account has, and not empty. */
static char *
make_state (Fixture *self, const char *ending)
{
  g_autoptr (GKeyFile) list = g_key_file_new ();
  g_autofree char *path = g_build_filename (self->root, "lookbook", "accounts.ini", NULL);
  g_auto (GStrv) groups = NULL;
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  g_autofree char *file = NULL;
  char *folder = NULL;

  g_assert_true (g_key_file_load_from_file (list, path, G_KEY_FILE_NONE, NULL));
  groups = g_key_file_get_groups (list, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_uuid_string_is_valid (groups[i]))
      g_set_str (&name, groups[i]);
  g_assert_nonnull (name);
  place = g_strconcat (name, ending, NULL);
  folder = g_build_filename (self->root, "lookbook", "accounts", place, NULL);
  file = g_build_filename (folder, "uploads", NULL);
  g_assert_cmpint (g_mkdir_with_parents (file, 0700), ==, 0);

  return folder;
}

static void
test_remove_with_data (Fixture *self, gconstpointer data)
{
  g_autofree char *asked = NULL;
  g_autofree char *where = NULL;
  g_autofree char *after = NULL;
  g_autofree char *state = NULL;
  g_autofree char *beside = NULL;

  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  state = make_state (self, "");
  beside = make_state (self, "-command-line");
  g_assert_cmpint (CTL (self, "y\n", NULL, NULL, &asked, "--with-data", "remove", "Work"), ==, 1);
  g_assert_nonnull (strstr (asked, "not sent"));
  g_assert_nonnull (strstr (asked, "--yes"));
  where = find_token (self);
  g_assert_nonnull (strstr (where, "tokens/"));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Work"), ==, 0);

  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "--with-data", "--yes", "remove", "Work"), ==,
                   0);
  after = find_token (self);
  g_assert_cmpstr (after, ==, "");
  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
}

/* (transfer full): the list of accounts, with @text in it. */
static char *
write_list (Fixture *self, const char *text)
{
  g_autofree char *folder = g_build_filename (self->root, "lookbook", NULL);
  char *path = g_build_filename (folder, "accounts.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

/* Said by whichever command reads it first, and only by that one. */
static void
test_damaged_list (Fixture *self, gconstpointer data)
{
  g_autofree char *path = write_list (self, "not ours");
  g_autofree char *aside = g_strconcat (path, ".damaged-", NULL);
  g_autofree char *listed = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, &listed, &complaint, "list"), ==, 0);
  g_assert_cmpstr (listed, ==, "local  on this computer\n");
  g_assert_nonnull (strstr (complaint, "damaged"));
  g_assert_nonnull (strstr (complaint, aside));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, &after, "list"), ==, 0);
  g_assert_cmpstr (after, ==, "");
}

/* Neither listed in part nor written over. */
static void
test_newer_list (Fixture *self, gconstpointer data)
{
  const char *newer = "[lookbook]\nversion=2\n";
  g_autofree char *path = write_list (self, newer);
  g_autofree char *listed = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, &listed, &complaint, "list"), ==, 2);
  g_assert_cmpstr (listed, ==, "");
  g_assert_nonnull (strstr (complaint, "newer Lookbook"));
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 2);
  g_assert_cmpint (
    run (self, NULL, NULL, (const char *const[]) { "copy", "Any", "--to=Work", NULL }, NULL, NULL),
    ==, 2);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, newer);
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
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 5);
  hosted_server_forget (self->server);
  g_assert_cmpint (add (self, "two words\n", NULL), ==, 5);
  g_assert_cmpint (add (self, "", NULL), ==, 5);
  g_assert_cmpint (
    CTL (self, TOKEN "\n", NULL, NULL, NULL, "--url=http://engine.example", "add", "X"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Nobody"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "remove", "local"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "add"), ==, 1);

  /* Without a keyring it is not kept anywhere of itself. */
  {
    g_autofree char *url = g_strconcat ("--url=", hosted_server_get_origin (self->server), NULL);

    g_assert_cmpint (CTL (self, TOKEN "\n", NULL, NULL, &complaint, url, "add", "X"), ==, 2);
  }
  g_assert_nonnull (strstr (complaint, "--keep=file"));
  where = find_token (self);
  g_assert_cmpstr (where, ==, "");
}

/* Gives the account in the list at @path the address @url. */
static void
put_address (const char *path, const char *url)
{
  g_autoptr (GKeyFile) list = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_file (list, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (list, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_uuid_string_is_valid (groups[i]))
      g_key_file_set_string (list, groups[i], "base-url", url);
  g_key_file_save_to_file (list, path, &error);
  g_assert_no_error (error);
}

/* It is printed, and must neither steer the terminal nor look like another one. Nor is it taken
 * from a list that somebody has written. */
static void
test_odd_addresses (Fixture *self, gconstpointer data)
{
  const char *const odd[] = {
    "https://x\033]0;hi\007/", "https://x\nlocal",   "https://x\tz",
    "https://x/\xe2\x80\xaez", "https://x y",        "https://x/a b",
    "https://x%20y",           "https://x\xc2\xa0y", "https://x%1b]0;hi/",
    "https://x\xe2\x80\xa8y",  "https://x/\x7f",
  };
  g_autofree char *path = NULL;
  g_autofree char *listed = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *url = g_strconcat ("--url=", odd[i], NULL);
      g_autofree char *complaint = NULL;

      g_assert_cmpint (
        CTL (self, NULL, TOKEN, NULL, &complaint, "--untested", "--keep=file", url, "add", "X"), ==,
        1);
      g_assert_nonnull (strstr (complaint, "That is no address of a service"));
    }

  g_assert_cmpint (CTL (self, NULL, TOKEN, NULL, NULL, "--untested", "--keep=file",
                        "--url=https://engine.example/a%20b", "add", "X"),
                   ==, 0);
  path = g_build_filename (self->root, "lookbook", "accounts.ini", NULL);
  put_address (path, "https://engine.example/\033]0;hi\007");
  g_assert_cmpint (CTL (self, NULL, NULL, &listed, NULL, "list"), ==, 0);
  g_assert_cmpstr (listed, ==, "local  on this computer\n");
}

typedef struct
{
  const char *name;  /* of a process */
  const char *under; /* a folder in its arguments */
  char *seen;        /* its environment */
  int pid;
} Child;

/* Whether there is such a process now; what it was given stands in @child then. */
static gboolean
look_for_child (Child *child)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *pid = NULL;

  while ((pid = g_dir_read_name (proc)))
    {
      g_autofree char *arguments_path = g_build_filename ("/proc", pid, "cmdline", NULL);
      g_autofree char *environment_path = g_build_filename ("/proc", pid, "environ", NULL);
      g_autofree char *arguments = NULL;
      g_autofree char *environment = NULL;
      gsize length = 0;

      if (!g_ascii_isdigit (*pid) ||
          !g_file_get_contents (arguments_path, &arguments, &length, NULL))
        continue;
      for (gsize i = 0; i + 1 < length; i++)
        if (arguments[i] == '\0')
          arguments[i] = ' ';
      if (length == 0 || strstr (arguments, child->name) == NULL ||
          strstr (arguments, child->under) == NULL)
        continue;

      g_assert_null (strstr (arguments, TOKEN));
      if (!g_file_get_contents (environment_path, &environment, &length, NULL))
        continue;
      for (gsize i = 0; i + 1 < length; i++)
        if (environment[i] == '\0')
          environment[i] = '\n';
      child->seen = g_steal_pointer (&environment);
      child->pid = (int) g_ascii_strtoll (pid, NULL, 10);
      return TRUE;
    }

  return FALSE;
}

/* The service that it starts goes on without it, and has nothing of the token; nothing on disk has
 * either. */
static void
test_child (Fixture *self, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (self->root, "a.jpg", NULL);
  g_autofree char *runtime = g_build_filename (self->root, "run", NULL);
  g_autofree char *own = g_build_filename (self->root, "own", NULL);
  g_autofree char *where = NULL;
  Child child = { "lookbook-service", own, NULL, 0 };

  g_assert_true (g_file_set_contents (picture, "none", -1, NULL));
  g_assert_cmpint (g_mkdir (runtime, 0700), ==, 0);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("LOOKBOOK_DATA", own, TRUE);
  g_assert_cmpint (
    run (self, NULL, TOKEN, (const char *const[]) { "add", "No Such", picture, NULL }, NULL, NULL),
    ==, 2);
  g_assert_true (look_for_child (&child));
  g_assert_nonnull (strstr (child.seen, "LOOKBOOK_DATA="));
  g_assert_null (strstr (child.seen, TOKEN));
  g_assert_null (strstr (child.seen, "BRIA_API_TOKEN"));
  where = find_token (self);
  g_assert_cmpstr (where, ==, "");
  kill (child.pid, SIGTERM);
  g_free (child.seen);
}

/* It does not stand where it was given either, while the command runs. */
static void
test_own_environment (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *url = g_strconcat ("--url=", hosted_server_get_origin (self->server), NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Child child = { "lookbookctl", url, NULL, 0 };

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->root, TRUE);
  g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", TOKEN, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOKCTL"), "accounts",
                                         "--keep=file", url, "add", "Work", NULL);
  g_assert_no_error (error);
  /* It has sent the token, so it has taken it, and waits for the answer. */
  while (hosted_server_count (self->server, NULL, NULL) == 0)
    g_main_context_iteration (NULL, TRUE);
  if (look_for_child (&child))
    g_assert_null (strstr (child.seen, TOKEN));
  g_free (child.seen);
  g_subprocess_wait_async (process, NULL, NULL, NULL);
  while (g_subprocess_get_identifier (process) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Without glib-networking that is said, and what to do. */
static void
test_no_tls (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  g_setenv ("GIO_USE_TLS", "dummy", TRUE);
  g_assert_cmpint (CTL (self, TOKEN "\n", NULL, NULL, &complaint, "add", "X"), ==, 4);
  g_unsetenv ("GIO_USE_TLS");
  g_assert_nonnull (strstr (complaint, "install glib-networking"));
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
                   ==, 2);
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, NULL,
                        (const char *const[]) { "add", "--account=Work", "No Such", picture, NULL },
                        NULL, &complaint),
                   ==, 2);
  g_assert_cmpuint (hosted_server_count (self->server, "GET", HOSTED_DATASETS_PATH), >=, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/accounts/" name, Fixture, NULL, set_up, function, tear_down)

#define ELSEWHERE(self, token, output, complaint, ...)                                             \
  run (self, NULL, token, (const char *const[]) { __VA_ARGS__, "--account=Work", NULL }, output,   \
       complaint)

/* Commands work in an account as they do on this computer. */
static void
test_elsewhere (Fixture *self, gconstpointer data)
{
  const char *place = "/v1/tailored-gen/datasets";
  g_autofree char *listed = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *made = NULL;
  g_autofree char *no_address = NULL;

  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (ELSEWHERE (self, NULL, &listed, NULL, "datasets", "--json"), ==, 0);
  g_assert_nonnull (strstr (listed, "\"name\" : \"Piers\""));
  g_assert_cmpint (ELSEWHERE (self, NULL, &plan, NULL, "create", "Boats", "--dry-run"), ==, 0);
  g_assert_cmpstr (plan, ==, "A dataset “Boats” would be made in “Harbour fox”\n");
  g_assert_cmpuint (hosted_server_count (self->server, "POST", place), ==, 0);

  g_assert_cmpint (ELSEWHERE (self, NULL, &made, NULL, "create", "Boats", "--json"), ==, 0);
  g_assert_nonnull (
    strstr (hosted_server_last_body (self->server, "POST", place), "\"name\":\"Boats\""));
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, &no_address, "bulk", "Piers", "."), ==, 2);
  g_assert_nonnull (strstr (no_address, "--address-file"));
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, NULL, "show", "Piers", "--data=x"), ==, 1);
}

/* The service of an account fetches the ZIP file, which is put where it finds it before. Neither
 * address is an argument. */
static void
test_bulk (Fixture *self, gconstpointer data)
{
  char *folder = drop_folder_new ();
  const char *origin = hosted_server_get_origin (self->server);
  g_autofree char *addresses = g_build_filename (folder, "addresses", NULL);
  g_autofree char *pictures = g_build_filename (folder, "in", NULL);
  g_autofree char *both = g_strdup_printf ("https://store.example/a.zip\n%s/put?sig=1\n", origin);
  g_autofree char *option = g_strconcat ("--address-file=", addresses, NULL);
  g_autofree char *no_upload = NULL;
  g_autofree char *output = NULL;

  drop_folder_add_png (folder, "in/a.png", 1024, 1024, 0x203040ff);
  g_assert_true (g_file_set_contents (addresses, "https://store.example/a.zip", -1, NULL));
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, "[]");
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 404, NULL, NULL);
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, &no_upload, "bulk", "Piers", pictures, option), ==,
                   2);
  g_assert_nonnull (strstr (no_upload, "A ZIP file has to be made"));

  g_assert_true (g_file_set_contents (addresses, both, -1, NULL));
  hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, "[]");
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 404, NULL, NULL);
  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"completed\",\"progress_percentage\":100,\"done\":1,"
                     "\"total_processed\":1,\"failed\":0,\"failed_images\":[]}");
  hosted_server_say (self->server, "PUT", "/put", 200, NULL, NULL);
  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  g_assert_cmpint (ELSEWHERE (self, NULL, &output, NULL, "bulk", "Piers", pictures, option), ==, 0);
  g_assert_cmpstr (output, ==, "1 picture imported into “Piers”\n");
  g_assert_nonnull (strstr (hosted_server_last_body (self->server, "POST", HOSTED_BULK_PATH),
                            "https://store.example/a.zip"));
  drop_folder_free (folder);
}

/* A code for each kind of trouble that a script can do something about. */
static void
test_codes (Fixture *self, gconstpointer data)
{
  g_autofree char *refused = NULL;
  g_autofree char *away = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *where = NULL;
  g_autofree char *path = NULL;

  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, NULL, "show", "Gulls"), ==, 2);
  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, &refused, "datasets"), ==, 5);
  g_assert_nonnull (strstr (refused, "does not take the token"));
  hosted_server_forget (self->server);
  hosted_server_leave (self->server);
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, &away, "datasets"), ==, 4);
  g_assert_nonnull (strstr (away, "can’t be reached"));
  hosted_server_return (self->server);

  where = find_token (self);
  path = g_build_filename (self->root, g_strchomp (where), NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (ELSEWHERE (self, NULL, NULL, &missing, "datasets"), ==, 5);
  g_assert_nonnull (strstr (missing, "BRIA_API_TOKEN"));
  g_assert_cmpint (ELSEWHERE (self, TOKEN, NULL, NULL, "datasets"), ==, 0);
}

/* Nothing is asked, kept or removed, and a script is told what would be. */
static void
test_dry_run (Fixture *self, gconstpointer data)
{
  g_autofree char *added = NULL;
  g_autofree char *removed = NULL;
  g_autofree char *done = NULL;
  g_autofree char *listed = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, &added, NULL, "--dry-run", "--json", "add", "Work"), ==,
                   0);
  g_assert_nonnull (strstr (added, "\"done\" : false"));
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, NULL, "test", "Work"), ==, 2);
  g_assert_cmpint (add (self, TOKEN "\n", NULL), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, &removed, NULL, "--dry-run", "remove", "Work"), ==, 0);
  g_assert_cmpstr (removed, ==, "The account “Work” would be removed\n");
  g_assert_cmpint (CTL (self, NULL, NULL, &done, NULL, "--json", "--plan=1000", "change", "Work"),
                   ==, 0);
  g_assert_nonnull (strstr (done, "\"action\" : \"change\""));
  g_assert_cmpint (CTL (self, NULL, NULL, &listed, NULL, "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "1000 requests a minute"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("life", test_life);
  ADD ("change", test_change);
  ADD ("remove-with-data", test_remove_with_data);
  ADD ("damaged-list", test_damaged_list);
  ADD ("newer-list", test_newer_list);
  ADD ("environment", test_environment);
  ADD ("elsewhere", test_elsewhere);
  ADD ("bulk", test_bulk);
  ADD ("codes", test_codes);
  ADD ("dry-run", test_dry_run);
  ADD ("refused", test_refused);
  ADD ("odd-addresses", test_odd_addresses);
  ADD ("account-option", test_account_option);
  ADD ("own-environment", test_own_environment);
  ADD ("no-tls", test_no_tls);
  ADD ("child", test_child);

  return g_test_run ();
}
