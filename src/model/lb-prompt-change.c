#include "model/lb-prompt-change.h"

#include <string.h>

struct _LbPromptChange
{
  GObject parent_instance;

  char *path;   /* (owned) set at construction only */
  char *before; /* (owned) (nullable) JSON text; set at construction only */
  char *after;  /* (owned) (nullable) JSON text; set at construction only */
  int place;    /* -1 when nothing moved; set at construction only */
  int position; /* the same */
  gboolean accepted;
};

G_DEFINE_FINAL_TYPE (LbPromptChange, lb_prompt_change, G_TYPE_OBJECT)

typedef enum
{
  PROP_PATH = 1,
  PROP_BEFORE,
  PROP_AFTER,
  PROP_PLACE,
  PROP_POSITION,
  PROP_ACCEPTED
} LbPromptChangeProperty;

static GParamSpec *props[PROP_ACCEPTED + 1];

static void
lb_prompt_change_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPromptChange *self = LB_PROMPT_CHANGE (object);

  switch ((LbPromptChangeProperty) prop_id)
    {
    case PROP_PATH:     g_value_set_string (value, self->path); break;
    case PROP_BEFORE:   g_value_set_string (value, self->before); break;
    case PROP_AFTER:    g_value_set_string (value, self->after); break;
    case PROP_PLACE:    g_value_set_int (value, self->place); break;
    case PROP_POSITION: g_value_set_int (value, self->position); break;
    case PROP_ACCEPTED: g_value_set_boolean (value, self->accepted); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_change_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  LbPromptChange *self = LB_PROMPT_CHANGE (object);

  switch ((LbPromptChangeProperty) prop_id)
    {
    case PROP_PATH:     self->path = g_value_dup_string (value); break;
    case PROP_BEFORE:   self->before = g_value_dup_string (value); break;
    case PROP_AFTER:    self->after = g_value_dup_string (value); break;
    case PROP_PLACE:    self->place = g_value_get_int (value); break;
    case PROP_POSITION: self->position = g_value_get_int (value); break;
    case PROP_ACCEPTED: lb_prompt_change_set_accepted (self, g_value_get_boolean (value)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_change_finalize (GObject *object)
{
  LbPromptChange *self = LB_PROMPT_CHANGE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->after, g_free);

  G_OBJECT_CLASS (lb_prompt_change_parent_class)->finalize (object);
}

static void
lb_prompt_change_class_init (LbPromptChangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const GParamFlags fixed = flags | G_PARAM_CONSTRUCT_ONLY;

  object_class->get_property = lb_prompt_change_get_property;
  object_class->set_property = lb_prompt_change_set_property;
  object_class->finalize = lb_prompt_change_finalize;

  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", fixed);
  props[PROP_BEFORE] = g_param_spec_string ("before", NULL, NULL, NULL, fixed);
  props[PROP_AFTER] = g_param_spec_string ("after", NULL, NULL, NULL, fixed);
  props[PROP_PLACE] = g_param_spec_int ("place", NULL, NULL, -1, G_MAXINT, -1, fixed);
  props[PROP_POSITION] = g_param_spec_int ("position", NULL, NULL, -1, G_MAXINT, -1, fixed);
  props[PROP_ACCEPTED] =
    g_param_spec_boolean ("accepted", NULL, NULL, TRUE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_prompt_change_init (LbPromptChange *self)
{
  self->accepted = TRUE;
}

/**
 * lb_prompt_change_new:
 * @path: where, spelled as at #LbPrompt
 * @before: (nullable): JSON text of what is there, or %NULL when nothing is
 * @after: (nullable): JSON text of what shall be there, or %NULL when nothing shall
 *
 * Returns: (transfer full): a change that is accepted
 */
LbPromptChange *
lb_prompt_change_new (const char *path, const char *before, const char *after)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_object_new (LB_TYPE_PROMPT_CHANGE, "path", path, "before", before, "after", after, NULL);
}

/**
 * lb_prompt_change_new_move:
 * @path: of the element where it is before
 * @before: JSON text of the element
 * @place: index, before, of the element that it goes in front of; the length for the end
 * @position: its index after
 *
 * Returns: (transfer full): a change that is accepted
 */
LbPromptChange *
lb_prompt_change_new_move (const char *path, const char *before, guint place, guint position)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (place <= G_MAXINT && position <= G_MAXINT, NULL);

  return g_object_new (LB_TYPE_PROMPT_CHANGE, "path", path, "before", before, "after", before,
                       "place", (int) place, "position", (int) position, NULL);
}

gboolean
lb_prompt_change_is_move (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), FALSE);

  return self->place >= 0;
}

guint
lb_prompt_change_get_index (LbPromptChange *self)
{
  const char *bracket = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), 0);

  bracket = strrchr (self->path, '[');
  g_return_val_if_fail (lb_prompt_change_is_move (self) && bracket != NULL, 0);

  return (guint) g_ascii_strtoull (bracket + 1, NULL, 10);
}

int
lb_prompt_change_get_place (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), -1);

  return self->place;
}

int
lb_prompt_change_get_position (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), -1);

  return self->position;
}

const char *
lb_prompt_change_get_path (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), NULL);

  return self->path;
}

const char *
lb_prompt_change_get_before (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), NULL);

  return self->before;
}

const char *
lb_prompt_change_get_after (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), NULL);

  return self->after;
}

gboolean
lb_prompt_change_get_accepted (LbPromptChange *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (self), FALSE);

  return self->accepted;
}

void
lb_prompt_change_set_accepted (LbPromptChange *self, gboolean accepted)
{
  g_return_if_fail (LB_IS_PROMPT_CHANGE (self));

  accepted = !!accepted;
  if (self->accepted == accepted)
    return;

  self->accepted = accepted;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACCEPTED]);
}
