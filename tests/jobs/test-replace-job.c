#include "base/lb-error.h"
#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "jobs/lb-replace-job.h"
#include "session/lb-session-history.h"

#include <string.h>

#define N_IMAGES 3

#define OBJECT                                                                                     \
  "{\"description\":\"%s\",\"location\":\"left\",\"relationship\":\"alone\","                      \
  "\"relative_size\":\"large\",\"clothing\":\"%s\"}"
#define CAPTION                                                                                    \
  "{\"short_description\":\"A fox\",\"objects\":[" OBJECT "],\"background_setting\":\"A pier\","   \
  "\"lighting\":{\"conditions\":\"dawn\",\"direction\":\"left\"},\"aesthetics\":{"                 \
  "\"composition\":\"centred\",\"color_scheme\":\"warm\",\"mood_atmosphere\":\"calm\"},"           \
  "\"style_medium\":\"ink\",\"context\":\"A book\"}"

/* What is found in one caption; no session is needed for that. */

typedef struct
{
  LbReplaceLook *look; /* (owned) */
  gint64 n_images;
} LookFixture;

static void
begin (LookFixture *self, const LbReplaceTerms *terms, LbFrozenFields *frozen)
{
  self->look = lb_replace_look_new (terms, TRUE, frozen);
}

static void
add (LookFixture *self, const char *text, gboolean may_change)
{
  g_autoptr (LbImage) image = lb_image_new (++self->n_images);

  lb_replace_look_add (self->look, image, text, may_change);
}

static void
look_tear_down (LookFixture *self, gconstpointer data)
{
  lb_replace_look_unref (self->look);
}

static void
look_set_up (LookFixture *self, gconstpointer data)
{
}

/* @expected: "image path refusal;" for each match. */
static void
assert_matches (LookFixture *self, const char *expected, guint n_items)
{
  static const char *const refusals[LB_REPLACE_N_REFUSALS] = {
    [LB_REPLACE_EMPTY] = "empty",       [LB_REPLACE_MAY] = "may",   [LB_REPLACE_FROZEN] = "frozen",
    [LB_REPLACE_INVALID] = "invalid",   [LB_REPLACE_LONG] = "long", [LB_REPLACE_SLOW] = "slow",
    [LB_REPLACE_UNREADABLE] = "unread", [LB_REPLACE_BUSY] = "busy",
  };
  GPtrArray *matches = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  lb_replace_look_run (self->look);
  g_assert_null (lb_replace_look_get_issue (self->look));
  matches = lb_replace_look_get_matches (self->look);
  for (guint i = 0; i < matches->len; i++)
    {
      LbReplaceMatch *match = g_ptr_array_index (matches, i);

      g_string_append_printf (found, "%d %s %s;",
                              (int) lb_image_get_id (lb_replace_match_get_image (match)),
                              lb_prompt_change_get_path (lb_replace_match_get_change (match)),
                              refusals[lb_replace_match_get_refusal (match)]);
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpuint (lb_replace_look_get_items (self->look)->len, ==, n_items);
}

static char *
caption_of (const char *description, const char *clothing)
{
  return g_strdup_printf (CAPTION, description, clothing);
}

/* A score is one of a few words. */
static void
test_invalid (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "high", .with = "tall" };

  begin (self, &terms, NULL);
  add (self, "{\"aesthetics\":{\"preference_score\":\"high\",\"composition\":\"high\"}}", TRUE);
  assert_matches (self, "1 aesthetics.preference_score invalid;1 aesthetics.composition may;", 1);
}

/* Each text by itself: a required one can't be emptied, one beside it can. */
static void
test_valid (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "red coat", .with = "" };
  g_autofree char *both = caption_of ("red coat", "red coat");
  g_autofree char *one = caption_of ("a red coat", "a red coat");
  g_autofree char *none = caption_of ("a coat", "a coat");

  begin (self, &terms, NULL);
  add (self, both, TRUE);
  add (self, one, TRUE);
  add (self, none, TRUE);
  assert_matches (self,
                  "1 objects[0].description empty;1 objects[0].clothing may;"
                  "2 objects[0].description may;2 objects[0].clothing may;",
                  2);
}

static void
test_refused (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "left", .with = "right" };
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) frozen =
    lb_frozen_fields_with (none, "lighting.direction", "\"left\"");
  g_autofree char *caption = caption_of ("A fox", "a coat");

  begin (self, &terms, frozen);
  add (self, caption, TRUE);
  add (self, caption, FALSE);
  add (self, "{\"short_description\": \"left", TRUE);
  add (self, "{\"short_description\": \"right", TRUE);
  add (self, "{\"mood\":\"left\"}", TRUE);
  assert_matches (self,
                  "1 objects[0].location may;1 lighting.direction frozen;"
                  "2 objects[0].location busy;2 lighting.direction busy;3  unread;5 mood may;",
                  2);
}

