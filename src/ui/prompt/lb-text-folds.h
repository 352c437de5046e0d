#pragma once

#include <gtk/gtk.h>

#include "model/lb-prompt-outline.h"

G_BEGIN_DECLS

/**
 * LbTextFolds:
 *
 * The objects and lists of a JSON text, right or broken, that can be folded, and which of them are:
 * the lines between their brackets aren't shown then. The text stays as it is. What leads into a
 * fold opens it: an edit there, the cursor, or a selection that reaches into it or over it, since
 * what is taken elsewhere is only what can be seen. Blocks are found on a thread; while the text
 * changes they go along with their lines. Signal "changed": there are other blocks or folds.
 */
#define LB_TYPE_TEXT_FOLDS (lb_text_folds_get_type ())
G_DECLARE_FINAL_TYPE (LbTextFolds, lb_text_folds, LB, TEXT_FOLDS, GObject)

LbTextFolds *lb_text_folds_new (GtkTextBuffer *buffer);
guint lb_text_folds_get_n_blocks (LbTextFolds *self);
/* How many are folded, whether seen or within another. */
guint lb_text_folds_get_n_folded (LbTextFolds *self);
/* (transfer none) (nullable): the one that begins on @line, until the next change. */
const LbPromptBlock *lb_text_folds_get_block (LbTextFolds *self, guint line);
gboolean lb_text_folds_is_folded (LbTextFolds *self, guint line);
/* Whether @line lies within a fold. */
gboolean lb_text_folds_is_hidden (LbTextFolds *self, guint line);
/* Folds or unfolds the one that begins on @line. */
void lb_text_folds_set_folded (LbTextFolds *self, guint line, gboolean folded);
/* @line: (inout): from any line to the first one of the innermost block around it that is folded,
 * or not, as @folded says. FALSE if there is none. */
gboolean lb_text_folds_find (LbTextFolds *self, gboolean folded, guint *line);
/* Folds all but the one that all others are in, or unfolds all. */
void lb_text_folds_set_all (LbTextFolds *self, gboolean folded);

G_END_DECLS
