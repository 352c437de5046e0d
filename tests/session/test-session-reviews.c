#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "test-session-fixture.h"

/* Approvals and origins: what keeps them, what ends them, and that both are told and kept. */

#define N_DEATHS 6

static guint n_changes; /* "review-changed" since set_up() or watch() */

static void
changed_cb (LbSession *session, LbImage *image, gpointer data)
{
  g_assert_true (lb_session_find_image (session, lb_image_get_id (image)) == image);
  n_changes++;
}

static void
watch (SessionFixture *self)
{
  n_changes = 0;
  g_signal_connect (self->session, "review-changed", G_CALLBACK (changed_cb), NULL);
}

static void
set_up (SessionFixture *self, gconstpointer data)
{
  fault_vfs_forget ();
  session_fixture_set_up (self, data);
  watch (self);
}

static void
tear_down (SessionFixture *self, gconstpointer data)
{
  fault_vfs_mend ();
  session_fixture_tear_down (self, data);
}

static void
save (SessionFixture *self, const char *text)
{
  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
}

static void
approve (SessionFixture *self)
{
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, TRUE)));
}

/* Also that it was told so many times since the last look. */
static void
assert_approved (SessionFixture *self, gboolean approved, guint n_told)
{
  g_assert_cmpint (lb_session_is_approved (self->session, self->image), ==, approved);
  g_assert_cmpuint (n_changes, ==, n_told);
  n_changes = 0;
}

static void
test_reopen (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");

  save (self, text);
  assert_approved (self, FALSE, 0);
  approve (self);
  assert_approved (self, TRUE, 1);
  approve (self);
  assert_approved (self, TRUE, 0);

  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, TRUE, 0);
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, FALSE)));
  assert_approved (self, FALSE, 1);
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, FALSE)));
  assert_approved (self, FALSE, 0);

  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, FALSE, 0);
}

static void
fail_approve (SessionFixture *self, int code)
{
  g_free (wait_error (lb_session_set_approved (self->session, self->image, TRUE), code));
  assert_approved (self, FALSE, 0);
}

static void
test_nothing_to_approve (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbSession) unopened =
    lb_session_new_local (self->service.data_dir, self->service.state_dir);

  g_assert_null (lb_image_get_caption (self->image));
  fail_approve (self, LB_ERROR_INVALID);
  session_fixture_edit (self, "half a");
  fail_approve (self, LB_ERROR_INVALID);
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, FALSE)));
  assert_approved (self, FALSE, 0);

  g_assert_false (lb_session_is_approved (unopened, self->image));
  g_free (wait_error (lb_session_set_approved (unopened, self->image, FALSE), LB_ERROR_INVALID));
}

static void
test_edit_ends_it (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = make_prompt ("First.");
  g_autofree char *other = make_prompt ("Other.");

  save (self, first);
  approve (self);
  assert_approved (self, TRUE, 1);

  /* A half-typed text, another one, and that one sent. */
  session_fixture_edit (self, "half a");
  assert_approved (self, FALSE, 1);
  session_fixture_edit (self, "half a text");
  assert_approved (self, FALSE, 0);
  save (self, other);
  assert_approved (self, FALSE, 0);
  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, FALSE, 0);

  /* Another approval replaces it. */
  approve (self);
  assert_approved (self, TRUE, 1);
  save (self, first);
  assert_approved (self, FALSE, 1);
}

/* Taking an edit back brings the words back that were approved. */
static void
test_edit_taken_back (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");
  g_autofree char *stored = NULL;

  save (self, text);
  stored = g_strdup (lb_image_get_caption (self->image));
  approve (self);
  n_changes = 0;

  session_fixture_edit (self, "half a");
  assert_approved (self, FALSE, 1);
  session_fixture_edit (self, stored);
  assert_approved (self, TRUE, 1);
  session_fixture_edit (self, "half a");
  g_assert_true (wait_true (lb_session_discard_draft (self->session, self->image)));
  assert_approved (self, TRUE, 2);
}

/* Approved while it waits; the service then stores it in its own spelling. */
static void
test_before_sending (SessionFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *text = make_prompt ("On its way.");
  g_autofree char *spelled = g_strconcat ("\n", text, "\n\n", NULL);

  service_fixture_kill (&self->service);
  g_setenv ("LOOKBOOK_SERVICE", "/nonexistent/service", TRUE);
  session_fixture_edit (self, spelled);
  approve (self);
  assert_approved (self, TRUE, 1);
  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  g_assert_cmpstr (lb_image_get_caption (self->image), !=, spelled);
  assert_approved (self, TRUE, 0);
}

static void
regenerate (SessionFixture *self)
{
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
}

