#include "session/lb-history-private.h"

struct _LbHistoryStep
{
  GObject parent_instance;

  gint64 id;
  LbHistoryKind kind;
  LbHistoryThing thing;
  LbHistoryState state;
  char *name; /* (owned) (nullable) */
  guint count;
  gint64 made_at;
};

G_DEFINE_FINAL_TYPE (LbHistoryStep, lb_history_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_COUNT,
  PROP_STATE,
  PROP_MADE_AT
} LbHistoryStepProperty;

static GParamSpec *props[PROP_MADE_AT + 1];

static void
lb_history_step_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbHistoryStep *self = LB_HISTORY_STEP (object);

  switch ((LbHistoryStepProperty) prop_id)
    {
    case PROP_NAME:    g_value_set_string (value, self->name); break;
    case PROP_COUNT:   g_value_set_uint (value, self->count); break;
    case PROP_STATE:   g_value_set_uint (value, self->state); break;
    case PROP_MADE_AT: g_value_set_int64 (value, self->made_at); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_history_step_finalize (GObject *object)
{
  g_free (LB_HISTORY_STEP (object)->name);

  G_OBJECT_CLASS (lb_history_step_parent_class)->finalize (object);
}

static void
lb_history_step_class_init (LbHistoryStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_history_step_get_property;
  object_class->finalize = lb_history_step_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, LB_HISTORY_BLOCKED, 0, flags);
  props[PROP_MADE_AT] =
    g_param_spec_int64 ("made-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_history_step_init (LbHistoryStep *self)
{
}

LbHistoryStep *
lb_history_step_new (gint64 id,
                     LbHistoryKind kind,
                     LbHistoryThing thing,
                     LbHistoryState state,
                     const char *name,
                     guint count,
                     gint64 made_at)
{
  LbHistoryStep *self = g_object_new (LB_TYPE_HISTORY_STEP, NULL);

  self->id = id;
  self->kind = kind;
  self->thing = thing;
  self->state = state;
  self->name = g_strdup (name);
  self->count = count;
  self->made_at = made_at;

  return self;
}

gint64
lb_history_step_get_id (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), 0);

  return self->id;
}

LbHistoryKind
lb_history_step_get_kind (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), LB_HISTORY_EDIT);

  return self->kind;
}

LbHistoryThing
lb_history_step_get_thing (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), LB_HISTORY_IMAGE);

  return self->thing;
}

LbHistoryState
lb_history_step_get_state (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), LB_HISTORY_DONE);

  return self->state;
}

const char *
lb_history_step_get_name (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), NULL);

  return self->name;
}

guint
lb_history_step_get_count (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), 0);

  return self->count;
}

gint64
lb_history_step_get_made_at (LbHistoryStep *self)
{
  g_return_val_if_fail (LB_IS_HISTORY_STEP (self), 0);

  return self->made_at;
}

void
lb_history_step_set_state (LbHistoryStep *self, LbHistoryState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
lb_history_step_set_count (LbHistoryStep *self, guint count)
{
  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}
