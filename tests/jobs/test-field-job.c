#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "jobs/lb-field-job.h"
#include "session/lb-session-history.h"

#include <string.h>

#define N_IMAGES 3

/* One field in the captions of a service elsewhere. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  LbFieldJob *job; /* (owned) */
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
  g_autoptr (GPtrArray) images = g_ptr_array_new ();

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
  for (guint i = 0; i < N_IMAGES; i++)
    g_ptr_array_add (images, image_at (self, i));
  self->job = lb_field_job_new (self->base.session, self->base.dataset, images);
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
apply (Fixture *self)
{
  g_autoptr (DexFuture) applied = lb_field_job_apply (self->job);

  hosted_wait_until (is_over, applied, "the captions to be written");
  hosted_wait_until (none_waits, self->base.session, "the captions to be sent");
  return g_value_get_uint (dex_future_get_value (applied, NULL));
}

static void
assert_stored (Fixture *self, guint i, const char *mood)
{
  g_autofree char *expected = caption_of (i, mood);

  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, expected);
}

static guint
n_changes (Fixture *self)
{
  return g_list_model_get_n_items (lb_field_job_get_changes (self->job));
}

static guint
n_steps (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_history (self->base.session)));
}

static void
look (Fixture *self, LbFieldEdit edit, const char *find, const char *text)
{
  hosted_take_true (lb_field_job_look (self->job, edit, "mood", find, text));
}

/* What is accepted is at the service, as one step that one undo takes back. */
static void
test_copy (Fixture *self, gconstpointer data)
{
  g_autoptr (LbPromptChange) first = NULL;
  const guint n = n_steps (self);

  look (self, LB_FIELD_COPY, NULL, "\"wild\"");
  g_assert_cmpuint (n_changes (self), ==, N_IMAGES);
  g_assert_cmpuint (lb_field_job_count_failed (self->job), ==, 0);
  first = g_list_model_get_item (lb_field_job_get_changes (self->job), 0);
  lb_prompt_change_set_accepted (first, FALSE);
  g_assert_cmpuint (lb_field_job_count_accepted (self->job), ==, 2);
  g_assert_cmpuint (apply (self), ==, 2);
  assert_stored (self, 0, "calm");
  assert_stored (self, 1, "wild");
  assert_stored (self, 2, "wild");
  g_assert_cmpuint (n_steps (self), ==, n + 1);

  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (none_waits, self->base.session, "the captions as they were");
  assert_stored (self, 1, "calm");
  assert_stored (self, 2, "calm");
}

static void
test_words (Fixture *self, gconstpointer data)
{
  look (self, LB_FIELD_APPEND, NULL, "Then wild.");
  g_assert_cmpuint (apply (self), ==, N_IMAGES);
  assert_stored (self, 0, "calm Then wild.");

  look (self, LB_FIELD_REPLACE, "calm", "still");
  g_assert_cmpuint (apply (self), ==, N_IMAGES);
  assert_stored (self, 2, "still Then wild.");

  look (self, LB_FIELD_REPLACE, "never", "said");
  g_assert_cmpuint (n_changes (self), ==, 0);
  g_assert_cmpuint (apply (self), ==, 0);
}

/* What nobody may change now, can't be read or would be less valid says why, and can be looked at
 * again. */
static void
test_left_out (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  GListModel *items = lb_field_job_get_items (self->job);
  g_autoptr (LbCaptionItem) first = g_list_model_get_item (items, 0);
  g_autoptr (LbCaptionItem) second = g_list_model_get_item (items, 1);
  g_autofree char *mended = caption_of (0, "calm");

  hosted_take_true (lb_session_edit_caption (session, image_at (self, 0), "{ not yet"));
  hosted_take_true (
    lb_field_job_look (self->job, LB_FIELD_COPY, "short_description", NULL, "{\"a\":1}"));
  g_assert_cmpint (lb_caption_item_get_state (first), ==, LB_CAPTION_ITEM_UNREADABLE);
  g_assert_cmpint (lb_caption_item_get_state (second), ==, LB_CAPTION_ITEM_FAILED);
  g_assert_error (lb_caption_item_get_error (second), LB_ERROR, LB_ERROR_INVALID);
  g_assert_cmpuint (lb_field_job_count_failed (self->job), ==, N_IMAGES);
  g_assert_cmpuint (apply (self), ==, 0);

  hosted_take_true (lb_session_edit_caption (session, image_at (self, 0), mended));
  look (self, LB_FIELD_COPY, NULL, "\"wild\"");
  g_assert_cmpuint (lb_field_job_count_failed (self->job), ==, 0);

  /* Another caption by now. */
  hosted_take_true (lb_session_edit_caption (session, image_at (self, 1), "{\"mine\":1}"));
  g_assert_cmpuint (apply (self), ==, 2);
  g_assert_cmpint (lb_caption_item_get_state (second), ==, LB_CAPTION_ITEM_OUTDATED);
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 1), ==, "{\"mine\":1}");
}

