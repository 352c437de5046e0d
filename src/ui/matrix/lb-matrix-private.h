#pragma once

#include "ui/matrix/lb-matrix-grid.h"
#include "ui/matrix/lb-matrix.h"

G_BEGIN_DECLS

struct _LbMatrix
{
  AdwBin parent_instance;

  GtkDropDown *fields;
  GtkWidget *scrolled;
  LbMatrixGrid *grid;

  LbMatrixTools *tools;         /* (unowned) (nullable) until it is given */
  LbMatrixFooter *footer;       /* (unowned) (nullable) until it is given */
  LbSession *session;           /* (owned) */
  LbDataset *dataset;           /* (owned) */
  GListModel *images;           /* (owned): all of them */
  GtkSelectionModel *selection; /* (owned) */

  LbCaptionTable *table;       /* (owned) (nullable) until it is shown */
  LbMatrixSheet *sheet;        /* (owned) (nullable) the same */
  GSettings *settings;         /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  char *narrow_path;           /* (owned) (nullable): the one field there is room for */
  char *sort;                  /* (owned): "+path", "-path", or "" */
  char *group;                 /* (owned): or "" */
  guint n_paths;               /* that the tools know */
  gboolean narrow;
  gboolean adapting; /* the list of fields follows what is known already */
};

/* lb-matrix-columns.c: which columns there are, sorted and grouped by which of them */
void lb_matrix_add_column_actions (LbMatrix *self);
void lb_matrix_update_columns (LbMatrix *self);
/* The captions may have fields that were not known. */
void lb_matrix_update_tools (LbMatrix *self);
void lb_matrix_choose_field (LbMatrix *self, guint nth);

G_END_DECLS
