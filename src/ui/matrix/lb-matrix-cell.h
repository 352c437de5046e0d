#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbMatrixLook:
 * @text: what stands in it, a value or words in its place
 * @name: what a screen reader says: the field, the image and the value
 * @description: what it says besides, "" for nothing
 * @empty: there is no value
 * @repeated: the value is that of the group
 * @outlier: nearly all others have another value
 * @is_words: @text is no value, and says what the row is
 * @selected: it is in the range that is chosen
 * @active: it is the cell where the keyboard is
 *
 * How a cell looks.
 */
typedef struct
{
  const char *text;
  const char *name;
  const char *description;
  gboolean empty;
  gboolean repeated;
  gboolean outlier;
  gboolean is_words;
  gboolean selected;
  gboolean active;
} LbMatrixLook;

/* One cell of the matrix. Recycled; what a press does is the matter of the grid around it. */
#define LB_TYPE_MATRIX_CELL (lb_matrix_cell_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixCell, lb_matrix_cell, LB, MATRIX_CELL, GtkWidget)

GtkWidget *lb_matrix_cell_new (void);
void lb_matrix_cell_show (LbMatrixCell *self, const LbMatrixLook *look);

G_END_DECLS
