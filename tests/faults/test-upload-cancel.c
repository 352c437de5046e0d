#include "drop-folder.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "queue-fixture.h"

/* Rows that are cancelled at any time, on a bad way. */

#define N_AT_ONCE 20
#define N_QUICK 60
#define N_DEEP 1000
#define LAST_CANCEL_MS 400
#define STOPPED_WITHIN_US (G_USEC_PER_SEC / 2)
/* What a cancel takes that the computer itself may be slow at: the loop, the queue's file and its
 * folder, twice each. */
#define N_HOLDUPS 4
#define BEAT_MS 20

typedef struct
{
  QueueFixture base;
  FaultProxy *proxy;
  guint n_left; /* rows nobody has cancelled yet */
} Fixture;

static gboolean deep;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->base.origin = fault_proxy_get_origin (self->proxy);
  queue_fixture_open (&self->base);
  queue_fixture_make_pictures (&self->base, N_AT_ONCE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_close (&self->base);
  fault_proxy_free (self->proxy);
  queue_fixture_tear_down (&self->base);
}

static void
expect_faults (Fixture *self)
{
  static const FaultToxic toxics[] = { FAULT_NONE,          FAULT_LATENCY,      FAULT_BANDWIDTH,
                                       FAULT_RESET_ANSWER,  FAULT_STALL_ANSWER, FAULT_CUT_ANSWER,
                                       FAULT_STALL_REQUEST, FAULT_RESET_REQUEST };

  for (guint i = 0; i < 2 * N_AT_ONCE; i++)
    {
      const Fault fault = { .toxic = toxics[g_test_rand_int_range (0, G_N_ELEMENTS (toxics))],
                            .at = (gsize) g_test_rand_int_range (0, 600),
                            .ms = (guint) g_test_rand_int_range (0, 200) };

      fault_proxy_expect (self->proxy, &fault);
    }
}

typedef struct
{
  Fixture *fixture;
  LbUpload *upload; /* (owned) */
  gint64 *slowest_us;
  gint64 at_us;
} Cancel;

/* How slow the computer is meanwhile: a thread that does next to nothing, and syncs it. */
typedef struct
{
  char *path;
  GThread *thread;
  int over;          /* (atomic) */
  gint64 longest_us; /* after the thread's end */
} Beat;

static gpointer
beat_thread (gpointer data)
{
  Beat *self = data;

  while (!g_atomic_int_get (&self->over))
    {
      gint64 start_us = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;

      g_usleep (BEAT_MS * 1000);
      g_file_set_contents_full (self->path, "beat", -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &error);
      g_assert_no_error (error);
      self->longest_us =
        MAX (self->longest_us, g_get_monotonic_time () - start_us - BEAT_MS * 1000);
    }

  return NULL;
}

static void
beat_start (Beat *self, const char *folder)
{
  self->path = g_build_filename (folder, "beat", NULL);
  self->thread = g_thread_new ("beat", beat_thread, self);
}

/* How long the computer held it up at most. */
static gint64
beat_stop (Beat *self)
{
  g_atomic_int_set (&self->over, TRUE);
  g_thread_join (self->thread);
  g_free (self->path);
  return self->longest_us;
}

static gboolean
is_on_its_way (LbUpload *upload)
{
  LbUploadState state = lb_upload_get_state (upload);

  return state == LB_UPLOAD_SENDING || state == LB_UPLOAD_CAPTIONING;
}

static gboolean
watch_cb (gpointer data)
{
  Cancel *cancel = data;

  if (is_on_its_way (cancel->upload))
    return G_SOURCE_CONTINUE;

  *cancel->slowest_us = MAX (*cancel->slowest_us, g_get_monotonic_time () - cancel->at_us);
  cancel->fixture->n_left--;
  g_object_unref (cancel->upload);
  g_free (cancel);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (gpointer data)
{
  Cancel *cancel = data;

  cancel->at_us = g_get_monotonic_time ();
  lb_upload_queue_cancel (cancel->fixture->base.queue, cancel->upload);
  g_timeout_add (5, watch_cb, cancel);
}

static gboolean
are_all_cancelled (QueueFixture *base)
{
  return ((Fixture *) base)->n_left == 0;
}

static gboolean
has_no_copies (QueueFixture *base)
{
  return queue_fixture_count_copies (base) == 0;
}

static void
cancel_all (Fixture *self, gint64 *slowest_us, guint *n_done)
{
  guint n_before = picture_host_get_n_pictures (self->base.host);
  guint n = 0;

  expect_faults (self);
  queue_fixture_add (&self->base);
  n = lb_upload_queue_get_n_total (self->base.queue);
  self->n_left = n;
  for (guint i = 0; i < n; i++)
    {
      Cancel *cancel = g_new0 (Cancel, 1);

      *cancel = (Cancel) { self, g_object_ref (queue_fixture_nth (&self->base, i)), slowest_us, 0 };
      g_timeout_add_once ((guint) g_test_rand_int_range (0, LAST_CANCEL_MS), cancel_cb, cancel);
    }
  queue_fixture_wait (&self->base, are_all_cancelled);
  queue_fixture_finish (&self->base);
  for (guint i = 0; i < n; i++)
    {
      LbUploadState state = lb_upload_get_state (queue_fixture_nth (&self->base, i));

      g_assert_true (state == LB_UPLOAD_DONE || state == LB_UPLOAD_CANCELLED);
    }
  *n_done += lb_upload_queue_get_n_done (self->base.queue);
  queue_fixture_wait (&self->base, has_no_copies);
  g_assert_cmpuint (picture_host_get_n_pictures (self->base.host) - n_before, ==,
                    lb_upload_queue_get_n_done (self->base.queue));
  lb_upload_queue_clear (self->base.queue);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  guint rounds = (deep ? N_DEEP : N_QUICK) / N_AT_ONCE;
  gint64 slowest_us = 0;
  gint64 holdup_us = 0;
  guint n_done = 0;
  Beat beat = { 0 };

  beat_start (&beat, self->base.folder);
  for (guint i = 0; i < rounds; i++)
    {
      /* Pictures that are there are no longer sent to that dataset. */
      g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, 1 + i % 8));
      cancel_all (self, &slowest_us, &n_done);
    }
  holdup_us = beat_stop (&beat);
  g_test_message ("%u cancelled, %u of them done, the slowest within %.0f ms; held up for %.0f ms",
                  rounds * N_AT_ONCE, n_done, (double) slowest_us / 1000,
                  (double) holdup_us / 1000);
  g_assert_cmpint (slowest_us, <=, STOPPED_WITHIN_US + N_HOLDUPS * holdup_us);
}

int
main (int argc, char **argv)
{
  deep = fault_take_deep (&argc, argv);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/upload-cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return g_test_run ();
}
