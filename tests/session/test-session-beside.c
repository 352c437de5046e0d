#include "session/lb-session-history.h"
#include "test-session-fixture.h"

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

#define ADD(name, test)                                                                            \
  g_test_add ("/beside/" name, SessionFixture, NULL, session_fixture_set_up, test,                 \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("steps-at-once", test_steps_at_once);

  return g_test_run ();
}
