#include "base/lb-error.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "session/lb-session-live.h"
#include "session/lb-session-private.h"
#include "session/lb-session-record.h"
#include "test-session-fixture.h"

/* Fields that have one value in all captions of a dataset: kept, put into what is new, undone. */

#define CONDITIONS "lighting.conditions"
#define FROZEN "\"Frozen light.\""

static void
test_fields (void)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) broken = lb_frozen_fields_new ("{");
  g_autoptr (LbFrozenFields) inner = lb_frozen_fields_with (none, CONDITIONS, FROZEN);
  g_autoptr (LbFrozenFields) same = lb_frozen_fields_new (lb_frozen_fields_get_text (inner));
  g_autoptr (LbFrozenFields) outer = lb_frozen_fields_with (inner, "lighting", "{}");
  g_autoptr (LbFrozenFields) without = lb_frozen_fields_without (inner, CONDITIONS);
  g_autofree char *value = lb_frozen_fields_dup_value (same, CONDITIONS);
  g_autofree char *found = lb_frozen_fields_find (outer, "lighting.shadows");
  g_autofree char *not_found = lb_frozen_fields_find (outer, "lightings");

  g_assert_cmpstr (lb_frozen_fields_get_text (none), ==, "");
  g_assert_cmpuint (lb_frozen_fields_get_n (broken), ==, 0);
  g_assert_cmpstr (value, ==, FROZEN);
  /* What is around it has it in it. */
  g_assert_cmpuint (lb_frozen_fields_get_n (outer), ==, 1);
  g_assert_cmpstr (found, ==, "lighting");
  g_assert_null (not_found);
  g_assert_cmpstr (lb_frozen_fields_get_text (without), ==, "");
  g_assert_true (lb_frozen_fields_can_have (CONDITIONS));
  g_assert_false (lb_frozen_fields_can_have ("objects[0].pose"));
  g_assert_false (lb_frozen_fields_can_have (""));
}

/* What would make a caption less valid stays out, and the rest goes in. */
static void
test_put (void)
{
  g_autofree char *text = make_prompt ("A fox.");
  g_autoptr (LbPrompt) caption = lb_prompt_new (text, NULL);
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) light = lb_frozen_fields_with (none, CONDITIONS, FROZEN);
  g_autoptr (LbFrozenFields) both = lb_frozen_fields_with (light, "objects", "3");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (LbPrompt) put = lb_frozen_fields_put (both, caption, builder);
  g_autofree char *conditions = lb_prompt_get (put, CONDITIONS);
  g_autofree char *objects = lb_prompt_get (put, "objects");
  g_autoptr (LbPrompt) again = lb_frozen_fields_put (light, put, NULL);
  g_auto (GStrv) left_out = g_strv_builder_end (builder);

  g_assert_cmpuint (g_strv_length (left_out), ==, 1);
  g_assert_cmpstr (left_out[0], ==, "objects");
  g_assert_cmpstr (conditions, ==, FROZEN);
  g_assert_cmpint (*objects, ==, '[');
  g_assert_true (again == put);
}

static void
freeze (SessionFixture *self, const char *path, const char *json)
{
  LbFrozenFields *present = lb_session_get_frozen (self->session, self->dataset);
  g_autoptr (LbFrozenFields) before =
    present != NULL ? g_object_ref (present) : lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_with (before, path, json);

  g_assert_true (wait_true (lb_session_set_frozen (self->session, self->dataset, fields)));
}

static void
assert_frozen (LbSession *session, LbDataset *dataset, const char *expected)
{
  LbFrozenFields *fields = lb_session_get_frozen (session, dataset);
  g_autofree char *value = fields != NULL ? lb_frozen_fields_dup_value (fields, CONDITIONS) : NULL;

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_value (SessionFixture *self, LbImage *image, const char *expected)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, image);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = lb_prompt_get (prompt, CONDITIONS);

  if (expected != NULL)
    g_assert_cmpstr (value, ==, expected);
  else
    g_assert_cmpstr (value, !=, FROZEN);
}

/* (transfer full): the future of unfreezing what is at @path. */
static DexFuture *
unfreeze (SessionFixture *self, const char *path)
{
  LbFrozenFields *present = lb_session_get_frozen (self->session, self->dataset);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_without (present, path);

  return lb_session_set_frozen (self->session, self->dataset, fields);
}

