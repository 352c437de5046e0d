#include "base/lb-error.h"
#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "jobs/lb-refine-job.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"

#include <string.h>

#define PATH "/v1/tailored-gen/refine_structured_prompt"
#define N_IMAGES 3

/* Captions of a service elsewhere are changed by an instruction; what it answers is scripted. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  LbRefineJob *job; /* (owned) */
} Fixture;

static char *
caption_of (guint i, const char *time)
{
  return g_strdup_printf ("{\"short_description\":\"Fox %u\",\"lighting\":\"%s\",\"mood\":\"%s\"}",
                          i, time, time);
}

static LbImage *
image_at (Fixture *self, guint i)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST + i);

  g_assert_nonnull (image);
  return image;
}

static LbCaptionItem *
item_at (Fixture *self, guint i)
{
  g_autoptr (LbCaptionItem) item = g_list_model_get_item (lb_refine_job_get_items (self->job), i);

  return item;
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
      g_autofree char *caption = caption_of (i, "dawn");
      g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name) + 1);
      g_autoptr (LbImage) image = hosted_take_object (lb_session_upload_image (
        self->base.session, self->base.dataset, bytes, name, FALSE, FALSE, NULL, NULL, NULL));

      hosted_store_set (self->store, HOSTED_FIRST + i, caption);
    }
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  for (guint i = 0; i < N_IMAGES; i++)
    g_ptr_array_add (images, image_at (self, i));
  self->job = lb_refine_job_new (self->base.session, self->base.dataset, images);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->job);
  hosted_session_close (&self->base);
  hosted_store_free (self->store);
  hosted_session_tear_down (&self->base, NULL);
}

/* The next answer, about the caption at @i. */
static void
say (Fixture *self, guint i, const char *time)
{
  g_autofree char *caption = caption_of (i, time);
  g_autofree char *quoted = g_strescape (caption, NULL);
  g_autofree char *body = g_strdup_printf ("{\"structured_prompt\":\"%s\"}", quoted);

  hosted_server_say_once (self->base.server, "POST", PATH, 200, NULL, body);
}

static gboolean
none_waits (gpointer data)
{
  return lb_session_get_n_waiting (data) == 0;
}

static void
assert_stored (Fixture *self, guint i, const char *lighting, const char *mood)
{
  g_autofree char *expected = g_strdup_printf (
    "{\"short_description\":\"Fox %u\",\"lighting\":\"%s\",\"mood\":\"%s\"}", i, lighting, mood);

  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, expected);
}

static void
accept_only (LbCaptionItem *item, const char *path)
{
  GListModel *changes = lb_caption_item_get_changes (item);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change,
                                     g_str_equal (lb_prompt_change_get_path (change), path));
    }
}

/* One is held back for a while, one says no, and one has nothing to change; what failed is asked
 * about again, and nothing else is. */
static void
test_answers (Fixture *self, gconstpointer data)
{
  HostedServer *server = self->base.server;

  hosted_server_say_once (server, "POST", PATH, 429, "Retry-After: 7", "{}");
  say (self, 0, "dusk");
  hosted_server_say_once (server, "POST", PATH, 422, NULL, "{\"message\":\"No\"}");
  say (self, 2, "dawn");
  hosted_take_true (lb_refine_job_ask (self->job, "Make it dusk"));

  g_assert_false (lb_refine_job_get_running (self->job));
  g_assert_cmpuint (hosted_server_count (server, "POST", PATH), ==, 4);
  g_assert_nonnull (strstr (hosted_server_last_body (server, "POST", PATH), "context_images"));
  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 0)), ==, LB_CAPTION_ITEM_ANSWERED);
  g_assert_cmpuint (lb_caption_item_count_accepted (item_at (self, 0)), ==, 2);
  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 1)), ==, LB_CAPTION_ITEM_FAILED);
  g_assert_error (lb_caption_item_get_error (item_at (self, 1)), LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 2)), ==, LB_CAPTION_ITEM_UNCHANGED);
  g_assert_cmpuint (lb_refine_job_count_failed (self->job), ==, 1);

  say (self, 1, "dusk");
  hosted_take_true (lb_refine_job_retry (self->job));
  g_assert_cmpuint (hosted_server_count (server, "POST", PATH), ==, 5);
  g_assert_cmpuint (lb_refine_job_count (self->job, LB_CAPTION_ITEM_ANSWERED), ==, 2);
  g_assert_cmpuint (lb_refine_job_count_failed (self->job), ==, 0);
}

