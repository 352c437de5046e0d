#include "base/lb-error.h"
#include "session/lb-session-history.h"
#include "test-session-fixture.h"

#include <string.h>

/* What was done is taken back and done again, one step after the other, also over a restart. */

#define N_STEPS 200
#define N_IMAGES 12
#define N_MANY 25
#define N_ON_THE_WAY 16

static char *
prompt (guint i)
{
  g_autofree char *words = g_strdup_printf ("Words number %u.", i);

  return g_strchomp (make_prompt (words));
}

static LbHistory *
history (SessionFixture *self)
{
  return lb_session_get_history (self->session);
}

static guint
n_steps (SessionFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (history (self)));
}

static void
undo (SessionFixture *self)
{
  g_autoptr (LbHistoryStep) step = wait_object (lb_session_undo (self->session));

  g_assert_cmpint (lb_history_step_get_state (step), ==, LB_HISTORY_UNDONE);
}

static void
redo (SessionFixture *self)
{
  g_autoptr (LbHistoryStep) step = wait_object (lb_session_redo (self->session));

  g_assert_cmpint (lb_history_step_get_state (step), ==, LB_HISTORY_DONE);
}

/* What was never sent is gone; what was sent is empty here. */
static void
assert_no_text (SessionFixture *self)
{
  g_autofree char *shown = lb_session_dup_caption_text (self->session, self->image);

  g_assert_true (shown == NULL || *shown == '\0');
}

/* A step of its own, as if the person had gone elsewhere before. */
static void
edit (SessionFixture *self, const char *text)
{
  lb_history_close_edit (history (self));
  session_fixture_edit (self, text);
}

static void
assert_step (
  SessionFixture *self, guint position, LbHistoryKind kind, guint count, const char *name)
{
  g_autoptr (LbHistoryStep) step = g_list_model_get_item (G_LIST_MODEL (history (self)), position);

  g_assert_nonnull (step);
  g_assert_cmpint (lb_history_step_get_kind (step), ==, kind);
  g_assert_cmpuint (lb_history_step_get_count (step), ==, count);
  g_assert_cmpstr (lb_history_step_get_name (step), ==, name);
}

static void
test_edit (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);
  g_autofree char *stored = NULL;

  g_assert_false (lb_history_get_can_undo (history (self)));
  edit (self, first);
  edit (self, second);
  g_assert_cmpuint (n_steps (self), ==, 2);
  assert_step (self, 0, LB_HISTORY_EDIT, 1, "picture.png");

  undo (self);
  session_fixture_assert_text (self, first);
  g_assert_true (lb_history_get_can_redo (history (self)));
  wait_until (session_fixture_is_saved, self, "the old text to be saved");
  if (self->base_url == NULL)
    {
      stored = session_fixture_dup_stored (self);
      g_assert_cmpstr (stored, ==, first);
    }

  session_fixture_reopen (self);
  g_assert_true (lb_history_get_can_redo (history (self)));
  redo (self);
  session_fixture_assert_text (self, second);
  g_assert_false (lb_history_get_can_redo (history (self)));
  g_free (wait_error (lb_session_redo (self->session), LB_ERROR_NOT_FOUND));
}

/* (transfer full): what the service really has. */
static char *
dup_stored (SessionFixture *self)
{
  LbImage *image = NULL;

  if (self->base_url == NULL)
    return session_fixture_dup_stored (self);

  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  image = lb_session_find_image (self->session, lb_image_get_id (self->image));

  return g_strdup (lb_image_get_caption (image));
}

/* However far the newer text is on its way, the older one is there in the end. */
static void
test_undo_on_the_way (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);

  edit (self, first);
  wait_until (session_fixture_is_saved, self, "the first text to be saved");
  for (guint i = 0; i < N_ON_THE_WAY; i++)
    {
      g_autofree char *second = prompt (2 + i);
      g_autofree char *stored = NULL;

      edit (self, second);
      for (guint n = 0; n < i; n++)
        g_main_context_iteration (NULL, FALSE);
      undo (self);
      session_fixture_assert_text (self, first);
      wait_until (session_fixture_is_saved, self, "the first text to be saved again");
      stored = dup_stored (self);
      g_assert_cmpstr (stored, ==, first);
      session_fixture_assert_text (self, first);
    }
}

