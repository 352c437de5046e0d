#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/* Finding and comparing values of a scanned document. Of a key used twice the last counts. */

typedef struct
{
  const LbJsonNode *object; /* unowned */
  GHashTable *table;        /* (owned) (nullable) (element-type utf8 LbJsonNode) for many members */
} LbPromptLookup;

void lb_prompt_lookup_init (LbPromptLookup *self, const LbJsonNode *object);
void lb_prompt_lookup_clear (LbPromptLookup *self);
const LbJsonNode *lb_prompt_lookup_find (const LbPromptLookup *self, const char *key);

const LbJsonNode *lb_prompt_node_find (const LbJsonNode *root, const GArray *steps);
const LbJsonNode *lb_prompt_node_find_path (const LbJsonNode *root, const char *path);
gboolean lb_prompt_node_equal (const LbJsonNode *a, const LbJsonNode *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbPromptLookup, lb_prompt_lookup_clear)

G_END_DECLS
