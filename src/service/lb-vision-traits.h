#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sees to it that a caption carries in the texts of its visual schema, whatever the model made of
 * them. @visual_schema: (nullable): JSON text. Returns (transfer full). */
char *lb_vision_traits_carry (const char *caption, const char *visual_schema);

/* What is in @before under keys that the contract does not know, and that the model dropped, is
 * carried over, unless @instruction speaks of it. Returns (transfer full). */
char *lb_vision_traits_keep (const char *after, const char *before, const char *instruction);

G_END_DECLS