/* Typing is one step until the person goes elsewhere, and none when nothing came of it. */
static void
test_typing (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);

  edit (self, first);
  session_fixture_edit (self, "{");
  session_fixture_edit (self, "{\"");
  session_fixture_edit (self, second);
  g_assert_cmpuint (n_steps (self), ==, 1);

  lb_history_close_edit (history (self));
  session_fixture_edit (self, "{");
  g_assert_cmpuint (n_steps (self), ==, 2);
  session_fixture_edit (self, second);
  g_assert_cmpuint (n_steps (self), ==, 1);

  session_fixture_reopen (self);
  g_assert_cmpuint (n_steps (self), ==, 1);
  undo (self);
  assert_no_text (self);
  redo (self);
  session_fixture_assert_text (self, second);
}

static void
test_new_edit_ends_redo (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);

  edit (self, first);
  edit (self, second);
  undo (self);
  edit (self, "other");
  g_assert_false (lb_history_get_can_redo (history (self)));
  g_assert_cmpuint (n_steps (self), ==, 2);

  session_fixture_reopen (self);
  g_assert_cmpuint (n_steps (self), ==, 2);
  undo (self);
  session_fixture_assert_text (self, first);
}

static void
test_group (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) other = session_fixture_upload (self, 0x996633);
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);
  g_autofree char *shown = NULL;
  gint64 group = lb_history_begin (history (self), LB_HISTORY_REPLACE);

  lb_history_enter (history (self), group);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, first));
  lb_history_leave (history (self));
  edit (self, second);
  lb_history_enter (history (self), group);
  dex_future_disown (lb_session_edit_caption (self->session, other, first));
  lb_history_leave (history (self));
  lb_history_end (history (self), group);

  g_assert_cmpuint (n_steps (self), ==, 2);
  assert_step (self, 0, LB_HISTORY_EDIT, 1, "picture.png");
  assert_step (self, 1, LB_HISTORY_REPLACE, 2, "picture.png");
  undo (self);
  session_fixture_assert_text (self, first);
  undo (self);
  assert_no_text (self);
  shown = lb_session_dup_caption_text (self->session, other);
  g_assert_true (shown == NULL || *shown == '\0');
}

static void
test_changed_elsewhere (SessionFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);
  g_autofree char *theirs = prompt (3);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);
  SessionFixture there = { .session = other };

  edit (self, first);
  edit (self, second);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");

  g_assert_true (wait_true (lb_session_open (other)));
  there.dataset = lb_session_find_dataset (other, lb_dataset_get_id (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (other, there.dataset)));
  there.image = lb_session_find_image (other, lb_image_get_id (self->image));
  g_assert_true (wait_true (lb_session_edit_caption (other, there.image, theirs)));
  wait_until (session_fixture_is_saved, &there, "the other's edit to be saved");
  lb_session_close (other);

  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_free (wait_error (lb_session_undo (self->session), LB_ERROR_CONFLICT));
  session_fixture_assert_text (self, theirs);
  assert_step (self, 0, LB_HISTORY_EDIT, 1, "picture.png");
  /* That step is passed over; the one before it does not fit either. */
  g_free (wait_error (lb_session_undo (self->session), LB_ERROR_CONFLICT));
  g_assert_false (lb_history_get_can_undo (history (self)));
  g_assert_false (lb_history_get_can_redo (history (self)));
}

