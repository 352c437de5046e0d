#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Where a value stands in the text of a prompt, and back. */

/* @line, @column: (out): from 1, in characters. Of what is not there it is the place of what is
 * around it. */
void lb_prompt_locate (LbPrompt *self, const char *path, guint *line, guint *column);
/* (transfer full): path of the innermost member or element at byte @offset of the text; "" when
 * that is outside of all. */
char *lb_prompt_dup_path_at (LbPrompt *self, gsize offset);

G_END_DECLS
