#include "jobs/lb-replace-match.h"

struct _LbReplaceMatch
{
  GObject parent_instance;

  LbCaptionItem *item;    /* (owned) */
  LbPromptChange *change; /* (owned) */
  guint n_places;
  LbReplaceRefusal refusal;
};

G_DEFINE_FINAL_TYPE (LbReplaceMatch, lb_replace_match, G_TYPE_OBJECT)

static void
lb_replace_match_finalize (GObject *object)
{
  LbReplaceMatch *self = LB_REPLACE_MATCH (object);

  g_clear_object (&self->item);
  g_clear_object (&self->change);

  G_OBJECT_CLASS (lb_replace_match_parent_class)->finalize (object);
}

static void
lb_replace_match_class_init (LbReplaceMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_replace_match_finalize;
}

static void
lb_replace_match_init (LbReplaceMatch *self)
{
}

LbReplaceMatch *
lb_replace_match_new (LbCaptionItem *item,
                      LbPromptChange *change,
                      guint n_places,
                      LbReplaceRefusal refusal)
{
  LbReplaceMatch *self = NULL;

  g_return_val_if_fail (LB_IS_CAPTION_ITEM (item), NULL);
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (change), NULL);

  self = g_object_new (LB_TYPE_REPLACE_MATCH, NULL);
  self->item = g_object_ref (item);
  self->change = g_object_ref (change);
  self->n_places = n_places;
  self->refusal = refusal;

  return self;
}

LbCaptionItem *
lb_replace_match_get_item (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), NULL);
  return self->item;
}

LbImage *
lb_replace_match_get_image (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), NULL);
  return lb_caption_item_get_image (self->item);
}

LbPromptChange *
lb_replace_match_get_change (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), NULL);
  return self->change;
}

guint
lb_replace_match_get_n_places (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), 0);
  return self->n_places;
}

LbReplaceRefusal
lb_replace_match_get_refusal (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), LB_REPLACE_BUSY);
  return self->refusal;
}

gboolean
lb_replace_match_get_accepted (LbReplaceMatch *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_MATCH (self), FALSE);

  return self->refusal == LB_REPLACE_MAY && lb_prompt_change_get_accepted (self->change);
}

void
lb_replace_match_refuse (LbReplaceMatch *self, LbReplaceRefusal refusal)
{
  g_return_if_fail (LB_IS_REPLACE_MATCH (self));

  self->refusal = refusal;
}
