#include "jobs/lb-refine-job.h"

#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "base/lb-threads.h"
#include "jobs/lb-caption-step.h"
#include "session/lb-session-frozen.h"

/* The pacer waits out what the service asks for before each. */
#define MAX_LIMITED 5

struct _LbRefineJob
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GListStore *items;    /* (owned) (element-type LbCaptionItem) */
  char *schema;         /* (owned) (nullable) */
  char *instruction;    /* (owned) (nullable) */
  GCancellable *cancel; /* (owned) (nullable): while it runs */
  guint n_asked;
  guint n_asking;
};

G_DEFINE_FINAL_TYPE (LbRefineJob, lb_refine_job, G_TYPE_OBJECT)

enum
{
  PROP_RUNNING = 1,
  PROP_N_ASKED,
  PROP_N_ASKING
};

static GParamSpec *props[PROP_N_ASKING + 1];

static void
lb_refine_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbRefineJob *self = LB_REFINE_JOB (object);

  switch (prop_id)
    {
    case PROP_RUNNING:  g_value_set_boolean (value, self->cancel != NULL); break;
    case PROP_N_ASKED:  g_value_set_uint (value, self->n_asked); break;
    case PROP_N_ASKING: g_value_set_uint (value, self->n_asking); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_refine_job_finalize (GObject *object)
{
  LbRefineJob *self = LB_REFINE_JOB (object);

  g_clear_object (&self->cancel);
  g_clear_pointer (&self->instruction, g_free);
  g_clear_pointer (&self->schema, g_free);
  g_clear_object (&self->items);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_refine_job_parent_class)->finalize (object);
}

static void
lb_refine_job_class_init (LbRefineJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_refine_job_get_property;
  object_class->finalize = lb_refine_job_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_N_ASKED] = g_param_spec_uint ("n-asked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_ASKING] = g_param_spec_uint ("n-asking", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_refine_job_init (LbRefineJob *self)
{
  self->items = g_list_store_new (LB_TYPE_CAPTION_ITEM);
}

static void
append (LbRefineJob *self, LbImage *image)
{
  g_autoptr (LbCaptionItem) item = lb_caption_item_new (image);

  g_list_store_append (self->items, item);
}

LbRefineJob *
lb_refine_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  LbRefineJob *self = g_object_new (LB_TYPE_REFINE_JOB, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->dataset, dataset);
  for (guint i = 0; i < images->len; i++)
    append (self, g_ptr_array_index (images, i));

  return self;
}

LbRefineJob *
lb_refine_job_new_for_schema (LbSession *session, LbDataset *dataset, const char *schema)
{
  LbRefineJob *self = g_object_new (LB_TYPE_REFINE_JOB, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->dataset, dataset);
  g_set_str (&self->schema, schema);
  append (self, NULL);

  return self;
}

GListModel *
lb_refine_job_get_items (LbRefineJob *self)
{
  g_return_val_if_fail (LB_IS_REFINE_JOB (self), NULL);
  return G_LIST_MODEL (self->items);
}

gboolean
lb_refine_job_get_running (LbRefineJob *self)
{
  g_return_val_if_fail (LB_IS_REFINE_JOB (self), FALSE);
  return self->cancel != NULL;
}

guint
lb_refine_job_get_n_asked (LbRefineJob *self)
{
  g_return_val_if_fail (LB_IS_REFINE_JOB (self), 0);
  return self->n_asked;
}

guint
lb_refine_job_get_n_asking (LbRefineJob *self)
{
  g_return_val_if_fail (LB_IS_REFINE_JOB (self), 0);
  return self->n_asking;
}

/* (transfer none): the list keeps it. */
static LbCaptionItem *
item_at (LbRefineJob *self, guint position)
{
  g_autoptr (LbCaptionItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item;
}

static guint
count_items (LbRefineJob *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

guint
lb_refine_job_count (LbRefineJob *self, LbCaptionItemState state)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_REFINE_JOB (self), 0);

  for (guint i = 0; i < count_items (self); i++)
    n += lb_caption_item_get_state (item_at (self, i)) == state;

  return n;
}

guint
lb_refine_job_count_failed (LbRefineJob *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_REFINE_JOB (self), 0);

  for (guint i = 0; i < count_items (self); i++)
    n += lb_caption_item_has_failed (item_at (self, i));

  return n;
}

/* (transfer full) (nullable): as it is now; NULL when its image is gone too. */
static char *
dup_present_text (LbRefineJob *self, LbCaptionItem *item)
{
  LbImage *image = lb_caption_item_get_image (item);

  if (image == NULL)
    return g_strdup (self->schema);
  if (lb_session_find_image (self->session, lb_image_get_id (image)) != image)
    return NULL;

  return lb_session_dup_caption_text (self->session, image);
}

/* Reading and comparing, on a thread. */

typedef struct
{
  LbPrompt *before;       /* (owned) */
  char *answer;           /* (owned) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
  GStrv left_out;         /* (owned) (nullable): once it is compared, paths of what does not fit */
} Comparison;

