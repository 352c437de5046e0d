#include "session/lb-session-private.h"

#include "base/lb-threads.h"
#include "model/lb-prompt-hash.h"
#include "session/lb-schema-note.h"
#include "session/lb-session-frozen.h"

/* Which schema captions were made under. The service does not say, so it is noted here: for one
 * that is made from here, the schema at that time; for one that is seen for the first time, the
 * schema then. A caption is known by what it says, so that one that comes back is as old as it was.
 * A person's edit is as old as the caption that it was made of. */

#define AT_ONCE 128 /* captions a piece of work on a thread */
#define ASKED_US (10 * 60 * G_USEC_PER_SEC)

/* A caption that nothing is noted of yet. */
typedef struct
{
  char *schema;   /* (owned) (nullable): hash of the dataset's when it was seen */
  char *text;     /* (owned) (nullable): of one from here, which nobody need be asked about */
  char *heritage; /* (owned) (nullable): what is noted of the image that it was cloned from */
  gboolean made;  /* it was certainly made under that */
  gboolean came;  /* just now, to an image that was there, in a dataset with frozen fields */
  gboolean taken; /* it is being looked at */
} Sight;

void
lb_session_sight_free (gpointer data)
{
  Sight *self = data;

  g_free (self->schema);
  g_free (self->text);
  g_free (self->heritage);
  g_free (self);
}

/* What is found out about one. */
typedef struct
{
  LbImage *image; /* (owned) */
  char *text;     /* (owned) */
  char *schema;   /* (owned) (nullable) */
  char *heritage; /* (owned) (nullable) */
  char *hash;     /* (owned) (nullable) until it was looked at: of the text */
  gboolean ours;
  gboolean made;
  gboolean came;
  gboolean outdated; /* before it was noted */
  gboolean fresh;    /* nothing was known of the caption, which the service has made */
} Lesson;

static void
lesson_free (gpointer data)
{
  Lesson *self = data;

  g_clear_object (&self->image);
  g_free (self->text);
  g_free (self->schema);
  g_free (self->heritage);
  g_free (self->hash);
  g_free (self);
}

static const char *
get_note (LbSession *self, LbImage *image)
{
  return lb_image_notes_get (self->notes, LB_IMAGE_NOTE_SCHEMA, lb_image_get_id (image));
}

/* (nullable): what was seen and is not noted yet, where that says more than the note. */
static const Sight *
find_telling_sight (LbSession *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);
  const Sight *sight = g_hash_table_lookup (self->sights, &id);

  return sight != NULL && (sight->made || get_note (self, image) == NULL) ? sight : NULL;
}

static LbDataset *
dataset_of (LbSession *self, LbImage *image)
{
  return lb_session_find_dataset (self, lb_image_get_dataset_id (image));
}

/* (transfer full): those that wait, AT_ONCE at most. */
static GPtrArray *
take_lessons (LbSession *self)
{
  GPtrArray *lessons = g_ptr_array_new_with_free_func (lesson_free);
  GHashTableIter iter;
  gint64 *id = NULL;
  Sight *sight = NULL;

  g_hash_table_iter_init (&iter, self->sights);
  while (lessons->len < AT_ONCE &&
         g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &sight))
    {
      LbImage *image = lb_session_find_image (self, *id);
      Lesson *lesson = NULL;

      if (sight->taken)
        continue;
      if (image == NULL)
        {
          g_hash_table_iter_remove (&iter);
          continue;
        }
      sight->taken = TRUE;
      lesson = g_new0 (Lesson, 1);
      lesson->image = g_object_ref (image);
      lesson->ours = sight->text != NULL;
      lesson->made = sight->made;
      lesson->came = sight->came;
      lesson->schema = g_strdup (sight->schema);
      lesson->heritage = g_strdup (sight->heritage);
      lesson->text =
        lesson->ours ? g_strdup (sight->text) : lb_session_dup_caption_text (self, image);
      g_ptr_array_add (lessons, lesson);
    }

  return lessons;
}

static DexFuture *
hash_work (gpointer data)
{
  GPtrArray *lessons = data;

  for (guint i = 0; i < lessons->len; i++)
    {
      Lesson *lesson = g_ptr_array_index (lessons, i);

      if (lesson->text != NULL)
        lesson->hash = lb_prompt_hash (lesson->text, LB_PROMPT_CAPTION);
    }

  return dex_future_new_true ();
}

