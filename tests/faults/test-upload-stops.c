#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "api/lb-client-private.h"
#include "drop-folder.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "jobs/lb-upload-queue-private.h"
#include "queue-fixture.h"
#include "session/lb-session-private.h"

/* A program that sends pictures is stopped for a while, shares its folder with another one, sees
 * the clock on the wall jump, or loses the network. */

#define CHILD "--send"
#define N_PICTURES 24
/* Time is a hundred times faster in the child, so this is a minute and ten. */
#define QUICK_STOP_MS 600
#define DEEP_STOP_MS 6000
#define DAY_S (24 * 60 * 60)
#define RETURN_US (5 * (gint64) G_USEC_PER_SEC)

static gboolean deep;
static gboolean jumping; /* (atomic) */

/* The clock on the wall, which may be anywhere. */

static time_t
jump (void)
{
  static const time_t jumps[] = { 0, DAY_S, -DAY_S, 3600, -3600, 40 * 365 * (time_t) DAY_S };
  static gint n; /* (atomic) */

  return g_atomic_int_get (&jumping)
           ? jumps[(guint) g_atomic_int_add (&n, 1) % G_N_ELEMENTS (jumps)]
           : 0;
}

extern int clock_gettime (clockid_t id, struct timespec *at);

int
clock_gettime (clockid_t id, struct timespec *at)
{
  int result = (int) syscall (SYS_clock_gettime, id, at);

  if (result == 0 && id == CLOCK_REALTIME)
    at->tv_sec += jump ();

  return result;
}

extern int gettimeofday (struct timeval *at, void *zone);

int
gettimeofday (struct timeval *at, void *zone)
{
  struct timespec now = { 0 };
  int result = clock_gettime (CLOCK_REALTIME, &now);

  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;

  return result;
}

/* The child: ORIGIN FOLDER: sends what is in FOLDER's drop, unless another has begun to, until all
 * is there. */
static int
send_all (char **argv)
{
  QueueFixture self = { .origin = argv[0], .folder = argv[1] };

  queue_fixture_open (&self);
  if (lb_upload_queue_get_n_total (self.queue) == 0 && queue_fixture_count_ledger (&self) == 0)
    queue_fixture_add (&self);
  queue_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self.queue), ==, 0);
  queue_fixture_close (&self);

  return 0;
}

/* The test. */

typedef struct
{
  QueueFixture base; /* with a session in some tests */
  FaultProxy *proxy;
  guint n_running; /* children */
  guint n_wanted;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->base.origin = fault_proxy_get_origin (self->proxy);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->base.queue != NULL)
    queue_fixture_close (&self->base);
  fault_proxy_free (self->proxy);
  queue_fixture_tear_down (&self->base);
}

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  GSubprocess *child = G_SUBPROCESS (process);
  Fixture *self = data;

  g_assert_true (g_subprocess_wait_finish (child, result, NULL));
  if (g_subprocess_get_if_exited (child))
    g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  else
    g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  self->n_running--;
}

static GSubprocess *
start (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "/proc/self/exe", CHILD,
                      self->base.origin, self->base.folder, NULL);

  g_assert_no_error (error);
  self->n_running++;
  g_subprocess_wait_async (child, NULL, ended_cb, self);

  return child;
}

static gboolean
have_ended (QueueFixture *base)
{
  return ((Fixture *) base)->n_running == 0;
}

static gboolean
are_there (QueueFixture *base)
{
  return picture_host_get_n_pictures (base->host) >= ((Fixture *) base)->n_wanted;
}

static void
wait_for_pictures (Fixture *self, guint n)
{
  self->n_wanted = n;
  queue_fixture_wait (&self->base, are_there);
}

/* Each answer takes a while, so that there is a middle. */
static void
slow_down (Fixture *self)
{
  for (guint i = 0; i < N_PICTURES; i++)
    fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_LATENCY, .ms = 40 });
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Stopped in the middle, for longer than anybody waits for an answer; all connections are gone by
 * then. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocess) child = NULL;
  gboolean over = FALSE;

  queue_fixture_make_pictures (&self->base, N_PICTURES);
  slow_down (self);
  child = start (self);
  wait_for_pictures (self, 5);
  g_subprocess_send_signal (child, SIGSTOP);
  fault_proxy_set_down (self->proxy, TRUE);
  g_timeout_add (deep ? DEEP_STOP_MS : QUICK_STOP_MS, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  fault_proxy_set_down (self->proxy, FALSE);
  g_subprocess_send_signal (child, SIGCONT);
  queue_fixture_wait (&self->base, have_ended);
  queue_fixture_assert_all (&self->base, N_PICTURES);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_PICTURES);
}

/* Two of one profile: one sends. Where that one is killed, the other takes over. */
static void
test_two (Fixture *self, gconstpointer data)
{
  const gboolean killed = GPOINTER_TO_INT (data);
  g_autoptr (GSubprocess) first = NULL;
  g_autoptr (GSubprocess) second = NULL;

  queue_fixture_make_pictures (&self->base, N_PICTURES);
  slow_down (self);
  first = start (self);
  wait_for_pictures (self, 2);
  second = start (self);
  wait_for_pictures (self, killed ? 8 : N_PICTURES);
  if (killed)
    g_subprocess_send_signal (first, SIGKILL);
  queue_fixture_wait (&self->base, have_ended);
  queue_fixture_assert_all (&self->base, N_PICTURES);
}

