#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "jobs/lb-cell-job.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"

#include <string.h>

#define N_IMAGES 3

/* Cells of a table of captions, at a service elsewhere. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  LbCellJob *job; /* (owned) */
} Fixture;

static char *
caption_of (guint i, const char *mood)
{
  return g_strdup_printf ("{\"short_description\":\"Fox %u\",\"mood\":\"%s\"}", i, mood);
}

static LbImage *
image_at (Fixture *self, guint i)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST + i);

  g_assert_nonnull (image);
  return image;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  hosted_session_set_up (&self->base, GUINT_TO_POINTER (HOSTED_LEGACY));
  self->store = hosted_store_new (self->base.server, 0);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *caption = caption_of (i, "calm");
      g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name) + 1);
      g_autoptr (LbImage) image = hosted_take_object (lb_session_upload_image (
        self->base.session, self->base.dataset, bytes, name, FALSE, FALSE, NULL, NULL, NULL));

      hosted_store_set (self->store, HOSTED_FIRST + i, caption);
    }
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  self->job = lb_cell_job_new (self->base.session, self->base.dataset);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->job);
  hosted_session_close (&self->base);
  hosted_store_free (self->store);
  hosted_session_tear_down (&self->base, NULL);
}

static gboolean
none_waits (gpointer session)
{
  return lb_session_get_n_waiting (session) == 0;
}

static gboolean
is_over (gpointer future)
{
  return !dex_future_is_pending (future);
}

static guint
run (Fixture *self)
{
  g_autoptr (DexFuture) done = lb_cell_job_run (self->job);

  hosted_wait_until (is_over, done, "the captions to be written");
  hosted_wait_until (none_waits, self->base.session, "the captions to be sent");
  return g_value_get_uint (dex_future_get_value (done, NULL));
}

static void
assert_stored (Fixture *self, guint i, const char *mood)
{
  g_autofree char *expected = caption_of (i, mood);

  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, expected);
}

static const LbCellProblem *
problem (Fixture *self, guint i)
{
  g_assert_cmpuint (i, <, lb_cell_job_get_problems (self->job)->len);

  return g_ptr_array_index (lb_cell_job_get_problems (self->job), i);
}

/* Many cells are at the service, as one step that one undo takes back. */
static void
test_write (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_IMAGES; i++)
    lb_cell_job_add (self->job, image_at (self, i), "mood", i == 1 ? "calm" : "wild");
  g_assert_cmpuint (lb_cell_job_get_n_cells (self->job), ==, N_IMAGES);
  g_assert_cmpuint (run (self), ==, N_IMAGES - 1);
  g_assert_cmpuint (lb_cell_job_get_problems (self->job)->len, ==, 0);
  assert_stored (self, 0, "wild");
  assert_stored (self, 1, "calm");
  assert_stored (self, 2, "wild");

  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (none_waits, self->base.session, "the captions to be sent");
  assert_stored (self, 0, "calm");
  assert_stored (self, 2, "calm");
}

/* What does not fit leaves the other cells of the caption alone. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  LbImage *image = image_at (self, 0);

  lb_cell_job_add (self->job, image, "objects[].pose", "sitting");
  lb_cell_job_add (self->job, image, "mood", "wild");
  lb_cell_job_add (self->job, image, "objects[].number_of_objects", "two");
  g_assert_cmpuint (run (self), ==, 1);
  assert_stored (self, 0, "wild");
  g_assert_cmpint (problem (self, 0)->kind, ==, LB_CELL_PROBLEM_REFUSED);
  g_assert_cmpint (problem (self, 0)->why, ==, LB_CELL_NO_ELEMENT);
  g_assert_true (problem (self, 0)->image == image);
  g_assert_cmpstr (problem (self, 1)->path, ==, "objects[].number_of_objects");
}

/* A caption must not become less valid. */
static void
test_invalid (Fixture *self, gconstpointer data)
{
  lb_cell_job_add (self->job, image_at (self, 1), "short_description", "");
  lb_cell_job_add (self->job, image_at (self, 1), "aesthetics.preference_score", "top");
  g_assert_cmpuint (run (self), ==, 0);
  assert_stored (self, 1, "calm");
  g_assert_cmpint (problem (self, 0)->kind, ==, LB_CELL_PROBLEM_INVALID);
  g_assert_nonnull (problem (self, 0)->issue);
  g_assert_cmpstr (lb_prompt_issue_get_path (problem (self, 0)->issue), ==, "short_description");
}

/* A frozen field keeps its value, or comes to it. */
static void
test_frozen (Fixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) frozen = lb_frozen_fields_with (none, "mood", "\"wild\"");

  hosted_take_true (lb_session_set_frozen (self->base.session, self->base.dataset, frozen));
  lb_cell_job_add (self->job, image_at (self, 0), "mood", "wild");
  lb_cell_job_add (self->job, image_at (self, 1), "mood", "busy");
  g_assert_cmpuint (run (self), ==, 1);
  assert_stored (self, 0, "wild");
  assert_stored (self, 1, "calm");
  g_assert_cmpint (problem (self, 0)->kind, ==, LB_CELL_PROBLEM_FROZEN);
}

/* What can't be read is told, and stays. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  hosted_take_true (
    lb_session_edit_caption (self->base.session, image_at (self, 2), "{\"mood\": "));
  lb_cell_job_add (self->job, image_at (self, 2), "mood", "wild");
  g_assert_cmpuint (run (self), ==, 0);
  g_assert_cmpint (problem (self, 0)->kind, ==, LB_CELL_PROBLEM_NOT_NOW);
  g_assert_null (problem (self, 0)->path);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/cells/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/jobs/cells/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/jobs/cells/invalid", Fixture, NULL, set_up, test_invalid, tear_down);
  g_test_add ("/jobs/cells/frozen", Fixture, NULL, set_up, test_frozen, tear_down);
  g_test_add ("/jobs/cells/broken", Fixture, NULL, set_up, test_broken, tear_down);
  return g_test_run ();
}
