#include "base/lb-error.h"
#include "session/lb-schema-note.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"
#include "test-session-fixture.h"

/* Which schema a caption was made under: noted, kept, and never lost on the way back to it. */

static void
test_note (void)
{
  g_autofree char *first = lb_schema_note_show (NULL, "c1", "s1");
  g_autofree char *second = lb_schema_note_show (first, "c2", "s2");
  g_autofree char *back = lb_schema_note_show (second, "c1", "s2");
  g_autofree char *made = lb_schema_note_make (back, "c1", "s2");
  g_autofree char *none = lb_schema_note_show (NULL, "c1", NULL);
  g_autofree char *word = lb_schema_note_dup_word (back);
  g_autofree char *other = lb_schema_note_dup_word_of (back, "c2");
  g_autofree char *no_word = lb_schema_note_dup_word (none);
  g_autofree char *many = NULL;

  g_assert_true (lb_schema_note_is_under (NULL, "s1"));
  g_assert_true (lb_schema_note_is_under (first, "s1"));
  g_assert_false (lb_schema_note_is_under (first, "s"));
  g_assert_false (lb_schema_note_is_under (first, NULL));
  g_assert_true (lb_schema_note_is_under (second, "s2"));
  g_assert_true (lb_schema_note_knows (second, "c1"));
  g_assert_false (lb_schema_note_knows (second, "c"));
  /* What is known stays as old as it was, unless it was made anew. */
  g_assert_true (lb_schema_note_is_under (back, "s1"));
  g_assert_true (lb_schema_note_is_under (made, "s2"));
  g_assert_true (lb_schema_note_is_under (none, NULL));
  g_assert_false (lb_schema_note_is_under (none, "s1"));

  /* As it is handed on. */
  g_assert_cmpstr (lb_schema_note_schema (word), ==, "s1");
  g_assert_cmpstr (lb_schema_note_schema (other), ==, "s2");
  g_assert_null (lb_schema_note_schema (no_word));
  g_assert_null (lb_schema_note_dup_word (NULL));
  g_assert_null (lb_schema_note_dup_word_of (back, "c3"));

  /* Not more than versions of a caption. */
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *caption = g_strdup_printf ("c%u", i);
      g_autofree char *longer = lb_schema_note_show (many, caption, "s1");

      g_set_str (&many, longer);
    }
  g_assert_true (lb_schema_note_knows (many, "c119"));
  g_assert_true (lb_schema_note_knows (many, "c70"));
  g_assert_false (lb_schema_note_knows (many, "c69"));
}

static gboolean
is_learned (gpointer data)
{
  SessionFixture *self = data;

  return !self->session->learning && g_hash_table_size (self->session->sights) == 0;
}

static void
learn (SessionFixture *self)
{
  wait_until (is_learned, self, "what is known of the captions");
}

static void
set_schema (SessionFixture *self, const char *schema)
{
  g_autoptr (LbDataset) live =
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema));

  g_assert_true (live == self->dataset);
}

#define SECOND "{\"context\": \"Another one.\", \"style_medium\": \"ink\"}"
#define SECOND_SPELLED "{ \"style_medium\":\"ink\", \"context\":\"Another one.\" }\n"
#define THIRD "{\"context\": \"A third one.\"}"

static void
set_up (SessionFixture *self, gconstpointer data)
{
  session_fixture_set_up (self, data);
  session_fixture_set_schema (self);
}

static void
regenerate (SessionFixture *self)
{
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
}

static void
assert_outdated (SessionFixture *self, gboolean outdated)
{
  learn (self);
  g_assert_cmpint (lb_session_is_outdated (self->session, self->image), ==, outdated);
}

static guint n_told;

static void
told_cb (LbSession *session, LbImage *image, gpointer data)
{
  n_told++;
}

/* Made here; kept over a restart; made anew. */
static void
test_regenerated (SessionFixture *self, gconstpointer data)
{
  g_assert_false (lb_session_is_outdated (self->session, self->image));
  regenerate (self);
  assert_outdated (self, FALSE);
  g_assert_true (lb_session_is_made_under (self->session, self->image,
                                           lb_dataset_get_schema_hash (self->dataset)));

  set_schema (self, SECOND);
  assert_outdated (self, TRUE);
  session_fixture_reopen (self);
  assert_outdated (self, TRUE);
  /* Another spelling is no other schema. */
  set_schema (self, SECOND_SPELLED);
  assert_outdated (self, TRUE);

  n_told = 0;
  g_signal_connect (self->session, "review-changed", G_CALLBACK (told_cb), NULL);
  regenerate (self);
  g_assert_false (lb_session_is_outdated (self->session, self->image));
  g_assert_cmpuint (n_told, >, 0);
  assert_outdated (self, FALSE);
  session_fixture_reopen (self);
  assert_outdated (self, FALSE);
  set_schema (self, SECOND);
  assert_outdated (self, FALSE);
}

/* What is found right is of the present schema from then on, not only once that is written down. */
static void
test_age (SessionFixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *at_once = NULL;
  g_autofree char *kept = NULL;
  DexFuture *approved = NULL;

  regenerate (self);
  learn (self);
  set_schema (self, SECOND);
  assert_outdated (self, TRUE);
  before = lb_session_dup_caption_age (self->session, self->image);
  g_assert_cmpstr (before, !=, lb_dataset_get_schema_hash (self->dataset));

  approved = lb_session_set_approved (self->session, self->image, TRUE);
  at_once = lb_session_dup_caption_age (self->session, self->image);
  g_assert_cmpstr (at_once, ==, lb_dataset_get_schema_hash (self->dataset));
  g_assert_true (wait_true (approved));
  learn (self);
  kept = lb_session_dup_caption_age (self->session, self->image);
  g_assert_cmpstr (kept, ==, at_once);
}

