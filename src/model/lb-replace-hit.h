#pragma once

#include "model/lb-prompt.h"
#include "model/lb-replace.h"

G_BEGIN_DECLS

/* Why a text that has something to be replaced can't be changed by itself. */
typedef enum
{
  LB_REPLACE_FAULT_NONE,
  LB_REPLACE_FAULT_SLOW, /* the expression takes too long there */
  LB_REPLACE_FAULT_LONG  /* what would come of it is too long */
} LbReplaceFault;

/**
 * LbReplaceHit:
 * @change: (owned): of one text of a caption; with a fault, it changes nothing
 * @n_places: in how many places of it something is replaced; 0 with a fault
 * @n_bytes: of the text that comes of it
 * @is_blank: whether there is no word in that
 * @fault: why it can't be
 *
 * A text of a caption with what was looked for.
 */
typedef struct
{
  LbPromptChange *change;
  guint n_places;
  gsize n_bytes;
  gboolean is_blank;
  LbReplaceFault fault;
} LbReplaceHit;

/* (transfer full) (nullable) (element-type LbReplaceHit): those in the texts of @prompt, in its
 * order; never in its keys. NULL for none. On any thread, as the other. */
GPtrArray *lb_replace_find_in_prompt (LbReplace *replace, LbPrompt *prompt);
/* (transfer full) (nullable): that in @words, which are one text with no field, whatever field it
 * is meant for; its path is "". */
LbReplaceHit *lb_replace_find_in_words (LbReplace *replace, const char *words);
void lb_replace_hit_free (LbReplaceHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbReplaceHit, lb_replace_hit_free)

G_END_DECLS
