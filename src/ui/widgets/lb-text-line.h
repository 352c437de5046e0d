#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line of text, cut short where its room ends. For what there are hundreds of: it is made and
 * measured without a look at its text, and another text asks for no other layout. While it has a
 * tooltip, that is the whole of a text that is cut. Of what a style says of text it takes the font
 * and the color, no decoration, spacing or features.
 *
 * Properties: "text", whose control characters are shown as spaces, "ellipsize", where it is cut,
 * and "chars", how many characters it is wide before it expands. */
#define LB_TYPE_TEXT_LINE (lb_text_line_get_type ())
G_DECLARE_FINAL_TYPE (LbTextLine, lb_text_line, LB, TEXT_LINE, GtkWidget)

/* @text: (nullable): none is as none of its characters */
void lb_text_line_set_text (LbTextLine *self, const char *text);
/* Returns: (transfer none) (nullable): as it was set */
const char *lb_text_line_get_text (LbTextLine *self);
/* Whether it is cut, at the width it has. */
gboolean lb_text_line_is_cut (LbTextLine *self);

G_END_DECLS
