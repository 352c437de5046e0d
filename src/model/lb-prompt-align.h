#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/**
 * LbPromptPair:
 * @before: (nullable): an element, or %NULL when @after came in
 * @after: (nullable): what became of it, or %NULL when it was removed
 * @index: index of @before, or of the element that @after goes in front of
 * @moved: whether it stands elsewhere among those that stay
 * @place: of what moved: index, before, of the element that it goes in front of
 * @position: of what moved: its index after
 */
typedef struct
{
  const LbJsonNode *before;
  const LbJsonNode *after;
  guint index;
  gboolean moved;
  guint place;
  guint position;
} LbPromptPair;

/* (transfer full) (element-type LbPromptPair): every element of both lists, in the order of what
 * is after; what was removed stands where it was. */
GArray *lb_prompt_align (const LbJsonNode *before, const LbJsonNode *after);

G_END_DECLS
