#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "jobs/lb-duplicate-scan.h"
#include "jobs/lb-duplicate-step.h"
#include "local-fixture.h"
#include "session/lb-trash-private.h"

/* Pictures of a dataset that are alike: found, dealt with, and taken back. */

/* As they are uploaded: the first, second and fourth are one picture, of which the fourth is the
 * larger one, and the second has the bytes of the first. */
static const char *const names[] = { "edge/dup-exact-a.jpg", "edge/dup-exact-b.jpg",
                                     "small/small-00003.jpg", "edge/dup-near-scaled.jpg",
                                     "small/small-00004.jpg" };

typedef struct
{
  LocalFixture base;
  LbDataset *dataset;                    /* (unowned) */
  LbImage *images[G_N_ELEMENTS (names)]; /* (owned) */
} Fixture;

static LbImage *
upload (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), name, NULL);
  g_autofree char *base = g_path_get_basename (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (data, size);

  return wait_object (lb_session_upload_image (self->base.session, self->dataset, bytes, base,
                                               FALSE, FALSE, NULL, NULL, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  LbProject *project = NULL;

  local_fixture_set_up (&self->base, NULL);
  project = local_fixture_create_project (&self->base, "fibo");
  self->dataset = local_fixture_create_dataset (&self->base, project, "Harbour", "fibo", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    self->images[i] = upload (self, names[i]);
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->dataset)));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_object (&self->images[i]);
  local_fixture_tear_down (&self->base, NULL);
}

static GPtrArray *
find (Fixture *self)
{
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  GPtrArray *groups = wait_boxed (lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL));

  g_assert_cmpuint (lb_duplicate_scan_get_n_done (scan), ==, lb_duplicate_scan_get_n_total (scan));
  g_assert_cmpuint (lb_duplicate_scan_get_n_unread (scan), ==, 0);

  return groups;
}

static LbImage *
member (LbDuplicateGroup *group, guint position)
{
  return lb_duplicate_group_get (group, position)->image;
}

static void
test_found (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = find (self);
  LbDuplicateGroup *group = NULL;

  g_assert_cmpuint (groups->len, ==, 1);
  group = groups->pdata[0];
  g_assert_cmpuint (lb_duplicate_group_get_n (group), ==, 3);
  g_assert_true (member (group, 0) == self->images[0]);
  g_assert_true (member (group, 1) == self->images[1]);
  g_assert_true (member (group, 2) == self->images[3]);
  g_assert_cmpint (lb_duplicate_group_get_alike (group), ==, LB_ALIKE_NEARLY);
  /* The larger one. */
  g_assert_cmpuint (lb_duplicate_group_get_suggested (group), ==, 2);
  g_assert_cmpuint (lb_duplicate_group_get_keeper (group), ==, 2);
  g_assert_cmpint (lb_duplicate_group_get (group, 2)->width, ==, 1800);
}

static void
test_same_file (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  g_ptr_array_add (doomed, self->images[3]);
  deletion = lb_session_delete_images (self->base.session, doomed);
  groups = find (self);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpint (lb_duplicate_group_get_alike (groups->pdata[0]), ==, LB_ALIKE_FILE);
  /* The first of equal ones. */
  g_assert_cmpuint (lb_duplicate_group_get_keeper (groups->pdata[0]), ==, 0);
  g_assert_true (wait_true (lb_deletion_undo (deletion)));
}

/* Nobody is asked for a picture a second time, not even a service. */
static void
test_remembered (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = find (self);
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  const guint n_asked = lb_decoder_get_n_asked (lb_decoder_get_default ());
  g_autoptr (GPtrArray) again = wait_boxed (lb_duplicate_scan_run (scan, LB_LIKENESS_STRICT));

  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpuint (lb_decoder_get_n_asked (lb_decoder_get_default ()), ==, n_asked);
}

static void
test_parted (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = find (self);
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  g_autoptr (DexFuture) parted = lb_duplicate_scan_part (scan, groups->pdata[0]);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) back = NULL;

  none = wait_boxed (lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (lb_duplicate_scan_get_n_parted (scan), ==, 1);
  g_assert_true (wait_true (
    lb_duplicate_scan_join (scan, g_value_get_int64 (dex_future_get_value (parted, NULL)))));
  back = wait_boxed (lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL));
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpuint (lb_duplicate_scan_get_n_parted (scan), ==, 0);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  DexFuture *run = lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL);
  g_autofree char *message = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  lb_duplicate_scan_cancel (scan);
  message = wait_error (run, LB_ERROR_CANCELLED);
  groups = wait_boxed (lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL));
  g_assert_cmpuint (groups->len, ==, 1);
}

/* Dealing with them. */

