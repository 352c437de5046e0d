#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a block has in it. */
typedef enum
{
  LB_PROMPT_ITEMS_FIELDS,  /* of an object */
  LB_PROMPT_ITEMS_OBJECTS, /* of a list that has nothing else */
  LB_PROMPT_ITEMS_VALUES   /* of any other list */
} LbPromptItems;

/**
 * LbPromptBlock:
 * @first_line: that of its opening bracket, the first of the text being 0
 * @last_line: that of its closing bracket; there is at least one line between the two
 * @items: what it has in it
 * @n_items: how many of them
 *
 * An object or a list of a text that is being written, and therefore need not be JSON yet.
 */
typedef struct
{
  guint first_line;
  guint last_line;
  LbPromptItems items;
  guint n_items;
} LbPromptBlock;

/* (transfer full) (element-type LbPromptBlock): by their first lines, of those that begin on one
 * line the outermost; of any two one lies within the other, or they have no line between their
 * brackets in common. Lines end as they do in a text view: behind \n, \r, both, or U+2029. */
GArray *lb_prompt_outline_new (const char *text);

G_END_DECLS