/* Going back to a caption, or to a schema, is going back to its age. */
static void
test_undone (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first_schema = g_strdup (lb_dataset_get_visual_schema (self->dataset));
  g_autofree char *first = NULL;

  regenerate (self);
  learn (self);
  first = g_strdup (lb_image_get_caption (self->image));
  set_schema (self, SECOND);
  assert_outdated (self, TRUE);
  regenerate (self);
  assert_outdated (self, FALSE);

  g_object_unref (wait_object (lb_session_undo (self->session)));
  wait_until (session_fixture_is_saved, self, "the caption to be back");
  g_assert_cmpstr (first, ==, lb_image_get_caption (self->image));
  assert_outdated (self, TRUE);

  set_schema (self, first_schema);
  assert_outdated (self, FALSE);
}

/* A person's words are as old as those that they were made of; approved, they are right. */
static void
test_by_hand (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("By hand.");
  g_autofree char *other = make_prompt ("By hand, again.");

  regenerate (self);
  learn (self);
  set_schema (self, SECOND);
  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  g_assert_true (lb_session_is_manual (self->session, self->image));
  assert_outdated (self, TRUE);
  session_fixture_edit (self, other);
  wait_until (session_fixture_is_saved, self, "the other edit to be saved");
  session_fixture_reopen (self);
  assert_outdated (self, TRUE);

  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, TRUE)));
  assert_outdated (self, FALSE);
  set_schema (self, THIRD);
  assert_outdated (self, TRUE);
}

/* Written by hand before there was any schema. */
static void
test_before_any (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("By hand.");

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  assert_outdated (self, FALSE);
  g_assert_true (lb_session_is_made_under (self->session, self->image, NULL));
  set_schema (self, SECOND);
  assert_outdated (self, TRUE);
}

/* Another program changes the schema and has captions written: what it makes is new. @data: whether
 * the service is elsewhere. */
static void
test_elsewhere (SessionFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autofree char *before = NULL;
  SessionFixture other = *self;
  const gint64 dataset_id = lb_dataset_get_id (self->dataset);

  regenerate (self);
  learn (self);
  before = g_strdup (lb_image_get_caption (self->image));

  other.service.state_dir = state;
  other.session = session_fixture_open (&other);
  other.dataset = lb_session_find_dataset (other.session, dataset_id);
  g_assert_true (wait_true (lb_session_load_images (other.session, other.dataset)));
  other.image = lb_session_find_image (other.session, lb_image_get_id (self->image));
  set_schema (&other, SECOND);

  /* The schema alone. */
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  assert_outdated (self, TRUE);

  /* The schema and the caption, of which only the caption is asked for here. */
  set_schema (&other, THIRD);
  regenerate (&other);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpstr (before, !=, lb_image_get_caption (self->image));
  assert_outdated (self, FALSE);
  g_assert_nonnull (strstr (lb_dataset_get_visual_schema (self->dataset), "third"));
  lb_session_close (other.session);
  g_object_unref (other.session);
}

typedef struct
{
  SessionFixture *fixture;
  LbDataset *clone;
} Cloned;

/* Of two, the one that says what the older one says. */
static gboolean
is_as_old (gpointer data)
{
  const Cloned *cloned = data;
  LbSession *session = cloned->fixture->session;
  const char *old = lb_image_get_caption (cloned->fixture->image);
  GListModel *images = lb_session_get_images (session, cloned->clone);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (lb_session_is_outdated (session, image) !=
          (g_strcmp0 (lb_image_get_caption (image), old) == 0))
        return FALSE;
    }

  return g_list_model_get_n_items (images) == 2;
}

/* A copy of the dataset, made by the service, has captions that are as old, and as new, as they
 * were. */
static void
test_clone (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) other = session_fixture_upload (self, 0x336699);
  g_autoptr (LbDataset) clone = NULL;

  regenerate (self);
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, other)));
  learn (self);
  set_schema (self, SECOND);
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, other)));
  assert_outdated (self, TRUE);
  g_assert_false (lb_session_is_outdated (self->session, other));

  clone = wait_object (lb_session_clone_dataset (self->session, self->dataset, NULL, NULL));
  wait_until (is_as_old, &(Cloned) { self, clone }, "the captions to be as old as they were");
  learn (self);
  g_assert_true (is_as_old (&(Cloned) { self, clone }));
}

static void
add (const char *path,
     void (*set) (SessionFixture *, gconstpointer),
     void (*test) (SessionFixture *, gconstpointer))
{
  g_test_add (path, SessionFixture, NULL, set, test, session_fixture_tear_down);
}

static void
set_up_hosted (SessionFixture *self, gconstpointer data)
{
  session_fixture_set_up_hosted (self, data);
  session_fixture_set_schema (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/session/schemas/note", test_note);
  add ("/session/schemas/regenerated", set_up, test_regenerated);
  add ("/session/schemas/undone", set_up, test_undone);
  add ("/session/schemas/by-hand", set_up, test_by_hand);
  add ("/session/schemas/before-any", session_fixture_set_up, test_before_any);
  add ("/session/schemas/age", set_up, test_age);
  add ("/session/schemas/clone", set_up, test_clone);
  add ("/session/schemas/clone-hosted", set_up_hosted, test_clone);
  add ("/session/schemas/elsewhere", set_up, test_elsewhere);
  add ("/session/schemas/elsewhere-hosted", set_up_hosted, test_elsewhere);

  return g_test_run ();
}