static void
describe (Fixture *self, guint i, const char *text)
{
  g_assert_true (wait_true (lb_session_edit_caption (self->base.session, self->images[i], text)));
}

static void
assert_caption (Fixture *self, guint i, const char *path, const char *expected)
{
  g_autofree char *text = lb_session_dup_caption_text (self->base.session, self->images[i]);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = lb_prompt_get_string (prompt, path);

  g_assert_cmpstr (value, ==, expected);
}

static guint
n_images (Fixture *self)
{
  return g_list_model_get_n_items (lb_session_get_images (self->base.session, self->dataset));
}

static guint
n_steps (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_history (self->base.session)));
}

/* (transfer full): @text without what need not be there. */
static char *
drop_style (const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) less = lb_prompt_set (prompt, "style_medium", NULL, NULL);

  return g_strdup (lb_prompt_get_text (less));
}

static void
describe_all (Fixture *self)
{
  g_autofree char *full = make_prompt ("The fuller one.");
  g_autofree char *other = make_prompt ("The larger one.");
  g_autofree char *less = drop_style (other);

  describe (self, 0, full);
  describe (self, 3, less);
  assert_caption (self, 3, "style_medium", NULL);
}

static void
undo (Fixture *self)
{
  g_object_unref (wait_object (lb_session_undo (self->base.session)));
}

static LbDeletion *
deal_with (Fixture *self, GPtrArray *groups)
{
  g_autoptr (LbDuplicateStep) step = lb_duplicate_step_new (self->base.session, self->dataset);
  LbDeletion *deletion = wait_object (lb_duplicate_step_run (step, groups));

  g_assert_cmpuint (lb_duplicate_step_get_n_deleted (step), ==, 2);
  g_assert_cmpuint (lb_duplicate_step_get_n_left (step), ==, 0);
  g_assert_cmpuint (lb_duplicate_step_get_n_done (step), ==, 1);

  return deletion;
}

static void
test_step (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  guint n;

  describe_all (self);
  groups = find (self);
  g_assert_cmpuint (lb_duplicate_group_get_keeper (groups->pdata[0]), ==, 2);
  n = n_steps (self);
  deletion = deal_with (self, groups);
  g_assert_cmpuint (n_images (self), ==, 3);
  g_assert_cmpuint (n_steps (self), ==, n + 1);
  assert_caption (self, 3, "short_description", "The larger one.");
  assert_caption (self, 3, "style_medium", "photograph");
  g_assert_true (wait_true (lb_deletion_commit (deletion)));

  undo (self);
  g_assert_cmpuint (n_images (self), ==, 5);
  assert_caption (self, 3, "style_medium", NULL);

  g_object_unref (wait_object (lb_session_redo (self->base.session)));
  g_assert_cmpuint (n_images (self), ==, 3);
}

/* The toast's Undo, before anything was sent. */
static void
test_step_undone (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (LbDeletion) deletion = NULL;

  describe_all (self);
  groups = find (self);
  deletion = deal_with (self, groups);
  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpint (lb_deletion_get_state (deletion), ==, LB_DELETION_UNDONE);
  g_assert_cmpuint (n_images (self), ==, 5);
  assert_caption (self, 3, "style_medium", NULL);
}

/* Something else was done since: all of the step is back, and the rest stays. */
static void
test_step_undone_late (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Something else.");
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  LbHistory *history = lb_session_get_history (self->base.session);
  guint n;

  describe_all (self);
  groups = find (self);
  deletion = deal_with (self, groups);
  describe (self, 4, text);
  n = n_steps (self);
  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpuint (n_images (self), ==, 5);
  assert_caption (self, 3, "style_medium", NULL);
  assert_caption (self, 4, "short_description", "Something else.");
  /* It was taken back out of turn. */
  g_assert_cmpuint (n_steps (self), ==, n - 1);
  g_assert_cmpint (lb_history_step_get_kind (lb_history_get_undo_step (history)), ==,
                   LB_HISTORY_EDIT);
}

static GValue *
count_rows (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, data, "");

  g_assert_true (lb_sql_step (statement, error));
  return lb_value_new_int64 (sqlite3_column_int64 (statement, 0));
}

static gint64
count (Fixture *self, const char *query)
{
  GValue *value = lb_database_run_sync (lb_session_get_database (self->base.session), count_rows,
                                        (gpointer) query, NULL);
  const gint64 n = g_value_get_int64 (value);

  lb_value_free (value);
  return n;
}

static void
assert_rows (Fixture *self, gint64 n_prints, gint64 n_apart)
{
  g_assert_cmpint (count (self, "SELECT count(*) FROM fingerprint"), ==, n_prints);
  g_assert_cmpint (count (self, "SELECT count(*) FROM apart"), ==, n_apart);
}

