#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

#include "fault-proxy.h"
#include "fault-scan.h"
#include "jobs/lb-upload-queue.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

/* A dataset that goes to an account, on the command line. Both services are real. */

#define TOKEN "canary-ctl-copy-2f60"
#define N_PICTURES 3
#define N_MORE 27

typedef struct
{
  ServiceFixture service;
  LbSession *session;
  GSubprocess *there;
  char *url; /* (owned) */
} Fixture;

static void
start_there (Fixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *data = g_build_filename (self->service.root, "there", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", TOKEN, TRUE);
  self->there = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"),
                                             "--data", data, "--port", "0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->there));
  self->url = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->url);
}

static void
add_pictures (Fixture *self, guint n)
{
  LbDataset *dataset = lb_session_find_dataset (self->session, 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x336699u * (i + n));
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
        self->session, dataset, bytes, name, TRUE, FALSE, NULL, NULL, NULL));

      g_assert_nonnull (image);
    }
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object ((GAsyncResult **) data, result);
}

/* @token: (nullable). The token is in none of what it says. Returns what it ended with. */
static int
run (Fixture *self, const char *token, const char *const *arguments, char **output)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bus = g_strconcat ("unix:path=", self->service.root, "/no-bus", NULL);
  g_autofree char *said = NULL;
  g_autofree char *complaint = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->service.root, TRUE);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_DATA", self->service.data_dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", self->service.root, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  /* What a worker thread holds at its end is on the stack of a fiber: no leak. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  if (token != NULL)
    g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", token, TRUE);
  g_ptr_array_add (words, (gpointer) g_getenv ("LOOKBOOKCTL"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (words, (gpointer) *arguments);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  g_assert_no_error (error);
  /* What stands between it and the service is on this main context. */
  g_subprocess_communicate_utf8_async (process, NULL, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_communicate_utf8_finish (process, result, &said, &complaint, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", said, complaint);
  g_assert_null (strstr (said, TOKEN));
  g_assert_null (strstr (complaint, TOKEN));
  g_assert_true (g_subprocess_get_if_exited (process));
  if (output != NULL)
    *output = g_steal_pointer (&said);

  return g_subprocess_get_exit_status (process);
}

#define RUN(self, token, output, ...)                                                              \
  run (self, token, (const char *const[]) { __VA_ARGS__, NULL }, output)

/* (transfer full): where a window has what it keeps of the account @id. */
static char *
dup_state_dir (Fixture *self, const char *id)
{
  return g_build_filename (self->service.root, "lookbook", "accounts", id, NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbDataset) live = NULL;
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autofree char *state = NULL;

  service_fixture_set_up (&self->service);
  state = dup_state_dir (self, "local");
  self->session = lb_session_new_local (self->service.data_dir, state);
  g_assert_true (wait_true (lb_session_open (self->session)));
  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  dataset = wait_object (lb_session_create_dataset (self->session, project, "Boats", NULL, NULL));
  live = wait_object (lb_session_set_visual_schema (self->session, dataset, schema));
  add_pictures (self, N_PICTURES);
  start_there (self);
  g_assert_cmpint (RUN (self, TOKEN, NULL, "accounts", "add", "Bria", "--url", self->url, "--plan",
                        "1000", "--keep", "file"),
                   ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_session_close (self->session);
  g_clear_object (&self->session);
  g_subprocess_force_exit (self->there);
  g_assert_true (g_subprocess_wait (self->there, NULL, NULL));
  g_clear_object (&self->there);
  g_clear_pointer (&self->url, g_free);
  service_fixture_tear_down (&self->service);
}

static JsonObject *
parse (const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (output, &error);

  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

/* @yes: --dry-run or --yes. */
static JsonObject *
copy (Fixture *self, const char *yes, int status)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (RUN (self, TOKEN, &output, "copy", "Harbour/Boats", "--to", "Bria", "--data",
                        self->service.data_dir, "--json", yes),
                   ==, status);
  return parse (output);
}

static void
test_copy (Fixture *self, gconstpointer data)
{
  g_autoptr (JsonObject) plan = copy (self, "--dry-run", 0);
  g_autoptr (JsonObject) again = NULL;
  g_autoptr (JsonObject) done = NULL;
  g_autoptr (JsonObject) empty = NULL;
  g_autoptr (JsonObject) more = NULL;

  g_assert_cmpint (json_object_get_int_member (plan, "pictures"), ==, N_PICTURES);
  g_assert_true (json_object_get_boolean_member (plan, "new_project"));
  g_assert_true (json_object_get_boolean_member (plan, "visual_schema"));
  g_assert_false (json_object_has_member (plan, "copy_id"));
  /* Nothing was sent, so that it is as new as before. */
  again = copy (self, "--dry-run", 0);
  g_assert_true (json_object_get_boolean_member (again, "new_project"));

  done = copy (self, "--yes", 0);
  g_assert_cmpint (json_object_get_int_member (done, "copied"), ==, N_PICTURES);
  g_assert_cmpint (json_object_get_int_member (done, "not_copied"), ==, 0);
  empty = copy (self, "--yes", 0);
  g_assert_true (json_object_get_boolean_member (empty, "continues"));
  g_assert_cmpint (json_object_get_int_member (empty, "pictures"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (empty, "present"), ==, N_PICTURES);

  add_pictures (self, 1);
  more = copy (self, "--yes", 0);
  g_assert_cmpint (json_object_get_int_member (more, "copied"), ==, 1);
}

/* (transfer full): the account that is copied to, as a window has it. */
static LbSession *
open_there (Fixture *self)
{
  g_autofree char *folder = dup_state_dir (self, NULL);
  g_autoptr (GDir) accounts = g_dir_open (folder, 0, NULL);
  g_autofree char *state = NULL;
  LbSession *session = NULL;
  const char *id = NULL;

  while ((id = g_dir_read_name (accounts)) != NULL)
    if (g_uuid_string_is_valid (id))
      state = dup_state_dir (self, id);
  g_assert_nonnull (state);
  session = lb_session_new_hosted (self->url, TOKEN, state);
  g_assert_true (wait_true (lb_session_open (session)));

  return session;
}

/* (transfer none) */
static LbImage *
nth (LbSession *session, guint i)
{
  LbDataset *dataset = lb_session_find_dataset (session, 1);
  g_autoptr (LbImage) image = NULL;

  g_assert_true (wait_true (lb_session_load_images (session, dataset)));
  image = g_list_model_get_item (lb_session_get_images (session, dataset), i);
  g_assert_nonnull (image);

  return image; /* the session keeps it */
}

static void
assert_number (JsonObject *object, const char *name, gint64 number)
{
  g_assert_true (json_object_has_member (object, name));
  g_assert_cmpint (json_object_get_int_member (object, name), ==, number);
}

static void
type (Fixture *self, guint i, const char *text)
{
  g_assert_true (wait_true (lb_session_edit_caption (self->session, nth (self->session, i), text)));
}

/* What was typed in the window is copied, and the numbers are those of what becomes of it: what is
 * valid is sent, what the service refuses is said, what is no prompt at all is a draft there. The
 * next run says what is left of that. */
static void
test_captions (Fixture *self, gconstpointer data)
{
  g_autofree char *valid = make_prompt ("A boat at the pier");
  g_autoptr (JsonObject) plan = NULL;
  g_autoptr (JsonObject) done = NULL;
  g_autoptr (JsonObject) again = NULL;
  g_autoptr (LbSession) there = NULL;
  g_autofree char *words = NULL;
  g_autofree char *draft = NULL;

  type (self, 0, "{\"short_description\": \"Begun");
  type (self, 1, valid);
  type (self, 2, "{\"objects\": 3}");
  plan = copy (self, "--dry-run", 0);
  assert_number (plan, "captions", 1);
  assert_number (plan, "drafts", 2);
  assert_number (plan, "captions_missing", 0);
  done = copy (self, "--yes", 3);
  assert_number (done, "copied", 3);
  assert_number (done, "captions_sent", 1);
  assert_number (done, "captions_draft", 1);
  assert_number (done, "captions_refused", 1);

  again = copy (self, "--dry-run", 0);
  assert_number (again, "pictures", 0);
  assert_number (again, "drafts_there", 1);
  assert_number (again, "refused_there", 1);
  g_assert_cmpint (RUN (self, TOKEN, &words, "copy", "Boats", "--to", "Bria", "--yes"), ==, 3);
  g_assert_nonnull (
    strstr (words, "Nothing more can be sent: “Boats” is in “Bria”, but for some captions"));
  g_assert_nonnull (strstr (words, "1 caption is a draft there, since it is not valid"));
  g_assert_nonnull (strstr (words, "1 caption was refused there, and is kept as a draft"));

  there = open_there (self);
  draft = lb_session_dup_caption_text (there, nth (there, 0));
  g_assert_cmpint (lb_session_get_edit_state (there, nth (there, 0)), ==, LB_EDIT_DRAFT);
  g_assert_nonnull (strstr (draft, "Begun"));
  lb_session_close (there);
}

/* A window that has the account open sends what is to be sent there; nobody waits for it. */
static void
test_open_elsewhere (Fixture *self, gconstpointer data)
{
  g_autoptr (LbSession) there = NULL;
  g_autoptr (LbUploadQueue) queue = NULL;
  g_autoptr (JsonObject) done = NULL;

  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Bria", "--dry-run"), ==, 0);
  there = open_there (self);
  queue = lb_upload_queue_new (there);
  g_assert_true (wait_true (lb_upload_queue_open (queue)));
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Bria", "--yes"), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (there)), ==, 0);
  lb_upload_queue_pause (queue);
  lb_upload_queue_close (queue);
  lb_session_close (there);

  /* And what somebody has paused there stays so. */
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Bria", "--yes"), ==, 2);
  g_clear_object (&queue);
  g_clear_object (&there);
  there = open_there (self);
  queue = lb_upload_queue_new (there);
  g_assert_true (wait_true (lb_upload_queue_open (queue)));
  g_assert_true (lb_upload_queue_get_paused (queue));
  lb_upload_queue_resume (queue);
  lb_upload_queue_close (queue);
  lb_session_close (there);
  done = copy (self, "--yes", 0);
  assert_number (done, "copied", N_PICTURES);
}

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (RUN (self, TOKEN, &output, "copy", "Boats", "--to", "Bria", "--data",
                        self->service.data_dir, "--dry-run"),
                   ==, 0);
  g_assert_nonnull (strstr (output, "“Boats” is copied to “Bria”:"));
  g_assert_nonnull (strstr (output, "3 pictures are sent ("));
  g_assert_nonnull (strstr (output, "The visual schema is set"));
  g_assert_nonnull (strstr (output, "at 1000 a minute"));
}

/* Done once more, it says that nothing is left to do, and no sums of nothing. */
static void
test_all_there (Fixture *self, gconstpointer data)
{
  static const char *const ways[] = { "--yes", "--dry-run" };
  g_autoptr (JsonObject) done = copy (self, "--yes", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *output = NULL;

      g_assert_cmpint (RUN (self, TOKEN, &output, "copy", "Boats", "--to", "Bria", "--data",
                            self->service.data_dir, ways[i]),
                       ==, 0);
      g_assert_nonnull (strstr (output, "Nothing is to be sent: “Boats” is in “Bria” already"));
      g_assert_nonnull (strstr (output, "3 pictures are there already"));
      g_assert_null (strstr (output, "is gone on with"));
      g_assert_null (strstr (output, " 0 "));
    }
}

/* What a copy that runs on its own says. */
typedef struct
{
  FaultProxy *proxy;
  GSubprocess *process;
  char *said;         /* (owned): a file */
  const char *wanted; /* what is to be said */
  gboolean ended;
} Copying;

static char *
read_said (Copying *self)
{
  char *said = NULL;

  g_assert_true (g_file_get_contents (self->said, &said, NULL, NULL));

  return said;
}

static gboolean
has_said (gpointer data)
{
  Copying *self = data;
  g_autofree char *said = read_said (self);

  return strstr (said, self->wanted) != NULL;
}

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL));
  ((Copying *) data)->ended = TRUE;
}

