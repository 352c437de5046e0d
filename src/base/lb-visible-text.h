#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): @text (nullable), from a file's name or from the service, as one line
 * that shows all it holds: valid UTF-8 in which what controls a terminal, breaks the line or turns
 * the direction of writing is replaced by a visible sign. The joiners that Persian, Indic scripts
 * and emoji are written with stay. */
char *lb_visible_text (const char *text);

G_END_DECLS