static gboolean
is_over (gpointer future)
{
  return !dex_future_is_pending (future);
}

static guint
apply (Fixture *self)
{
  g_autoptr (DexFuture) applied = lb_refine_job_apply (self->job);

  hosted_wait_until (is_over, applied, "the captions to be written");
  return g_value_get_uint (dex_future_get_value (applied, NULL));
}

/* What is accepted of all is one step; a caption that is another by now is left alone. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  LbHistory *history = lb_session_get_history (session);
  guint n_steps = 0;

  for (guint i = 0; i < N_IMAGES; i++)
    say (self, i, "dusk");
  hosted_take_true (lb_refine_job_ask (self->job, "Make it dusk"));
  accept_only (item_at (self, 1), "mood");
  hosted_take_true (lb_session_edit_caption (session, image_at (self, 2), "{\"mine\":1}"));
  hosted_wait_until (none_waits, session, "the edit to be sent");
  lb_history_close_edit (history);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));

  g_assert_cmpuint (apply (self), ==, 2);
  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 2)), ==, LB_CAPTION_ITEM_OUTDATED);
  hosted_wait_until (none_waits, session, "the captions to be sent");
  assert_stored (self, 0, "dusk", "dusk");
  assert_stored (self, 1, "dawn", "dusk");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 2), ==, "{\"mine\":1}");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);

  /* Nothing is left to apply. */
  g_assert_cmpuint (apply (self), ==, 0);

  g_object_unref (hosted_take_object (lb_session_undo (session)));
  hosted_wait_until (none_waits, session, "the captions as they were");
  assert_stored (self, 0, "dawn", "dawn");
  assert_stored (self, 1, "dawn", "dawn");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 2), ==, "{\"mine\":1}");
}

/* A caption has what is frozen, whatever was answered, and it is told what it would not be valid
 * with. */
static void
test_frozen (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) one = lb_frozen_fields_with (none, "mood", "\"dawn\"");
  g_autoptr (LbFrozenFields) two = lb_frozen_fields_with (one, "short_description", "{\"a\":1}");
  const char *const *left_out = NULL;

  hosted_take_true (lb_session_set_frozen (session, self->base.dataset, two));
  for (guint i = 0; i < N_IMAGES; i++)
    say (self, i, "dusk");
  hosted_take_true (lb_refine_job_ask (self->job, "Make it dusk"));
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_assert_cmpuint (lb_caption_item_count_accepted (item_at (self, i)), ==, 1);
      left_out = lb_caption_item_get_left_out (item_at (self, i));
      g_assert_cmpuint (g_strv_length ((char **) left_out), ==, 1);
      g_assert_cmpstr (left_out[0], ==, "short_description");
    }
  g_assert_cmpuint (apply (self), ==, N_IMAGES);
  hosted_wait_until (none_waits, session, "the captions to be sent");
  assert_stored (self, 0, "dusk", "dawn");

  /* Without it, nothing is left out. */
  hosted_take_true (lb_session_set_frozen (session, self->base.dataset, NULL));
  for (guint i = 0; i < N_IMAGES; i++)
    say (self, i, "noon");
  hosted_take_true (lb_refine_job_ask (self->job, "Make it noon"));
  g_assert_cmpuint (lb_caption_item_count_accepted (item_at (self, 0)), ==, 2);
  g_assert_null (lb_caption_item_get_left_out (item_at (self, 0)));
}

static gboolean
is_asking_second (gpointer data)
{
  Fixture *self = data;

  return lb_caption_item_get_state (item_at (self, 1)) == LB_CAPTION_ITEM_ASKING;
}

