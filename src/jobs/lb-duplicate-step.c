#include "jobs/lb-duplicate-step.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"

struct _LbDuplicateStep
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GPtrArray *groups;    /* (owned) (nullable) (element-type LbDuplicateGroup): while it runs */
  GCancellable *cancel; /* (owned) */
  guint n_done;
  guint n_total;
  guint n_deleted;
  guint n_left;
};

G_DEFINE_FINAL_TYPE (LbDuplicateStep, lb_duplicate_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_TOTAL
} LbDuplicateStepProperty;

static GParamSpec *props[PROP_N_TOTAL + 1];

static void
lb_duplicate_step_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDuplicateStep *self = LB_DUPLICATE_STEP (object);

  switch ((LbDuplicateStepProperty) prop_id)
    {
    case PROP_N_DONE:  g_value_set_uint (value, self->n_done); break;
    case PROP_N_TOTAL: g_value_set_uint (value, self->n_total); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_duplicate_step_finalize (GObject *object)
{
  LbDuplicateStep *self = LB_DUPLICATE_STEP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_duplicate_step_parent_class)->finalize (object);
}

static void
lb_duplicate_step_class_init (LbDuplicateStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_duplicate_step_get_property;
  object_class->finalize = lb_duplicate_step_finalize;

  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_duplicate_step_init (LbDuplicateStep *self)
{
  self->cancel = g_cancellable_new ();
}

LbDuplicateStep *
lb_duplicate_step_new (LbSession *session, LbDataset *dataset)
{
  LbDuplicateStep *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_DUPLICATE_STEP, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);

  return self;
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
}

static gboolean
is_open (LbDuplicateStep *self)
{
  return lb_session_get_history (self->session) != NULL &&
         lb_session_get_trash (self->session) != NULL;
}

static gboolean
is_live (LbDuplicateStep *self, LbImage *image)
{
  return lb_session_find_image (self->session, lb_image_get_id (image)) == image;
}

static gboolean
may_change (LbDuplicateStep *self, LbDuplicateGroup *group)
{
  if (lb_dataset_get_completed (self->dataset))
    return FALSE;

  for (guint i = 0; i < lb_duplicate_group_get_n (group); i++)
    {
      LbImage *image = lb_duplicate_group_get (group, i)->image;

      if (!is_live (self, image) || lb_session_is_regenerating (self->session, image))
        return FALSE;
    }

  return TRUE;
}

/* What was chosen must leave a valid caption valid. */
static DexFuture *
result_work (gpointer data)
{
  LbPrompt *before = lb_comparison_get_prompt (data);
  g_autofree char *text = lb_comparison_dup_result (data);
  g_autoptr (LbPrompt) after = before != NULL && text != NULL ? lb_prompt_new (text, NULL) : NULL;

  if (before != NULL && lb_prompt_is_valid (before, LB_PROMPT_CAPTION) &&
      (after == NULL || !lb_prompt_is_valid (after, LB_PROMPT_CAPTION)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The caption would not be valid");

  return dex_future_new_take_string (g_strdup (text != NULL ? text : ""));
}

/* (nullable): who wrote @text, where it is the whole caption of one that goes. */
static const char *
find_source (LbDuplicateStep *self, LbDuplicateGroup *group, const char *text)
{
  for (guint i = 0; i < lb_duplicate_group_get_n (group); i++)
    {
      LbImage *image = lb_duplicate_group_get (group, i)->image;
      g_autofree char *other = lb_session_dup_caption_text (self->session, image);

      if (i != lb_duplicate_group_get_keeper (group) && g_strcmp0 (other, text) == 0)
        return lb_session_get_caption_source (self->session, image);
    }

  return NULL;
}

/* FALSE when the captions are others by now than those that were chosen from, or the disk does not
 * take it. */
static gboolean
write_caption (LbDuplicateStep *self, LbDuplicateGroup *group, LbHistory *history, gint64 step)
{
  LbImage *keeper = lb_duplicate_group_get (group, lb_duplicate_group_get_keeper (group))->image;
  g_autoptr (LbComparison) comparison = NULL;
  g_autofree char *text = NULL;
  g_autofree char *present = NULL;
  const char *source = NULL;
  DexFuture *kept = NULL;

  if (lb_duplicate_group_is_outdated (group) ||
      !(comparison = dex_await_object (lb_duplicate_group_merge (group), NULL)))
    return FALSE;
  text = dex_await_string (lb_threads_run (result_work, g_object_ref (comparison), g_object_unref),
                           NULL);
  present = lb_session_dup_caption_text (self->session, keeper);
  if (text == NULL || !may_change (self, group) ||
      g_strcmp0 (present != NULL ? present : "", lb_comparison_get_before (comparison)) != 0 ||
      !is_open (self))
    return FALSE;
  if (g_strcmp0 (text, lb_comparison_get_before (comparison)) == 0)
    return TRUE;

  source = find_source (self, group, text);
  lb_history_enter (history, step);
  kept =
    lb_session_edit_caption_from (self->session, keeper, text, source != NULL ? source : "manual");
  lb_history_leave (history);
  g_signal_emit_by_name (history, "restored", keeper);

  return dex_await (kept, NULL);
}

/* (transfer full) (element-type LbImage): those of @groups that go. Some may have gone by
 * themselves while captions of later groups were written: where that was the one to keep, the
 * others stay. */
static GPtrArray *
list_others (LbDuplicateStep *self, GPtrArray *groups)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < groups->len; i++)
    {
      LbDuplicateGroup *group = g_ptr_array_index (groups, i);
      const guint keeper = lb_duplicate_group_get_keeper (group);

      if (!is_live (self, lb_duplicate_group_get (group, keeper)->image))
        {
          self->n_left++;
          continue;
        }
      for (guint j = 0; j < lb_duplicate_group_get_n (group); j++)
        {
          LbImage *image = lb_duplicate_group_get (group, j)->image;

          if (j != keeper && is_live (self, image))
            g_ptr_array_add (images, g_object_ref (image));
        }
    }

  return images;
}

