#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "drop-folder.h"
#include "export-fixture.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "fault-scan.h"

/* Programs that are given a token and meet faults, with all that they could log: it is nowhere but
 * in what the service is asked, and in the file that was meant for it. */

#define CHILD "--send"
#define TOKEN "canary-faults-3c90"
#define N_PICTURES 6
#define LOOK_MS 10

/* The child: ORIGIN FOLDER; the token is that of the fixture. */
static int
send_all (char **argv)
{
  QueueFixture self = { .origin = argv[0], .folder = argv[1] };

  queue_fixture_open (&self);
  queue_fixture_add (&self);
  queue_fixture_finish (&self);
  queue_fixture_close (&self);

  return 0;
}

typedef struct
{
  QueueFixture base; /* without a session */
  FaultProxy *proxy;
  RawHost *foreign; /* where the links to pictures lead */
  const char *token;
  guint n_looks; /* at processes */
} Fixture;

static void
set_up (Fixture *self, gconstpointer token)
{
  self->token = token;
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->foreign = raw_host_new ();
  picture_host_set_links (self->base.host, raw_host_get_origin (self->foreign));
  queue_fixture_make_pictures (&self->base, N_PICTURES);
  export_fixture_serve_at (self->foreign, self->base.folder, 4 * N_PICTURES);
}

static void
tear_down (Fixture *self, gconstpointer token)
{
  raw_host_free (self->foreign);
  fault_proxy_free (self->proxy);
  picture_host_free (self->base.host);
  drop_folder_free (self->base.folder);
}

static void
assert_absent (Fixture *self, const char *where, const char *bytes, gsize length)
{
  if (memmem (bytes, length, self->token, strlen (self->token)) != NULL)
    g_error ("The token is in %s", where);
}

static gboolean
look_cb (gpointer data)
{
  Fixture *self = data;

  self->n_looks += fault_scan_processes (self->token, NULL);

  return G_SOURCE_CONTINUE;
}

/* (transfer full): the files below the fixture's folder that hold the token, a line each. */
static char *
find_token (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *found = NULL;

  g_spawn_sync (self->base.folder, (char *[]) { "grep", "-rla", (char *) self->token, ".", NULL },
                NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &found, NULL, NULL, &error);
  g_assert_no_error (error);

  return found;
}

typedef struct
{
  char *output;
  char *complaint;
  gboolean ended;
} Outcome;

/* (transfer full) */
static char *
take_text (GBytes *bytes)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  return length > 0 ? g_strndup (text, length) : g_strdup ("");
}

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GBytes) complaint = NULL;

  g_subprocess_communicate_finish (G_SUBPROCESS (process), result, &output, &complaint, &error);
  g_assert_no_error (error);
  outcome->output = take_text (output);
  outcome->complaint = take_text (complaint);
  outcome->ended = TRUE;
}

/* @input: (nullable): for its standard input. It logs all there is to log, and is looked at all the
 * while. */
static void
run (Fixture *self, const char *input, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *bus = g_strconcat ("unix:path=", self->base.folder, "/no-bus", NULL);
  g_autoptr (GBytes) given =
    g_bytes_new (input != NULL ? input : "", input != NULL ? strlen (input) : 0);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  guint id = g_timeout_add (LOOK_MS, look_cb, self);
  Outcome outcome = { 0 };

  g_subprocess_launcher_set_cwd (launcher, self->base.folder);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->base.folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", self->base.folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", self->base.folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_async (process, given, NULL, ended_cb, &outcome);
  while (!outcome.ended)
    g_main_context_iteration (NULL, TRUE);
  look_cb (self);
  g_source_remove (id);
  assert_absent (self, "the output", outcome.output, strlen (outcome.output));
  assert_absent (self, "the log", outcome.complaint, strlen (outcome.complaint));
  if (g_subprocess_get_exit_status (process) != 0)
    g_error ("%s failed: %s%s", arguments[1], outcome.output, outcome.complaint);
  g_free (outcome.output);
  g_free (outcome.complaint);
}

#define RUN(self, input, ...) run (self, input, (const char *const[]) { __VA_ARGS__, NULL })

/* The service itself was told it, and nobody else. */
static void
assert_told (Fixture *self)
{
  g_autofree char *heads = fault_proxy_dup_heads (self->proxy);
  g_autofree char *foreign = raw_host_dup_requests (self->foreign);

  g_assert_nonnull (strstr (heads, self->token));
  assert_absent (self, "what a foreign host is asked", foreign, strlen (foreign));
  g_assert_cmpuint (self->n_looks, >, 0);
}

static void
test_queue (Fixture *self, gconstpointer token)
{
  g_autofree char *found = NULL;

  fault_proxy_set_chance (self->proxy, 4, 10);
  RUN (self, NULL, "/proc/self/exe", CHILD, fault_proxy_get_origin (self->proxy),
       self->base.folder);
  found = find_token (self);
  g_assert_cmpstr (found, ==, "");
  assert_told (self);
}

