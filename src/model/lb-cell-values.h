#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Between the values of several elements of a list in one cell. */
#define LB_CELL_SEPARATOR " | "

/**
 * LbCellValues:
 *
 * The fields that a set of captions has and the values that stand in them, each with a number, so
 * that a table of captions is one of numbers. It only grows, and may be used on several threads at
 * once; the texts that it gives stay as long as it does.
 *
 * Values say the same when they differ in case, in blanks around them or in a full stop at the end
 * only, as in #LbCaptionSurvey.
 */
typedef struct _LbCellValues LbCellValues;

LbCellValues *lb_cell_values_new (void);
LbCellValues *lb_cell_values_ref (LbCellValues *self);
void lb_cell_values_unref (LbCellValues *self);

/* The number of the field @path, such as `objects[].clothing`, from 0; it gets one if it has none.
 */
guint lb_cell_values_add_path (LbCellValues *self, const char *path);
guint lb_cell_values_get_n_paths (LbCellValues *self);
const char *lb_cell_values_get_path (LbCellValues *self, guint number);

/* The number of the value @text, from 1; 0 is that of no value, which is the empty text. */
guint lb_cell_values_add (LbCellValues *self, const char *text);
const char *lb_cell_values_get_text (LbCellValues *self, guint number);
/* The lowest number of a value that says the same. */
guint lb_cell_values_get_same (LbCellValues *self, guint number);
/* For strcmp(): numbers in a text count as numbers. */
const char *lb_cell_values_get_sort_key (LbCellValues *self, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCellValues, lb_cell_values_unref)

G_END_DECLS