static gboolean
is_written_gone (gpointer data)
{
  return count (data, "SELECT count(*) FROM thing WHERE gone = 1") > 0;
}

/* What is in the trash is known still; what is gone for good is forgotten. */
static void
test_forgotten (Fixture *self, gconstpointer data)
{
  LbTrash *trash = lb_session_get_trash (self->base.session);
  g_autoptr (GPtrArray) groups = find (self);
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  g_autoptr (LbDeletion) deletion = NULL;

  dex_unref (lb_duplicate_scan_part (scan, groups->pdata[0]));
  g_ptr_array_add (doomed, self->images[3]);
  deletion = lb_session_delete_images (self->base.session, doomed);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  while (lb_trash_get_n_waiting (trash) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_unref (find (self));
  assert_rows (self, 5, 3);
  g_assert_true (wait_true (lb_trash_empty (trash)));
  wait_until (is_written_gone, self, "that the image is gone, in the mirror");
  g_ptr_array_unref (find (self));
  assert_rows (self, 4, 2);
}

/* The application ends before the deletion is confirmed: the captions can still be undone. */
static void
test_step_unconfirmed (Fixture *self, gconstpointer data)
{
  LbDatabase *database = lb_session_get_database (self->base.session);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (LbDeletion) deletion = NULL;

  describe_all (self);
  groups = find (self);
  deletion = deal_with (self, groups);
  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  g_ptr_array_unref (wait_boxed (lb_database_run (database, lb_trash_rows_begin, NULL, NULL)));
  undo (self);
  assert_caption (self, 3, "style_medium", NULL);
}

/* A caption is taken whole where the one that is kept has none. */
static void
test_step_whole (Fixture *self, gconstpointer data)
{
  g_autofree char *full = make_prompt ("The fuller one.");
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (LbDeletion) deletion = NULL;

  describe (self, 0, full);
  describe (self, 3, "");
  groups = find (self);
  lb_duplicate_group_set_keeper (groups->pdata[0], 2);
  deletion = deal_with (self, groups);
  assert_caption (self, 3, "short_description", "The fuller one.");
}

/* An image has gone meanwhile: nothing is deleted. */
static void
test_step_left (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = find (self);
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();
  g_autoptr (LbDuplicateStep) step = lb_duplicate_step_new (self->base.session, self->dataset);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autofree char *message = NULL;

  g_ptr_array_add (doomed, self->images[0]);
  deletion = lb_session_delete_images (self->base.session, doomed);
  message = wait_error (lb_duplicate_step_run (step, groups), LB_ERROR_CONFLICT);
  g_assert_cmpuint (n_images (self), ==, 4);
  g_assert_cmpuint (lb_duplicate_step_get_n_left (step), ==, 1);
  g_assert_true (wait_true (lb_deletion_undo (deletion)));
}

/* What the others say is another since it was chosen from: nothing is deleted. */
static void
test_step_outdated (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Something else.");
  g_autoptr (LbDuplicateStep) step = lb_duplicate_step_new (self->base.session, self->dataset);
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *message = NULL;

  describe_all (self);
  groups = find (self);
  g_object_unref (wait_object (lb_duplicate_group_merge (groups->pdata[0])));
  describe (self, 0, text);
  message = wait_error (lb_duplicate_step_run (step, groups), LB_ERROR_CONFLICT);
  g_assert_cmpuint (n_images (self), ==, 5);
  assert_caption (self, 3, "style_medium", NULL);
}

static void
delete_keeper_cb (LbDuplicateStep *step, GParamSpec *pspec, Fixture *self)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();

  g_ptr_array_add (doomed, self->images[3]);
  g_object_unref (lb_session_delete_images (self->base.session, doomed));
}

/* The one that is kept goes at the last moment: the others stay. */
static void
test_step_without_keeper (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDuplicateStep) step = lb_duplicate_step_new (self->base.session, self->dataset);
  g_autoptr (GPtrArray) groups = find (self);
  g_autofree char *message = NULL;

  g_signal_connect (step, "notify::n-done", G_CALLBACK (delete_keeper_cb), self);
  message = wait_error (lb_duplicate_step_run (step, groups), LB_ERROR_CONFLICT);
  g_assert_cmpuint (n_images (self), ==, 4);
  g_assert_cmpuint (lb_duplicate_step_get_n_left (step), ==, 1);
}

static void
close_cb (LbDuplicateStep *step, GParamSpec *pspec, LbSession *session)
{
  lb_session_close (session);
}

