#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "fault-args.h"
#include "fault-disk.h"
#include "queue-fixture.h"

/* The disk with the copies and the queue is full for a while: the queue waits and says so, and goes
 * on by itself. */

#define N_PICTURES 20
#define PAUSED_WITHIN_US (2 * G_USEC_PER_SEC)
#define RESUMED_WITHIN_US (30 * G_USEC_PER_SEC)
#define LEFT_BYTES (600 * 1024) /* less than the queue's reserve, enough for its rows */
#define START_BYTES                                                                                \
  (40 * 1024) /* enough for what SQLite needs to read, too little for a change                     \
               */

typedef struct
{
  QueueFixture base;
  char *disk;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->disk = g_build_filename (self->base.folder, "state", NULL);
  g_assert_cmpint (g_mkdir (self->disk, 0700), ==, 0);
  fault_disk_mount (self->disk, 8);
  queue_fixture_open (&self->base);
  queue_fixture_make_pictures (&self->base, N_PICTURES);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_close (&self->base);
  fault_disk_unmount (self->disk);
  queue_fixture_tear_down (&self->base);
  g_free (self->disk);
}

static gboolean
is_full (QueueFixture *base)
{
  return lb_upload_queue_get_halt (base->queue) == LB_UPLOAD_HALT_SPACE;
}

static gboolean
is_full_or_over (QueueFixture *base)
{
  return is_full (base) || !lb_upload_queue_get_running (base->queue);
}

static gboolean
has_some (QueueFixture *base)
{
  return lb_upload_queue_get_n_done (base->queue) >= 2;
}

static gboolean
is_copied (QueueFixture *base)
{
  return queue_fixture_count_copies (base) == N_PICTURES;
}

static gboolean
has_room (QueueFixture *base)
{
  return !lb_session_lacks_room (base->session);
}

/* Waits, at most so long, until @check says TRUE. */
static void
wait_at_most (Fixture *self, QueueFixtureCheck check, gint64 most_us)
{
  gint64 start_us = g_get_monotonic_time ();

  queue_fixture_wait (&self->base, check);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <=, most_us);
}

static gboolean
goes_on (QueueFixture *base)
{
  return lb_upload_queue_get_halt (base->queue) == LB_UPLOAD_HALT_NONE;
}

static void
go_on (Fixture *self)
{
  fault_disk_make_room (self->disk);
  wait_at_most (self, goes_on, RESUMED_WITHIN_US);
  queue_fixture_finish (&self->base);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);
  queue_fixture_assert_all (&self->base, N_PICTURES);
}

/* There is no room for copies. */
static void
test_copies (Fixture *self, gconstpointer data)
{
  fault_disk_fill (self->disk, LEFT_BYTES);
  queue_fixture_add (&self->base);
  wait_at_most (self, is_full, PAUSED_WITHIN_US);
  g_assert_error (lb_upload_queue_get_halt_error (self->base.queue), LB_ERROR, LB_ERROR_NO_SPACE);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);
  g_assert_cmpuint (picture_host_get_n_posts (self->base.host), ==, 0);
  go_on (self);
}

/* There is none for anything, in the middle. */
static void
test_middle (Fixture *self, gconstpointer data)
{
  queue_fixture_add (&self->base);
  queue_fixture_wait (&self->base, has_some);
  fault_disk_fill (self->disk, 0);
  wait_at_most (self, is_full_or_over, PAUSED_WITHIN_US);
  go_on (self);
}

/* There is none for the rows: they are not taken, and the person is told. */
static void
test_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (GListModel) candidates = queue_fixture_check (&self->base);

  fault_disk_fill (self->disk, 0);
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (self->base.queue, self->base.dataset, candidates, TRUE, FALSE), NULL));
  queue_fixture_wait (&self->base, is_full_or_over);
  for (guint i = 0; i < lb_upload_queue_get_n_total (self->base.queue); i++)
    {
      LbUpload *upload = queue_fixture_nth (&self->base, i);

      if (lb_upload_get_state (upload) == LB_UPLOAD_FAILED)
        g_assert_error (lb_upload_get_error (upload), LB_ERROR, LB_ERROR_NO_SPACE);
    }
  fault_disk_make_room (self->disk);
  lb_upload_queue_retry_failed (self->base.queue);
  queue_fixture_finish (&self->base);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);
  queue_fixture_assert_all (&self->base, N_PICTURES);
}

/* The program starts while there is none: what is there is shown, and goes on by itself. */
static void
test_start (Fixture *self, gconstpointer data)
{
  lb_upload_queue_pause (self->base.queue);
  queue_fixture_add (&self->base);
  queue_fixture_wait (&self->base, is_copied);
  queue_fixture_close (&self->base);
  fault_disk_fill (self->disk, START_BYTES);

  queue_fixture_open (&self->base);
  g_assert_true (lb_session_lacks_room (self->base.session));
  g_assert_true (is_full (&self->base));
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->base.queue), ==, N_PICTURES);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);
  fault_disk_make_room (self->disk);
  wait_at_most (self, goes_on, RESUMED_WITHIN_US);
  queue_fixture_wait (&self->base, has_room);
  lb_upload_queue_resume (self->base.queue);
  queue_fixture_finish (&self->base);
  queue_fixture_assert_all (&self->base, N_PICTURES);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/faults/upload-full-disk/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  fault_take_deep (&argc, argv);
  fault_disk_go_aside ();
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("copies", test_copies);
  ADD ("middle", test_middle);
  ADD ("rows", test_rows);
  ADD ("start", test_start);
  return g_test_run ();
}
