#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbConflictRow:
 *
 * What differs in one field of two captions: the one that was written here and the other. The words
 * that only one of them has are marked.
 */
#define LB_TYPE_CONFLICT_ROW (lb_conflict_row_get_type ())
G_DECLARE_FINAL_TYPE (LbConflictRow, lb_conflict_row, LB, CONFLICT_ROW, GtkListBoxRow)

/* @mine, @theirs: JSON text, NULL where there is none. @path: of both. */
GtkWidget *lb_conflict_row_new (const char *path, const char *mine, const char *theirs);
/* Of an element that stands elsewhere in its list: its two indices, from 0. */
GtkWidget *lb_conflict_row_new_for_move (const char *path, guint mine, guint theirs);
/* Two whole texts. @theirs: (nullable): there is none. */
GtkWidget *lb_conflict_row_new_for_texts (const char *mine, const char *theirs);
/* The same for what is no caption. */
GtkWidget *lb_conflict_row_new_for_values (const char *mine, const char *theirs);
/* One below the other, for want of room. */
void lb_conflict_row_set_stacked (LbConflictRow *self, gboolean stacked);

G_END_DECLS