/* The session is closed before it begins, or before anything is deleted. */
static void
test_step_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDuplicateStep) step = lb_duplicate_step_new (self->base.session, self->dataset);
  g_autoptr (GPtrArray) groups = find (self);
  g_autofree char *message = NULL;
  DexFuture *run = NULL;

  if (data != NULL)
    g_signal_connect (step, "notify::n-done", G_CALLBACK (close_cb), self->base.session);
  run = lb_duplicate_step_run (step, groups);
  if (data == NULL)
    lb_session_close (self->base.session);
  message = wait_error (run, LB_ERROR_INVALID);
  g_assert_cmpuint (n_images (self), ==, 5);
  g_assert_cmpuint (lb_duplicate_step_get_n_deleted (step), ==, 0);
}

/* While pictures are looked at. */
static void
test_scan_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDuplicateScan) scan = lb_duplicate_scan_new (self->base.session, self->dataset);
  DexFuture *run = lb_duplicate_scan_run (scan, LB_LIKENESS_NORMAL);
  g_autoptr (GPtrArray) groups = NULL;

  g_signal_connect (scan, "notify::n-total", G_CALLBACK (close_cb), self->base.session);
  groups = wait_boxed (run);
  g_assert_cmpuint (groups->len, ==, 0);
}

/* Which one is kept. */

static void
test_keeper (void)
{
  const LbKeeperFacts larger[] = { { .pixels = 1000 }, { .pixels = 2000 } };
  const LbKeeperFacts sharper[] = { { .pixels = 1000, .sharpness = 0.2 },
                                    { .pixels = 1000, .sharpness = 0.4 } };
  const LbKeeperFacts told[] = { { .pixels = 1000 },
                                 { .pixels = 1000, .has_caption = TRUE, .n_fields = 4 },
                                 { .pixels = 1000, .has_caption = TRUE, .n_fields = 8 } };
  const LbKeeperFacts by_person[] = {
    { .pixels = 1000, .has_caption = TRUE, .n_fields = 8 },
    { .pixels = 1000, .has_caption = TRUE, .n_fields = 8, .by_person = TRUE },
    { .pixels = 1000, .has_caption = TRUE, .n_fields = 8, .by_person = TRUE, .approved = TRUE }
  };
  /* A caption outweighs some size, not four times the pixels. */
  const LbKeeperFacts mixed[] = { { .pixels = 1500 },
                                  { .pixels = 1000, .has_caption = TRUE, .n_fields = 8 } };
  const LbKeeperFacts far[] = { { .pixels = 4000 },
                                { .pixels = 1000, .has_caption = TRUE, .n_fields = 8 } };
  const LbKeeperFacts equal[] = { { .pixels = 1000, .sharpness = 0.40 },
                                  { .pixels = 1000, .sharpness = 0.41 } };
  const LbKeeperFacts unknown[] = { { 0 }, { 0 } };

  g_assert_cmpuint (lb_keeper_choose (larger, 2), ==, 1);
  g_assert_cmpuint (lb_keeper_choose (sharper, 2), ==, 1);
  g_assert_cmpuint (lb_keeper_choose (told, 3), ==, 2);
  g_assert_cmpuint (lb_keeper_choose (by_person, 3), ==, 2);
  g_assert_cmpuint (lb_keeper_choose (mixed, 2), ==, 1);
  g_assert_cmpuint (lb_keeper_choose (far, 2), ==, 0);
  g_assert_cmpuint (lb_keeper_choose (equal, 2), ==, 0);
  g_assert_cmpuint (lb_keeper_choose (unknown, 2), ==, 0);
}

static void
add (const char *name, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/duplicates/found", test_found);
  add ("/duplicates/same-file", test_same_file);
  add ("/duplicates/remembered", test_remembered);
  add ("/duplicates/parted", test_parted);
  add ("/duplicates/forgotten", test_forgotten);
  add ("/duplicates/cancelled", test_cancelled);
  add ("/duplicates/step", test_step);
  add ("/duplicates/step/undone", test_step_undone);
  add ("/duplicates/step/undone-late", test_step_undone_late);
  add ("/duplicates/step/unconfirmed", test_step_unconfirmed);
  add ("/duplicates/step/whole", test_step_whole);
  add ("/duplicates/step/left", test_step_left);
  add ("/duplicates/step/outdated", test_step_outdated);
  add ("/duplicates/step/without-keeper", test_step_without_keeper);
  add ("/duplicates/step/closed", test_step_closed);
  g_test_add ("/duplicates/step/closed-late", Fixture, "late", set_up, test_step_closed, tear_down);
  add ("/duplicates/scan-closed", test_scan_closed);
  g_test_add_func ("/duplicates/keeper", test_keeper);

  return g_test_run ();
}
