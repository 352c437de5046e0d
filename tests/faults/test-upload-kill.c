#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "drop-folder.h"
#include "fault-args.h"
#include "fault-calls.h"
#include "queue-fixture.h"

/* A program that sends pictures, which is this one again as a child, and is killed. */

#define CHILD "--send"
#define N_SMALL 12
#define N_LARGE 200
#define N_QUICK_POINTS 12
#define N_LARGE_POINTS 60

static const char *const call_names[] = { "sync", "write", "rename", "send" };

static gboolean deep;

/* The child. */

static gboolean
has_no_copies (QueueFixture *self)
{
  return queue_fixture_count_copies (self) == 0;
}

/* What was made so far, for the next one to choose from. */
static void
tell_calls (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "calls", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (FaultCall call = 0; call < FAULT_N_CALLS; call++)
    g_string_append_printf (text, "%u ", fault_calls_get_n (call));
  fault_calls_watch (NULL);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

/* ORIGIN FOLDER CALL NTH AFTER: sends what is in FOLDER's drop, unless an earlier one has begun to,
 * and goes on until all is there. */
static int
send_all (char **argv)
{
  QueueFixture self = { .origin = argv[0], .folder = argv[1] };
  g_autofree char *state = g_build_filename (self.folder, "state", NULL);
  FaultCall call = (FaultCall) g_ascii_strtoull (argv[2], NULL, 10);

  fault_calls_watch (state);
  fault_calls_kill_at (call, (guint) g_ascii_strtoull (argv[3], NULL, 10),
                       g_str_equal (argv[4], "after"));
  queue_fixture_open (&self);
  if (lb_upload_queue_get_n_total (self.queue) == 0 && queue_fixture_count_ledger (&self) == 0)
    queue_fixture_add (&self);
  queue_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self.queue), ==, 0);
  queue_fixture_wait (&self, has_no_copies);
  queue_fixture_close (&self);
  tell_calls (self.folder);

  return 0;
}

/* The test. */

typedef struct
{
  QueueFixture base; /* without a session */
  guint n;
  guint calls[FAULT_N_CALLS];
  guint n_killed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer n)
{
  self->n = GPOINTER_TO_UINT (n);
  self->base.folder = drop_folder_new ();
  queue_fixture_make_pictures (&self->base, self->n);
}

static void
tear_down (Fixture *self, gconstpointer n)
{
  drop_folder_free (self->base.folder);
}

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL));
  *(gboolean *) data = TRUE;
}

/* Whether it came to its own end. */
static gboolean
run (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  g_autofree char *name = g_strdup_printf ("%u", call);
  g_autofree char *number = g_strdup_printf ("%u", nth);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "/proc/self/exe", CHILD,
                      picture_host_get_origin (self->base.host), self->base.folder, name, number,
                      after ? "after" : "before", NULL);
  gboolean ended = FALSE;

  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, ended_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  if (g_subprocess_get_if_signaled (process))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
      self->n_killed++;
      return FALSE;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return TRUE;
}

static void
read_calls (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->base.folder, "calls", NULL);
  g_autofree char *text = NULL;
  char *at = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = text;
  for (FaultCall call = 0; call < FAULT_N_CALLS; call++)
    self->calls[call] = (guint) g_ascii_strtoull (at, &at, 10);
}

/* Killed once, or never with @nth 0, and begun again: all are there once. */
static void
kill_at (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  g_autofree char *state = g_build_filename (self->base.folder, "state", NULL);
  g_autoptr (GError) error = NULL;

  g_test_message ("killed %s %s %u", after ? "after" : "at", call_names[call], nth);
  self->base.host = picture_host_new ();
  if (!run (self, call, nth, after))
    g_assert_true (run (self, FAULT_CALL_SYNC, 0, FALSE));
  queue_fixture_assert_all (&self->base, self->n);
  if (nth == 0)
    read_calls (self);
  picture_host_free (self->base.host);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", state, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Every sync, and every time something goes to the service. */
static void
test_every (Fixture *self, gconstpointer n)
{
  static const FaultCall calls[] = { FAULT_CALL_SYNC, FAULT_CALL_SEND };

  kill_at (self, FAULT_CALL_SYNC, 0, FALSE);
  g_test_message ("%u syncs, %u sends", self->calls[FAULT_CALL_SYNC], self->calls[FAULT_CALL_SEND]);
  g_assert_cmpuint (self->calls[FAULT_CALL_SYNC], >, self->n);
  g_assert_cmpuint (self->calls[FAULT_CALL_SEND], >, self->n);
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      guint n_calls = self->calls[calls[i]];
      guint step = deep ? 1 : MAX (1, 2 * n_calls / N_QUICK_POINTS);

      for (guint nth = 1 + (deep ? 0 : (guint) g_test_rand_int_range (0, (gint32) step));
           nth <= n_calls; nth += step)
        kill_at (self, calls[i], nth, nth % 2 == 0);
    }
  g_test_message ("killed %u times", self->n_killed);
  g_assert_cmpuint (self->n_killed, >=, deep ? self->calls[FAULT_CALL_SYNC] : N_QUICK_POINTS / 2);
}

static void
test_random (Fixture *self, gconstpointer n)
{
  static const FaultCall calls[] = { FAULT_CALL_SYNC, FAULT_CALL_SEND, FAULT_CALL_WRITE };

  kill_at (self, FAULT_CALL_SYNC, 0, FALSE);
  for (guint i = 0; i < N_LARGE_POINTS; i++)
    {
      FaultCall call = calls[i % G_N_ELEMENTS (calls)];

      kill_at (self, call, (guint) g_test_rand_int_range (1, (gint32) self->calls[call]),
               g_test_rand_bit ());
    }
  g_test_message ("killed %u times", self->n_killed);
  g_assert_cmpuint (self->n_killed, >=, N_LARGE_POINTS * 9 / 10);
}

int
main (int argc, char **argv)
{
  deep = fault_take_deep (&argc, argv);
  dex_init ();
  if (argc == 7 && g_str_equal (argv[1], CHILD))
    return send_all (argv + 2);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/upload-kill/every", Fixture, GUINT_TO_POINTER (N_SMALL), set_up, test_every,
              tear_down);
  if (deep)
    g_test_add ("/faults/upload-kill/random", Fixture, GUINT_TO_POINTER (N_LARGE), set_up,
                test_random, tear_down);
  return g_test_run ();
}
