#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* The column of an LbJsonView with a triangle for each object and list that can be folded. */
#define LB_TYPE_FOLD_GUTTER (lb_fold_gutter_get_type ())
G_DECLARE_FINAL_TYPE (LbFoldGutter, lb_fold_gutter, LB, FOLD_GUTTER, GtkSourceGutterRenderer)

GtkSourceGutterRenderer *lb_fold_gutter_new (void);

G_END_DECLS
