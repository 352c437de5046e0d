#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/**
 * LbPromptPair:
 * @before: (nullable): an element, or %NULL when @after came in
 * @after: (nullable): what became of it, or %NULL when it was removed
 * @index: index of @before, or of the element that @after goes in front of
 */
typedef struct
{
  const LbJsonNode *before;
  const LbJsonNode *after;
  guint index;
} LbPromptPair;

/* (transfer full) (element-type LbPromptPair): every element of both lists, in their order. */
GArray *lb_prompt_align (const LbJsonNode *before, const LbJsonNode *after);

G_END_DECLS
