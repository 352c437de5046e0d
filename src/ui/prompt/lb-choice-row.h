#pragma once

#include "ui/prompt/lb-form-row.h"

G_BEGIN_DECLS

/* A field that is one of the scores, or not set. */
#define LB_TYPE_CHOICE_ROW (lb_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (LbChoiceRow, lb_choice_row, LB, CHOICE_ROW, AdwComboRow)

GtkWidget *lb_choice_row_new (LbPromptDraft *draft, const char *path, const char *key);
/* (nullable) (transfer none): what it calls the score @value, translated; NULL when it is none. */
const char *lb_choice_row_words (const char *value);
/* @field: (nullable); @json: (nullable). */
gboolean lb_choice_row_can_show (const LbPromptField *field, const char *json);

G_END_DECLS
