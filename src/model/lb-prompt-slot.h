#pragma once

#include "base/lb-json.h"
#include "model/lb-prompt-schema.h"

G_BEGIN_DECLS

typedef struct _LbPromptSlot LbPromptSlot;

/**
 * LbPromptSlot:
 * @parent: (nullable): the slot of the array or object around it
 * @source: (nullable): the value of the document that stands here, or %NULL for a new one
 * @key: (nullable): its new key, or %NULL when the source's key stays
 * @value: (nullable): the value that takes its place
 * @type: what is here now
 * @members: (nullable) (element-type LbPromptSlot): of an array or object, once they are needed
 * @originals: (nullable) (element-type LbPromptSlot): those of @members that come from the
 *   document, at their old indices
 * @changed: something in it is to be written anew
 * @reordered: members came or went
 * @removed: it is to be left out
 * @moved: it is written elsewhere; here it only keeps its place for others
 * @carried: (nullable): what has moved here
 * @made: an array or object that the document does not have
 * @wrapped: to be written as the only element of an array
 *
 * One place of a document that is being edited. Slots are made on demand, so what is not touched
 * has none and is copied to the byte.
 */
struct _LbPromptSlot
{
  LbPromptSlot *parent;
  const LbJsonNode *source;
  char *key;
  LbJsonDocument *value;
  LbJsonType type;
  GPtrArray *members;
  GPtrArray *originals;
  gboolean changed;
  gboolean reordered;
  gboolean removed;
  gboolean moved;
  LbPromptSlot *carried;
  gboolean made;
  gboolean wrapped;
};

LbPromptSlot *lb_prompt_slot_new (const LbJsonNode *root);
void lb_prompt_slot_free (LbPromptSlot *self);
const char *lb_prompt_slot_get_key (LbPromptSlot *self);
guint lb_prompt_slot_get_n_originals (LbPromptSlot *self);
LbPromptSlot *lb_prompt_slot_get_original (LbPromptSlot *self, guint index);
LbPromptSlot *lb_prompt_slot_get_member (LbPromptSlot *self, const char *key);

void lb_prompt_slot_replace (LbPromptSlot *self, LbJsonDocument *value);
void lb_prompt_slot_make (LbPromptSlot *self, LbJsonType type);
void lb_prompt_slot_remove (LbPromptSlot *self);
void lb_prompt_slot_rename (LbPromptSlot *self, const char *key);
void lb_prompt_slot_move (LbPromptSlot *self, guint index);
void lb_prompt_slot_wrap (LbPromptSlot *self);
LbPromptSlot *
lb_prompt_slot_insert_member (LbPromptSlot *self, const char *key, const LbPromptShape *shape);
LbPromptSlot *lb_prompt_slot_insert_element (LbPromptSlot *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPromptSlot, lb_prompt_slot_free)

G_END_DECLS
