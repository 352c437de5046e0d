#include <errno.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drop-folder.h"
#include "jobs/lb-upload-queue-private.h"
#include "queue-fixture.h"

/* One queue in two programs: each row is sent by one of them. */

static gboolean
is_elsewhere (QueueFixture *self)
{
  return lb_upload_queue_get_halt (self->queue) == LB_UPLOAD_HALT_ELSEWHERE;
}

static gboolean
is_copied (QueueFixture *self)
{
  for (guint i = 0; i < lb_upload_queue_get_n_total (self->queue); i++)
    if (lb_upload_get_state (queue_fixture_nth (self, i)) == LB_UPLOAD_QUEUED)
      return FALSE;

  return TRUE;
}

static void
test_two (QueueFixture *self, gconstpointer data)
{
  QueueFixture other = { .host = self->host, .folder = self->folder };

  lb_upload_queue_pause (self->queue);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_open (&other);
  g_assert_cmpint (lb_upload_queue_get_halt (other.queue), ==, LB_UPLOAD_HALT_ELSEWHERE);
  lb_upload_queue_resume (other.queue);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 3);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 3);

  lb_upload_queue_close (self->queue);
  while (lb_upload_queue_get_halt (other.queue) != LB_UPLOAD_HALT_NONE ||
         lb_upload_queue_get_n_total (other.queue) > 0)
    g_main_context_iteration (NULL, TRUE);
  queue_fixture_close (&other);
}

static void
open_queue (LbUploadQueue *queue)
{
  g_autoptr (DexFuture) opened = lb_upload_queue_open (queue);

  while (dex_future_is_pending (opened))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (opened));
}

/* A program that has a queue of its own waits for nobody; what it has sent all queues know. */
static void
test_beside (QueueFixture *self, gconstpointer data)
{
  g_autofree char *place = g_build_filename (self->folder, "beside", NULL);
  QueueFixture other = *self;

  lb_upload_queue_pause (self->queue);
  queue_fixture_make_pictures (self, 3);
  other.queue = lb_upload_queue_new_beside (self->session, place);
  queue_fixture_hurry (&other);
  open_queue (other.queue);
  g_assert_cmpint (lb_upload_queue_get_halt (other.queue), ==, LB_UPLOAD_HALT_NONE);
  g_assert_false (lb_upload_queue_get_paused (other.queue));
  queue_fixture_add (&other);
  queue_fixture_finish (&other);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 3);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
  g_assert_cmpuint (queue_fixture_count_copies (self), ==, 0);
  g_assert_cmpuint (queue_fixture_count_ledger (self), ==, 3);
  g_assert_true (lb_upload_queue_get_for (self->session) == self->queue);
  lb_upload_queue_close (other.queue);
  g_clear_object (&other.queue);

  other.queue = lb_upload_queue_new_beside (self->session, place);
  open_queue (other.queue);
  g_assert_cmpuint (lb_upload_queue_get_n_total (other.queue), ==, 0);
  g_assert_cmpuint (g_hash_table_size (lb_upload_queue_get_sent (other.queue)), ==, 3);
  lb_upload_queue_close (other.queue);
  g_object_unref (other.queue);
}

static gboolean locks_known = TRUE;

/* In place of the system's, for a file system without locks. */
int
flock (int fd, int operation)
{
  if (locks_known)
    return (int) syscall (SYS_flock, fd, operation);

  errno = ENOLCK;
  return -1;
}

/* Where locks are not known, or the locked file is gone, the one that came last is right, and the
 * first one learns it before it sends anything more. */
static void
test_lease (QueueFixture *self, gconstpointer removed)
{
  QueueFixture other = { .host = self->host, .folder = self->folder };
  g_autofree char *lock = g_build_filename (self->folder, "state", "uploads", "lock", NULL);

  lb_upload_queue_pause (self->queue);
  queue_fixture_make_pictures (self, 4);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_copied);
  if (removed != NULL)
    g_assert_cmpint (g_remove (lock), ==, 0);
  locks_known = removed != NULL;
  queue_fixture_open (&other);
  g_assert_cmpint (lb_upload_queue_get_halt (other.queue), ==, LB_UPLOAD_HALT_NONE);
  lb_upload_queue_resume (self->queue);
  queue_fixture_wait (self, is_elsewhere);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 0);
  lb_upload_queue_cancel_all (self->queue); /* not its own any more */
  lb_upload_queue_resume (other.queue);
  queue_fixture_finish (&other);
  queue_fixture_assert_all (&other, 4);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 4);
  queue_fixture_close (&other);
  locks_known = TRUE;
}

/* Nothing is on its way any more. */
static gboolean
is_still (QueueFixture *self)
{
  return self->queue->n_sending == 0;
}

static gboolean
has_two_on_their_way (QueueFixture *self)
{
  return picture_host_get_n_posts (self->host) == 3;
}

static gboolean
is_taken_back (QueueFixture *self)
{
  return lb_upload_queue_get_halt (self->queue) == LB_UPLOAD_HALT_NONE;
}

/* What was on its way when the queue was lost ends after it is ours again: that changes nothing. */
static void
test_late (QueueFixture *self, gconstpointer data)
{
  QueueFixture other = { .host = self->host, .folder = self->folder };

  picture_host_expect (self->host, PICTURE_HOST_TAKE);
  picture_host_expect (self->host, PICTURE_HOST_HOLD);
  picture_host_expect (self->host, PICTURE_HOST_HOLD);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_two_on_their_way);
  locks_known = FALSE;
  queue_fixture_open (&other);
  queue_fixture_finish (&other);
  drop_folder_add_png (self->folder, "drop/4.png", 300, 400, 0x00ff00ff);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_elsewhere);
  queue_fixture_close (&other);

  lb_upload_queue_resume (self->queue);
  queue_fixture_wait (self, is_taken_back);
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
  picture_host_let_go (self->host);
  queue_fixture_wait (self, is_still);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 1);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 4);
  queue_fixture_assert_all (self, 4);
  locks_known = TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, data, function)                                                                  \
  queue_fixture_add_test ("/jobs/upload-lease/" path, data, function)
  ADD ("two", NULL, test_two);
  ADD ("beside", NULL, test_beside);
  ADD ("removed", "removed", test_lease);
  ADD ("without-locks", NULL, test_lease);
  ADD ("late", NULL, test_late);

  return g_test_run ();
}
