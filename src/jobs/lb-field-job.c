#include "jobs/lb-field-job.h"

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "base/lb-threads.h"
#include "session/lb-field-fit.h"

#include <string.h>

struct _LbFieldJob
{
  GObject parent_instance;

  LbCaptionStep *step; /* (owned) */
  GListStore *items;   /* (owned) (element-type LbCaptionItem) */

  GCancellable *cancel; /* (owned) (nullable): of the last look */
  GListStore *changes;  /* (owned) (element-type LbPromptChange) */
  GPtrArray *changed;   /* (owned) (element-type LbCaptionItem): of each of @changes */
};

G_DEFINE_FINAL_TYPE (LbFieldJob, lb_field_job, G_TYPE_OBJECT)

static void
lb_field_job_finalize (GObject *object)
{
  LbFieldJob *self = LB_FIELD_JOB (object);

  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_clear_object (&self->items);
  g_clear_object (&self->step);

  G_OBJECT_CLASS (lb_field_job_parent_class)->finalize (object);
}

static void
lb_field_job_class_init (LbFieldJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_field_job_finalize;
}

static void
lb_field_job_init (LbFieldJob *self)
{
  self->items = g_list_store_new (LB_TYPE_CAPTION_ITEM);
  self->changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
}

LbFieldJob *
lb_field_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  LbFieldJob *self = g_object_new (LB_TYPE_FIELD_JOB, NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  self->step = lb_caption_step_new (session, dataset, LB_HISTORY_REPLACE);
  for (guint i = 0; i < images->len; i++)
    g_ptr_array_add (items, lb_caption_item_new (g_ptr_array_index (images, i)));
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);

  return self;
}

/* Looking, on a thread. */

/* What is found out about one caption. */
typedef struct
{
  LbCaptionItem *item; /* (owned): for the main thread only */
  char *text;          /* (owned) (nullable): NULL when nobody may change it now */
  LbPrompt *before;    /* (owned) (nullable) when it does not parse */
  GListStore *changes; /* (owned) (nullable): NULL when it would be worse with them */
} Sight;

static void
sight_free (gpointer data)
{
  Sight *sight = data;

  g_object_unref (sight->item);
  g_free (sight->text);
  g_clear_object (&sight->before);
  g_clear_object (&sight->changes);
  g_free (sight);
}

typedef struct
{
  LbFieldEdit edit;
  char *path;             /* (owned) (nullable): NULL for @frozen */
  char *find;             /* (owned) (nullable) */
  char *text;             /* (owned) (nullable) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
  GCancellable *cancel;   /* (owned) */
  GPtrArray *sights;      /* (owned) (element-type Sight) */
} Look;

static void
look_clear (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look->find);
  g_free (look->text);
  g_clear_object (&look->frozen);
  g_object_unref (look->cancel);
  g_ptr_array_unref (look->sights);
}

static void
look_unref (gpointer look)
{
  g_atomic_rc_box_release_full (look, look_clear);
}

/* (transfer full): @words with @text behind them, as a sentence behind another. */
static char *
append (const char *words, const char *text)
{
  const gboolean apart = *words == '\0' || g_ascii_isspace (words[strlen (words) - 1]) ||
                         g_ascii_isspace (*text) || strchr (",.;:", *text) != NULL;

  return g_strconcat (words, apart ? "" : " ", text, NULL);
}

static char *
replace (const char *words, const char *find, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (words, find, -1);

  return g_strjoinv (text, parts);
}

/* (transfer full) (nullable): what the value @json becomes; NULL where there is nothing to do. */
static char *
edit_value (Look *look, LbPrompt *prompt, const char *json)
{
  g_autofree char *words = lb_prompt_get_string (prompt, look->path);
  g_autofree char *edited = NULL;
  g_autoptr (GString) value = g_string_new (NULL);

  if (look->edit == LB_FIELD_COPY)
    return g_strdup (look->text);
  if (*look->text == '\0' && look->edit == LB_FIELD_APPEND)
    return NULL;

  if (words == NULL && json != NULL && !g_str_equal (json, "null"))
    return NULL; /* not words */
  if (look->edit == LB_FIELD_APPEND)
    edited = append (words != NULL ? words : "", look->text);
  else if (words != NULL && *look->find != '\0')
    edited = replace (words, look->find, look->text);
  if (edited == NULL || g_strcmp0 (edited, words) == 0)
    return NULL;

  lb_json_append_string (value, edited);
  return g_string_free_and_steal (g_steal_pointer (&value));
}

