#pragma once

#include <gtk/gtk.h>

#include "model/lb-caption-survey.h"

G_BEGIN_DECLS

/**
 * LbSuggestions:
 *
 * What could be written in a field: values that other captions have there, the most frequent first,
 * and snippets. The field keeps the focus and hands on its keys. Signals: "value" (text: string):
 * to be all of the field; "snippet" (text: string): to be put where the cursor is.
 */
#define LB_TYPE_SUGGESTIONS (lb_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (LbSuggestions, lb_suggestions, LB, SUGGESTIONS, GtkPopover)

LbSuggestions *lb_suggestions_new (void);
/* In pixels: it gets no wider than what it is under. */
void lb_suggestions_set_max_width (LbSuggestions *self, int width);
/* Shows what goes on from @typed; nothing is shown if nothing does. @field: (nullable). */
void lb_suggestions_complete (LbSuggestions *self, const LbSurveyField *field, const char *typed);
/* Shows all there are but what is written already, and @snippets; FALSE if there are none. */
gboolean lb_suggestions_show_all (LbSuggestions *self,
                                  const LbSurveyField *field,
                                  const char *typed,
                                  const char *const *snippets);
/* Shows these texts as they stand; @values: (array length=n_values): with 0 captions where that is
 * not counted. Nothing is shown if there are none. */
void lb_suggestions_offer (LbSuggestions *self, const LbSurveyValue *values, guint n_values);
/* Whether the key was meant for the list. */
gboolean lb_suggestions_take_key (LbSuggestions *self, guint keyval);

G_END_DECLS
