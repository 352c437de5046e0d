#pragma once

#include "ui/prompt/lb-form-row.h"

G_BEGIN_DECLS

/* A field that is text: its name, and below it the text, which wraps. What is neither text nor a
 * number is shown as JSON and can't be changed here. */
#define LB_TYPE_FIELD_ROW (lb_field_row_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldRow, lb_field_row, LB, FIELD_ROW, AdwPreferencesRow)

GtkWidget *lb_field_row_new (LbPromptDraft *draft,
                             const char *path,
                             const char *key,
                             const LbPromptField *field);
/* Instead of the name of its field. */
void lb_field_row_set_title (LbFieldRow *self, const char *title);
/* For a row whose group is named after it. */
void lb_field_row_hide_title (LbFieldRow *self);
GtkTextView *lb_field_row_get_view (LbFieldRow *self); /* (transfer none) */
/* (nullable): what the row says is wrong. */
const char *lb_field_row_get_issue_words (LbFieldRow *self);

G_END_DECLS
