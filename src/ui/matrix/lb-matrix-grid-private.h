#pragma once

#include "ui/matrix/lb-matrix-grid.h"

G_BEGIN_DECLS

/* Where the columns are, from the start of a row, in its direction of reading. */
typedef struct
{
  int name_width;
  int pinned_width; /* with the name */
  int content_width;
  int width;       /* of what is in sight */
  int sized_width; /* for which the rows were made last */
  int scroll;      /* of the columns that are not pinned */
  int *lefts;      /* (owned) (array length=n_columns): unscrolled */
  int *widths;     /* (owned) (array length=n_columns) */
  guint n_columns;
  guint n_pinned;
  guint first; /* of those that scroll: the first and the one behind the last in sight */
  guint end;
} LbMatrixGeometry;

struct _LbMatrixGrid
{
  GtkWidget parent_instance;

  LbSession *session;           /* (owned) (nullable) */
  LbMatrixSheet *sheet;         /* (owned) (nullable) until it is set */
  GtkSelectionModel *selection; /* (owned) (nullable) until it is set */

  GtkAdjustment *hadjustment; /* (owned) (nullable) */
  GtkAdjustment *vadjustment; /* (owned) (nullable) */
  guint hscroll_policy : 1;
  guint vscroll_policy : 1;

  GPtrArray *heads;   /* (element-type LbMatrixHead): children; that of the images, then columns */
  GHashTable *rows;   /* (owned) (element-type guint GtkWidget): children, by entry */
  GPtrArray *spares;  /* (element-type LbMatrixRow): children that show nothing */
  GPtrArray *folds;   /* (element-type LbMatrixFold): the same for heads of groups */
  GArray *tops;       /* (owned) (element-type int): of the entries, and of what is behind them */
  GHashTable *widths; /* (owned) (element-type utf8 int): columns keep theirs */
  GHashTable *given; /* (owned) (element-type utf8 int): the same, those that somebody has chosen */
  GtkWidget *handle; /* child */
  GtkWidget *editor; /* (nullable): child */

  LbMatrixGeometry geometry;
  int head_height;
  int row_height;
  int fold_height;
  guint n_pinned;
  gboolean narrow;
  gboolean writable;

  LbImage *active_image; /* (owned) (nullable): NULL at the head of a group */
  int active;            /* entry, or -1 */
  int column;            /* of the active cell, or -1 for the image */
  int anchor;            /* entry where the block began */
  int anchor_column;

  char *resized;   /* (owned) (nullable): the column whose edge is dragged */
  int begun_width; /* of it, when that began */

  double drag_x;
  double drag_y;
  int fill_to; /* entry to which the block is dragged, or -1 */
  gboolean filling;
  gboolean selecting;
};

/* lb-matrix-grid-layout.c */
/* The rows are others: all anew. */
void lb_matrix_grid_rebuild (LbMatrixGrid *self);
/* There is one for each column, and says what the column is now. */
void lb_matrix_grid_update_heads (LbMatrixGrid *self);
/* What is in sight gets its widgets; @anew: those that have some show it again. */
void lb_matrix_grid_update_rows (LbMatrixGrid *self, gboolean anew);
void lb_matrix_grid_update_adjustments (LbMatrixGrid *self);
void lb_matrix_grid_install_layout (GtkWidgetClass *widget_class);
/* FALSE outside of the entries; @column: (out): -1 for the image. */
gboolean lb_matrix_grid_locate (LbMatrixGrid *self, double x, double y, int *nth, int *column);
/* The place of a cell, of an image for column -1, in the grid; it may be out of sight. */
void lb_matrix_grid_get_place (LbMatrixGrid *self, int nth, int column, graphene_rect_t *place);
/* (nullable): the widget of an entry in sight. */
GtkWidget *lb_matrix_grid_get_row (LbMatrixGrid *self, int nth);

/* lb-matrix-grid-move.c */
void lb_matrix_grid_follow_keys (LbMatrixGrid *self);
void lb_matrix_grid_find_active (LbMatrixGrid *self);
gboolean lb_matrix_grid_holds_focus (LbMatrixGrid *self);
void lb_matrix_grid_focus_active (LbMatrixGrid *self);
gboolean lb_matrix_grid_focus (GtkWidget *widget, GtkDirectionType direction);
/* Opens what is there, or asks for it to be edited. */
void lb_matrix_grid_activate (LbMatrixGrid *self);

/* lb-matrix-grid-press.c */
void lb_matrix_grid_follow_pointer (LbMatrixGrid *self);

/* lb-matrix-grid-resize.c: columns made wider and narrower by their edges */
void lb_matrix_grid_follow_edges (LbMatrixGrid *self);

void lb_matrix_grid_emit_open (LbMatrixGrid *self);
void lb_matrix_grid_emit_edit (LbMatrixGrid *self);
void lb_matrix_grid_emit_moved (LbMatrixGrid *self);
void lb_matrix_grid_emit_menu (LbMatrixGrid *self, double x, double y);
void lb_matrix_grid_emit_resized (LbMatrixGrid *self, const char *path, int width);
void lb_matrix_grid_emit_fill (LbMatrixGrid *self, guint first, guint last);

G_END_DECLS
