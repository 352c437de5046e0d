#pragma once

#include "model/lb-prompt-schema.h"
#include "model/lb-prompt.h"
#include "session/lb-frozen-fields.h"
#include "ui/prompt/lb-used-values.h"

G_BEGIN_DECLS

/**
 * LbPromptDraft:
 *
 * What the rows of a form share: the prompt that they show and change, what is wrong with it, and
 * whether it may be changed. What is typed is put into the prompt only when somebody asks for it.
 * Signals: "edited": a row has changed something; "changed": rows are to take up what there is now.
 * Property: editable (boolean).
 */
#define LB_TYPE_PROMPT_DRAFT (lb_prompt_draft_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptDraft, lb_prompt_draft, LB, PROMPT_DRAFT, GObject)

LbPromptDraft *lb_prompt_draft_new (LbPromptKind kind);
LbPromptKind lb_prompt_draft_get_kind (LbPromptDraft *self);
/* @prompt: (nullable): nothing at all. */
void lb_prompt_draft_set_prompt (LbPromptDraft *self, LbPrompt *prompt);
/* As that, for another document: what a row remembers of the one before is not for this one. */
void lb_prompt_draft_start (LbPromptDraft *self, LbPrompt *prompt);
/* Which document it is, counted from the first. */
guint lb_prompt_draft_get_document (LbPromptDraft *self);
/* (transfer none) (nullable): with everything that was typed. */
LbPrompt *lb_prompt_draft_get_prompt (LbPromptDraft *self);

/* (transfer full) (nullable): JSON text of what is at @path. */
char *lb_prompt_draft_dup_json (LbPromptDraft *self, const char *path);
/* As lb_prompt_get_string(); an empty text when there is none. */
char *lb_prompt_draft_dup_string (LbPromptDraft *self, const char *path);
/* Members of what is at @path. */
guint lb_prompt_draft_get_length (LbPromptDraft *self, const char *path);
/* (transfer full): keys of the object at @path; empty when there is none. */
char **lb_prompt_draft_get_keys (LbPromptDraft *self, const char *path);

/* What is typed in the row at @path; of a list of texts only those that differ are changed. @json:
 * (nullable): remove it. */
void lb_prompt_draft_type (LbPromptDraft *self, const char *path, const char *json);
/* As that, at once and for all rows to see. */
void lb_prompt_draft_set (LbPromptDraft *self, const char *path, const char *json);
/* The element @from of the list at @path goes to the place @to; those in between move up. */
void lb_prompt_draft_move (LbPromptDraft *self, const char *path, guint from, guint to);

/* @issues: (nullable) (element-type LbPromptIssue). */
void lb_prompt_draft_set_issues (LbPromptDraft *self, GListModel *issues);
/* (transfer none) (nullable): the first at @path itself. */
LbPromptIssue *lb_prompt_draft_find_issue (LbPromptDraft *self, const char *path);
/* Whether there is one at @path or in it. */
gboolean lb_prompt_draft_has_issue_within (LbPromptDraft *self, const char *path);

/* @values: (nullable): what other captions say, for the rows to suggest. */
void lb_prompt_draft_set_values (LbPromptDraft *self, LbUsedValues *values);
/* (transfer none) (nullable) */
LbUsedValues *lb_prompt_draft_get_values (LbPromptDraft *self);

/* @frozen: (nullable): the fields that have one value in all captions. */
void lb_prompt_draft_set_frozen (LbPromptDraft *self, LbFrozenFields *frozen);
/* (transfer full) (nullable): the frozen field that @path is or is in. */
char *lb_prompt_draft_find_frozen (LbPromptDraft *self, const char *path);
/* (transfer full) (nullable): the value that the field @path is frozen at. */
char *lb_prompt_draft_dup_frozen (LbPromptDraft *self, const char *path);

void lb_prompt_draft_set_editable (LbPromptDraft *self, gboolean editable);
gboolean lb_prompt_draft_get_editable (LbPromptDraft *self);
/* Whether what is at @path may be changed: it is editable, and not frozen. */
gboolean lb_prompt_draft_may_edit (LbPromptDraft *self, const char *path);

/* Whether @path is @ancestor or leads into it. */
gboolean lb_prompt_draft_is_within (const char *path, const char *ancestor);

G_END_DECLS
