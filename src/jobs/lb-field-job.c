#include "jobs/lb-field-job.h"

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "model/lb-prompt.h"
#include "session/lb-session-history.h"

#include <string.h>

struct _LbFieldJob
{
  GObject parent_instance;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *images;  /* (owned) (element-type LbImage) */
  char *path;         /* (owned) */

  GCancellable *cancel; /* (owned) (nullable): of the last look */
  GListStore *changes;  /* (owned) (element-type LbPromptChange) */
  GPtrArray *changed;   /* (owned) (element-type LbImage): of each of @changes */
  GPtrArray *before;    /* (owned) (element-type utf8): whole captions of @changes */
  GPtrArray *after;     /* (owned) (element-type utf8) */
  guint n_left_out;
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
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->after, g_ptr_array_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

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
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
  self->before = g_ptr_array_new_with_free_func (g_free);
  self->after = g_ptr_array_new_with_free_func (g_free);
}

LbFieldJob *
lb_field_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images, const char *path)
{
  LbFieldJob *self = g_object_new (LB_TYPE_FIELD_JOB, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->path = g_strdup (path);
  for (guint i = 0; i < images->len; i++)
    g_ptr_array_add (self->images, g_object_ref (g_ptr_array_index (images, i)));

  return self;
}

/* Looking, on a thread. */

typedef struct
{
  LbFieldEdit edit;
  char *path;           /* (owned) */
  char *find;           /* (owned) */
  char *text;           /* (owned) */
  GCancellable *cancel; /* (owned) */
  GPtrArray *images;    /* (owned): for the main thread only */
  GPtrArray *before;    /* (owned) (element-type utf8): the captions of @images */
  GPtrArray *after;     /* (owned) (element-type utf8) (nullable elements): what they become */
  GPtrArray *changes;   /* (owned) (nullable elements) */
  guint n_left_out;
} Look;

/* Where nothing changes there is none. */
static void
object_free (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

static void
look_clear (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look->find);
  g_free (look->text);
  g_object_unref (look->cancel);
  g_ptr_array_unref (look->images);
  g_ptr_array_unref (look->before);
  g_ptr_array_unref (look->after);
  g_ptr_array_unref (look->changes);
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

static guint
count_issues (LbPrompt *prompt)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, LB_PROMPT_CAPTION);

  return g_list_model_get_n_items (issues);
}

static gboolean
is_no_worse (LbPrompt *before, LbPrompt *after)
{
  return strlen (lb_prompt_get_text (after)) <= LB_LIMIT_CAPTION_BYTES &&
         count_issues (after) <= count_issues (before);
}

/* Returns whether the caption has to be left out. */
static gboolean
look_at (Look *look, const char *text)
{
  g_autoptr (LbPrompt) before = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) after = NULL;
  g_autofree char *json = NULL;
  g_autofree char *value = NULL;

  if (before == NULL)
    return TRUE;
  json = lb_prompt_get (before, look->path);
  value = edit_value (look, before, json);
  if (value == NULL || g_strcmp0 (json, value) == 0)
    return FALSE;
  after = lb_prompt_set (before, look->path, value, NULL);
  if (after == NULL || !is_no_worse (before, after))
    return TRUE;

  look->after->pdata[look->after->len - 1] = g_strdup (lb_prompt_get_text (after));
  look->changes->pdata[look->changes->len - 1] = lb_prompt_change_new (look->path, json, value);
  return FALSE;
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;

  for (guint i = 0; i < look->before->len; i++)
    {
      if (g_cancellable_is_cancelled (look->cancel))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Another look followed");
      g_ptr_array_add (look->after, NULL);
      g_ptr_array_add (look->changes, NULL);
      look->n_left_out += look_at (look, g_ptr_array_index (look->before, i));
    }

  return dex_future_new_true ();
}

/* Whether it is what the service has or will have, and nobody else is at it. */
static gboolean
can_change (LbFieldJob *self, LbImage *image)
{
  const LbEditState state = lb_session_get_edit_state (self->session, image);

  return lb_session_find_image (self->session, lb_image_get_id (image)) == image &&
         !lb_dataset_get_completed (self->dataset) &&
         !lb_session_is_regenerating (self->session, image) &&
         (state == LB_EDIT_SAVED || state == LB_EDIT_PENDING || state == LB_EDIT_SENDING);
}

static Look *
look_new (LbFieldJob *self, LbFieldEdit edit, const char *find, const char *text)
{
  Look *look = g_atomic_rc_box_new0 (Look);

  look->edit = edit;
  look->path = g_strdup (self->path);
  look->find = g_strdup (find);
  look->text = g_strdup (text);
  look->cancel = g_object_ref (self->cancel);
  look->images = g_ptr_array_new_with_free_func (g_object_unref);
  look->before = g_ptr_array_new_with_free_func (g_free);
  look->after = g_ptr_array_new_with_free_func (g_free);
  look->changes = g_ptr_array_new_with_free_func (object_free);
  for (guint i = 0; i < self->images->len; i++)
    {
      LbImage *image = g_ptr_array_index (self->images, i);
      char *caption = lb_session_dup_caption_text (self->session, image);

      if (caption == NULL || !can_change (self, image))
        {
          look->n_left_out++;
          g_free (caption);
          continue;
        }
      g_ptr_array_add (look->images, g_object_ref (image));
      g_ptr_array_add (look->before, caption);
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
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->after, 0);
  self->n_left_out = 0;
}