static void
stop_cb (LbCaptionStep *step)
{
  if (lb_caption_step_get_n_done (step) == 1)
    lb_caption_step_cancel (step);
}

/* What was written before it was stopped is one step. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  LbCaptionStep *step = lb_field_job_get_step (self->job);
  const guint n = n_steps (self);

  look (self, LB_FIELD_COPY, NULL, "\"wild\"");
  g_signal_connect (step, "notify::n-done", G_CALLBACK (stop_cb), NULL);
  g_assert_cmpuint (apply (self), ==, 1);
  g_assert_cmpuint (lb_caption_step_get_n_total (step), ==, N_IMAGES);
  assert_stored (self, 0, "wild");
  assert_stored (self, 1, "calm");
  g_assert_cmpuint (n_steps (self), ==, n + 1);

  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (none_waits, self->base.session, "the caption as it was");
  assert_stored (self, 0, "calm");
}

/* Several fields at once; a caption that has them already is left alone. */
static void
test_frozen (Fixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) one = lb_frozen_fields_with (none, "mood", "\"wild\"");
  g_autoptr (LbFrozenFields) two = lb_frozen_fields_with (one, "short_description", "\"Fox 1\"");

  hosted_take_true (lb_field_job_look_frozen (self->job, two));
  g_assert_cmpuint (n_changes (self), ==, 5);
  g_assert_cmpuint (lb_field_job_count_accepted (self->job), ==, N_IMAGES);
  g_assert_cmpuint (apply (self), ==, N_IMAGES);
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==,
                   hosted_store_get (self->store, HOSTED_FIRST + 2));

  hosted_take_true (lb_field_job_look_frozen (self->job, two));
  g_assert_cmpuint (n_changes (self), ==, 0);
}

/* (transfer full): JSON of a string that two of do not go into one caption. */
static char *
long_value (void)
{
  g_autofree char *words = g_strnfill (LB_LIMIT_CAPTION_BYTES * 2 / 3, 'a');

  return g_strdup_printf ("\"%s\"", words);
}

/* They are written together, so they have to fit together. */
static void
test_too_long_together (Fixture *self, gconstpointer data)
{
  g_autofree char *value = long_value ();
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) one = lb_frozen_fields_with (none, "mood", value);
  g_autoptr (LbFrozenFields) two = lb_frozen_fields_with (one, "short_description", value);

  hosted_take_true (lb_field_job_look_frozen (self->job, two));
  g_assert_cmpuint (n_changes (self), ==, N_IMAGES);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LbPromptChange) change =
        g_list_model_get_item (lb_field_job_get_changes (self->job), i);

      g_assert_cmpstr (lb_prompt_change_get_path (change), ==, "mood");
    }
}

/* Nothing keeps a job that nobody waits for. */
static void
test_dropped (Fixture *self, gconstpointer data)
{
  gpointer job = self->job;
  DexFuture *looked = lb_field_job_look (self->job, LB_FIELD_COPY, "mood", NULL, "\"wild\"");

  g_object_add_weak_pointer (G_OBJECT (self->job), &job);
  g_clear_object (&self->job);
  g_assert_null (job);
  while (dex_future_is_pending (looked))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (looked);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/field/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/jobs/field/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/jobs/field/left-out", Fixture, NULL, set_up, test_left_out, tear_down);
  g_test_add ("/jobs/field/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/jobs/field/frozen", Fixture, NULL, set_up, test_frozen, tear_down);
  g_test_add ("/jobs/field/too-long-together", Fixture, NULL, set_up, test_too_long_together,
              tear_down);
  g_test_add ("/jobs/field/dropped", Fixture, NULL, set_up, test_dropped, tear_down);
  return g_test_run ();
}