/* Adds to the changes of @sight that @value comes to @path, where that is a change. @caption:
 * (inout): what those before have made of it. FALSE where it would be worse. */
static gboolean
add_change (Sight *sight, LbPrompt **caption, const char *path, const char *value)
{
  g_autofree char *json = lb_prompt_get (sight->before, path);
  g_autoptr (LbPrompt) after = lb_field_fit_put (*caption, path, value);
  g_autoptr (LbPromptChange) change = NULL;

  if (after == NULL)
    return FALSE;
  if (after == *caption)
    return TRUE;

  change = lb_prompt_change_new (path, json, value);
  g_list_store_append (sight->changes, change);
  g_set_object (caption, after);
  return TRUE;
}

/* One that can't be frozen here leaves the others alone. They are written together, and so each is
 * judged with those before it. */
static gboolean
add_frozen (Sight *sight, LbPrompt **caption, LbFrozenFields *fields)
{
  g_auto (GStrv) paths = lb_frozen_fields_dup_paths (fields);
  gboolean all = TRUE;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *value = lb_frozen_fields_dup_value (fields, paths[i]);

      all = add_change (sight, caption, paths[i], value) && all;
    }

  return all || g_list_model_get_n_items (G_LIST_MODEL (sight->changes)) > 0;
}

static void
look_at (Look *look, Sight *sight)
{
  g_autofree char *json = NULL;
  g_autofree char *value = NULL;
  g_autoptr (LbPrompt) caption = NULL;
  gboolean fits = TRUE;

  if (sight->text == NULL || !(sight->before = lb_prompt_new (sight->text, NULL)))
    return;

  caption = g_object_ref (sight->before);
  sight->changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  if (look->frozen != NULL)
    fits = add_frozen (sight, &caption, look->frozen);
  else
    {
      json = lb_prompt_get (sight->before, look->path);
      value = edit_value (look, sight->before, json);
      fits = value == NULL || add_change (sight, &caption, look->path, value);
    }
  if (!fits)
    g_clear_object (&sight->changes);
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;

  for (guint i = 0; i < look->sights->len; i++)
    {
      if (g_cancellable_is_cancelled (look->cancel))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Nobody waits for it any more");
      look_at (look, g_ptr_array_index (look->sights, i));
    }

  return dex_future_new_true ();
}

static Sight *
sight_new (LbFieldJob *self, LbCaptionItem *item)
{
  LbImage *image = lb_caption_item_get_image (item);
  Sight *sight = g_new0 (Sight, 1);

  sight->item = g_object_ref (item);
  if (lb_caption_step_can_change (self->step, image))
    sight->text = lb_caption_step_dup_text (self->step, image);

  return sight;
}

static Look *
look_new (LbFieldJob *self)
{
  GListModel *items = G_LIST_MODEL (self->items);
  Look *look = g_atomic_rc_box_new0 (Look);

  look->cancel = g_object_ref (self->cancel);
  look->sights = g_ptr_array_new_with_free_func (sight_free);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (look->sights, sight_new (self, item));
    }

  return look;
}

static void
drop_look (LbFieldJob *self)
{
  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_list_store_remove_all (self->changes);
  g_ptr_array_set_size (self->changed, 0);
}

static void
take_sight (Sight *sight)
{
  if (sight->text == NULL)
    lb_caption_item_set_state (sight->item, LB_CAPTION_ITEM_OUTDATED);
  else if (sight->before == NULL)
    lb_caption_item_set_state (sight->item, LB_CAPTION_ITEM_UNREADABLE);
  else if (sight->changes == NULL)
    lb_caption_item_fail (sight->item, g_error_new (LB_ERROR, LB_ERROR_INVALID,
                                                    "The caption would be less valid with it"));
  else
    lb_caption_item_answer (sight->item, sight->before, G_LIST_MODEL (sight->changes));
}

static void
take_look (LbFieldJob *self, Look *look)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < look->sights->len; i++)
    {
      Sight *sight = g_ptr_array_index (look->sights, i);
      GListModel *found = sight->changes != NULL ? G_LIST_MODEL (sight->changes) : NULL;

      take_sight (sight);
      for (guint j = 0; found != NULL && j < g_list_model_get_n_items (found); j++)
        {
          g_ptr_array_add (changes, g_list_model_get_item (found, j));
          g_ptr_array_add (self->changed, g_object_ref (sight->item));
        }
    }
  g_list_store_splice (self->changes, 0, 0, changes->pdata, changes->len);
}

