#include "jobs/lb-caption-item.h"

struct _LbCaptionItem
{
  GObject parent_instance;

  LbImage *image;      /* (owned) (nullable) */
  LbPrompt *before;    /* (owned) (nullable) */
  char *words;         /* (owned) (nullable): the same of plain words */
  GListModel *changes; /* (owned) (nullable) */
  GStrv left_out;      /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
  LbCaptionItemState state;
};

G_DEFINE_FINAL_TYPE (LbCaptionItem, lb_caption_item, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1
};

static GParamSpec *props[PROP_STATE + 1];

static void
lb_caption_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCaptionItem *self = LB_CAPTION_ITEM (object);

  switch (prop_id)
    {
    case PROP_STATE: g_value_set_int (value, (int) self->state); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_caption_item_finalize (GObject *object)
{
  LbCaptionItem *self = LB_CAPTION_ITEM (object);

  g_clear_object (&self->image);
  g_clear_object (&self->before);
  g_clear_pointer (&self->words, g_free);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->left_out, g_strfreev);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lb_caption_item_parent_class)->finalize (object);
}

static void
lb_caption_item_class_init (LbCaptionItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_caption_item_get_property;
  object_class->finalize = lb_caption_item_finalize;

  props[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LB_CAPTION_ITEM_WAITING, LB_CAPTION_ITEM_APPLIED,
                      LB_CAPTION_ITEM_WAITING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_caption_item_init (LbCaptionItem *self)
{
}

LbCaptionItem *
lb_caption_item_new (LbImage *image)
{
  LbCaptionItem *self = g_object_new (LB_TYPE_CAPTION_ITEM, NULL);

  g_set_object (&self->image, image);

  return self;
}

LbImage *
lb_caption_item_get_image (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return self->image;
}

LbCaptionItemState
lb_caption_item_get_state (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), LB_CAPTION_ITEM_WAITING);
  return self->state;
}

gboolean
lb_caption_item_has_failed (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), FALSE);

  return self->state == LB_CAPTION_ITEM_FAILED || self->state == LB_CAPTION_ITEM_OUTDATED ||
         self->state == LB_CAPTION_ITEM_UNREADABLE;
}

LbPrompt *
lb_caption_item_get_before (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return self->before;
}

const char *
lb_caption_item_get_words (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return self->words;
}

GListModel *
lb_caption_item_get_changes (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return self->changes;
}

guint
lb_caption_item_count_accepted (LbCaptionItem *self)
{
  guint n_accepted = 0;

  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), 0);

  for (guint i = 0; self->changes != NULL && i < g_list_model_get_n_items (self->changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      n_accepted += lb_prompt_change_get_accepted (change);
    }

  return n_accepted;
}

const char *const *
lb_caption_item_get_left_out (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return (const char *const *) self->left_out;
}

const GError *
lb_caption_item_get_error (LbCaptionItem *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_ITEM (self), NULL);
  return self->error;
}

static void
enter (LbCaptionItem *self, LbCaptionItemState state, LbPrompt *before, GListModel *changes)
{
  g_set_object (&self->before, before);
  g_set_object (&self->changes, changes);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
lb_caption_item_set_state (LbCaptionItem *self, LbCaptionItemState state)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));

  g_clear_pointer (&self->left_out, g_strfreev);
  g_clear_pointer (&self->words, g_free);
  g_clear_error (&self->error);
  enter (self, state, NULL, NULL);
}

void
lb_caption_item_take_left_out (LbCaptionItem *self, GStrv paths)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));

  g_clear_pointer (&self->left_out, g_strfreev);
  self->left_out = paths;
}

void
lb_caption_item_answer (LbCaptionItem *self, LbPrompt *before, GListModel *changes)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));
  g_return_if_fail (LB_IS_PROMPT (before));
  g_return_if_fail (G_IS_LIST_MODEL (changes));

  g_clear_pointer (&self->words, g_free);
  if (g_list_model_get_n_items (changes) > 0)
    enter (self, LB_CAPTION_ITEM_ANSWERED, before, changes);
  else
    enter (self, LB_CAPTION_ITEM_UNCHANGED, NULL, NULL);
}

void
lb_caption_item_answer_words (LbCaptionItem *self, const char *words, GListModel *changes)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));
  g_return_if_fail (words != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (changes));

  g_set_str (&self->words, words);
  enter (self, LB_CAPTION_ITEM_ANSWERED, NULL, changes);
}

void
lb_caption_item_fail (LbCaptionItem *self, GError *error)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->error);
  self->error = error;
  g_clear_pointer (&self->words, g_free);
  enter (self, LB_CAPTION_ITEM_FAILED, NULL, NULL);
}

void
lb_caption_item_refuse (LbCaptionItem *self, GError *error)
{
  g_return_if_fail (LB_IS_CAPTION_ITEM (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->error);
  self->error = error;
  enter (self, LB_CAPTION_ITEM_FAILED, self->before, self->changes);
}