static void
test_settings (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) renamed =
    wait_object (lb_session_rename_dataset (self->session, self->dataset, "Second"));
  g_autoptr (LbProject) project =
    wait_object (lb_session_rename_project (self->session, self->project, "Bridge"));
  g_autofree char *schema = read_example ("visual-schema.style.json");

  session_fixture_set_schema (self);
  assert_step (self, 0, LB_HISTORY_SCHEMA, 1, "Second");
  assert_step (self, 1, LB_HISTORY_RENAME, 1, "Harbour");
  assert_step (self, 2, LB_HISTORY_RENAME, 1, "First");

  /* R28: there is no way back to no schema at all. */
  undo (self);
  g_assert_cmpstr (lb_project_get_project_name (self->project), ==, "Harbour");
  undo (self);
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "First");
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->dataset), ==, schema);
  redo (self);
  redo (self);
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "Second");
  g_assert_cmpstr (lb_project_get_project_name (self->project), ==, "Bridge");
}

static void
test_refused_change (SessionFixture *self, gconstpointer data)
{
  g_free (wait_error (lb_session_set_visual_schema (self->session, self->dataset, "{}"),
                      LB_ERROR_INVALID));
  g_assert_cmpuint (n_steps (self), ==, 0);
}

static void
test_regenerate (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *anew = NULL;
  g_autoptr (LbImage) image = NULL;

  session_fixture_set_schema (self);
  edit (self, first);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, TRUE)));
  image = wait_object (lb_session_regenerate_caption (self->session, self->image));
  anew = lb_session_dup_caption_text (self->session, self->image);
  g_assert_cmpstr (anew, !=, first);
  g_assert_false (lb_session_is_approved (self->session, self->image));
  assert_step (self, 0, LB_HISTORY_REGENERATE, 1, "picture.png");

  undo (self);
  session_fixture_assert_text (self, first);
  g_assert_true (lb_session_is_approved (self->session, self->image));
  g_assert_cmpstr (lb_session_get_caption_source (self->session, self->image), ==, "manual");
  redo (self);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  session_fixture_assert_text (self, anew);
  g_assert_false (lb_session_is_approved (self->session, self->image));
  g_assert_cmpstr (lb_session_get_caption_source (self->session, self->image), ==, "automatic");
}

/* The first caption is taken back: nobody wrote that there is none, so that a run may write again.
 */
static void
test_first_undone (SessionFixture *self, gconstpointer data)
{
  g_autofree char *anew = NULL;

  session_fixture_set_schema (self);
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  undo (self);
  assert_no_text (self);
  g_assert_false (lb_session_is_manual (self->session, self->image));

  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  anew = lb_session_dup_caption_text (self->session, self->image);
  g_assert_cmpuint (strlen (anew), >, 0);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_SAVED);
}

static void
test_versions (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) versions = NULL;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *text = prompt (i);

      edit (self, text);
    }
  for (guint i = 0; i < N_MANY; i++)
    undo (self);
  edit (self, "other");

  session_fixture_reopen (self);
  versions = wait_boxed (lb_session_list_versions (self->session, self->image));
  g_assert_cmpuint (versions->len, >=, 20);
  g_assert_cmpuint (versions->len, ==, N_MANY + 1);
  for (guint i = 0; i < N_MANY; i++)
    {
      const LbCaptionVersion *version = g_ptr_array_index (versions, N_MANY - i);
      g_autofree char *text = prompt (i);

      g_assert_cmpstr (version->text, ==, text);
      g_assert_cmpstr (version->source, ==, "manual");
      g_assert_cmpint (version->made_at, >, 0);
    }
}

/* Many steps of all kinds. */

typedef struct
{
  char *caption;
  char *name;
  char *source;
  char *picture; /* SHA-256 */
  gboolean approved;
} Seen;

static void
seen_free (Seen *seen)
{
  g_free (seen->caption);
  g_free (seen->name);
  g_free (seen->source);
  g_free (seen->picture);
  g_free (seen);
}

static LbProject *
find_project (SessionFixture *self)
{
  return lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset));
}

