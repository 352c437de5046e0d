#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Which columns the matrix has, and by which of them its rows are grouped: buttons that stand over
 * it. What is chosen goes to the actions "matrix.hide", "matrix.show" and "matrix.group". */
#define LB_TYPE_MATRIX_TOOLS (lb_matrix_tools_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixTools, lb_matrix_tools, LB, MATRIX_TOOLS, GtkBox)

/* @all: the fields that there are; @columns: those that are columns; @group: (nullable): of them */
void lb_matrix_tools_show (LbMatrixTools *self,
                           const char *const *all,
                           const char *const *columns,
                           const char *group);

G_END_DECLS
