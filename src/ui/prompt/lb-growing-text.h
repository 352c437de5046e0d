#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A text view that is always as high as its text at the width it is given. A text view by itself
 * knows its height only after it has been laid out, so that what is below it would jump. */
#define LB_TYPE_GROWING_TEXT (lb_growing_text_get_type ())
G_DECLARE_FINAL_TYPE (LbGrowingText, lb_growing_text, LB, GROWING_TEXT, GtkWidget)

GtkWidget *lb_growing_text_new (void);
GtkTextView *lb_growing_text_get_view (LbGrowingText *self); /* (transfer none) */
char *lb_growing_text_dup_text (LbGrowingText *self);        /* (transfer full) */

G_END_DECLS