/* In the middle: what was answered stays, nothing further is sent, nothing is written, and what is
 * left can be asked about. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  HostedServer *server = self->base.server;
  DexFuture *future = NULL;
  g_autoptr (GError) error = NULL;
  guint n_sent = 0;

  say (self, 0, "dusk");
  future = lb_refine_job_ask (self->job, "Make it dusk");
  hosted_wait_until (is_asking_second, self, "the second request");
  g_assert_cmpuint (lb_refine_job_get_n_asked (self->job), ==, 2);
  lb_refine_job_cancel (self->job);
  g_assert_false (lb_refine_job_get_running (self->job));
  error = hosted_refusal (future, LB_ERROR_CANCELLED);
  hosted_settle ();

  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 0)), ==, LB_CAPTION_ITEM_ANSWERED);
  g_assert_cmpuint (lb_refine_job_count (self->job, LB_CAPTION_ITEM_WAITING), ==, 2);
  n_sent = hosted_server_count (server, "POST", PATH);
  g_assert_cmpuint (n_sent, <=, 2);
  g_assert_cmpuint (hosted_server_count (server, "PUT", NULL), ==, 0);

  say (self, 1, "dusk");
  say (self, 2, "dusk");
  hosted_take_true (lb_refine_job_retry (self->job));
  g_assert_cmpuint (hosted_server_count (server, "POST", PATH), ==, n_sent + 2);
  g_assert_cmpuint (lb_refine_job_count (self->job, LB_CAPTION_ITEM_ANSWERED), ==, N_IMAGES);
}

/* Where no request can succeed the others are not tried; and an image may be gone. */
static void
test_ends (Fixture *self, gconstpointer data)
{
  HostedServer *server = self->base.server;
  g_autoptr (GError) error = NULL;

  hosted_server_say_once (server, "POST", PATH, 403, NULL, "{\"message\":\"No\"}");
  error = hosted_refusal (lb_refine_job_ask (self->job, "Make it dusk"), LB_ERROR_FORBIDDEN);
  g_assert_cmpuint (hosted_server_count (server, "POST", PATH), ==, 1);
  g_assert_cmpuint (lb_refine_job_count (self->job, LB_CAPTION_ITEM_WAITING), ==, 2);

  for (guint i = 0; i < N_IMAGES; i++)
    say (self, i, "dusk");
  hosted_take_true (lb_refine_job_retry (self->job));
  hosted_store_delete (self->store, HOSTED_FIRST);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_cmpuint (apply (self), ==, 2);
  g_assert_cmpint (lb_caption_item_get_state (item_at (self, 0)), ==, LB_CAPTION_ITEM_OUTDATED);
}

/* A schema goes without pictures, and is given back with what was accepted. */
static void
test_schema (Fixture *self, gconstpointer data)
{
  g_autofree char *schema = caption_of (7, "dawn");
  g_autofree char *refined = NULL;

  g_clear_object (&self->job);
  self->job = lb_refine_job_new_for_schema (self->base.session, self->base.dataset, schema);
  say (self, 7, "dusk");
  hosted_take_true (lb_refine_job_ask (self->job, "Make it dusk"));
  g_assert_null (
    strstr (hosted_server_last_body (self->base.server, "POST", PATH), "context_images"));
  accept_only (item_at (self, 0), "lighting");
  refined = lb_refine_job_dup_refined_schema (self->job);
  g_assert_cmpstr (refined, ==,
                   "{\"short_description\":\"Fox 7\",\"lighting\":\"dusk\",\"mood\":\"dawn\"}");
  accept_only (item_at (self, 0), "");
  g_assert_null (lb_refine_job_dup_refined_schema (self->job));
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/refine/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/jobs/refine/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/jobs/refine/frozen", Fixture, NULL, set_up, test_frozen, tear_down);
  g_test_add ("/jobs/refine/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/jobs/refine/ends", Fixture, NULL, set_up, test_ends, tear_down);
  g_test_add ("/jobs/refine/schema", Fixture, NULL, set_up, test_schema, tear_down);
  return g_test_run ();
}
