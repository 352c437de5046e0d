#include "jobs/lb-caption-step.h"

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "base/lb-threads.h"

struct _LbCaptionStep
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GPtrArray *items;     /* (owned) (nullable) (element-type LbCaptionItem): while it runs */
  GCancellable *cancel; /* (owned) (nullable): while it runs */
  LbHistoryKind kind;
  guint n_done;
  guint n_total;
};

G_DEFINE_FINAL_TYPE (LbCaptionStep, lb_caption_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_TOTAL
} LbCaptionStepProperty;

static GParamSpec *props[PROP_N_TOTAL + 1];

static void
lb_caption_step_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCaptionStep *self = LB_CAPTION_STEP (object);

  switch ((LbCaptionStepProperty) prop_id)
    {
    case PROP_N_DONE:  g_value_set_uint (value, self->n_done); break;
    case PROP_N_TOTAL: g_value_set_uint (value, self->n_total); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_caption_step_finalize (GObject *object)
{
  LbCaptionStep *self = LB_CAPTION_STEP (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->cancel);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_caption_step_parent_class)->finalize (object);
}

static void
lb_caption_step_class_init (LbCaptionStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_caption_step_get_property;
  object_class->finalize = lb_caption_step_finalize;

  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_caption_step_init (LbCaptionStep *self)
{
}

LbCaptionStep *
lb_caption_step_new (LbSession *session, LbDataset *dataset, LbHistoryKind kind)
{
  LbCaptionStep *self = g_object_new (LB_TYPE_CAPTION_STEP, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->kind = kind;

  return self;
}

char *
lb_caption_step_dup_text (LbCaptionStep *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_CAPTION_STEP (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  if (lb_session_find_image (self->session, lb_image_get_id (image)) != image)
    return NULL;

  return lb_session_dup_caption_text (self->session, image);
}

gboolean
lb_caption_step_can_change (LbCaptionStep *self, LbImage *image)
{
  LbEditState state = LB_EDIT_SAVED;

  g_return_val_if_fail (LB_IS_CAPTION_STEP (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  state = lb_session_get_edit_state (self->session, image);

  return !lb_dataset_get_completed (self->dataset) &&
         !lb_session_is_regenerating (self->session, image) &&
         (state == LB_EDIT_SAVED || state == LB_EDIT_PENDING || state == LB_EDIT_SENDING ||
          state == LB_EDIT_DRAFT);
}

guint
lb_caption_step_get_n_done (LbCaptionStep *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_STEP (self), 0);
  return self->n_done;
}

guint
lb_caption_step_get_n_total (LbCaptionStep *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_STEP (self), 0);
  return self->n_total;
}

/* Making the new text, on a thread. */

typedef struct
{
  char *present;       /* (owned) */
  LbPrompt *before;    /* (owned) (nullable) for plain words */
  char *words;         /* (owned) (nullable): those */
  GListModel *changes; /* (owned): those that are accepted */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_free (making->present);
  g_clear_object (&making->before);
  g_free (making->words);
  g_object_unref (making->changes);
  g_free (making);
}

/* Saving may have spelled it otherwise. */
static gboolean
says_the_same (LbPrompt *before, const char *present)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GListModel) changes = NULL;

  if (g_str_equal (present, lb_prompt_get_text (before)))
    return TRUE;
  if (!(prompt = lb_prompt_new (present, NULL)))
    return FALSE;

  changes = lb_prompt_diff (before, prompt);
  return g_list_model_get_n_items (changes) == 0;
}

static DexFuture *
reject_outdated (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The caption is another by now");
}

/* Of plain words the only change is one of the whole. */
static DexFuture *
make_words (Making *making)
{
  g_autoptr (LbPromptChange) change = g_list_model_get_item (making->changes, 0);
  g_autoptr (LbJsonDocument) after =
    lb_json_document_new (lb_prompt_change_get_after (change), -1, NULL);
  const char *text = after != NULL ? lb_json_document_get_root (after)->string : NULL;

  if (text == NULL ||
      (!g_str_equal (making->present, text) && !g_str_equal (making->present, making->words)))
    return reject_outdated ();

  return dex_future_new_take_string (g_strdup (text));
}

static DexFuture *
make_prompt (Making *making)
{
  g_autoptr (LbPrompt) after = lb_prompt_apply (making->before, making->changes, NULL);
  const char *text = after != NULL ? lb_prompt_get_text (after) : NULL;

  /* It is that already where the disk would not take it the first time. */
  if (text == NULL ||
      (!g_str_equal (making->present, text) && !says_the_same (making->before, making->present)))
    return reject_outdated ();

  return dex_future_new_take_string (g_strdup (text));
}

static DexFuture *
make_fiber (gpointer data)
{
  Making *making = data;

  return making->words != NULL ? make_words (making) : make_prompt (making);
}

static GListModel *
pick_accepted (GListModel *changes)
{
  GListStore *accepted = g_list_store_new (LB_TYPE_PROMPT_CHANGE);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      if (lb_prompt_change_get_accepted (change))
        g_list_store_append (accepted, change);
    }

  return G_LIST_MODEL (accepted);
}

/* (transfer full) (nullable): @text with what is accepted of the changes of @item, off the main
 * thread; NULL where it says something else than what they start from. */
