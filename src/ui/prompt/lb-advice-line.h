#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How many words a text has, and how many are advised, while that matters. */
#define LB_TYPE_ADVICE_LINE (lb_advice_line_get_type ())
G_DECLARE_FINAL_TYPE (LbAdviceLine, lb_advice_line, LB, ADVICE_LINE, AdwBin)

GtkWidget *lb_advice_line_new (void);
/* @text: (nullable): nothing is to be seen; @advised_words: above 0. */
void lb_advice_line_set_text (LbAdviceLine *self, const char *text, guint advised_words);

G_END_DECLS
