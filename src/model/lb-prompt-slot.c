#include "model/lb-prompt-slot.h"

#include <string.h>

/* The root's slot; all others belong to it. @root must outlive it. */
LbPromptSlot *
lb_prompt_slot_new (const LbJsonNode *root)
{
  LbPromptSlot *self = g_new0 (LbPromptSlot, 1);

  self->source = root;
  self->type = root->type;

  return self;
}

void
lb_prompt_slot_free (LbPromptSlot *self)
{
  g_clear_pointer (&self->originals, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->value, lb_json_document_unref);
  g_clear_pointer (&self->key, g_free);
  g_free (self);
}

static GPtrArray *
new_members (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lb_prompt_slot_free);
}

/* Makes the slots of an array's or object's members, unless there are any. */
static void
expand (LbPromptSlot *self)
{
  if (self->members || self->value || !self->source || !self->source->children)
    return;

  self->members = new_members ();
  self->originals = g_ptr_array_new ();
  for (guint i = 0; i < self->source->children->len; i++)
    {
      LbPromptSlot *member = lb_prompt_slot_new (lb_json_node_element (self->source, i));

      member->parent = self;
      g_ptr_array_add (self->members, member);
      g_ptr_array_add (self->originals, member);
    }
}

static void
mark_changed (LbPromptSlot *self)
{
  for (LbPromptSlot *slot = self; slot && !slot->changed; slot = slot->parent)
    slot->changed = TRUE;
}

/* The key under which it will be written; NULL for an element. */
const char *
lb_prompt_slot_get_key (LbPromptSlot *self)
{
  if (self->key)
    return self->key;

  return self->source ? self->source->key : NULL;
}

/* How many members the document has here. */
guint
lb_prompt_slot_get_n_originals (LbPromptSlot *self)
{
  expand (self);

  return self->originals ? self->originals->len : 0;
}

/* The slot of the document's member at @index, whatever has come and gone since; or NULL. */
LbPromptSlot *
lb_prompt_slot_get_original (LbPromptSlot *self, guint index)
{
  return index < lb_prompt_slot_get_n_originals (self) ? g_ptr_array_index (self->originals, index)
                                                       : NULL;
}

/* The last member that will be written with @key, or NULL. */
LbPromptSlot *
lb_prompt_slot_get_member (LbPromptSlot *self, const char *key)
{
  expand (self);
  if (!self->members || self->type != LB_JSON_OBJECT)
    return NULL;

  for (guint i = self->members->len; i > 0; i--)
    {
      LbPromptSlot *member = g_ptr_array_index (self->members, i - 1);

      if (!member->removed && strcmp (lb_prompt_slot_get_key (member), key) == 0)
        return member;
    }

  return NULL;
}

static void
drop_members (LbPromptSlot *self)
{
  g_clear_pointer (&self->originals, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
}

/* Puts @value in its place. */
void
lb_prompt_slot_replace (LbPromptSlot *self, LbJsonDocument *value)
{
  g_autoptr (LbJsonDocument) old = self->value;

  drop_members (self);
  self->value = lb_json_document_ref (value);
  self->type = lb_json_document_get_root (value)->type;
  self->made = FALSE;
  mark_changed (self);
}

/* Puts a new empty array or object in its place, to be filled. */
void
lb_prompt_slot_make (LbPromptSlot *self, LbJsonType type)
{
  drop_members (self);
  g_clear_pointer (&self->value, lb_json_document_unref);
  self->members = new_members ();
  self->originals = g_ptr_array_new ();
  self->type = type;
  self->made = TRUE;
  mark_changed (self);
}

/* Leaves it out. It must not be the root. */
void
lb_prompt_slot_remove (LbPromptSlot *self)
{
  g_return_if_fail (self->parent != NULL);

  self->removed = TRUE;
  self->parent->reordered = TRUE;
  mark_changed (self);
}

void
lb_prompt_slot_rename (LbPromptSlot *self, const char *key)
{
  g_set_str (&self->key, key);
  mark_changed (self);
}

void
lb_prompt_slot_wrap (LbPromptSlot *self)
{
  self->wrapped = TRUE;
  mark_changed (self);
}

static LbPromptSlot *
insert (LbPromptSlot *self, int position, const char *key)
{
  LbPromptSlot *member = g_new0 (LbPromptSlot, 1);

  member->parent = self;
  member->key = g_strdup (key);
  self->reordered = TRUE;
  g_ptr_array_insert (self->members, position, member);
  mark_changed (member);

  return member;
}

/* Its place in the order of the contract, or -1. */
static int
rank (const LbPromptShape *shape, const char *key)
{
  const LbPromptField *field = shape ? lb_prompt_shape_find (shape, key) : NULL;

  return field ? field - shape->fields : -1;
}

/* Behind the last member that comes earlier by the contract; else in front of the first one that
 * comes later; else, and for an unknown key, at the end. */
static int
position_of (LbPromptSlot *self, const char *key, const LbPromptShape *shape)
{
  const int own = rank (shape, key);
  int behind = -1;
  int in_front = -1;

  for (guint i = 0; own >= 0 && i < self->members->len; i++)
    {
      LbPromptSlot *member = g_ptr_array_index (self->members, i);
      const int other = rank (shape, lb_prompt_slot_get_key (member));

      if (other >= 0 && other < own)
        behind = i + 1;
      else if (other > own && in_front < 0)
        in_front = i;
    }

  return behind >= 0 ? behind : in_front;
}

/* @shape: (nullable): decides where it goes. Returns the slot of a new member of an object, to be
 * filled by lb_prompt_slot_replace() or lb_prompt_slot_make(). */
LbPromptSlot *
lb_prompt_slot_insert_member (LbPromptSlot *self, const char *key, const LbPromptShape *shape)
{
  expand (self);

  return insert (self, position_of (self, key, shape), key);
}

/* Returns the slot of a new element in front of the one that has @index in the document, behind
 * others put there before; at the end when @index is the document's length. */
LbPromptSlot *
lb_prompt_slot_insert_element (LbPromptSlot *self, guint index)
{
  LbPromptSlot *next = lb_prompt_slot_get_original (self, index);
  guint position = 0;

  expand (self);
  if (!next || !g_ptr_array_find (self->members, next, &position))
    return insert (self, -1, NULL);

  return insert (self, position, NULL);
}

/* Takes an element of the document in front of the one that has @index there, behind others put
 * there before; to the end when @index is the document's length. It can be edited as before. */
void
lb_prompt_slot_move (LbPromptSlot *self, guint index)
{
  g_return_if_fail (self->parent != NULL && !self->moved);

  self->moved = TRUE;
  mark_changed (self);
  lb_prompt_slot_insert_element (self->parent, index)->carried = self;
}