static char *
hash_picture (SessionFixture *self, LbImage *image)
{
  g_autoptr (GBytes) bytes = wait_boxed (lb_session_fetch_picture (self->session, image));

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
see_name (GHashTable *table, const char *key, const char *name)
{
  Seen *seen = g_new0 (Seen, 1);

  seen->name = g_strdup (name);
  g_hash_table_insert (table, g_strdup (key), seen);
}

/* What a person would call equal, of each image by its UUID; with the names of the dataset and the
 * project, and the schema. */
static GHashTable *
look (SessionFixture *self)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  GHashTable *table =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) seen_free);

  see_name (table, "dataset", lb_dataset_get_name (self->dataset));
  see_name (table, "schema", lb_dataset_get_visual_schema (self->dataset));
  see_name (table, "project", lb_project_get_project_name (find_project (self)));
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      Seen *seen = g_new0 (Seen, 1);

      seen->caption = lb_session_dup_caption_text (self->session, image);
      seen->name = g_strdup (lb_image_get_shown_name (image));
      seen->source = g_strdup (lb_session_get_caption_source (self->session, image));
      seen->picture = hash_picture (self, image);
      seen->approved = lb_session_is_approved (self->session, image);
      g_hash_table_insert (table, g_strdup (lb_session_get_uuid (self->session, image)), seen);
    }

  return table;
}

static void
assert_equal (SessionFixture *self, GHashTable *before)
{
  g_autoptr (GHashTable) now = look (self);
  GHashTableIter iter;
  const char *uuid = NULL;
  Seen *seen = NULL;

  g_assert_cmpuint (g_hash_table_size (now), ==, g_hash_table_size (before));
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, (gpointer *) &uuid, (gpointer *) &seen))
    {
      Seen *again = g_hash_table_lookup (now, uuid);

      g_assert_nonnull (again);
      g_assert_cmpstr (again->caption, ==, seen->caption);
      g_assert_cmpstr (again->name, ==, seen->name);
      g_assert_cmpstr (again->source, ==, seen->source);
      g_assert_cmpstr (again->picture, ==, seen->picture);
      g_assert_cmpint (again->approved, ==, seen->approved);
    }
}

/* (transfer full): some of the images, the first of them at @n. */
static GPtrArray *
pick (SessionFixture *self, guint n, guint n_wanted)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  const guint n_images = g_list_model_get_n_items (images);
  GPtrArray *picked = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < MIN (n_wanted, n_images); i++)
    g_ptr_array_add (picked, g_list_model_get_item (images, (n + i) % n_images));

  return picked;
}

static void
delete_some (SessionFixture *self, guint n, guint n_wanted)
{
  g_autoptr (GPtrArray) images = pick (self, n, n_wanted);
  g_autoptr (LbDeletion) deletion = lb_session_delete_images (self->session, images);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
}

/* In bulk, what one of these does to each image is one step. */

static DexFuture *
approve (SessionFixture *self, LbImage *image, guint i)
{
  return lb_session_set_approved (self->session, image, TRUE);
}

static DexFuture *
unapprove (SessionFixture *self, LbImage *image, guint i)
{
  return lb_session_set_approved (self->session, image, FALSE);
}

static DexFuture *
replace (SessionFixture *self, LbImage *image, guint i)
{
  g_autofree char *text = prompt (1000 + i);

  return lb_session_edit_caption (self->session, image, text);
}

static DexFuture *
regenerate (SessionFixture *self, LbImage *image, guint i)
{
  return lb_session_regenerate_caption (self->session, image);
}

static void
do_in_bulk (SessionFixture *self,
            LbHistoryKind kind,
            DexFuture *(*change) (SessionFixture *self, LbImage *image, guint i),
            guint i)
{
  const gint64 group = lb_history_begin (history (self), kind);
  g_autoptr (GPtrArray) images = pick (self, i, N_IMAGES);

  for (guint n = 0; n < images->len; n++)
    {
      DexFuture *changed = NULL;

      lb_history_enter (history (self), group);
      changed = change (self, g_ptr_array_index (images, n), i);
      lb_history_leave (history (self));
      while (dex_future_is_pending (changed))
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (dex_future_is_resolved (changed));
      dex_unref (changed);
    }
  lb_history_end (history (self), group);
}