static void
test_command_line (Fixture *self, gconstpointer token)
{
  const char *ctl = g_getenv ("LOOKBOOKCTL");
  g_autofree char *url = g_strconcat ("--url=", fault_proxy_get_origin (self->proxy), NULL);
  g_autofree char *found = NULL;
  g_autofree char *last = NULL;

  RUN (self, TOKEN "\n", ctl, "accounts", "--keep=file", "--plan=0", url, "add", "Work");
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_RESET_ANSWER, .at = 30 });
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_LATENCY, .ms = 50 });
  RUN (self, NULL, ctl, "add", "--account=Work", "D1", "drop");
  RUN (self, NULL, ctl, "export", "--account=Work", "D1", "out");
  RUN (self, NULL, ctl, "export", "--account=Work", "D1", "out.zip");
  g_assert_cmpuint (picture_host_get_n_pictures (self->base.host), ==, N_PICTURES);
  g_assert_cmpuint (raw_host_get_n_requests (self->foreign), >=, N_PICTURES);
  assert_told (self);

  found = find_token (self);
  g_assert_true (g_str_has_prefix (found, "./lookbook/tokens/"));
  g_assert_true (strchr (found, '\n') == found + strlen (found) - 1);
  RUN (self, NULL, ctl, "accounts", "remove", "Work");
  last = find_token (self);
  g_assert_cmpstr (last, ==, "");
}

/* Until the service's answer, which does not come, is waited for. */
static void
wait_hung (Fixture *self)
{
  guint n = fault_proxy_get_n_answered (self->proxy);

  while (fault_proxy_get_n_answered (self->proxy) == n)
    g_main_context_iteration (NULL, FALSE);
}

static void
no_core (Fixture *self, GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_subprocess_send_signal (process, SIGSEGV);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  status = g_subprocess_get_status (process);
  g_assert_false (WIFSIGNALED (status) && WCOREDUMP (status));
}

/* A program that has the token leaves no image of its memory, and tells no other one. */
static void
test_core (Fixture *self, gconstpointer token)
{
  const Fault silence = { .toxic = FAULT_HANG_ANSWER, .any = TRUE };
  const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };
  g_autofree char *url = g_strconcat ("--url=", fault_proxy_get_origin (self->proxy), NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  guint id = 0;

  setrlimit (RLIMIT_CORE, &any);
  RUN (self, TOKEN "\n", g_getenv ("LOOKBOOKCTL"), "accounts", "--keep=file", "--plan=0", url,
       "add", "Work");
  fault_proxy_expect (self->proxy, &silence);
  g_subprocess_launcher_set_cwd (launcher, self->base.folder);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->base.folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", self->base.folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", TOKEN, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOKCTL"), "add",
                                         "--account=Work", "D1", "drop", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (process);
  wait_hung (self);
  id = g_timeout_add (LOOK_MS, look_cb, self);
  for (guint looks = self->n_looks; self->n_looks == looks;)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  no_core (self, process);
  found = find_token (self);
  g_assert_true (g_str_has_prefix (found, "./lookbook/tokens/"));
  g_assert_true (strchr (found, '\n') == found + strlen (found) - 1);
}

/* The service, with a token for its port. */
static void
test_service_core (Fixture *self, gconstpointer token)
{
  const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };
  g_autofree char *path = g_build_filename (self->base.folder, "given", NULL);
  g_autofree char *given = g_strconcat ("--token-file=", path, NULL);
  g_autofree char *data = g_strconcat ("--data=", self->base.folder, "/service", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  char first = 0;

  setrlimit (RLIMIT_CORE, &any);
  g_assert_true (g_file_set_contents_full (path, token, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_subprocess_launcher_set_cwd (launcher, self->base.folder);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"), data,
                                         given, "--port=0", NULL);
  g_assert_no_error (error);
  /* It says where, once it listens. */
  g_assert_cmpint (
    g_input_stream_read (g_subprocess_get_stdout_pipe (process), &first, 1, NULL, NULL), ==, 1);
  look_cb (self);
  no_core (self, process);
  found = find_token (self);
  g_assert_cmpstr (found, ==, "./given\n");
}

int
main (int argc, char **argv)
{
  fault_take_deep (&argc, argv);
  dex_init ();
  if (argc == 4 && g_str_equal (argv[1], CHILD))
    return send_all (argv + 2);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/canary/queue", Fixture, "canary-77", set_up, test_queue, tear_down);
  g_test_add ("/faults/canary/command-line", Fixture, TOKEN, set_up, test_command_line, tear_down);
  g_test_add ("/faults/canary/core", Fixture, TOKEN, set_up, test_core, tear_down);
  g_test_add ("/faults/canary/service-core", Fixture, TOKEN, set_up, test_service_core, tear_down);
  return g_test_run ();
}