/* One change after the other, before the first is on disk; undo takes back one at a time. */
static void
test_quick (SessionFixture *self, gconstpointer data)
{
  DexFuture *first = NULL;
  DexFuture *second = NULL;

  freeze (self, CONDITIONS, FROZEN);
  freeze (self, "context", "\"a harbour\"");
  first = unfreeze (self, CONDITIONS);
  second = unfreeze (self, "context");
  g_assert_true (wait_true (first));
  g_assert_true (wait_true (second));
  g_assert_null (lb_session_get_frozen (self->session, self->dataset));

  g_object_unref (wait_object (lb_session_undo (self->session)));
  assert_frozen (self->session, self->dataset, NULL);
  g_object_unref (wait_object (lb_session_undo (self->session)));
  assert_frozen (self->session, self->dataset, FROZEN);
}

static guint n_told;

static void
told_cb (LbSession *session, LbDataset *dataset, gpointer data)
{
  g_assert_true (dataset == ((SessionFixture *) data)->dataset);
  n_told++;
}

/* Over a restart, and back. */
static void
test_kept (SessionFixture *self, gconstpointer data)
{
  const gint64 id = lb_dataset_get_id (self->dataset);
  LbDataset *dataset = NULL;

  g_signal_connect (self->session, "frozen-changed", G_CALLBACK (told_cb), self);
  n_told = 0;
  freeze (self, CONDITIONS, FROZEN);
  assert_frozen (self->session, self->dataset, FROZEN);
  g_object_unref (wait_object (lb_session_undo (self->session)));
  assert_frozen (self->session, self->dataset, NULL);
  g_object_unref (wait_object (lb_session_redo (self->session)));
  assert_frozen (self->session, self->dataset, FROZEN);
  g_assert_cmpuint (n_told, ==, 3);

  session_fixture_reopen (self);
  dataset = lb_session_find_dataset (self->session, id);
  assert_frozen (self->session, dataset, FROZEN);
  g_object_unref (wait_object (lb_session_undo (self->session)));
  assert_frozen (self->session, dataset, NULL);
}

/* The new caption has it, in the one step that the caption is; the old one comes back as it was. */
static void
test_regenerated (SessionFixture *self, gconstpointer data)
{
  g_autofree char *before = g_strchomp (make_prompt ("A fox at dawn."));
  LbHistory *history = lb_session_get_history (self->session);
  guint n_steps = 0;

  session_fixture_set_schema (self);
  session_fixture_edit (self, before);
  freeze (self, CONDITIONS, FROZEN);
  assert_value (self, self->image, NULL);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));

  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  assert_value (self, self->image, FROZEN);
  g_assert_false (lb_session_is_manual (self->session, self->image));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);
  wait_until (session_fixture_is_saved, self, "the frozen value to be sent");

  g_object_unref (wait_object (lb_session_undo (self->session)));
  session_fixture_assert_text (self, before);
  g_object_unref (wait_object (lb_session_redo (self->session)));
  assert_value (self, self->image, FROZEN);
}

static void
left_out_cb (LbSession *session, LbImage *image, GStrv paths, SessionFixture *self)
{
  g_assert_true (image == self->image);
  g_assert_cmpuint (g_strv_length (paths), ==, 1);
  g_assert_cmpstr (paths[0], ==, CONDITIONS);
  n_told++;
}

/* What the new caption would be less valid with is not put in, and that is told. */
static void
test_refused (SessionFixture *self, gconstpointer data)
{
  session_fixture_set_schema (self);
  freeze (self, CONDITIONS, "3");
  n_told = 0;
  g_signal_connect (self->session, "frozen-left-out", G_CALLBACK (left_out_cb), self);
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  assert_value (self, self->image, NULL);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_SAVED);
}

typedef struct
{
  SessionFixture *fixture;
  LbImage *image;
} Coming;

static gboolean
has_frozen (gpointer data)
{
  Coming *coming = data;
  g_autofree char *text = lb_session_dup_caption_text (coming->fixture->session, coming->image);

  return text != NULL && strstr (text, FROZEN) != NULL &&
         lb_session_get_edit_state (coming->fixture->session, coming->image) == LB_EDIT_SAVED;
}

