#include "queue-fixture.h"

#include <sqlite3.h>

#include "api/lb-client-private.h"
#include "drop-folder.h"
#include "jobs/lb-upload-queue-private.h"
#include "session/lb-session-private.h"

#define PATIENCE_S 240 /* for a standstill, not for a slow machine */

static gint64
now_cb (gpointer data)
{
  return g_get_monotonic_time () * QUEUE_FIXTURE_HASTE;
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) MAX (1, wait_ms / QUEUE_FIXTURE_HASTE));
}

static void
wait (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drop_folder_wait (future, &error));
  g_assert_no_error (error);
}

void
queue_fixture_hurry (QueueFixture *self)
{
  const LbUploadClock clock = { now_cb, wait_cb };
  const LbPacerClock pacer_clock = { now_cb, wait_cb };

  lb_pacer_set_clock (self->session->client->pacer, &pacer_clock, NULL);
  if (self->queue != NULL)
    lb_upload_queue_set_clock (self->queue, &clock, NULL);
}

void
queue_fixture_open (QueueFixture *self)
{
  const char *origin = self->origin != NULL ? self->origin : picture_host_get_origin (self->host);
  g_autofree char *state = g_build_filename (self->folder, "state", NULL);

  self->session = self->account != NULL ? lb_session_new_for_account (self->account, "canary-77")
                                        : lb_session_new_hosted (origin, "canary-77", state);
  queue_fixture_hurry (self);
  wait (lb_session_open (self->session));
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, 1));
  self->queue = lb_upload_queue_new (self->session);
  queue_fixture_hurry (self);
  wait (lb_upload_queue_open (self->queue));
}

static gboolean
has_no_queue (QueueFixture *self)
{
  return self->queue == NULL;
}

void
queue_fixture_close (QueueFixture *self)
{
  LbUploadQueue *queue = self->queue;

  lb_upload_queue_close (queue);
  lb_session_close (self->session);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  /* What a worker thread was about comes to its end first. */
  g_object_add_weak_pointer (G_OBJECT (queue), (gpointer *) &self->queue);
  g_object_unref (queue);
  queue_fixture_wait (self, has_no_queue);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
}

void
queue_fixture_set_up (QueueFixture *self)
{
  self->folder = drop_folder_new ();
  self->host = picture_host_new ();
  queue_fixture_open (self);
}

void
queue_fixture_tear_down (QueueFixture *self)
{
  if (self->queue != NULL)
    queue_fixture_close (self);
  g_clear_object (&self->account);
  picture_host_free (self->host);
  drop_folder_free (self->folder);
}

static void
set_up_cb (QueueFixture *self, gconstpointer data)
{
  queue_fixture_set_up (self);
}

static void
tear_down_cb (QueueFixture *self, gconstpointer data)
{
  queue_fixture_tear_down (self);
}

void
queue_fixture_add_test (const char *path,
                        gconstpointer data,
                        void (*test) (QueueFixture *self, gconstpointer data))
{
  g_test_add (path, QueueFixture, data, set_up_cb, test, tear_down_cb);
}

void
queue_fixture_make_pictures (QueueFixture *self, guint n)
{
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("drop/%u.png", i);

      drop_folder_add_png (self->folder, name, 300, 300 + (int) i, 0xff0000ff + (i << 8));
    }
}

GListModel *
queue_fixture_check (QueueFixture *self)
{
  static const char *const drop[] = { "drop", NULL };
  g_autoptr (LbCheckJob) check =
    lb_check_job_new (self->dataset, lb_session_get_images (self->session, self->dataset));
  g_autoptr (GListModel) files = drop_folder_list (self->folder, drop);
  g_autoptr (GListModel) waiting = lb_upload_queue_list_waiting (self->queue, self->dataset);

  lb_check_job_set_rules_mode (check, lb_session_get_rules_mode (self->session));
  lb_check_job_set_waiting (check, waiting);
  lb_check_job_set_sent (check, lb_upload_queue_get_sent (self->queue));
  wait (lb_check_job_run (check, files));

  return g_object_ref (lb_check_job_get_candidates (check));
}

void
queue_fixture_add (QueueFixture *self)
{
  g_autoptr (GListModel) candidates = queue_fixture_check (self);

  wait (lb_upload_queue_add (self->queue, self->dataset, candidates, TRUE, FALSE));
}

LbUpload *
queue_fixture_nth (QueueFixture *self, guint nth)
{
  g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (self->queue), nth);

  g_assert_nonnull (upload);
  return upload; /* the queue keeps it */
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
queue_fixture_wait (QueueFixture *self, QueueFixtureCheck check)
{
  gboolean over = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE_S, over_cb, &over);

  while (!check (self) && !over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_false (over);
}

static gboolean
is_over (QueueFixture *self)
{
  return !lb_upload_queue_get_running (self->queue);
}

void
queue_fixture_finish (QueueFixture *self)
{
  queue_fixture_wait (self, is_over);
}

/* (transfer full): the first field of the first row. */
static char *
query (QueueFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "state", "account.db", NULL);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return text;
}

guint
queue_fixture_count_ledger (QueueFixture *self)
{
  g_autofree char *n = query (self, "SELECT count (*) FROM upload_ledger WHERE image_id > 0"
                                    " AND sent_sha256 IS NOT NULL");

  return (guint) g_ascii_strtoull (n, NULL, 10);
}

char *
queue_fixture_read_ledger (QueueFixture *self, const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM upload_ledger", column);

  return query (self, sql);
}

guint
queue_fixture_count_copies (QueueFixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "state", "uploads", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name = NULL;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    n += !g_str_equal (name, "lock");

  return n;
}

static gboolean
has_no_copies (QueueFixture *self)
{
  return queue_fixture_count_copies (self) == 0;
}

void
queue_fixture_assert_all (QueueFixture *self, guint n)
{
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, n);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *path = g_build_filename (self->folder, "drop", name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *sha256 = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
      g_assert_cmpuint (picture_host_count_bytes (self->host, sha256), ==, 1);
    }
  g_assert_cmpuint (queue_fixture_count_ledger (self), ==, n);
  queue_fixture_wait (self, has_no_copies);
}
