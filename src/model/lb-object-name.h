#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): what an object of a caption is called, by the first words of its description:
 * "A young red fox with oversized ears" is "Young red fox", "Rusty, a fox" is "Rusty"; "" where
 * they name nothing. Captions are written in English. @description: one line. */
char *lb_object_name (const char *description);

G_END_DECLS
