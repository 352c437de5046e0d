#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long something takes, (transfer full), see lb_duration_round(). In a sentence, such as "about
 * 3 minutes": */
char *lb_duration_words (double seconds);
/* A line of its own, such as "About 3 minutes left": */
char *lb_duration_left_words (double seconds);

G_END_DECLS