/* One of each kind of step, and many edits between them. */
static void
make_step (SessionFixture *self, guint i)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  g_autoptr (LbImage) image = g_list_model_get_item (images, i % g_list_model_get_n_items (images));
  g_autofree char *text = prompt (i);
  g_autofree char *name = g_strdup_printf ("Name %u", i);

  lb_history_close_edit (history (self));
  switch (i % 40)
    {
    case 6:
    case 19: do_in_bulk (self, LB_HISTORY_APPROVE, approve, i); break;
    case 21: do_in_bulk (self, LB_HISTORY_UNAPPROVE, unapprove, i); break;
    case 24: do_in_bulk (self, LB_HISTORY_REPLACE, replace, i); break;
    case 30: do_in_bulk (self, LB_HISTORY_REGENERATE, regenerate, i); break;
    case 12:
      g_object_unref (wait_object (lb_session_regenerate_caption (self->session, image)));
      break;
    case 15:
      if (i < 100)
        delete_some (self, i, 1);
      else
        delete_some (self, i, 2);
      break;
    case 35:
      g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, name)));
      break;
    case 38:
      g_object_unref (
        wait_object (lb_session_rename_project (self->session, find_project (self), name)));
      break;
    default:
      g_assert_true (wait_true (lb_session_edit_caption (self->session, image, text)));
      break;
    }
}

static void
reopen (SessionFixture *self)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);

  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = session_fixture_open (self);
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
}

static void
test_many (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) start = NULL;
  g_autoptr (GHashTable) end = NULL;
  guint n_before = 0;

  session_fixture_set_schema (self);
  for (guint i = 1; i < N_IMAGES; i++)
    g_object_unref (session_fixture_upload (self, 0x102030 * i));
  /* All of them begin with words, approved or not. */
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  start = look (self);
  n_before = n_steps (self);
  for (guint i = 0; i < N_STEPS; i++)
    make_step (self, i);
  g_assert_cmpuint (n_steps (self), ==, n_before + N_STEPS);
  end = look (self);
  reopen (self);
  assert_equal (self, end);

  for (guint i = 0; i < N_STEPS; i++)
    undo (self);
  assert_equal (self, start);
  reopen (self);
  assert_equal (self, start);

  for (guint i = 0; i < N_STEPS; i++)
    redo (self);
  assert_equal (self, end);
  reopen (self);
  assert_equal (self, end);
}

/* (transfer full): what the step at @position did. */
static GPtrArray *
list_changes (SessionFixture *self, guint position)
{
  g_autoptr (LbHistoryStep) step = g_list_model_get_item (G_LIST_MODEL (history (self)), position);

  return wait_boxed (lb_session_list_step_changes (self->session, step));
}

static void
assert_change (SessionFixture *self,
               LbStepChange *change,
               LbHistoryField field,
               const char *before,
               const char *after)
{
  g_assert_cmpint (lb_step_change_get_field (change), ==, field);
  g_assert_null (lb_step_change_get_before (change));
  g_assert_true (wait_true (lb_session_read_step_change (self->session, change)));
  g_assert_cmpstr (lb_step_change_get_before (change), ==, before);
  g_assert_cmpstr (lb_step_change_get_after (change), ==, after);
}

