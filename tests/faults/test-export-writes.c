#include <errno.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "export-fixture.h"
#include "fault-args.h"
#include "fault-calls.h"
#include "jobs/lb-export-job.h"

/* One write of a file fails while a dataset is written out over an earlier export: the target has
 * all of the earlier one, or all of the new one, and nothing else is left. */

#define N_PICTURES 3

typedef struct
{
  FaultCall call;
  int code;
  gboolean zip;
} Case;

static gboolean deep;

static void
set_up (ExportFixture *self, gconstpointer data)
{
  export_fixture_set_up (self, N_PICTURES);
}

static void
tear_down (ExportFixture *self, gconstpointer data)
{
  export_fixture_tear_down (self);
}

/* Whether it was written; the error is one that a person can do something about. */
static gboolean export (ExportFixture *self, gboolean zip)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->place, zip ? "out.zip" : "out", NULL);
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->base.session, self->base.dataset, target, LB_EXPORT_IMAGEFOLDER, zip);
  g_autoptr (GError) error = NULL;

  export_fixture_serve (self, N_PICTURES);
  if (drop_folder_wait (lb_export_job_run (job), &error))
    return TRUE;

  g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
                 g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE));
  return FALSE;
}

/* Returns how many calls there were. */
static guint
fail_at (ExportFixture *self, const Case *what, guint nth, const char *expected, guint *n_refused)
{
  g_autofree char *found = NULL;
  guint n = 0;

  fault_calls_watch (self->place);
  if (nth > 0)
    fault_calls_fail_at (what->call, nth, 1, what->code);
  *n_refused += !export (self, what->zip);
  n = fault_calls_get_n (what->call);
  fault_calls_watch (NULL);
  found = export_fixture_ask_shell (self, EXPORT_FIXTURE_LIST_ALL);
  if (expected != NULL)
    g_assert_cmpstr (found, ==, expected);

  return n;
}

static void
test_fail (ExportFixture *self, gconstpointer data)
{
  const Case *what = data;
  g_autofree char *expected = NULL;
  guint n_refused = 0;
  guint n = fail_at (self, what, 0, NULL, &n_refused);
  guint step = deep ? 1 : MAX (1, n / 5);

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n_refused, ==, 0);
  expected = export_fixture_ask_shell (self, EXPORT_FIXTURE_LIST_ALL);
  for (guint nth = 1; nth <= n; nth += step)
    fail_at (self, what, nth, expected, &n_refused);
  g_test_message ("%u calls, %u exports refused", n, n_refused);
  g_assert_cmpuint (n_refused, >, 0);
}

static void
add (const char *name, const Case *what)
{
  g_autofree char *path = g_strconcat ("/faults/export-writes/", name, NULL);

  g_test_add (path, ExportFixture, what, set_up, test_fail, tear_down);
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
