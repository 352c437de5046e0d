#pragma once

#include "jobs/lb-cell-job.h"
#include "ui/matrix/lb-matrix-grid.h"
#include "ui/matrix/lb-matrix.h"

G_BEGIN_DECLS

struct _LbMatrix
{
  AdwBin parent_instance;

  GtkDropDown *fields;
  GtkWidget *scrolled;
  LbMatrixGrid *grid;
  GMenuModel *cell_menu_model;
  GtkPopover *cell_menu; /* (owned) */

  LbMatrixTools *tools;         /* (unowned) (nullable) until it is given */
  LbMatrixFooter *footer;       /* (unowned) (nullable) until it is given */
  LbSession *session;           /* (owned) */
  LbDataset *dataset;           /* (owned) */
  GListModel *images;           /* (owned): all of them */
  GtkSelectionModel *selection; /* (owned) */

  LbCellTable *table;          /* (owned) (nullable) until it is shown */
  LbMatrixSheet *sheet;        /* (owned) (nullable) the same */
  GSettings *settings;         /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  char *narrow_path;           /* (owned) (nullable): the one field there is room for */
  char *group;                 /* (owned): or "" */
  GtkWidget *editor;           /* (unowned) (nullable): in the grid, while a cell is edited */
  LbImage *edited;             /* (owned) (nullable): whose cell that is */
  char *edited_path;           /* (owned) (nullable): which */
  guint n_paths;               /* that the tools know */
  gboolean narrow;
  gboolean writing;  /* what was typed, filled or pasted */
  gboolean adapting; /* the list of fields follows what is known already */
};

/* lb-matrix-columns.c: which columns there are, sorted and grouped by which of them */
void lb_matrix_add_column_actions (LbMatrix *self);
void lb_matrix_update_columns (LbMatrix *self);
/* The captions may have fields that were not known. */
void lb_matrix_update_tools (LbMatrix *self);
void lb_matrix_choose_field (LbMatrix *self, guint nth);
/* Those that somebody has given a width have it. */
void lb_matrix_update_widths (LbMatrix *self);
/* @width: pixels; 0: by what is in the column */
void lb_matrix_keep_width (LbMatrix *self, const char *path, int width);

/* lb-matrix-cells.c: values written into cells */
void lb_matrix_add_cell_actions (LbMatrix *self);
void lb_matrix_update_cell_actions (LbMatrix *self);
/* The block is repeated in these entries above or below it. */
void lb_matrix_fill (LbMatrix *self, guint first, guint last);
/* Writes what was added to @job (transfer full), and says what came of it. */
void lb_matrix_write (LbMatrix *self, LbCellJob *job);
/* The block of cells that something is done with, as rows with an image in it. FALSE for none. */
gboolean lb_matrix_get_block (LbMatrix *self, LbMatrixRange *range, GArray *rows);
/* (transfer none): "" for none. */
const char *lb_matrix_get_text (LbMatrix *self, guint nth, guint column);

/* lb-matrix-edit.c: one value typed in its cell */
void lb_matrix_edit (LbMatrix *self);
void lb_matrix_leave_editor (LbMatrix *self);
void lb_matrix_check_editor (LbMatrix *self);

/* lb-matrix-clipboard.c: cells to and from a spreadsheet */
void lb_matrix_copy (LbMatrix *self);
void lb_matrix_paste (LbMatrix *self);

/* lb-matrix-problems.c: (transfer full): why something was not written, as a sentence */
char *lb_matrix_problem_words (const LbCellProblem *problem);
/* Says @words over the window, also to those who do not see it. */
void lb_matrix_tell (LbMatrix *self, const char *words);
/* The same of @problems. @problems: (element-type LbCellProblem): at least one */
void lb_matrix_show_problems (LbMatrix *self, GPtrArray *problems, guint n_written);

G_END_DECLS
