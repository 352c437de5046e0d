#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbPromptStep:
 * @key: (nullable): key of an object's member, or %NULL for an element of an array
 * @index: the element's index from 0, when @key is %NULL
 */
typedef struct
{
  char *key;
  guint index;
} LbPromptStep;

GArray *lb_prompt_path_parse (const char *path, GError **error);
void lb_prompt_path_append_key (GString *path, const char *key);
void lb_prompt_path_append_index (GString *path, guint index);

G_END_DECLS