static void
comparison_clear (gpointer data)
{
  Comparison *comparison = data;

  g_object_unref (comparison->before);
  g_clear_object (&comparison->frozen);
  g_clear_pointer (&comparison->left_out, g_strfreev);
  g_free (comparison->answer);
}

static void
comparison_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, comparison_clear);
}

static DexFuture *
compare_fiber (gpointer data)
{
  Comparison *comparison = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) after = lb_prompt_new (comparison->answer, &error);
  g_autoptr (LbPrompt) frozen = NULL;
  g_autoptr (GStrvBuilder) left_out = g_strv_builder_new ();

  if (after == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_PROTOCOL, "The answer can't be read: %s",
                                  error->message);

  if (comparison->frozen != NULL)
    {
      frozen = lb_frozen_fields_put (comparison->frozen, after, left_out);
      g_set_object (&after, frozen);
      comparison->left_out = g_strv_builder_end (left_out);
    }

  return dex_future_new_take_object (lb_prompt_diff (comparison->before, after));
}

static DexFuture *
parse_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  LbPrompt *prompt = lb_prompt_new (data, &error);

  if (prompt == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (prompt);
}

/* Takes @answer. A caption has the values that its dataset has frozen, whatever was answered.
 * @left_out: (out): (nullable) (transfer full) */
static GListModel *
compare (LbRefineJob *self, LbPrompt *before, char *answer, GStrv *left_out, GError **error)
{
  LbFrozenFields *frozen =
    self->schema == NULL ? lb_session_get_frozen (self->session, self->dataset) : NULL;
  Comparison *comparison = g_atomic_rc_box_new0 (Comparison);
  GListModel *changes = NULL;

  comparison->before = g_object_ref (before);
  comparison->answer = answer;
  g_set_object (&comparison->frozen, frozen);
  changes = dex_await_object (
    lb_threads_run (compare_fiber, g_atomic_rc_box_acquire (comparison), comparison_unref), error);
  *left_out = changes != NULL ? g_steal_pointer (&comparison->left_out) : NULL;
  comparison_unref (comparison);

  return changes;
}

/* Asking. */

/* (transfer full) (nullable): the answer. */
static char *
ask_once (
  LbRefineJob *self, LbCaptionItem *item, const char *text, GCancellable *cancel, GError **error)
{
  LbImage *image = lb_caption_item_get_image (item);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();

  if (image != NULL)
    g_ptr_array_add (pictures, image);

  return dex_await_string (
    dex_future_first (lb_shield (lb_session_refine (self->session, self->dataset, text,
                                                    self->instruction, pictures, cancel)),
                      dex_cancellable_new_from_cancellable (cancel), NULL),
    error);
}

static char *
ask_patiently (
  LbRefineJob *self, LbCaptionItem *item, const char *text, GCancellable *cancel, GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autoptr (GError) failure = NULL;
      char *answer = ask_once (self, item, text, cancel, &failure);

      if (answer != NULL)
        return answer;
      if (n < MAX_LIMITED && g_error_matches (failure, LB_ERROR, LB_ERROR_RATE_LIMITED))
        continue;

      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
}

/* A fault that every further request would meet as well. */
static gboolean
is_hopeless (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT);
}

/* (transfer full) (nullable): once it is stopped, @item is not its own any more. */
static GError *
ask_about (LbRefineJob *self, LbCaptionItem *item, GCancellable *cancel)
{
  g_autofree char *text = dup_present_text (self, item);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) before = NULL;
  g_autoptr (GListModel) changes = NULL;
  g_auto (GStrv) left_out = NULL;
  char *answer = NULL;

  if (text != NULL)
    before = dex_await_object (lb_threads_run (parse_fiber, g_strdup (text), g_free), NULL);
  if (g_cancellable_is_cancelled (cancel))
    return NULL;
  if (before == NULL)
    {
      lb_caption_item_set_state (item, LB_CAPTION_ITEM_UNREADABLE);
      return NULL;
    }

  answer = ask_patiently (self, item, text, cancel, &error);
  if (answer != NULL)
    changes = compare (self, before, answer, &left_out, &error);
  if (g_cancellable_is_cancelled (cancel))
    return NULL;
  if (changes == NULL)
    {
      lb_caption_item_fail (item, g_error_copy (error));
      return g_steal_pointer (&error);
    }

  lb_caption_item_take_left_out (item, g_steal_pointer (&left_out));
  lb_caption_item_answer (item, before, changes);
  return NULL;
}

