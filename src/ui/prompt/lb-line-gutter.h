#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* The numbers of the lines of an LbJsonView. The view's own column would draw those of hidden lines
 * over each other. */
#define LB_TYPE_LINE_GUTTER (lb_line_gutter_get_type ())
G_DECLARE_FINAL_TYPE (LbLineGutter, lb_line_gutter, LB, LINE_GUTTER, GtkSourceGutterRendererText)

GtkSourceGutterRenderer *lb_line_gutter_new (void);

G_END_DECLS
