#include "trash-fixture.h"

/* Two programs have one account open, as a window and the command line do. */

typedef struct
{
  SessionFixture *one;
  SessionFixture two;
} Beside;

static void
beside_set_up (Beside *self, SessionFixture *fixture)
{
  g_autoptr (LbImage) second = session_fixture_upload (fixture, 0x996633);

  self->one = fixture;
  self->two = *fixture;
  self->two.session = session_fixture_open (&self->two);
  self->two.dataset =
    lb_session_find_dataset (self->two.session, lb_dataset_get_id (fixture->dataset));
  g_assert_true (wait_true (lb_session_load_images (self->two.session, self->two.dataset)));
  self->two.image = lb_session_find_image (self->two.session, lb_image_get_id (second));
}

static void
beside_clear (Beside *self)
{
  if (self->two.session != NULL)
    lb_session_close (self->two.session);
  g_clear_object (&self->two.session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Beside, beside_clear)

static guint
n_steps (SessionFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_history (self->session)));
}

static gboolean
both_know_both (gpointer data)
{
  Beside *self = data;

  return n_steps (self->one) == 2 && n_steps (&self->two) == 2;
}

static void
assert_one_change_each (SessionFixture *self)
{
  g_assert_cmpuint (n_steps (self), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LbHistoryStep) step =
        g_list_model_get_item (G_LIST_MODEL (lb_session_get_history (self->session)), i);
      g_autoptr (GPtrArray) changes =
        wait_boxed (lb_session_list_step_changes (self->session, step));

      g_assert_cmpuint (lb_history_step_get_count (step), ==, 1);
      g_assert_cmpuint (changes->len, ==, 1);
    }
}

/* What both do before either knows of the other is two steps, and one that is the older of them is
 * taken in as well. */
static void
test_steps_at_once (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strchomp (make_prompt ("Words."));
  g_auto (Beside) self = { 0 };

  beside_set_up (&self, fixture);
  dex_future_disown (lb_session_edit_caption (fixture->session, fixture->image, text));
  dex_future_disown (lb_session_edit_caption (self.two.session, self.two.image, text));
  wait_until (both_know_both, &self, "both to know both steps");
  assert_one_change_each (fixture);
  assert_one_change_each (&self.two);

  beside_clear (&self);
  session_fixture_reopen (fixture);
  assert_one_change_each (fixture);
}

static gboolean
is_deleted_here (gpointer data)
{
  Beside *self = data;

  return trash_fixture_n_in_trash (self->one) == 1 && n_steps (self->one) == 1 &&
         g_list_model_get_n_items (trash_fixture_images (self->one)) == 1;
}

/* What one deletes goes for the other as well, which has it in the trash and can undo it. */
static void
test_deleted_by_the_other (SessionFixture *fixture, gconstpointer data)
{
  g_auto (Beside) self = { 0 };
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;

  beside_set_up (&self, fixture);
  deletion = trash_fixture_delete_image (&self.two);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (&self.two);
  wait_until (is_deleted_here, &self, "the other one to see what was deleted");
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (fixture)), 0);
  g_assert_false (lb_trash_item_get_waiting (item));
  g_assert_cmpuint (trash_fixture_n_at_service (fixture), ==, 1);

  g_object_unref (wait_object (lb_session_undo (fixture->session)));
  g_assert_cmpuint (trash_fixture_n_in_trash (fixture), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (fixture)), ==, 2);
  g_assert_cmpuint (trash_fixture_n_at_service (fixture), ==, 2);
}

/* What is on its way into the trash when a program comes is there when it is over, also once the
 * other one has gone. */
static void
test_under_way (SessionFixture *fixture, gconstpointer data)
{
  const gint64 dataset_id = lb_dataset_get_id (fixture->dataset);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (fixture);
  SessionFixture late = *fixture;
  g_autoptr (LbTrashItem) item = NULL;

  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  late.session = session_fixture_open (&late);
  late.dataset = lb_session_find_dataset (late.session, dataset_id);
  g_assert_cmpuint (trash_fixture_n_in_trash (&late), ==, 1);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (fixture);
  g_clear_object (&deletion);
  session_fixture_drop_objects (fixture);
  lb_session_close (fixture->session);
  g_clear_object (&fixture->session);

  trash_fixture_wait_settled (&late);
  g_assert_cmpuint (trash_fixture_n_in_trash (&late), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (&late)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, 1);
  g_object_unref (wait_object (lb_trash_restore (trash_fixture_trash (&late), item)));
  lb_session_close (late.session);
  g_object_unref (late.session);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/beside/" name, SessionFixture, NULL, session_fixture_set_up, test,                 \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("steps-at-once", test_steps_at_once);
  ADD ("deleted-by-the-other", test_deleted_by_the_other);
  ADD ("under-way", test_under_way);

  return g_test_run ();
}