typedef struct
{
  LbRefineJob *job;     /* (owned) */
  GCancellable *cancel; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->job);
  g_object_unref (run->cancel);
  g_free (run);
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbRefineJob *self = run->job;

  for (guint i = 0; i < count_items (self) && !g_cancellable_is_cancelled (run->cancel); i++)
    {
      LbCaptionItem *item = item_at (self, i);
      g_autoptr (GError) error = NULL;

      if (lb_caption_item_get_state (item) != LB_CAPTION_ITEM_WAITING)
        continue;

      self->n_asked++;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ASKED]);
      lb_caption_item_set_state (item, LB_CAPTION_ITEM_ASKING);
      error = ask_about (self, item, run->cancel);
      if (error != NULL && is_hopeless (error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (g_cancellable_is_cancelled (run->cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Asking was stopped");

  return dex_future_new_true ();
}

/* One that was stopped may have been followed by another. */
static DexFuture *
ended_cb (DexFuture *completed, gpointer data)
{
  Run *run = data;
  LbRefineJob *self = run->job;

  if (self->cancel == run->cancel)
    {
      g_clear_object (&self->cancel);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
    }

  return dex_ref (completed);
}

static Run *
run_new (LbRefineJob *self)
{
  Run *run = g_new0 (Run, 1);

  run->job = g_object_ref (self);
  run->cancel = g_object_ref (self->cancel);

  return run;
}

static DexFuture *
start (LbRefineJob *self)
{
  self->cancel = g_cancellable_new ();
  self->n_asked = 0;
  self->n_asking = lb_refine_job_count (self, LB_CAPTION_ITEM_WAITING);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ASKING]);

  return dex_future_finally (dex_scheduler_spawn (NULL, 0, run_fiber, run_new (self), run_free),
                             ended_cb, run_new (self), run_free);
}

/**
 * lb_refine_job_ask:
 * @self: a job that does not run
 * @instruction: what is to be changed, in words
 *
 * Asks about every text as it is now; what was answered before is dropped. One that fails leaves
 * the others alone; the job ends early where no further request could succeed, and what was not
 * asked about is waiting then.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED, OFFLINE,
 *   UNAUTHORIZED, FORBIDDEN or CONFLICT
 */
DexFuture *
lb_refine_job_ask (LbRefineJob *self, const char *instruction)
{
  dex_return_error_if_fail (LB_IS_REFINE_JOB (self));
  dex_return_error_if_fail (instruction != NULL);
  dex_return_error_if_fail (self->cancel == NULL);

  g_set_str (&self->instruction, instruction);
  for (guint i = 0; i < count_items (self); i++)
    lb_caption_item_set_state (item_at (self, i), LB_CAPTION_ITEM_WAITING);

  return start (self);
}

/**
 * lb_refine_job_retry:
 * @self: a job that has asked, and does not run
 *
 * The same instruction for what has failed, was changed meanwhile or is waiting still. Whatever
 * else was answered stays.
 *
 * Returns: (transfer full): as lb_refine_job_ask()
 */
DexFuture *
lb_refine_job_retry (LbRefineJob *self)
{
  dex_return_error_if_fail (LB_IS_REFINE_JOB (self));
  dex_return_error_if_fail (self->instruction != NULL);
  dex_return_error_if_fail (self->cancel == NULL);

  for (guint i = 0; i < count_items (self); i++)
    if (lb_caption_item_has_failed (item_at (self, i)))
      lb_caption_item_set_state (item_at (self, i), LB_CAPTION_ITEM_WAITING);

  return start (self);
}

/* The request that is under way is given up, and its text is waiting again; nothing further is
 * sent. What was answered stays. It does not run any more when this returns. */
void
lb_refine_job_cancel (LbRefineJob *self)
{
  g_autoptr (GCancellable) cancel = NULL;

  g_return_if_fail (LB_IS_REFINE_JOB (self));

  if (self->cancel == NULL)
    return;

  cancel = g_steal_pointer (&self->cancel);
  g_cancellable_cancel (cancel);
  for (guint i = 0; i < count_items (self); i++)
    if (lb_caption_item_get_state (item_at (self, i)) == LB_CAPTION_ITEM_ASKING)
      lb_caption_item_set_state (item_at (self, i), LB_CAPTION_ITEM_WAITING);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

/* Applying. */

/**
 * lb_refine_job_apply:
 * @self: a job of images that does not run
 *
 * Writes the accepted changes of every caption that was answered, see lb_caption_step_write().
 *
 * Returns: (transfer full): a future of how many captions were written (uint); it rejects with
 *   LB_ERROR_INVALID where the session is not open
 */
DexFuture *
lb_refine_job_apply (LbRefineJob *self)
{
  g_autoptr (LbCaptionStep) step = NULL;

  dex_return_error_if_fail (LB_IS_REFINE_JOB (self));
  dex_return_error_if_fail (self->schema == NULL);

  step = lb_caption_step_new (self->session, self->dataset, LB_HISTORY_REFINE);
  return lb_caption_step_write (step, G_LIST_MODEL (self->items));
}

/**
 * lb_refine_job_dup_refined_schema:
 * @self: a job of a schema
 *
 * Returns: (transfer full) (nullable): the schema with what was accepted; %NULL where nothing was
 */
char *
lb_refine_job_dup_refined_schema (LbRefineJob *self)
{
  LbCaptionItem *item = NULL;
  g_autoptr (LbPrompt) refined = NULL;

  g_return_val_if_fail (LB_IS_REFINE_JOB (self), NULL);
  g_return_val_if_fail (self->schema != NULL, NULL);

  item = item_at (self, 0);
  if (lb_caption_item_count_accepted (item) == 0)
    return NULL;

  refined =
    lb_prompt_apply (lb_caption_item_get_before (item), lb_caption_item_get_changes (item), NULL);
  return refined != NULL ? g_strdup (lb_prompt_get_text (refined)) : NULL;
}