static void
take_look (LbFieldJob *self, Look *look)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();

  self->n_left_out = look->n_left_out;
  for (guint i = 0; i < look->changes->len; i++)
    {
      if (look->changes->pdata[i] == NULL)
        continue;
      g_ptr_array_add (self->changed, g_object_ref (look->images->pdata[i]));
      g_ptr_array_add (self->before, g_strdup (look->before->pdata[i]));
      g_ptr_array_add (self->after, g_strdup (look->after->pdata[i]));
      g_ptr_array_add (changes, look->changes->pdata[i]);
    }
  g_list_store_splice (self->changes, 0, 0, changes->pdata, changes->len);
}

typedef struct
{
  LbFieldJob *job; /* (owned) */
  Look *look;      /* (owned) */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->job);
  look_unref (looking->look);
  g_free (looking);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  Looking *looking = data;

  if (looking->job->cancel != looking->look->cancel)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Another look followed");

  take_look (looking->job, looking->look);
  return dex_ref (future);
}

/**
 * lb_field_job_look:
 * @self: a job
 * @edit: what is to be done
 * @find: (nullable): what is looked for, for LB_FIELD_REPLACE
 * @text: what comes; for LB_FIELD_COPY a value as JSON, else words
 *
 * Finds out what that changes in the captions as they are now, in place of what was looked at
 * before. Nothing is written.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED where another
 *   look followed
 */
DexFuture *
lb_field_job_look (LbFieldJob *self, LbFieldEdit edit, const char *find, const char *text)
{
  Looking *looking = NULL;

  dex_return_error_if_fail (LB_IS_FIELD_JOB (self));
  dex_return_error_if_fail (text != NULL);

  drop_look (self);
  self->cancel = g_cancellable_new ();
  looking = g_new0 (Looking, 1);
  looking->job = g_object_ref (self);
  looking->look = look_new (self, edit, find != NULL ? find : "", text);

  return dex_future_then (
    lb_threads_run (look_fiber, g_atomic_rc_box_acquire (looking->look), look_unref), looked_cb,
    looking, looking_free);
}

GListModel *
lb_field_job_get_changes (LbFieldJob *self)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);

  return G_LIST_MODEL (self->changes);
}

LbImage *
lb_field_job_get_image (LbFieldJob *self, guint position)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), NULL);
  g_return_val_if_fail (position < self->changed->len, NULL);

  return g_ptr_array_index (self->changed, position);
}

guint
lb_field_job_get_n_left_out (LbFieldJob *self)
{
  g_return_val_if_fail (LB_IS_FIELD_JOB (self), 0);

  return self->n_left_out;
}

/* Applying. */

/* (transfer full) (nullable): until it is on disk; NULL where it is another caption by now. */
static DexFuture *
apply_at (LbFieldJob *self, guint position, LbHistory *history, gint64 group)
{
  LbImage *image = g_ptr_array_index (self->changed, position);
  g_autofree char *present = lb_session_dup_caption_text (self->session, image);
  DexFuture *kept = NULL;

  if (g_strcmp0 (present, g_ptr_array_index (self->before, position)) != 0 ||
      !can_change (self, image))
    return NULL;

  lb_history_enter (history, group);
  kept = lb_session_edit_caption (self->session, image, g_ptr_array_index (self->after, position));
  lb_history_leave (history);
  g_signal_emit_by_name (history, "restored", image);
  return kept;
}

static DexFuture *
apply_fiber (gpointer data)
{
  LbFieldJob *self = data;
  g_autoptr (LbHistory) history = g_object_ref (lb_session_get_history (self->session));
  gint64 group = 0;
  guint n = 0;

  lb_history_close_edit (history);
  group = lb_history_begin (history, LB_HISTORY_REPLACE);
  for (guint i = 0; i < self->changed->len; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (G_LIST_MODEL (self->changes), i);
      DexFuture *kept = NULL;

      if (!lb_prompt_change_get_accepted (change) ||
          (kept = apply_at (self, i, history, group)) == NULL)
        continue;
      /* What the disk does not take is in memory, and the image says so. */
      dex_await (kept, NULL);
      n++;
    }
  lb_history_end (history, group);

  return dex_future_new_for_uint (n);
}

/**
 * lb_field_job_apply:
 * @self: a job whose last look is over; no other may follow before this is
 *
 * Writes what is accepted, as one step of the history. Captions that were changed, and images that
 * were deleted, since the look are left alone.
 *
 * Returns: (transfer full): a future of the number of captions written (uint); it rejects with
 *   LB_ERROR_INVALID where the session is not open
 */
DexFuture *
lb_field_job_apply (LbFieldJob *self)
{
  dex_return_error_if_fail (LB_IS_FIELD_JOB (self));

  if (lb_session_get_history (self->session) == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  return dex_scheduler_spawn (NULL, 0, apply_fiber, g_object_ref (self), g_object_unref);
}