static void
begin_copy (Fixture *self, Copying *copying)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *output = g_build_filename (self->service.root, "output", NULL);
  g_autofree char *bus = g_strconcat ("unix:path=", self->service.root, "/no-bus", NULL);
  g_autoptr (GError) error = NULL;

  copying->said = g_build_filename (self->service.root, "said", NULL);
  g_subprocess_launcher_set_stderr_file_path (launcher, copying->said);
  g_subprocess_launcher_set_stdout_file_path (launcher, output);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->service.root, TRUE);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_DATA", self->service.data_dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", self->service.root, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", TOKEN, TRUE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  copying->process =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOKCTL"), "copy", "Boats",
                                 "--to", "Away", "--data", self->service.data_dir, "--yes", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (copying->process, NULL, ended_cb, copying);
}

static gboolean
has_begun (gpointer data)
{
  return fault_proxy_get_n_kept (((Copying *) data)->proxy) > 0;
}

/* The network goes, and comes back: both is said, once, and nothing is sent twice. */
static void
test_away (Fixture *self, gconstpointer data)
{
  Copying copying = { .proxy = fault_proxy_new (self->url) };
  g_autofree char *said = NULL;

  g_assert_cmpint (RUN (self, TOKEN, NULL, "accounts", "add", "Away", "--url",
                        fault_proxy_get_origin (copying.proxy), "--plan", "1000", "--keep", "file"),
                   ==, 0);
  add_pictures (self, N_MORE);
  begin_copy (self, &copying);
  wait_until (has_begun, &copying, "the first picture");
  fault_proxy_set_down (copying.proxy, TRUE);
  copying.wanted = "The service can’t be reached. The copy waits, and goes on by itself";
  wait_until (has_said, &copying, "words about the network");
  g_assert_false (copying.ended);

  fault_proxy_set_down (copying.proxy, FALSE);
  while (!copying.ended) /* it looks for what is in doubt, which takes half a minute */
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_subprocess_get_exit_status (copying.process), ==, 0);
  g_assert_cmpuint (fault_proxy_get_n_kept (copying.proxy), ==, N_PICTURES + N_MORE);
  said = read_said (&copying);
  g_assert_true (strstr (said, copying.wanted) == g_strrstr (said, copying.wanted));
  g_assert_nonnull (strstr (said, "The copy goes on"));
  g_object_unref (copying.process);
  g_free (copying.said);
  fault_proxy_free (copying.proxy);
}