/* One field; a caption that does not parse is told of even so. */
static void
test_path (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "LEFT", .with = "right", .path = "objects[].location" };
  g_autofree char *caption = caption_of ("left", "left");

  begin (self, &terms, NULL);
  add (self, caption, TRUE);
  add (self, "left", TRUE);
  assert_matches (self, "1 objects[0].location may;2  unread;", 1);
}

static void
test_slow (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "(o+)+$", .with = "x", .flags = LB_REPLACE_REGEX };
  g_autofree char *row = g_strnfill (2000, 'o');
  g_autofree char *words = g_strconcat (row, "!", NULL);
  g_autofree char *caption = caption_of (words, "a coat");

  begin (self, &terms, NULL);
  add (self, caption, TRUE);
  assert_matches (self, "1 objects[0].description slow;", 0);
}

static void
test_long (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "o", .with = "oo" };
  g_autofree char *row = g_strnfill (200 * 1024, 'o');
  g_autofree char *caption = caption_of (row, "coat");

  begin (self, &terms, NULL);
  add (self, caption, TRUE);
  assert_matches (
    self,
    "1 short_description may;1 objects[0].description long;1 objects[0].relationship may;"
    "1 objects[0].clothing may;1 context may;",
    1);
}

static void
test_issue (LookFixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "a[", .with = "", .flags = LB_REPLACE_REGEX };

  begin (self, &terms, NULL);
  add (self, "{\"a\":\"a[\"}", TRUE);
  lb_replace_look_run (self->look);
  g_assert_cmpint (lb_replace_look_get_issue (self->look)->kind, ==, LB_REPLACE_ISSUE_BRACKET);
  g_assert_cmpuint (lb_replace_look_get_matches (self->look)->len, ==, 0);
}

/* Captions in plain words of a service elsewhere, replaced and taken back. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  GPtrArray *images; /* (owned) */
  LbReplaceJob *job; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  hosted_session_set_up (&self->base, GUINT_TO_POINTER (HOSTED_LEGACY));
  self->store = hosted_store_new (self->base.server, 0);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name) + 1);
      g_autoptr (LbImage) image = hosted_take_object (lb_session_upload_image (
        self->base.session, self->base.dataset, bytes, name, FALSE, FALSE, NULL, NULL, NULL));

      hosted_store_set (self->store, HOSTED_FIRST + i, i < 2 ? "A coat, a coat" : "A hat");
    }
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  self->images = g_ptr_array_new ();
  for (guint i = 0; i < N_IMAGES; i++)
    g_ptr_array_add (self->images, lb_session_find_image (self->base.session, HOSTED_FIRST + i));
  self->job = lb_replace_job_new (self->base.session, self->base.dataset);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->job);
  g_ptr_array_unref (self->images);
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
  g_autoptr (DexFuture) applied = lb_replace_job_apply (self->job);

  hosted_wait_until (is_over, applied, "the captions to be written");
  hosted_wait_until (none_waits, self->base.session, "the captions to be sent");
  return g_value_get_uint (dex_future_get_value (applied, NULL));
}

static void
assert_stored (Fixture *self, guint i, const char *caption)
{
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, caption);
}

static void
look (Fixture *self, const char *find, const char *with)
{
  const LbReplaceTerms terms = { .find = find, .with = with };

  hosted_take_true (lb_replace_job_look (self->job, self->images, &terms));
}

static LbReplaceMatch *
match_at (Fixture *self, guint position)
{
  g_autoptr (LbReplaceMatch) match =
    g_list_model_get_item (lb_replace_job_get_matches (self->job), position);

  g_assert_nonnull (match);
  return match; /* the list keeps it */
}

static void
assert_tally (Fixture *self, guint places, guint captions, guint left_out)
{
  const LbReplaceTally tally = lb_replace_job_get_tally (self->job);

  g_assert_cmpuint (tally.n_accepted_places, ==, places);
  g_assert_cmpuint (tally.n_accepted_captions, ==, captions);
  g_assert_cmpuint (tally.n_left_out, ==, left_out);
}

