#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Phrases that the user keeps to put into captions, on this computer; the latest first. */

/* (transfer full) (array zero-terminated=1) */
char **lb_snippets_list (void);
/* In front of the others; one that is there already comes to the front. Blank ones and those of
 * more than LB_SNIPPET_MAX_BYTES are not kept: FALSE. */
gboolean lb_snippets_add (const char *text);
/* @texts: (array zero-terminated=1): all there are from now on; blank ones are left out. */
void lb_snippets_set (const char *const *texts);

#define LB_SNIPPET_MAX_BYTES 2000

G_END_DECLS