static char *
make (LbCaptionItem *item, const char *text)
{
  Making *making = g_new0 (Making, 1);

  making->present = g_strdup (text);
  g_set_object (&making->before, lb_caption_item_get_before (item));
  making->words = g_strdup (lb_caption_item_get_words (item));
  making->changes = pick_accepted (lb_caption_item_get_changes (item));

  return dex_await_string (lb_threads_run (make_fiber, making, making_free), NULL);
}

/* Writing. */

static gboolean
may_write (LbCaptionStep *self, LbImage *image)
{
  return lb_session_get_history (self->session) != NULL &&
         !lb_dataset_get_completed (self->dataset) &&
         !lb_session_is_regenerating (self->session, image);
}

/* (transfer full) (nullable): what the caption becomes; NULL where it, or the image, is not what it
 * was, and where it is asked about again. */
static char *
make_text (LbCaptionStep *self, LbCaptionItem *item)
{
  LbImage *image = lb_caption_item_get_image (item);
  g_autofree char *present = lb_caption_step_dup_text (self, image);

  if (lb_caption_item_get_before (item) == NULL && lb_caption_item_get_words (item) == NULL)
    return NULL;

  while (present != NULL && may_write (self, image))
    {
      g_autofree char *text = make (item, present);
      g_autofree char *later = lb_caption_step_dup_text (self, image);

      if (text == NULL)
        return NULL;
      if (g_strcmp0 (later, present) == 0)
        return may_write (self, image) ? g_steal_pointer (&text) : NULL;

      /* It was saved meanwhile, and may say the same in another spelling: looked at again. */
      g_free (present);
      present = g_steal_pointer (&later);
    }

  return NULL;
}

/* Returns whether it was written. */
static gboolean
write_item (LbCaptionStep *self, LbCaptionItem *item, LbHistory *history, gint64 group)
{
  LbImage *image = lb_caption_item_get_image (item);
  g_autofree char *text = make_text (self, item);
  g_autoptr (GError) error = NULL;
  DexFuture *kept = NULL;

  if (text == NULL)
    {
      lb_caption_item_set_state (item, LB_CAPTION_ITEM_OUTDATED);
      return FALSE;
    }

  lb_history_enter (history, group);
  kept = lb_session_edit_caption (self->session, image, text);
  lb_history_leave (history);
  g_signal_emit_by_name (history, "restored", image);
  if (dex_await (kept, &error))
    lb_caption_item_set_state (item, LB_CAPTION_ITEM_APPLIED);
  else
    lb_caption_item_refuse (item, g_steal_pointer (&error));

  /* What the disk does not take is in memory, and part of the step. */
  return TRUE;
}

static void
count_done (LbCaptionStep *self)
{
  self->n_done++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
}

/* Nothing is written any more once it was stopped, or the session is closed. */
static gboolean
goes_on (LbCaptionStep *self)
{
  return !g_cancellable_is_cancelled (self->cancel) &&
         lb_session_get_history (self->session) != NULL;
}

static void
end (LbCaptionStep *self)
{
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

static DexFuture *
write_fiber (gpointer data)
{
  LbCaptionStep *self = data;
  g_autoptr (LbHistory) history = NULL;
  gint64 group = 0;
  guint n_written = 0;

  if (!g_set_object (&history, lb_session_get_history (self->session)))
    {
      end (self);
      return reject_closed ();
    }

  lb_history_close_edit (history);
  group = lb_history_begin (history, self->kind);
  for (guint i = 0; i < self->items->len && goes_on (self); i++)
    {
      n_written += write_item (self, g_ptr_array_index (self->items, i), history, group);
      count_done (self);
    }
  lb_history_end (history, group);
  end (self);

  return dex_future_new_for_uint (n_written);
}

/* What there is to write: it was answered, or the disk would not take it. */
static gboolean
is_to_be_written (LbCaptionItem *item)
{
  return lb_caption_item_get_image (item) != NULL && lb_caption_item_get_changes (item) != NULL &&
         lb_caption_item_count_accepted (item) > 0;
}

/**
 * lb_caption_step_write:
 * @self: a step that does not run
 * @items: (element-type LbCaptionItem): of images of the dataset
 *
 * Writes the accepted changes of all that were answered, one step of the history. Captions that
 * were changed, and images that were deleted, since they were read are left alone and become
 * outdated; one without any accepted change stays as it is; one that can't be kept fails, and can
 * be written again.
 *
 * Returns: (transfer full): a future of the number of captions written (uint), all of them or those
 *   up to where it was stopped, or the session closed; it rejects with LB_ERROR_INVALID where the
 * session is not open
 */
DexFuture *
lb_caption_step_write (LbCaptionStep *self, GListModel *items)
{
  dex_return_error_if_fail (LB_IS_CAPTION_STEP (self));
  dex_return_error_if_fail (G_IS_LIST_MODEL (items));
  dex_return_error_if_fail (self->cancel == NULL);

  if (lb_session_get_history (self->session) == NULL)
    return reject_closed ();

  self->cancel = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      if (is_to_be_written (item))
        g_ptr_array_add (self->items, g_steal_pointer (&item));
    }
  self->n_done = 0;
  self->n_total = self->items->len;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);

  return dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
}

/* Nothing further is written; what was stays, and is a step. */
void
lb_caption_step_cancel (LbCaptionStep *self)
{
  g_return_if_fail (LB_IS_CAPTION_STEP (self));

  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
}
