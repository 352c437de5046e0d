#pragma once

#include "ui/prompt/lb-prompt-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What helps to write in one field while it has the focus: values that other captions have there,
 * snippets, and how many words are advised. */
#define LB_TYPE_FIELD_ASSISTANT (lb_field_assistant_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldAssistant, lb_field_assistant, LB, FIELD_ASSISTANT, GObject)

/* @field: (nullable); @view: what is written in; @box: (not owned): around it, for what is shown
 * under it. */
LbFieldAssistant *lb_field_assistant_new (LbPromptDraft *draft,
                                          const LbPromptField *field,
                                          GtkTextView *view,
                                          GtkBox *box);
/* The field has moved. */
void lb_field_assistant_set_path (LbFieldAssistant *self, const char *path);
/* The user has changed the text. */
void lb_field_assistant_typed (LbFieldAssistant *self);
/* Whether the key was meant for what is shown. */
gboolean lb_field_assistant_take_key (LbFieldAssistant *self, guint keyval, GdkModifierType state);

G_END_DECLS