static gboolean
was_asked (LbSession *self, gint64 dataset_id)
{
  const gint64 *asked_us = g_hash_table_lookup (self->schema_asked, &dataset_id);

  return asked_us != NULL && g_get_monotonic_time () - *asked_us < ASKED_US;
}

static void
note_asked (LbSession *self, gint64 dataset_id)
{
  const gint64 now_us = g_get_monotonic_time ();

  g_hash_table_replace (self->schema_asked, g_memdup2 (&dataset_id, sizeof dataset_id),
                        g_memdup2 (&now_us, sizeof now_us));
}

/* What came from elsewhere may have been made under a schema that came with it, and that is not
 * known here yet. Of new ones, which come one by one while pictures are sent, not each is worth a
 * request. */
static gboolean
wants_schema (LbSession *self, const Lesson *lesson)
{
  const char *note = get_note (self, lesson->image);

  if (lesson->ours || lesson->heritage != NULL || lesson->hash == NULL ||
      lb_schema_note_knows (note, lesson->hash))
    return FALSE;

  return note != NULL || (!lb_session_was_just_seen (self, LB_THING_DATASET,
                                                     lb_image_get_dataset_id (lesson->image)) &&
                          !was_asked (self, lb_image_get_dataset_id (lesson->image)));
}

/* One request a dataset. Without an answer it is as it was. */
static void
ask_for_schemas (LbSession *self, GPtrArray *lessons)
{
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < lessons->len && !self->closed; i++)
    {
      Lesson *lesson = g_ptr_array_index (lessons, i);
      const gint64 id = lb_image_get_dataset_id (lesson->image);
      g_autoptr (LbDataset) dataset = NULL;

      if (!wants_schema (self, lesson))
        continue;
      if (g_hash_table_contains (asked, &id))
        g_set_object (&dataset, lb_session_find_dataset (self, id));
      else if ((dataset = dex_await_object (lb_session_reread_dataset (self, id), NULL)))
        note_asked (self, id);
      if (dataset == NULL)
        continue;
      g_hash_table_add (asked, g_memdup2 (&id, sizeof id));
      g_set_str (&lesson->schema, lb_dataset_get_schema_hash (dataset));
    }
}

/* (transfer full) */
static char *
new_note (LbSession *self, const Lesson *lesson)
{
  const char *note = get_note (self, lesson->image);
  g_autofree char *word = lb_schema_note_dup_word_of (lesson->heritage, lesson->hash);

  if (word != NULL)
    return lb_schema_note_make (note, lesson->hash, lb_schema_note_schema (word));

  return lesson->made ? lb_schema_note_make (note, lesson->hash, lesson->schema)
                      : lb_schema_note_show (note, lesson->hash, lesson->schema);
}

/* What they say of their age now. */
static void
tell (LbSession *self, GPtrArray *lessons)
{
  for (guint i = 0; i < lessons->len; i++)
    {
      Lesson *lesson = g_ptr_array_index (lessons, i);
      const gint64 id = lb_image_get_id (lesson->image);
      const Sight *sight = g_hash_table_lookup (self->sights, &id);

      if (sight != NULL && sight->taken)
        g_hash_table_remove (self->sights, &id);
      if (lb_session_find_image (self, id) == lesson->image &&
          lb_session_is_outdated (self, lesson->image) != lesson->outdated)
        lb_session_emit_review (self, lesson->image);
    }
}

/* Whether the service has just made it. What a person has written, brought along or left as it was
 * in the source of a copy stays as it is. */
static gboolean
is_fresh (LbSession *self, const Lesson *lesson)
{
  return lesson->hash != NULL && lesson->came &&
         !lb_schema_note_knows (get_note (self, lesson->image), lesson->hash) &&
         !lb_session_is_manual (self, lesson->image);
}

/* New captions get the values that are frozen; it is part of their coming, and no step. */
static void
put_frozen (LbSession *self, GPtrArray *lessons)
{
  for (guint i = 0; i < lessons->len && !self->closed; i++)
    {
      const Lesson *lesson = g_ptr_array_index (lessons, i);

      if (lesson->fresh && !lb_session_is_regenerating (self, lesson->image))
        g_free (lb_session_put_frozen (self, lesson->image, lesson->text));
    }
}

