#include "jobs/lb-refine-item.h"

struct _LbRefineItem
{
  GObject parent_instance;

  LbImage *image;      /* (owned) (nullable) */
  LbPrompt *before;    /* (owned) (nullable) */
  GListModel *changes; /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
  LbRefineState state;
};

G_DEFINE_FINAL_TYPE (LbRefineItem, lb_refine_item, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1
};

static GParamSpec *props[PROP_STATE + 1];

static void
lb_refine_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbRefineItem *self = LB_REFINE_ITEM (object);

  switch (prop_id)
    {
    case PROP_STATE: g_value_set_int (value, (int) self->state); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_refine_item_finalize (GObject *object)
{
  LbRefineItem *self = LB_REFINE_ITEM (object);

  g_clear_object (&self->image);
  g_clear_object (&self->before);
  g_clear_object (&self->changes);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lb_refine_item_parent_class)->finalize (object);
}

static void
lb_refine_item_class_init (LbRefineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_refine_item_get_property;
  object_class->finalize = lb_refine_item_finalize;

  props[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LB_REFINE_WAITING, LB_REFINE_APPLIED, LB_REFINE_WAITING,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_refine_item_init (LbRefineItem *self)
{
}

LbRefineItem *
lb_refine_item_new (LbImage *image)
{
  LbRefineItem *self = g_object_new (LB_TYPE_REFINE_ITEM, NULL);

  g_set_object (&self->image, image);

  return self;
}

LbImage *
lb_refine_item_get_image (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), NULL);
  return self->image;
}

LbRefineState
lb_refine_item_get_state (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), LB_REFINE_WAITING);
  return self->state;
}

gboolean
lb_refine_item_has_failed (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), FALSE);

  return self->state == LB_REFINE_FAILED || self->state == LB_REFINE_OUTDATED ||
         self->state == LB_REFINE_UNREADABLE;
}

LbPrompt *
lb_refine_item_get_before (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), NULL);
  return self->before;
}

GListModel *
lb_refine_item_get_changes (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), NULL);
  return self->changes;
}

guint
lb_refine_item_count_accepted (LbRefineItem *self)
{
  guint n_accepted = 0;

  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), 0);

  for (guint i = 0; self->changes != NULL && i < g_list_model_get_n_items (self->changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      n_accepted += lb_prompt_change_get_accepted (change);
    }

  return n_accepted;
}

const GError *
lb_refine_item_get_error (LbRefineItem *self)
{
  g_return_val_if_fail (LB_IS_REFINE_ITEM (self), NULL);
  return self->error;
}

static void
enter (LbRefineItem *self, LbRefineState state, LbPrompt *before, GListModel *changes)
{
  g_set_object (&self->before, before);
  g_set_object (&self->changes, changes);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
lb_refine_item_set_state (LbRefineItem *self, LbRefineState state)
{
  g_return_if_fail (LB_IS_REFINE_ITEM (self));

  g_clear_error (&self->error);
  enter (self, state, NULL, NULL);
}

void
lb_refine_item_answer (LbRefineItem *self, LbPrompt *before, GListModel *changes)
{
  g_return_if_fail (LB_IS_REFINE_ITEM (self));
  g_return_if_fail (LB_IS_PROMPT (before));
  g_return_if_fail (G_IS_LIST_MODEL (changes));

  if (g_list_model_get_n_items (changes) > 0)
    enter (self, LB_REFINE_ANSWERED, before, changes);
  else
    enter (self, LB_REFINE_UNCHANGED, NULL, NULL);
}

void
lb_refine_item_fail (LbRefineItem *self, GError *error)
{
  g_return_if_fail (LB_IS_REFINE_ITEM (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->error);
  self->error = error;
  enter (self, LB_REFINE_FAILED, NULL, NULL);
}
