#pragma once

#include "ui/prompt/lb-form-row.h"

G_BEGIN_DECLS

/* An object: closed it says what is in it, open it has a row for each field; they are made when it
 * is opened first. Signals of an element of a list: "remove"; "move" (int): so many places down. It
 * is dragged by a handle, as content of its own type. */
#define LB_TYPE_SECTION_ROW (lb_section_row_get_type ())
G_DECLARE_FINAL_TYPE (LbSectionRow, lb_section_row, LB, SECTION_ROW, AdwExpanderRow)

/* @field: (nullable). */
GtkWidget *lb_section_row_new (LbPromptDraft *draft,
                               const char *path,
                               const char *key,
                               const LbPromptField *field);
/* For an element of the list @field. */
GtkWidget *
lb_section_row_new_element (LbPromptDraft *draft, const char *path, const LbPromptField *field);
/* Where an element is in its list. */
void lb_section_row_set_place (LbSectionRow *self, guint place, guint n_places);
/* @field: (nullable); @json: (nullable). */
gboolean lb_section_row_can_show (const LbPromptField *field, const char *json);

G_END_DECLS
