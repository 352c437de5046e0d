#pragma once

#include <adwaita.h>

#include "model/lb-prompt.h"
#include "session/lb-frozen-fields.h"
#include "ui/prompt/lb-used-values.h"

G_BEGIN_DECLS

/* What a text is: words of any kind, or one of the two documents in JSON. */
typedef enum
{
  LB_TEXT_PLAIN,
  LB_TEXT_CAPTION,
  LB_TEXT_SCHEMA
} LbTextKind;

/**
 * LbTextPane:
 *
 * The text of a caption or schema: JSON in the prompt editor, which judges it, or the same as a
 * form, in step with it; plain words in a plain view, which judges nothing. The text is what
 * counts: the form writes its changes into it, and one undo takes back either. Properties: n-issues
 * (uint, read only, notified; 0 for plain words); view-name (string: "form" or "json"; it is "json"
 * while there is no form); has-form (boolean, read only, notified, also when only the reason is
 * another: the text parses, and is not too long for a form); scrolls (boolean: FALSE inside
 * something that scrolls; TRUE unless said otherwise); can-undo and can-redo (boolean, read only,
 * notified). Signal "edited": the user changed the text, by typing, undo or lb_text_pane_replace().
 */
#define LB_TYPE_TEXT_PANE (lb_text_pane_get_type ())
G_DECLARE_FINAL_TYPE (LbTextPane, lb_text_pane, LB, TEXT_PANE, AdwBin)

/* A caption unless said otherwise. To be said before there is a text. */
void lb_text_pane_set_kind (LbTextPane *self, LbTextKind kind);
/* @text: (nullable): another text, with the cursor at its start and no history. */
void lb_text_pane_set_text (LbTextPane *self, const char *text);
/* The same text in other words: only what differs is changed, so that the cursor keeps its place.
 * Undo brings the former text back. Not an edit. */
void lb_text_pane_update (LbTextPane *self, const char *text);
/* An edit that one undo takes back. */
void lb_text_pane_replace (LbTextPane *self, const char *text);
char *lb_text_pane_dup_text (LbTextPane *self); /* (transfer full) */
gboolean lb_text_pane_is_blank (LbTextPane *self);
/* @values: (nullable): what other captions say, to be suggested in the form. */
void lb_text_pane_set_values (LbTextPane *self, LbUsedValues *values);
/* @frozen: (nullable): fields of the form that can't be changed. */
void lb_text_pane_set_frozen (LbTextPane *self, LbFrozenFields *frozen);
void lb_text_pane_set_editable (LbTextPane *self, gboolean editable);
guint lb_text_pane_get_n_issues (LbTextPane *self);
/* (transfer full) (nullable): as of the last check. */
LbPromptIssue *lb_text_pane_dup_first_issue (LbTextPane *self);
void lb_text_pane_show_next_issue (LbTextPane *self);
/* Edits, whichever way the last one was made. */
void lb_text_pane_undo (LbTextPane *self);
void lb_text_pane_redo (LbTextPane *self);
/* @view_name: "form" or "json": what is to be shown as far as it can be. */
void lb_text_pane_set_view_name (LbTextPane *self, const char *view_name);
const char *lb_text_pane_get_view_name (LbTextPane *self);
gboolean lb_text_pane_get_has_form (LbTextPane *self);
/* (transfer none) (nullable): why there is no form, for the user. */
const char *lb_text_pane_get_no_form_reason (LbTextPane *self);
/* (transfer full) (nullable): which field of the form has the focus, "" for any other place in the
 * pane; NULL when the focus is not here. */
char *lb_text_pane_dup_field (LbTextPane *self);
/* Focuses the field at @path, or the nearest there is, and has it in view. */
void lb_text_pane_show_field (LbTextPane *self, const char *path);
void lb_text_pane_set_scrolls (LbTextPane *self, gboolean scrolls);
/* (transfer none): of the text itself, even while the form is shown. */
GtkTextView *lb_text_pane_get_view (LbTextPane *self);

G_END_DECLS