static void
test_regenerate_ends_it (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("By hand.");
  g_autofree char *before = NULL;

  session_fixture_set_schema (self);
  save (self, text);
  approve (self);
  assert_approved (self, TRUE, 1);
  regenerate (self);
  assert_approved (self, FALSE, 1);

  /* The same words, but nobody has seen that they are. */
  approve (self);
  assert_approved (self, TRUE, 1);
  before = g_strdup (lb_image_get_caption (self->image));
  regenerate (self);
  g_assert_cmpstr (lb_image_get_caption (self->image), ==, before);
  assert_approved (self, FALSE, 1);
  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, FALSE, 0);
}

/* A refused question changes nothing. */
static void
test_regenerate_refused (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");

  save (self, text);
  approve (self);
  g_free (
    wait_error (lb_session_regenerate_caption (self->session, self->image), LB_ERROR_CONFLICT));
  assert_approved (self, TRUE, 1);
}

/* Another program gives the image other words. */
static void
test_changed_elsewhere (SessionFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autofree char *text = make_prompt ("Seen.");
  g_autofree char *other_text = make_prompt ("Not seen.");
  LbSession *mine = self->session;
  LbImage *image = self->image;
  SessionFixture other = *self;

  save (self, text);
  approve (self);
  assert_approved (self, TRUE, 1);

  other.session = lb_session_new_local (self->service.data_dir, state);
  g_assert_true (wait_true (lb_session_open (other.session)));
  other.dataset = lb_session_find_dataset (other.session, lb_dataset_get_id (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (other.session, other.dataset)));
  other.image = lb_session_find_image (other.session, lb_image_get_id (image));
  save (&other, other_text);
  lb_session_close (other.session);
  g_object_unref (other.session);

  g_assert_true (wait_true (lb_session_load_images (mine, self->dataset)));
  assert_approved (self, FALSE, 1);
}

static void
test_undelete (SessionFixture *self, gconstpointer data)
{
  gint64 id = lb_image_get_id (self->image);
  g_autofree char *text = make_prompt ("Seen.");
  g_autoptr (GFile) file = g_file_new_for_path ("/pictures/harbour 1.png");
  g_autoptr (GFile) origin = NULL;
  g_autoptr (LbImage) again = NULL;

  save (self, text);
  approve (self);
  g_assert_true (wait_true (lb_session_set_origin (self->session, self->image, file)));
  n_changes = 0;
  g_assert_true (wait_true (lb_session_delete_image (self->session, self->image)));
  again = wait_object (lb_session_undelete_image (self->session, self->dataset, id));
  g_assert_true (again != self->image);
  g_set_object (&self->image, again);
  assert_approved (self, TRUE, 0);
  origin = lb_session_dup_origin (self->session, self->image);
  g_assert_true (g_file_equal (origin, file));
}

/* @ours: of approvals and origins alone. */
static int
count_notes (SessionFixture *self, gboolean ours)
{
  g_autofree char *path = g_build_filename (self->service.state_dir, "account.db", NULL);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  int count = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       ours ? "SELECT count(*) FROM note WHERE kind < 2"
                                            : "SELECT count(*) FROM note",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return count;
}

/* @data: whether the whole project goes. */
static void
test_delete_dataset (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");
  g_autoptr (GFile) file = g_file_new_for_path ("/pictures/1.png");
  g_autoptr (LbDataset) old = g_object_ref (self->dataset);
  g_autoptr (LbImage) image = NULL;
  g_autoptr (LbProject) project = NULL;
  gint64 id = lb_image_get_id (self->image);
  gboolean all = GPOINTER_TO_INT (data);

  save (self, text);
  approve (self);
  g_assert_true (wait_true (lb_session_set_origin (self->session, self->image, file)));
  g_assert_cmpint (count_notes (self, TRUE), ==, 2);
  if (all)
    session_fixture_delete (self, self->project);
  else
    session_fixture_delete (self, self->dataset);
  g_assert_cmpint (count_notes (self, FALSE), ==, 0);
  g_assert_null (lb_session_dup_origin (self->session, self->image));

  /* No number is given twice. */
  if (all)
    {
      project = session_fixture_create_project (self, "Again");
      g_set_object (&self->project, project);
    }
  g_clear_object (&self->dataset);
  self->dataset =
    wait_object (lb_session_create_dataset (self->session, self->project, "Again", NULL, NULL));
  g_assert_cmpint (lb_dataset_get_id (self->dataset), >, lb_dataset_get_id (old));
  image = session_fixture_upload (self, 0x336699);
  g_assert_cmpint (lb_image_get_id (image), >, id);
}

