#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be written at a place of a document. */
typedef enum
{
  LB_PROMPT_CURSOR_NONE,
  LB_PROMPT_CURSOR_KEY,  /* the key of a member */
  LB_PROMPT_CURSOR_VALUE /* a value */
} LbPromptCursorKind;

/**
 * LbPromptCursor:
 * @kind: what can be written
 * @path: of the object that the key goes into, or of the value
 * @keys: (array zero-terminated=1): the other keys of that object; empty for a value
 * @start: byte at which what is being written begins, behind the quote if there is one
 * @end: byte behind what is written, in front of the quote if there is one
 * @quoted: whether there is an opening quote
 * @closed: whether there is a closing one
 *
 * A place in a text that is being written, and therefore need not be JSON yet.
 */
typedef struct
{
  LbPromptCursorKind kind;
  char *path;
  char **keys;
  gsize start;
  gsize end;
  gboolean quoted;
  gboolean closed;
} LbPromptCursor;

/* @offset: a byte of @text, or its length. */
LbPromptCursor *lb_prompt_cursor_new (const char *text, gsize offset);
void lb_prompt_cursor_free (LbPromptCursor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPromptCursor, lb_prompt_cursor_free)

G_END_DECLS
