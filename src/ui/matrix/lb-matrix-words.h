#pragma once

#include "jobs/lb-matrix-sheet.h"

G_BEGIN_DECLS

/* All (transfer full), translated. */

/* "Lighting › Direction" */
char *lb_matrix_path_words (const char *path);
/* The same of a column; a field of objects that nearly everywhere is that of one of them has the
 * name of this one: "Rusty › Pose". */
char *lb_matrix_column_words (LbMatrixSheet *sheet, guint column);
/* "8 values · 1 empty" */
char *lb_matrix_tally_words (LbCellTally *tally);
/* A value as one line; "Empty" for none. */
char *lb_matrix_value_words (LbCellValues *values, guint value);
/* "Lighting › Direction of pier-01.png: backlit". All in words that can be shown. */
char *lb_matrix_cell_words (const char *field, const char *image, const char *value);
/* (nullable): "35 of 36 say “digital illustration”" where @value stands out. */
char *lb_matrix_outlier_words (LbCellValues *values, LbCellTally *tally, guint value);
/* (nullable): why a row has no cells. @record: (nullable): it was not read yet */
const char *lb_matrix_row_words (const LbCellRecord *record);

G_END_DECLS