/* What a step did can be read, image by image, also after a restart. */
static void
test_read_steps (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);
  g_autoptr (LbImage) other = session_fixture_upload (self, 0x996633);
  const gint64 other_id = lb_image_get_id (other);
  const gint64 group = lb_history_begin (history (self), LB_HISTORY_REPLACE);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_clear_object (&other);
  edit (self, first);
  lb_history_enter (history (self), group);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, second));
  dex_future_disown (lb_session_edit_caption (
    self->session, lb_session_find_image (self->session, other_id), first));
  lb_history_leave (history (self));
  lb_history_end (history (self), group);
  wait_until (session_fixture_is_saved, self, "the edits to be saved");
  g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, "New")));

  /* The images are looked for where nobody has looked at them yet. */
  session_fixture_reopen (self);
  changes = list_changes (self, 1);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_true (lb_step_change_get_object (changes->pdata[0]) == self->image);
  assert_change (self, changes->pdata[0], LB_HISTORY_CAPTION, first, second);
  g_assert_cmpstr (lb_step_change_get_source_before (changes->pdata[0]), ==, "manual");
  g_assert_cmpint (lb_image_get_id (lb_step_change_get_object (changes->pdata[1])), ==, other_id);
  assert_change (self, changes->pdata[1], LB_HISTORY_CAPTION, NULL, first);

  names = list_changes (self, 0);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_true (lb_step_change_get_object (names->pdata[0]) ==
                 lb_step_change_get_dataset (names->pdata[0]));
  assert_change (self, names->pdata[0], LB_HISTORY_NAME, "First", "New");

  /* A step that was cut off meanwhile. */
  undo (self);
  undo (self);
  edit (self, second);
  g_free (wait_error (lb_session_read_step_change (self->session, changes->pdata[0]),
                      LB_ERROR_NOT_FOUND));
}

/* What was deleted has its name, and is in the trash until it is back. */
static void
test_read_deletion (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (LbDeletion) deletion = NULL;

  g_ptr_array_add (images, self->image);
  deletion = lb_session_delete_images (self->session, images);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  changes = list_changes (self, 0);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpint (lb_step_change_get_field (changes->pdata[0]), ==, LB_HISTORY_EXISTENCE);
  g_assert_cmpstr (lb_step_change_get_deleted_name (changes->pdata[0]), ==, "picture.png");
  g_assert_true (lb_step_change_get_in_trash (changes->pdata[0]));

  undo (self);
  again = list_changes (self, 0);
  g_assert_false (lb_step_change_get_in_trash (again->pdata[0]));
  g_assert_nonnull (lb_step_change_get_object (again->pdata[0]));
}

/* What is complete stays as it is: another step is no way around that. */
static void
test_completed (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = prompt (1);
  g_autofree char *second = prompt (2);

  edit (self, first);
  edit (self, second);
  wait_until (session_fixture_is_saved, self, "the text to be saved");
  undo (self);
  wait_until (session_fixture_is_saved, self, "the old text to be saved");

  g_object_set (self->dataset, "status", "completed", NULL);
  g_free (wait_error (lb_session_redo (self->session), LB_ERROR_CONFLICT));
  g_free (wait_error (lb_session_undo (self->session), LB_ERROR_CONFLICT));
  session_fixture_assert_text (self, first);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_SAVED);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/undo/" name, SessionFixture, NULL, session_fixture_set_up, test,                   \
              session_fixture_tear_down)

#define ADD_HOSTED(name, test)                                                                     \
  g_test_add ("/undo/hosted/" name, SessionFixture, NULL, session_fixture_set_up_hosted, test,     \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("edit", test_edit);
  ADD ("undo-on-the-way", test_undo_on_the_way);
  ADD ("typing", test_typing);
  ADD ("new-edit-ends-redo", test_new_edit_ends_redo);
  ADD ("group", test_group);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("settings", test_settings);
  ADD ("refused-change", test_refused_change);
  ADD ("regenerate", test_regenerate);
  ADD ("first-undone", test_first_undone);
  ADD ("versions", test_versions);
  ADD ("read-steps", test_read_steps);
  ADD ("read-deletion", test_read_deletion);
  ADD ("many", test_many);
  ADD ("completed", test_completed);
  ADD_HOSTED ("edit", test_edit);
  ADD_HOSTED ("undo-on-the-way", test_undo_on_the_way);
  ADD_HOSTED ("regenerate", test_regenerate);
  ADD_HOSTED ("many", test_many);

  return g_test_run ();
}
