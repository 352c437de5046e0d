#pragma once

#include <adwaita.h>

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Structured prompts as raw JSON: a source view that marks what is wrong while it is typed, and a
 * bar that says it and leads there. Properties: editable (boolean), n-issues (uint, read only).
 * Signal "edited": the user changed the text; not emitted by lb_prompt_editor_set_text(). */
#define LB_TYPE_PROMPT_EDITOR (lb_prompt_editor_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptEditor, lb_prompt_editor, LB, PROMPT_EDITOR, AdwBin)

LbPromptEditor *lb_prompt_editor_new (void);
/* What the text is judged as; a caption unless said otherwise. */
void lb_prompt_editor_set_kind (LbPromptEditor *self, LbPromptKind kind);
/* (nullable): shows @text without making it an edit; the undo history starts anew. */
void lb_prompt_editor_set_text (LbPromptEditor *self, const char *text);
char *lb_prompt_editor_dup_text (LbPromptEditor *self); /* (transfer full) */
void lb_prompt_editor_set_editable (LbPromptEditor *self, gboolean editable);
/* As of the last check, which follows typing within a quarter of a second. */
guint lb_prompt_editor_get_n_issues (LbPromptEditor *self);
/* (transfer none) (nullable) (element-type LbPromptIssue): as of the last check. */
GListModel *lb_prompt_editor_get_issues (LbPromptEditor *self);
/* (transfer none) */
GtkTextView *lb_prompt_editor_get_view (LbPromptEditor *self);
/* FALSE inside something that scrolls. */
void lb_prompt_editor_set_scrolls (LbPromptEditor *self, gboolean scrolls);
/* Puts the cursor on the next issue. */
void lb_prompt_editor_show_next_issue (LbPromptEditor *self);

G_END_DECLS