/* What is left out stays so while the same is found; what is accepted is one step. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  GListModel *steps = G_LIST_MODEL (lb_session_get_history (self->base.session));
  const guint n = g_list_model_get_n_items (steps);

  look (self, "coat", "scarf");
  assert_tally (self, 4, 2, 0);
  lb_replace_job_accept (self->job, match_at (self, 0), FALSE);
  assert_tally (self, 2, 1, 2);
  look (self, "coat", "jacket");
  assert_tally (self, 2, 1, 2);
  lb_replace_job_accept_all (self->job, TRUE);
  assert_tally (self, 4, 2, 0);
  lb_replace_job_accept_all (self->job, FALSE);
  assert_tally (self, 0, 0, 4);
  lb_replace_job_accept (self->job, match_at (self, 1), TRUE);
  assert_tally (self, 2, 1, 2);

  g_assert_cmpuint (apply (self), ==, 1);
  assert_stored (self, 0, "A coat, a coat");
  assert_stored (self, 1, "A jacket, a jacket");
  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, n + 1);

  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (none_waits, self->base.session, "the caption as it was");
  assert_stored (self, 1, "A coat, a coat");
}

static void
test_none (Fixture *self, gconstpointer data)
{
  look (self, "A hat", " ");
  g_assert_cmpint (lb_replace_match_get_refusal (match_at (self, 0)), ==, LB_REPLACE_EMPTY);
  assert_tally (self, 0, 0, 0);
  lb_replace_job_accept_all (self->job, TRUE);
  assert_tally (self, 0, 0, 0);
  g_assert_cmpuint (apply (self), ==, 0);

  lb_replace_job_clear (self->job);
  g_assert_cmpuint (g_list_model_get_n_items (lb_replace_job_get_matches (self->job)), ==, 0);
}

/* One that was changed meanwhile is not written over. */
static void
test_outdated (Fixture *self, gconstpointer data)
{
  look (self, "coat", "scarf");
  hosted_take_true (
    lb_session_edit_caption (self->base.session, self->images->pdata[0], "My own coat"));
  g_assert_cmpuint (apply (self), ==, 1);
  assert_stored (self, 0, "My own coat");
  assert_stored (self, 1, "A scarf, a scarf");
  g_assert_cmpint (lb_caption_item_get_state (lb_replace_match_get_item (match_at (self, 0))), ==,
                   LB_CAPTION_ITEM_OUTDATED);
}

static void
close_cb (LbCaptionStep *step, GParamSpec *pspec, LbSession *session)
{
  if (lb_caption_step_get_n_done (step) > 0)
    lb_session_close (session);
}

/* The session is closed before anything is written, or after the first caption. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (DexFuture) applied = NULL;
  g_autoptr (GError) error = NULL;

  look (self, "coat", "scarf");
  if (data != NULL)
    g_signal_connect (lb_replace_job_get_step (self->job), "notify::n-done", G_CALLBACK (close_cb),
                      self->base.session);
  applied = lb_replace_job_apply (self->job);
  if (data == NULL)
    lb_session_close (self->base.session);
  hosted_wait_until (is_over, applied, "the captions to be written");
  if (data != NULL)
    g_assert_cmpuint (g_value_get_uint (dex_future_get_value (applied, NULL)), ==, 1);
  else
    g_assert_null (dex_future_get_value (applied, &error));
  if (data == NULL)
    g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  assert_stored (self, 1, "A coat, a coat");
}

/* Only the last look counts, and nothing keeps a job that nobody waits for. */
static void
test_overtaken (Fixture *self, gconstpointer data)
{
  const LbReplaceTerms terms = { .find = "(x+x+)+y", .with = "", .flags = LB_REPLACE_REGEX };
  gpointer job = self->job;
  DexFuture *first = lb_replace_job_look (self->job, self->images, &terms);

  look (self, "coat", "scarf");
  assert_tally (self, 4, 2, 0);
  hosted_wait_until (is_over, first, "the first look");
  g_assert_true (dex_future_is_rejected (first));
  dex_unref (first);

  first = lb_replace_job_look (self->job, self->images, &terms);
  g_object_add_weak_pointer (G_OBJECT (self->job), &job);
  g_clear_object (&self->job);
  g_assert_null (job);
  hosted_wait_until (is_over, first, "the last look");
  dex_unref (first);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (LookFixture *self, gconstpointer data);
  } looks[] = {
    { "/jobs/replace/invalid", test_invalid }, { "/jobs/replace/valid", test_valid },
    { "/jobs/replace/refused", test_refused }, { "/jobs/replace/path", test_path },
    { "/jobs/replace/slow", test_slow },       { "/jobs/replace/long", test_long },
    { "/jobs/replace/issue", test_issue },
  };

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    g_test_add (looks[i].name, LookFixture, NULL, look_set_up, looks[i].run, look_tear_down);
  g_test_add ("/jobs/replace/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/jobs/replace/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/jobs/replace/outdated", Fixture, NULL, set_up, test_outdated, tear_down);
  g_test_add ("/jobs/replace/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/jobs/replace/closed-late", Fixture, "late", set_up, test_closed, tear_down);
  g_test_add ("/jobs/replace/overtaken", Fixture, NULL, set_up, test_overtaken, tear_down);
  return g_test_run ();
}
