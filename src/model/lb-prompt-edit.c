#include "model/lb-prompt-edit.h"

#include "base/lb-error.h"
#include "model/lb-prompt-path.h"

static const LbPromptStep *
nth_step (const GArray *steps, guint i)
{
  return &g_array_index (steps, LbPromptStep, i);
}

/* What must stand at the parent of @step. */
static LbJsonType
container_of (const LbPromptStep *step)
{
  return step->key ? LB_JSON_OBJECT : LB_JSON_ARRAY;
}

/* What the contract knows at @step of @shape; a list's element has the shape of the list. */
static const LbPromptShape *
step_into (const LbPromptShape *shape, const LbPromptStep *step)
{
  const LbPromptField *field;

  if (!step->key || !shape)
    return shape;

  field = lb_prompt_shape_find (shape, step->key);

  return field ? field->shape : NULL;
}

static LbPromptSlot *
look_up (LbPromptSlot *slot, const LbPromptStep *step)
{
  if (step->key)
    return lb_prompt_slot_get_member (slot, step->key);

  return slot->type == LB_JSON_ARRAY ? lb_prompt_slot_get_original (slot, step->index) : NULL;
}

/* Steps into what is there, or makes it. @slot has the right type for @step. */
static LbPromptSlot *
look_up_or_make (LbPromptSlot *slot,
                 const LbPromptStep *step,
                 const LbPromptShape *shape,
                 GError **error)
{
  LbPromptSlot *child = look_up (slot, step);

  if (child && !child->removed)
    return child;
  if (step->key)
    return lb_prompt_slot_insert_member (slot, step->key, shape);
  if (!child && step->index == lb_prompt_slot_get_n_originals (slot))
    return lb_prompt_slot_insert_element (slot, step->index);

  g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "the list has no element %u", step->index);

  return NULL;
}

/* Makes sure that @step can be taken at @slot: what is missing or null becomes a container. */
static gboolean
open_container (LbPromptSlot *slot, const LbPromptStep *step, GError **error)
{
  const LbJsonType type = container_of (step);
  const gboolean empty = !slot->value && !slot->source && !slot->made;

  if (empty || (slot->type == LB_JSON_NULL && !slot->value))
    {
      lb_prompt_slot_make (slot, type);
      return TRUE;
    }
  if (slot->type == type && !slot->value)
    return TRUE;

  if (step->key)
    g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” can only be in an object", step->key);
  else
    g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "element %u can only be in a list",
                 step->index);

  return FALSE;
}

/* The slot at the parent of the last step, made where it is missing. @shape: (out): its shape. */
static LbPromptSlot *
open_parent (LbPromptSlot *root, const GArray *steps, const LbPromptShape **shape, GError **error)
{
  LbPromptSlot *slot = root;

  *shape = lb_prompt_schema_get_root (LB_PROMPT_CAPTION);
  for (guint i = 0; i < steps->len; i++)
    {
      const LbPromptStep *step = nth_step (steps, i);

      if (!open_container (slot, step, error))
        return NULL;
      if (i + 1 == steps->len)
        return slot;

      slot = look_up_or_make (slot, step, *shape, error);
      if (!slot)
        return NULL;
      *shape = step_into (*shape, step);
    }

  g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "the path is empty");

  return NULL;
}

/* Puts @value at @steps; missing parents are made. An index equal to the length appends. */
gboolean
lb_prompt_edit_set (LbPromptSlot *root, const GArray *steps, LbJsonDocument *value, GError **error)
{
  const LbPromptShape *shape;
  LbPromptSlot *slot = root;

  if (steps->len > 0)
    {
      slot = open_parent (root, steps, &shape, error);
      if (slot)
        slot = look_up_or_make (slot, nth_step (steps, steps->len - 1), shape, error);
      if (!slot)
        return FALSE;
    }
  lb_prompt_slot_replace (slot, value);

  return TRUE;
}

/* Puts @value in front of the element at @steps; at the end when the index is the length. */
gboolean
lb_prompt_edit_insert (LbPromptSlot *root,
                       const GArray *steps,
                       LbJsonDocument *value,
                       GError **error)
{
  const LbPromptShape *shape;
  const LbPromptStep *last;
  LbPromptSlot *slot = open_parent (root, steps, &shape, error);

  if (!slot)
    return FALSE;

  last = nth_step (steps, steps->len - 1);
  if (slot->type != LB_JSON_ARRAY || last->index > lb_prompt_slot_get_n_originals (slot))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "the list has no place %u", last->index);
      return FALSE;
    }
  lb_prompt_slot_replace (lb_prompt_slot_insert_element (slot, last->index), value);

  return TRUE;
}

/* Puts the element at @steps in front of the one at @place; at the end when that is the length. */
gboolean
lb_prompt_edit_move (LbPromptSlot *root, const GArray *steps, guint place, GError **error)
{
  LbPromptSlot *slot = root;

  for (guint i = 0; slot && i < steps->len; i++)
    slot = look_up (slot, nth_step (steps, i));

  if (!slot || slot->removed || !slot->parent || slot->parent->type != LB_JSON_ARRAY ||
      place > lb_prompt_slot_get_n_originals (slot->parent))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "the list has no place %u", place);
      return FALSE;
    }
  lb_prompt_slot_move (slot, place);

  return TRUE;
}

/* Takes out what is at @steps, every one of a key used twice. Nothing there is no error. */
gboolean
lb_prompt_edit_remove (LbPromptSlot *root, const GArray *steps, GError **error)
{
  LbPromptSlot *parent = root;
  LbPromptSlot *slot;

  if (steps->len == 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "the whole can't be removed");
      return FALSE;
    }

  for (guint i = 0; parent && i + 1 < steps->len; i++)
    parent = look_up (parent, nth_step (steps, i));
  if (!parent)
    return TRUE;

  while ((slot = look_up (parent, nth_step (steps, steps->len - 1))) && !slot->removed)
    lb_prompt_slot_remove (slot);

  return TRUE;
}

/* Gives the member at @steps another key, which nothing beside it may have. */
gboolean
lb_prompt_edit_rename (LbPromptSlot *root, const GArray *steps, const char *key, GError **error)
{
  LbPromptSlot *slot = root;

  for (guint i = 0; slot && i < steps->len; i++)
    slot = look_up (slot, nth_step (steps, i));

  if (!slot || !slot->parent || slot->parent->type != LB_JSON_OBJECT)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "only a member of an object has a key");
      return FALSE;
    }
  if (g_strcmp0 (lb_prompt_slot_get_key (slot), key) == 0)
    return TRUE;
  if (lb_prompt_slot_get_member (slot->parent, key))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "there is a “%s” already", key);
      return FALSE;
    }
  lb_prompt_slot_rename (slot, key);

  return TRUE;
}
