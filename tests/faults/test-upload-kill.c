#include "drop-folder.h"
#include "fault-args.h"
#include "fault-child.h"
#include "queue-fixture.h"

/* A program that sends pictures, which is this one again as a child, and is killed. */

#define CHILD "--send"
#define N_SMALL 12
#define N_LARGE 200
#define N_QUICK_POINTS 12
#define N_LARGE_POINTS 60

static gboolean deep;

/* The child. */

static gboolean
has_no_copies (QueueFixture *self)
{
  return queue_fixture_count_copies (self) == 0;
}

/* ORIGIN FOLDER CALL NTH AFTER: sends what is in FOLDER's drop, unless an earlier one has begun to,
 * and goes on until all is there. */
static int
send_all (char **argv)
{
  QueueFixture self = { .origin = argv[0], .folder = argv[1] };
  g_autofree char *state = g_build_filename (self.folder, "state", NULL);
  g_autofree char *calls = g_build_filename (self.folder, "calls", NULL);

  fault_child_arm (state, argv + 2);
  queue_fixture_open (&self);
  if (lb_upload_queue_get_n_total (self.queue) == 0 && queue_fixture_count_ledger (&self) == 0)
    queue_fixture_add (&self);
  queue_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self.queue), ==, 0);
  queue_fixture_wait (&self, has_no_copies);
  queue_fixture_close (&self);
  fault_child_tell (calls);

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

/* Whether it came to its own end. */
static gboolean
run (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  const char *const arguments[] = { CHILD, picture_host_get_origin (self->base.host),
                                    self->base.folder, NULL };
  gboolean ended = fault_child_run (arguments, call, nth, after);

  self->n_killed += !ended;
  return ended;
}

/* Killed once, or never with @nth 0, and begun again: all are there once. */
static void
kill_at (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  g_autofree char *state = g_build_filename (self->base.folder, "state", NULL);
  g_autofree char *calls = g_build_filename (self->base.folder, "calls", NULL);
  g_autoptr (GError) error = NULL;

  self->base.host = picture_host_new ();
  if (!run (self, call, nth, after))
    g_assert_true (run (self, FAULT_CALL_SYNC, 0, FALSE));
  queue_fixture_assert_all (&self->base, self->n);
  if (nth == 0)
    fault_child_read (calls, self->calls);
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
