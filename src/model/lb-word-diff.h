#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LB_WORD_KEPT,
  LB_WORD_REMOVED,
  LB_WORD_ADDED
} LbWordKind;

/**
 * LbWordRun:
 * @kind: what became of it
 * @start: byte in the text before, of what was added in the text after
 * @length: in bytes
 */
typedef struct
{
  LbWordKind kind;
  gsize start;
  gsize length;
} LbWordRun;

/* (transfer full) (element-type LbWordRun): what leads from @before to @after, both UTF-8, in whole
 * words. What was removed comes in front of what was added in its place. The runs that were not
 * added are @before, those that were not removed @after, to the byte. */
GArray *lb_word_diff (const char *before, const char *after);

G_END_DECLS