static void
keep_lessons (LbSession *self, GPtrArray *lessons)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  if (self->notes == NULL)
    return;

  for (guint i = 0; i < lessons->len; i++)
    {
      Lesson *lesson = g_ptr_array_index (lessons, i);
      g_autofree char *note = lesson->hash != NULL ? new_note (self, lesson) : NULL;

      lesson->outdated = lb_session_is_outdated (self, lesson->image);
      lesson->fresh = is_fresh (self, lesson);
      if (note == NULL || g_strcmp0 (note, get_note (self, lesson->image)) == 0 ||
          lb_session_find_image (self, lb_image_get_id (lesson->image)) != lesson->image)
        continue;
      g_ptr_array_add (images, lesson->image);
      g_ptr_array_add (notes, g_steal_pointer (&note));
    }
  /* What the disk does not take is found out again. */
  dex_await (lb_image_notes_set_many (self->notes, LB_IMAGE_NOTE_SCHEMA, images, notes), NULL);
  tell (self, lessons);
}

static DexFuture *
learn_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;

  while (!self->closed && self->notes != NULL)
    {
      g_autoptr (GPtrArray) lessons = take_lessons (self);

      if (lessons->len == 0)
        break;
      dex_await (
        lb_threads_run (hash_work, g_ptr_array_ref (lessons), (GDestroyNotify) g_ptr_array_unref),
        NULL);
      if (self->notes != NULL)
        ask_for_schemas (self, lessons);
      keep_lessons (self, lessons);
      put_frozen (self, lessons);
    }
  self->learning = FALSE;

  return dex_future_new_true ();
}

/* Takes @sight. */
static void
queue_sight (LbSession *self, LbImage *image, Sight *sight)
{
  gint64 id = lb_image_get_id (image);

  g_hash_table_replace (self->sights, g_memdup2 (&id, sizeof id), sight);
  if (self->learning)
    return;

  self->learning = TRUE;
  dex_future_disown (lb_session_call_run (lb_session_call_new (self, NULL, NULL), learn_fiber));
}

/* @text: (nullable) */
static void
queue (LbSession *self,
       LbImage *image,
       const char *schema,
       const char *text,
       gboolean made,
       gboolean came)
{
  Sight *sight = g_new0 (Sight, 1);

  sight->schema = g_strdup (schema);
  sight->text = g_strdup (text);
  sight->made = made;
  /* What is frozen only afterwards is not for a caption that is there by then. */
  sight->came = came && lb_session_get_frozen (self, dataset_of (self, image)) != NULL;
  queue_sight (self, image, sight);
}

void
lb_session_see_caption (LbSession *self, LbImage *image, gboolean came)
{
  LbDataset *dataset = dataset_of (self, image);
  const gint64 id = lb_image_get_id (image);
  const char *text = lb_image_get_text (image);
  const Sight *sight = g_hash_table_lookup (self->sights, &id);

  if (self->notes == NULL || self->closed || dataset == NULL || !lb_dataset_is_fibo (dataset) ||
      text == NULL || *text == '\0' || (sight != NULL && !sight->taken))
    return;
  /* However often a person changes it. */
  if (get_note (self, image) != NULL && lb_session_is_manual (self, image))
    return;

  queue (self, image, lb_dataset_get_schema_hash (dataset), NULL, FALSE, came);
}

void
lb_session_note_given (LbSession *self, LbImage *image, const char *text)
{
  LbDataset *dataset = dataset_of (self, image);

  if (self->notes != NULL && !self->closed && dataset != NULL && lb_dataset_is_fibo (dataset))
    queue (self, image, lb_dataset_get_schema_hash (dataset), text, FALSE, FALSE);
}

void
lb_session_note_made (
  LbSession *self, LbImage *image, const char *text, const char *schema_hash, gboolean came)
{
  LbDataset *dataset = dataset_of (self, image);
  const gboolean outdated = lb_session_is_outdated (self, image);

  if (self->notes == NULL || self->closed || dataset == NULL || !lb_dataset_is_fibo (dataset) ||
      text == NULL || *text == '\0')
    return;

  queue (self, image, schema_hash, text, TRUE, came);
  if (lb_session_is_outdated (self, image) != outdated)
    lb_session_emit_review (self, image);
}