static void
test_clock (Fixture *self, gconstpointer data)
{
  gint64 before = 0;
  gint64 after = 0;

  g_atomic_int_set (&jumping, TRUE);
  before = g_get_real_time ();
  after = g_get_real_time ();
  g_assert_cmpint (ABS (after - before), >, G_USEC_PER_SEC * 1000); /* or else nothing is shown */

  queue_fixture_open (&self->base);
  fault_proxy_set_chance (self->proxy, 18, 5);
  queue_fixture_make_pictures (&self->base, N_PICTURES);
  queue_fixture_add (&self->base);
  queue_fixture_finish (&self->base);
  while (lb_upload_queue_retry_failed (self->base.queue) > 0)
    queue_fixture_finish (&self->base);
  queue_fixture_close (&self->base);
  g_atomic_int_set (&jumping, FALSE);
  queue_fixture_assert_all (&self->base, N_PICTURES);
}

/* The service stands still, for longer than anybody waits for an answer, with pictures on their
 * way to it; when it goes on it takes them all the same. */
static gboolean
have_given_up (QueueFixture *base)
{
  return lb_upload_queue_get_halt (base->queue) == LB_UPLOAD_HALT_OFFLINE;
}

static void
test_service_stopped (Fixture *self, gconstpointer data)
{
  guint n_first = GPOINTER_TO_UINT (data); /* are there by then */

  queue_fixture_open (&self->base);
  queue_fixture_make_pictures (&self->base, N_PICTURES);
  slow_down (self);
  fault_proxy_set_stopped (self->proxy, n_first == 0);
  queue_fixture_add (&self->base);
  wait_for_pictures (self, n_first);
  fault_proxy_set_stopped (self->proxy, TRUE);
  self->base.session->client->second_ms = 1000 / QUEUE_FIXTURE_HASTE;
  queue_fixture_wait (&self->base, have_given_up);
  self->base.session->client->second_ms = 1000;
  fault_proxy_set_stopped (self->proxy, FALSE);
  queue_fixture_finish (&self->base);
  queue_fixture_assert_all (&self->base, N_PICTURES);
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, N_PICTURES);
}

/* Time as it is. */

static gint64
now_cb (gpointer data)
{
  return g_get_monotonic_time ();
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) wait_ms);
}

static gboolean
is_offline (QueueFixture *base)
{
  return lb_upload_queue_get_halt (base->queue) == LB_UPLOAD_HALT_OFFLINE &&
         fault_proxy_get_n_connections (((Fixture *) base)->proxy) >= ((Fixture *) base)->n_wanted;
}

static gboolean
goes_on (QueueFixture *base)
{
  return lb_upload_queue_get_halt (base->queue) == LB_UPLOAD_HALT_NONE;
}

static void
lose_network (Fixture *self)
{
  fault_proxy_set_down (self->proxy, TRUE);
  /* It has tried a few times. */
  self->n_wanted = fault_proxy_get_n_connections (self->proxy) + (deep ? 8 : 3);
}

/* @data: whether the answer to a picture is lost with it, which has arrived. */
static void
test_network (Fixture *self, gconstpointer data)
{
  const LbUploadClock clock = { now_cb, wait_cb };
  const LbPacerClock pacer_clock = { now_cb, wait_cb };
  gboolean in_doubt = GPOINTER_TO_INT (data);
  gint64 start_us = 0;

  queue_fixture_open (&self->base);
  lb_upload_queue_set_clock (self->base.queue, &clock, NULL);
  lb_pacer_set_clock (self->base.session->client->pacer, &pacer_clock, NULL);
  queue_fixture_make_pictures (&self->base, 3);
  if (in_doubt)
    fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_RESET_ANSWER });
  else
    lose_network (self);
  queue_fixture_add (&self->base);
  if (in_doubt)
    {
      wait_for_pictures (self, 1);
      lose_network (self);
    }
  queue_fixture_wait (&self->base, is_offline);

  start_us = g_get_monotonic_time ();
  fault_proxy_set_down (self->proxy, FALSE);
  queue_fixture_wait (&self->base, goes_on);
  g_test_message ("resumed after %.1f s",
                  (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <=, RETURN_US);
  queue_fixture_hurry (&self->base);
  queue_fixture_finish (&self->base);
  queue_fixture_assert_all (&self->base, 3);
}

int
main (int argc, char **argv)
{
  deep = fault_take_deep (&argc, argv);
  dex_init ();
  if (argc == 4 && g_str_equal (argv[1], CHILD))
    return send_all (argv + 2);

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, function)                                                                  \
  g_test_add ("/faults/upload-stops/" path, Fixture, data, set_up, function, tear_down)
  ADD ("stopped", NULL, test_stopped);
  ADD ("two", GINT_TO_POINTER (FALSE), test_two);
  ADD ("two-killed", GINT_TO_POINTER (TRUE), test_two);
  ADD ("clock", NULL, test_clock);
  ADD ("service", GUINT_TO_POINTER (0), test_service_stopped);
  ADD ("service-in-the-middle", GUINT_TO_POINTER (5), test_service_stopped);
  ADD ("network", GINT_TO_POINTER (FALSE), test_network);
  ADD ("network-in-doubt", GINT_TO_POINTER (TRUE), test_network);
  return g_test_run ();
}