static void
test_broken_disk (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");
  g_autoptr (GFile) file = g_file_new_for_path ("/pictures/1.png");
  DexFuture *future = NULL;

  save (self, text);
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_FULL);
  fail_approve (self, LB_ERROR_NO_SPACE);
  future = lb_session_set_origin (self->session, self->image, file);
  g_free (wait_error (future, LB_ERROR_NO_SPACE));
  g_assert_null (lb_session_dup_origin (self->session, self->image));
  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  approve (self);
  assert_approved (self, TRUE, 1);

  fault_vfs_fail (FAULT_SYNC, 0, SQLITE_IOERR_FSYNC);
  future = lb_session_set_approved (self->session, self->image, FALSE);
  g_free (wait_error (future, LB_ERROR_STORAGE));
  assert_approved (self, TRUE, 0);
  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, TRUE, 0);
}

static void
test_quick_changes (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Seen.");
  DexFuture *last = NULL;

  save (self, text);
  for (guint i = 0; i < 9; i++)
    {
      dex_clear (&last);
      last = lb_session_set_approved (self->session, self->image, i % 2 == 0);
    }
  g_assert_true (wait_true (last));
  assert_approved (self, TRUE, 9);
  session_fixture_reopen (self);
  watch (self);
  assert_approved (self, TRUE, 0);
}

static void
test_origin (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/pictures/h\xc3\xa4 fen#1.png");
  g_autoptr (GFile) found = NULL;

  g_assert_null (lb_session_dup_origin (self->session, self->image));
  g_assert_true (wait_true (lb_session_set_origin (self->session, self->image, file)));
  session_fixture_reopen (self);
  found = lb_session_dup_origin (self->session, self->image);
  g_assert_true (g_file_equal (found, file));
}

/* The child: approves, says so and is killed. */

/* DATA-DIR STATE-DIR DATASET IMAGE APPROVED */
G_NORETURN static void
approve_and_wait (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_local (argv[0], argv[1]);
  LbDataset *dataset = NULL;
  LbImage *image = NULL;

  g_assert_true (wait_true (lb_session_open (session)));
  dataset = lb_session_find_dataset (session, g_ascii_strtoll (argv[2], NULL, 10));
  g_assert_true (wait_true (lb_session_load_images (session, dataset)));
  image = lb_session_find_image (session, g_ascii_strtoll (argv[3], NULL, 10));
  g_assert_true (wait_true (lb_session_set_approved (session, image, *argv[4] == '1')));
  kill (getpid (), SIGKILL);
  _exit (1);
}

static void
test_kill (SessionFixture *self, gconstpointer data)
{
  g_autofree char *dataset_id =
    g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (self->dataset));
  g_autofree char *image_id = g_strdup_printf ("%" G_GINT64_FORMAT, lb_image_get_id (self->image));
  g_autofree char *text = make_prompt ("Seen.");

  save (self, text);
  for (guint i = 0; i < N_DEATHS; i++)
    {
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GError) error = NULL;

      lb_session_close (self->session);
      child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", "--approve",
                                self->service.data_dir, self->service.state_dir, dataset_id,
                                image_id, i % 2 == 0 ? "1" : "0", NULL);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait (child, NULL, NULL));
      g_assert_true (g_subprocess_get_if_signaled (child));
      session_fixture_reopen (self);
      watch (self);
      assert_approved (self, i % 2 == 0, 0);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 7 && g_str_equal (argv[1], "--approve"))
    {
      dex_init ();
      approve_and_wait (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, data, function)                                                                  \
  g_test_add ("/session/reviews/" path, SessionFixture, data, set_up, function, tear_down)
  ADD ("reopen", NULL, test_reopen);
  ADD ("nothing-to-approve", NULL, test_nothing_to_approve);
  ADD ("edit-ends-it", NULL, test_edit_ends_it);
  ADD ("edit-taken-back", NULL, test_edit_taken_back);
  ADD ("before-sending", NULL, test_before_sending);
  ADD ("regenerate-ends-it", NULL, test_regenerate_ends_it);
  ADD ("regenerate-refused", NULL, test_regenerate_refused);
  ADD ("changed-elsewhere", NULL, test_changed_elsewhere);
  ADD ("undelete", NULL, test_undelete);
  ADD ("delete-dataset", GINT_TO_POINTER (FALSE), test_delete_dataset);
  ADD ("delete-project", GINT_TO_POINTER (TRUE), test_delete_dataset);
  ADD ("broken-disk", NULL, test_broken_disk);
  ADD ("quick-changes", NULL, test_quick_changes);
  ADD ("origin", NULL, test_origin);
  ADD ("kill", NULL, test_kill);

  return g_test_run ();
}
