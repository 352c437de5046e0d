#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbChangeText:
 *
 * What a text was and what it becomes, in one: removed words struck through, added ones bold, both
 * on a tint, so that it can be read without colours. Colours are the theme's, taken anew when they
 * change.
 */
#define LB_TYPE_CHANGE_TEXT (lb_change_text_get_type ())
G_DECLARE_FINAL_TYPE (LbChangeText, lb_change_text, LB, CHANGE_TEXT, GtkWidget)

GtkWidget *lb_change_text_new (void);
/* @before, @after: (nullable): nothing there. */
void lb_change_text_set_texts (LbChangeText *self, const char *before, const char *after);

G_END_DECLS
