#include "fault-args.h"
#include "fault-child.h"
#include "model/lb-image-name.h"
#include "session/lb-session-history.h"
#include "test-session-fixture.h"

/* A program that takes a dataset out of the trash, which is this one again as a child, and is
 * killed on the way: the next one that does so brings it back with exactly the images that it had.
 */

#define CHILD "--restore"
#define N_IMAGES 4 /* besides the fixture's own */
#define N_QUICK_POINTS 8

static gboolean deep;

/* The child. */

/* DATA STATE CALLS CALL NTH AFTER: takes out what is in the trash. */
static int
restore_all (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_local (argv[0], argv[1]);
  LbTrash *trash = NULL;

  g_assert_true (wait_true (lb_session_open (session)));
  trash = lb_session_get_trash (session);
  fault_child_arm (argv[1], argv + 3);
  while (g_list_model_get_n_items (G_LIST_MODEL (trash)) > 0)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (G_LIST_MODEL (trash), 0);
      g_autoptr (GObject) back = wait_object (lb_trash_restore (trash, item));

      g_assert_nonnull (back);
    }
  fault_child_tell (argv[2]);
  lb_session_close (session);

  return 0;
}

/* The test. */

typedef struct
{
  SessionFixture base; /* without a session while a child has one */
  char *told;          /* (owned): where a child says how many calls there were */
  guint calls[FAULT_N_CALLS];
  guint n_killed;
} Fixture;

/* Names as the command line gives them, which no other picture has. */
static void
upload (Fixture *self, guint n)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x102030 * n);
  g_autofree char *uuid = lb_image_name_new_uuid ();
  g_autofree char *name = lb_image_name_mark ("boat.png", uuid);
  g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
    self->base.session, self->base.dataset, bytes, name, TRUE, FALSE, NULL, NULL, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  session_fixture_set_up (&self->base, NULL);
  self->told = g_build_filename (self->base.service.root, "calls", NULL);
  for (guint i = 1; i <= N_IMAGES; i++)
    upload (self, i);
  session_fixture_drop_objects (&self->base);
  lb_session_close (self->base.session);
  g_clear_object (&self->base.session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->told, g_free);
  session_fixture_tear_down (&self->base, NULL);
}

/* (transfer none): the one that there is. */
static LbDataset *
get_dataset (LbSession *session)
{
  GListModel *datasets = lb_session_get_datasets (session);
  g_autoptr (LbDataset) dataset = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 1);
  dataset = g_list_model_get_item (datasets, 0);

  return dataset; /* the list keeps it */
}

static gboolean
is_settled (gpointer session)
{
  return lb_trash_get_n_waiting (lb_session_get_trash (session)) == 0;
}

static void
throw_away (Fixture *self)
{
  g_autoptr (LbSession) session = session_fixture_open (&self->base);
  g_autoptr (LbDeletion) deletion = lb_session_trash_dataset (session, get_dataset (session), TRUE);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (is_settled, session, "what was deleted to be gone at the service");
  lb_session_close (session);
}

/* Whether it came to its own end. */
static gboolean
restore (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  const char *const arguments[] = { CHILD, self->base.service.data_dir,
                                    self->base.service.state_dir, self->told, NULL };

  return fault_child_run (arguments, call, nth, after);
}

static void
assert_whole (Fixture *self)
{
  g_autoptr (LbSession) session = session_fixture_open (&self->base);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LbDataset *dataset = get_dataset (session);
  GListModel *images = NULL;

  g_assert_true (wait_true (lb_session_load_images (session, dataset)));
  images = lb_session_get_images (session, dataset);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, N_IMAGES + 1);
  for (guint i = 0; i <= N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_assert_true (g_hash_table_add (names, g_strdup (lb_image_get_image_name (image))));
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_trash (session))), ==,
                    0);
  lb_session_close (session);
}

/* Killed once, or never with @nth 0, and begun again. */
static void
kill_at (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  throw_away (self);
  if (!restore (self, call, nth, after))
    {
      self->n_killed++;
      g_assert_true (restore (self, FAULT_CALL_SYNC, 0, FALSE));
    }
  if (nth == 0)
    fault_child_read (self->told, self->calls);
  assert_whole (self);
}

/* Every sync, and every time something goes to the service. */
static void
test_dataset (Fixture *self, gconstpointer data)
{
  static const FaultCall calls[] = { FAULT_CALL_SYNC, FAULT_CALL_SEND };

  kill_at (self, FAULT_CALL_SYNC, 0, FALSE);
  g_test_message ("%u syncs, %u sends", self->calls[FAULT_CALL_SYNC], self->calls[FAULT_CALL_SEND]);
  g_assert_cmpuint (self->calls[FAULT_CALL_SYNC], >, N_IMAGES);
  g_assert_cmpuint (self->calls[FAULT_CALL_SEND], >, N_IMAGES);
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const guint n_calls = self->calls[calls[i]];
      const guint step = deep ? 1 : MAX (1, 2 * n_calls / N_QUICK_POINTS);

      for (guint nth = 1 + (deep ? 0 : (guint) g_test_rand_int_range (0, (gint32) step));
           nth <= n_calls; nth += step)
        kill_at (self, calls[i], nth, calls[i] == FAULT_CALL_SEND || nth % 2 == 0);
    }
  g_test_message ("killed %u times", self->n_killed);
  g_assert_cmpuint (self->n_killed, >=, N_QUICK_POINTS / 2);
}

int
main (int argc, char **argv)
{
  deep = fault_take_deep (&argc, argv);
  dex_init ();
  if (argc == 8 && g_str_equal (argv[1], CHILD))
    return restore_all (argv + 2);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/trash-kill/dataset", Fixture, NULL, set_up, test_dataset, tear_down);
  return g_test_run ();
}