/* The token of an account to which a copy goes is in nothing that it says, and in no file but
 * the one that is meant for it; no program that it starts is told it. */
typedef struct
{
  Fixture *fixture;
  Copying *copying;
  guint n_looks;
} Scan;

static gboolean
scan_cb (gpointer data)
{
  Scan *self = data;
  const char *const told[] = { g_subprocess_get_identifier (self->copying->process),
                               g_subprocess_get_identifier (self->fixture->there), NULL };

  /* One that has ended has no id any more. */
  self->n_looks += fault_scan_processes (TOKEN, told[0] != NULL ? told : told + 1);

  return G_SOURCE_CONTINUE;
}

static void
test_token (Fixture *self, gconstpointer data)
{
  Copying copying = { .proxy = fault_proxy_new (self->url) };
  Scan scan = { self, &copying, 0 };
  g_auto (GStrv) found = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (GError) error = NULL;
  guint id = 0;

  g_assert_cmpint (RUN (self, TOKEN, NULL, "accounts", "add", "Away", "--url",
                        fault_proxy_get_origin (copying.proxy), "--plan", "0", "--keep", "file"),
                   ==, 0);
  lb_session_close (self->session);
  service_fixture_kill (&self->service); /* so that it starts one of its own */
  fault_proxy_expect (copying.proxy, &(Fault) { .toxic = FAULT_RESET_ANSWER, .at = 30 });
  begin_copy (self, &copying);
  id = g_timeout_add (10, scan_cb, &scan);
  while (!copying.ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_cmpint (g_subprocess_get_exit_status (copying.process), ==, 0);
  g_assert_cmpuint (fault_proxy_get_n_kept (copying.proxy), ==, N_PICTURES);
  g_assert_cmpuint (scan.n_looks, >, 0);

  g_spawn_sync (self->service.root, (char *[]) { "grep", "-rla", TOKEN, ".", NULL }, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, &lines, NULL, NULL, &error);
  g_assert_no_error (error);
  found = g_strsplit (g_strchomp (lines), "\n", 0);
  g_assert_cmpuint (g_strv_length (found), >, 0);
  for (guint i = 0; found[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (found[i], "./lookbook/tokens/"));
  g_object_unref (copying.process);
  g_free (copying.said);
  fault_proxy_free (copying.proxy);
}

/* An account that is copied to is not removed under it. */
static void
test_removed (Fixture *self, gconstpointer data)
{
  Copying copying = { .proxy = fault_proxy_new (self->url) };
  g_autofree char *left = NULL;

  g_assert_cmpint (RUN (self, TOKEN, NULL, "accounts", "add", "Away", "--url",
                        fault_proxy_get_origin (copying.proxy), "--plan", "60", "--keep", "file"),
                   ==, 0);
  add_pictures (self, N_MORE);
  begin_copy (self, &copying);
  wait_until (has_begun, &copying, "the first picture");
  g_assert_cmpint (RUN (self, NULL, NULL, "accounts", "remove", "Away"), ==, 2);
  g_assert_cmpint (RUN (self, NULL, NULL, "accounts", "remove", "Away", "--with-data", "--yes"), ==,
                   2);
  g_assert_false (copying.ended);
  g_subprocess_send_signal (copying.process, SIGINT);
  while (!copying.ended)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (RUN (self, NULL, NULL, "accounts", "remove", "Away", "--with-data", "--yes"), ==,
                   0);
  g_assert_cmpint (RUN (self, NULL, &left, "accounts", "list"), ==, 0);
  g_assert_null (strstr (left, "Away"));
  g_object_unref (copying.process);
  g_free (copying.said);
  fault_proxy_free (copying.proxy);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats"), ==, 1);
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "local"), ==, 1);
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Nobody"), ==, 2);
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Ships", "--to", "Bria", "--data",
                        self->service.data_dir, "--dry-run"),
                   ==, 2);
  g_assert_cmpint (RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Bria", "--project", "None",
                        "--data", self->service.data_dir, "--dry-run"),
                   ==, 2);
  /* Without a terminal nobody can be asked. */
  g_assert_cmpint (
    RUN (self, TOKEN, NULL, "copy", "Boats", "--to", "Bria", "--data", self->service.data_dir), ==,
    1);
  g_assert_cmpint (RUN (self, "wrong-token", NULL, "copy", "Boats", "--to", "Bria", "--data",
                        self->service.data_dir, "--yes"),
                   !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/lookbookctl/copy/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/lookbookctl/copy/captions", Fixture, NULL, set_up, test_captions, tear_down);
  g_test_add ("/lookbookctl/copy/open-elsewhere", Fixture, NULL, set_up, test_open_elsewhere,
              tear_down);
  g_test_add ("/lookbookctl/copy/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/lookbookctl/copy/all-there", Fixture, NULL, set_up, test_all_there, tear_down);
  g_test_add ("/lookbookctl/copy/token", Fixture, NULL, set_up, test_token, tear_down);
  g_test_add ("/lookbookctl/copy/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/lookbookctl/copy/away", Fixture, NULL, set_up, test_away, tear_down);
  g_test_add ("/lookbookctl/copy/refusals", Fixture, NULL, set_up, test_refusals, tear_down);

  return g_test_run ();
}