typedef struct
{
  GWeakRef job; /* to LbFieldJob: nothing is looked at any more without it */
  Look *look;   /* (owned) */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_weak_ref_clear (&looking->job);
  look_unref (looking->look);
  g_free (looking);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  Looking *looking = data;
  g_autoptr (LbFieldJob) self = g_weak_ref_get (&looking->job);

  if (self == NULL || self->cancel != looking->look->cancel)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Nobody waits for it any more");

  take_look (self, looking->look);
  return dex_ref (future);
}

/* Takes @look. */
static DexFuture *
run (LbFieldJob *self, Look *look)
{
  Looking *looking = g_new0 (Looking, 1);

  g_weak_ref_init (&looking->job, self);
  looking->look = look;

  return dex_future_then (lb_threads_run (look_fiber, g_atomic_rc_box_acquire (look), look_unref),
                          looked_cb, looking, looking_free);
}

/**
 * lb_field_job_look:
 * @self: a job
 * @edit: what is to be done
 * @path: in which field, as in #LbPrompt
 * @find: (nullable): what is looked for, for LB_FIELD_REPLACE
 * @text: what comes; for LB_FIELD_COPY a value as JSON, else words
 *
 * Finds out what that changes in the captions as they are now, in place of what was looked at
 * before. Nothing is written.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED where another
 *   look followed, or the job is gone
 */
DexFuture *
lb_field_job_look (
  LbFieldJob *self, LbFieldEdit edit, const char *path, const char *find, const char *text)
{
  Look *look = NULL;

  dex_return_error_if_fail (LB_IS_FIELD_JOB (self));
  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (text != NULL);

  drop_look (self);
  self->cancel = g_cancellable_new ();
  look = look_new (self);
  look->edit = edit;
  look->path = g_strdup (path);
  look->find = g_strdup (find != NULL ? find : "");
  look->text = g_strdup (text);

  return run (self, look);
}

/**
 * lb_field_job_look_frozen:
 * @self: a job
 * @fields: the values that are to be in all captions
 *
 * As lb_field_job_look(): finds out which captions have other values there. A value that a caption
 * would be less valid with is no change of it; one with no other change is left out then.
 *
 * Returns: (transfer full): as lb_field_job_look()
 */
DexFuture *
lb_field_job_look_frozen (LbFieldJob *self, LbFrozenFields *fields)
{
  Look *look = NULL;

  dex_return_error_if_fail (LB_IS_FIELD_JOB (self));
  dex_return_error_if_fail (LB_IS_FROZEN_FIELDS (fields));

  drop_look (self);
  self->cancel = g_cancellable_new ();
  look = look_new (self);
  look->frozen = g_object_ref (fields);

  return run (self, look);
}

GListModel *
lb_field_job_get_items (LbFieldJob *self)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);

  return G_LIST_MODEL (self->items);
}

GListModel *
lb_field_job_get_changes (LbFieldJob *self)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);

  return G_LIST_MODEL (self->changes);
}

LbCaptionItem *
lb_field_job_get_item (LbFieldJob *self, guint position)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);
  g_return_val_if_fail (position < self->changed->len, NULL);

  return g_ptr_array_index (self->changed, position);
}

guint
lb_field_job_count_accepted (LbFieldJob *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_FIELD_JOB (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += lb_caption_item_count_accepted (item) > 0;
    }

  return n;
}

guint
lb_field_job_count_failed (LbFieldJob *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_FIELD_JOB (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += lb_caption_item_has_failed (item);
    }

  return n;
}

LbCaptionStep *
lb_field_job_get_step (LbFieldJob *self)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);

  return self->step;
}

/**
 * lb_field_job_apply:
 * @self: a job whose last look is over; no other may follow before this is
 *
 * Writes what is accepted, see lb_caption_step_write().
 *
 * Returns: (transfer full): a future of the number of captions written (uint); it rejects with
 *   LB_ERROR_INVALID where the session is not open
 */
DexFuture *
lb_field_job_apply (LbFieldJob *self)
{
  dex_return_error_if_fail (LB_IS_FIELD_JOB (self));

  return lb_caption_step_write (self->step, G_LIST_MODEL (self->items));
}
