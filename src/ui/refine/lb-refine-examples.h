#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): a few instructions that would change @text, a caption or schema as JSON, for
 * people to begin with. @model: whether one reads them; else they are sentences of
 * lb_instruction_apply(), in English as it is, each of which works on @text. */
char **lb_refine_examples (const char *text, gboolean model);

G_END_DECLS
