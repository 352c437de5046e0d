#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* The column of an LbJsonView, beside its line numbers, that marks the lines with an issue, in the
 * colour of errors, which the view's own column for marks can't do. */
#define LB_TYPE_ISSUE_GUTTER (lb_issue_gutter_get_type ())
G_DECLARE_FINAL_TYPE (LbIssueGutter, lb_issue_gutter, LB, ISSUE_GUTTER, GtkSourceGutterRenderer)

/* @category: of the source marks that stand on lines with an issue; static. */
GtkSourceGutterRenderer *lb_issue_gutter_new (const char *category);

G_END_DECLS