/* (transfer full) (element-type utf8 LbImage): by what they say. */
static GHashTable *
list_captions (GListModel *images)
{
  GHashTable *captions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (lb_image_get_caption (image) != NULL)
        g_hash_table_insert (captions, g_strdup (lb_image_get_caption (image)),
                             g_object_ref (image));
    }

  return captions;
}

void
lb_session_note_cloned (LbSession *self, LbDataset *source, LbDataset *clone)
{
  GListModel *images = lb_session_get_images (self, clone);
  g_autoptr (GHashTable) captions = list_captions (lb_session_get_images (self, source));

  if (self->notes == NULL || self->closed || !lb_dataset_is_fibo (clone))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const char *text = lb_image_get_caption (image);
      LbImage *old = text != NULL ? g_hash_table_lookup (captions, text) : NULL;
      const char *note = old != NULL ? get_note (self, old) : NULL;
      const Sight *seen = old != NULL ? find_telling_sight (self, old) : NULL;
      Sight *sight = NULL;

      if (note == NULL && seen == NULL)
        continue;
      sight = g_new0 (Sight, 1);
      sight->schema = g_strdup (seen != NULL ? seen->schema : lb_dataset_get_schema_hash (clone));
      sight->heritage = seen == NULL ? g_strdup (note) : NULL;
      sight->made = seen != NULL;
      queue_sight (self, image, sight);
    }
}

/**
 * lb_session_dup_caption_age:
 * @self: a session
 * @image: an image, live or not
 *
 * Returns: (transfer full) (nullable): a word for the schema that its caption was made under, good
 *   in every account; %NULL where it is not known
 */
char *
lb_session_dup_caption_age (LbSession *self, LbImage *image)
{
  const Sight *sight = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (self->notes == NULL)
    return NULL;
  if ((sight = find_telling_sight (self, image)) != NULL)
    return g_strdup (lb_schema_note_word (sight->schema));

  return lb_schema_note_dup_word (get_note (self, image));
}

/**
 * lb_session_set_caption_age:
 * @self: a session
 * @image: a live image
 * @age: as lb_session_dup_caption_age() gave it, in this account or another one
 *
 * The caption that @image has now was made under that schema, wherever that was.
 */
void
lb_session_set_caption_age (LbSession *self, LbImage *image, const char *age)
{
  g_autofree char *text = NULL;

  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (LB_IS_IMAGE (image));
  g_return_if_fail (age != NULL);

  text = lb_session_dup_caption_text (self, image);
  lb_session_note_made (self, image, text, lb_schema_note_schema (age), FALSE);
}

/**
 * lb_session_is_made_under:
 * @self: a session
 * @image: an image, live or not
 * @schema_hash: (nullable): as lb_dataset_get_schema_hash(), %NULL for no schema
 *
 * A caption that a person wrote is as old as the one that it was written over, or as the schema
 * that was there when it was first seen.
 *
 * Returns: whether the caption was made under this schema, or nothing else is known of it
 */
gboolean
lb_session_is_made_under (LbSession *self, LbImage *image, const char *schema_hash)
{
  const Sight *sight = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), TRUE);
  g_return_val_if_fail (LB_IS_IMAGE (image), TRUE);

  if (self->notes == NULL)
    return TRUE;
  if ((sight = find_telling_sight (self, image)) != NULL)
    return g_strcmp0 (sight->schema, schema_hash) == 0;

  return lb_schema_note_is_under (get_note (self, image), schema_hash);
}

/**
 * lb_session_is_outdated:
 * @self: a session
 * @image: an image, live or not
 *
 * "review-changed" says when it changes, and "notify::visual-schema" of its dataset.
 *
 * Returns: whether its caption, whoever wrote it, was made under another schema than the one that
 *   its dataset has (R36); never where there is no caption or no schema
 */
gboolean
lb_session_is_outdated (LbSession *self, LbImage *image)
{
  LbDataset *dataset = NULL;
  const char *text = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  dataset = dataset_of (self, image);
  text = lb_image_get_text (image);
  if (dataset == NULL || !lb_dataset_is_fibo (dataset) ||
      lb_dataset_get_schema_hash (dataset) == NULL || text == NULL || *text == '\0')
    return FALSE;

  return !lb_session_is_made_under (self, image, lb_dataset_get_schema_hash (dataset));
}