static void
count_done (LbDuplicateStep *self)
{
  self->n_done++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
}

static DexFuture *
run_fiber (gpointer data)
{
  LbDuplicateStep *self = data;
  g_autoptr (LbHistory) history = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  g_autoptr (GPtrArray) images = NULL;
  LbDeletion *deletion = NULL;
  gint64 step = 0;

  if (!g_set_object (&history, lb_session_get_history (self->session)))
    return reject_closed ();

  lb_history_close_edit (history);
  step = lb_history_begin (history, LB_HISTORY_DUPLICATES);
  for (guint i = 0;
       i < self->groups->len && !g_cancellable_is_cancelled (self->cancel) && is_open (self); i++)
    {
      LbDuplicateGroup *group = g_ptr_array_index (self->groups, i);

      if (may_change (self, group) && write_caption (self, group, history, step))
        g_ptr_array_add (done, group);
      else
        self->n_left++;
      count_done (self);
    }
  images = list_others (self, done);
  if (images->len > 0 && is_open (self) && !lb_dataset_get_completed (self->dataset))
    {
      lb_history_enter (history, step);
      deletion = lb_session_delete_images (self->session, images);
      lb_history_leave (history);
      self->n_deleted = images->len;
    }
  lb_history_end (history, step);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  if (deletion == NULL && !is_open (self))
    return reject_closed ();
  if (deletion == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "All of them have changed since");

  return dex_future_new_take_object (deletion);
}

DexFuture *
lb_duplicate_step_run (LbDuplicateStep *self, GPtrArray *groups)
{
  dex_return_error_if_fail (LB_IS_DUPLICATE_STEP (self));
  dex_return_error_if_fail (groups != NULL);
  dex_return_error_if_fail (self->n_total == 0);

  if (!is_open (self))
    return reject_closed ();

  self->groups = g_ptr_array_copy (groups, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (self->groups, g_object_unref);
  self->n_total = groups->len;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
lb_duplicate_step_cancel (LbDuplicateStep *self)
{
  g_return_if_fail (LB_IS_DUPLICATE_STEP (self));

  g_cancellable_cancel (self->cancel);
}

guint
lb_duplicate_step_get_n_done (LbDuplicateStep *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_STEP (self), 0);

  return self->n_done;
}

guint
lb_duplicate_step_get_n_total (LbDuplicateStep *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_STEP (self), 0);

  return self->n_total;
}

guint
lb_duplicate_step_get_n_deleted (LbDuplicateStep *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_STEP (self), 0);

  return self->n_deleted;
}

guint
lb_duplicate_step_get_n_left (LbDuplicateStep *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_STEP (self), 0);

  return self->n_left;
}
