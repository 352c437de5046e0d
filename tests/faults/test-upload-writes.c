#include <errno.h>
#include <string.h>

#include "drop-folder.h"
#include "fault-args.h"
#include "fault-calls.h"
#include "queue-fixture.h"

/* One write of a file, or some after one another, fail while pictures are sent: all are there in
 * the end, once, and another run of the program finds nothing left to do. */

#define N_PICTURES 6

typedef struct
{
  FaultCall call;
  int code;
  guint n; /* one after the other */
} Case;

static gboolean deep;

static void
set_up (QueueFixture *self, gconstpointer data)
{
  self->folder = drop_folder_new ();
  queue_fixture_make_pictures (self, N_PICTURES);
}

static void
tear_down (QueueFixture *self, gconstpointer data)
{
  drop_folder_free (self->folder);
}

static void
retry_failed (LbUploadQueue *queue)
{
  for (guint i = 0; i < lb_upload_queue_get_n_total (queue); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (lb_upload_get_state (upload) == LB_UPLOAD_FAILED)
        {
          g_assert_nonnull (lb_upload_get_error (upload));
          lb_upload_queue_retry (queue, upload);
        }
    }
}

/* What failed is begun again, as a person would. */
static void
finish (QueueFixture *self)
{
  queue_fixture_finish (self);
  for (guint i = 0; lb_upload_queue_get_n_failed (self->queue) > 0; i++)
    {
      g_assert_cmpuint (i, <, 5);
      retry_failed (self->queue);
      queue_fixture_finish (self);
    }
}

/* Returns how many calls there were. */
static guint
fail_at (QueueFixture *self, const Case *what, guint nth)
{
  g_autofree char *state = g_build_filename (self->folder, "state", NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  self->host = picture_host_new ();
  queue_fixture_open (self);
  fault_calls_watch (state);
  if (nth > 0)
    fault_calls_fail_at (what->call, nth, what->n, what->code);
  queue_fixture_add (self);
  finish (self);
  n = fault_calls_get_n (what->call);
  queue_fixture_close (self);
  fault_calls_watch (NULL);

  /* Another run of the program has nothing left to do. */
  queue_fixture_open (self);
  finish (self);
  queue_fixture_close (self);
  queue_fixture_assert_all (self, N_PICTURES);
  g_clear_pointer (&self->host, picture_host_free);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", state, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return n;
}

static void
test_fail (QueueFixture *self, gconstpointer data)
{
  const Case *what = data;
  guint n = fail_at (self, what, 0);
  guint step = deep ? MAX (1, n / 40) : MAX (1, n / 2);

  g_assert_cmpuint (n, >, 0);
  for (guint nth = 1; nth <= n; nth += step)
    {
      g_test_message ("call %u of %u fails", nth, n);
      fail_at (self, what, nth);
    }
}

static void
add (const char *name, const Case *what)
{
  g_autofree char *path = g_strconcat ("/faults/upload-writes/", name, NULL);

  g_test_add (path, QueueFixture, what, set_up, test_fail, tear_down);
}

int
main (int argc, char **argv)
{
  static const Case sync = { FAULT_CALL_SYNC, EIO, 1 };
  static const Case writes = { FAULT_CALL_WRITE, EIO, 1 };
  static const Case full = { FAULT_CALL_WRITE, ENOSPC, 8 };

  deep = fault_take_deep (&argc, argv);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("sync", &sync);
  add ("write", &writes);
  add ("full", &full);
  return g_test_run ();
}
