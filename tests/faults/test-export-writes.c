#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "fault-args.h"
#include "fault-calls.h"
#include "jobs/lb-export-job.h"
#include "queue-fixture.h"
#include "raw-host.h"

/* One write of a file fails while a dataset is written out over an earlier export: the target has
 * all of the earlier one, or all of the new one, and nothing else is left. */

#define N_PICTURES 3

typedef struct
{
  FaultCall call;
  int code;
  gboolean zip;
} Case;

typedef struct
{
  QueueFixture base;
  RawHost *pictures;
  char *place; /* the folder that the export is in */
} Fixture;

static gboolean deep;

static void
set_up (Fixture *self, gconstpointer data)
{
  queue_fixture_set_up (&self->base);
  self->pictures = raw_host_new ();
  picture_host_set_links (self->base.host, raw_host_get_origin (self->pictures));
  queue_fixture_make_pictures (&self->base, N_PICTURES);
  queue_fixture_add (&self->base);
  queue_fixture_finish (&self->base);
  self->place = g_build_filename (self->base.folder, "place", NULL);
  g_assert_cmpint (g_mkdir (self->place, 0700), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_tear_down (&self->base);
  raw_host_free (self->pictures);
  g_free (self->place);
}

/* Every link leads to the same picture. */
static void
serve_pictures (Fixture *self)
{
  static const char format[] = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n"
                               "Content-Length: %zu\r\n\r\n";
  g_autofree char *path = g_build_filename (self->base.folder, "drop", "1.png", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autoptr (GString) answer = g_string_new (NULL);

      g_string_printf (answer, format, length);
      g_string_append_len (answer, bytes, (gssize) length);
      raw_host_answer (self->pictures, answer->str, (gssize) answer->len);
    }
}

/* Whether it was written; the error is one that a person can do something about. */
static gboolean export (Fixture *self, gboolean zip)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->place, zip ? "out.zip" : "out", NULL);
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->base.session, self->base.dataset, target, LB_EXPORT_IMAGEFOLDER, zip);
  g_autoptr (GError) error = NULL;

  serve_pictures (self);
  if (drop_folder_wait (lb_export_job_run (job), &error))
    return TRUE;

  g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
                 g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE));
  return FALSE;
}

/* (transfer full): names and hashes of all that is there, hidden or not. */
static char *
describe (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (
    self->place,
    (char *[]) { "sh", "-c", "find . | sort; find . -type f | sort | xargs sha256sum", NULL }, NULL,
    G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* Returns how many calls there were. */
static guint
fail_at (Fixture *self, const Case *what, guint nth, const char *expected, guint *n_refused)
{
  g_autofree char *found = NULL;
  guint n = 0;

  fault_calls_watch (self->place);
  if (nth > 0)
    fault_calls_fail_at (what->call, nth, 1, what->code);
  *n_refused += !export (self, what->zip);
  n = fault_calls_get_n (what->call);
  fault_calls_watch (NULL);
  found = describe (self);
  if (expected != NULL)
    g_assert_cmpstr (found, ==, expected);

  return n;
}

static void
test_fail (Fixture *self, gconstpointer data)
{
  const Case *what = data;
  g_autofree char *expected = NULL;
  guint n_refused = 0;
  guint n = fail_at (self, what, 0, NULL, &n_refused);
  guint step = deep ? 1 : MAX (1, n / 5);

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n_refused, ==, 0);
  expected = describe (self);
  for (guint nth = 1; nth <= n; nth += step)
    fail_at (self, what, nth, expected, &n_refused);
  g_test_message ("%u calls, %u exports refused", n, n_refused);
  g_assert_cmpuint (n_refused, >, 0);
}

static void
add (const char *name, const Case *what)
{
  g_autofree char *path = g_strconcat ("/faults/export-writes/", name, NULL);

  g_test_add (path, Fixture, what, set_up, test_fail, tear_down);
}

int
main (int argc, char **argv)
{
  static const Case sync = { FAULT_CALL_SYNC, EIO, FALSE };
  static const Case full = { FAULT_CALL_WRITE, ENOSPC, FALSE };
  static const Case name = { FAULT_CALL_RENAME, EIO, FALSE };
  static const Case zip = { FAULT_CALL_WRITE, ENOSPC, TRUE };

  deep = fault_take_deep (&argc, argv);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("sync", &sync);
  add ("full", &full);
  add ("name", &name);
  add ("zip", &zip);
  return g_test_run ();
}