/* A caption that the service makes gets the value as it comes; one that comes with its picture
 * stays. */
static void
test_new (SessionFixture *self, gconstpointer data)
{
  LbHistory *history = lb_session_get_history (self->session);
  g_autofree char *text = g_strchomp (make_prompt ("A cat."));
  g_autofree char *kept = NULL;
  g_autoptr (LbImage) given = NULL;
  g_autoptr (LbImage) image = NULL;
  guint n_steps = 0;

  session_fixture_set_schema (self);
  freeze (self, CONDITIONS, FROZEN);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));
  given = session_fixture_upload (self, 0x336699);
  g_assert_true (wait_true (lb_session_give_caption (self->session, given, text, NULL)));
  image = session_fixture_upload (self, 0x993366);
  wait_until (has_frozen, &(Coming) { self, image }, "the frozen value");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps);
  kept = lb_session_dup_caption_text (self->session, given);
  g_assert_cmpstr (kept, ==, text);
}

static gboolean
has_frozen_value (gpointer data)
{
  SessionFixture *self = data;

  return has_frozen (&(Coming) { self, self->image });
}

/* One that was asked for, and whose answer was lost, is a step as soon as it is seen; so is what it
 * got then, and no undo finds that somebody else was at it. */
static void
test_lost_answer (SessionFixture *self, gconstpointer data)
{
  LbHistory *history = lb_session_get_history (self->session);
  g_autofree char *before = g_strchomp (make_prompt ("A fox at dawn."));
  g_autofree char *after = g_strchomp (make_prompt ("A fox at noon."));
  g_autoptr (LbCaptionBefore) asked = NULL;
  g_autoptr (LbImage) seen = NULL;
  guint n_steps = 0;

  session_fixture_set_schema (self);
  session_fixture_edit (self, before);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  freeze (self, CONDITIONS, FROZEN);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));

  asked = lb_session_look_at_caption (self->session, self->image);
  g_assert_true (
    wait_true (lb_session_expect_regeneration (self->session, self->image, asked, before)));
  /* It is newer, so that what a look under way has to say of the image is not taken for it. */
  seen = lb_image_new (lb_image_get_id (self->image));
  g_object_set (seen, "dataset-id", lb_image_get_dataset_id (self->image), "caption", after,
                "caption-source", "automatic", "updated-at",
                lb_image_get_updated_at (self->image) + 1, NULL);
  g_assert_true (lb_session_adopt_image (self->session, seen) == self->image);
  wait_until (has_frozen_value, self, "the frozen value");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);

  g_object_unref (wait_object (lb_session_undo (self->session)));
  session_fixture_assert_text (self, before);
  g_object_unref (wait_object (lb_session_redo (self->session)));
  assert_value (self, self->image, FROZEN);
  wait_until (session_fixture_is_saved, self, "the caption to be sent");
}

/* A clone has what its source has; what is deleted for good has nothing. */
static void
test_datasets (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) copy = NULL;
  g_autofree char *uuid = NULL;

  freeze (self, CONDITIONS, FROZEN);
  copy = wait_object (lb_session_clone_dataset (self->session, self->dataset, NULL, NULL));
  assert_frozen (self->session, copy, FROZEN);

  uuid = g_strdup (lb_session_get_uuid (self->session, copy));
  session_fixture_delete (self, copy);
  g_assert_null (lb_freezes_get (self->session->freezes, uuid));
  assert_frozen (self->session, self->dataset, FROZEN);
}

static void
add (const char *path, void (*test) (SessionFixture *, gconstpointer))
{
  g_test_add (path, SessionFixture, NULL, session_fixture_set_up, test, session_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/session/freezes/fields", test_fields);
  g_test_add_func ("/session/freezes/put", test_put);
  add ("/session/freezes/kept", test_kept);
  add ("/session/freezes/regenerated", test_regenerated);
  add ("/session/freezes/refused", test_refused);
  add ("/session/freezes/quick", test_quick);
  add ("/session/freezes/new", test_new);
  add ("/session/freezes/lost-answer", test_lost_answer);
  add ("/session/freezes/datasets", test_datasets);

  return g_test_run ();
}
