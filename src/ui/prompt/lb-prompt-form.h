#pragma once

#include <adwaita.h>

#include "model/lb-prompt.h"
#include "session/lb-frozen-fields.h"
#include "ui/prompt/lb-used-values.h"

G_BEGIN_DECLS

/**
 * LbPromptForm:
 *
 * A structured prompt or a visual schema as a form: every field that the contract knows, in its
 * order, and those it does not know behind them. It does not scroll by itself.
 * Signal "edited": the user changed something; not emitted by lb_prompt_form_set_prompt().
 */
#define LB_TYPE_PROMPT_FORM (lb_prompt_form_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptForm, lb_prompt_form, LB, PROMPT_FORM, AdwBin)

LbPromptForm *lb_prompt_form_new (void);
/* What the fields are those of; a caption unless said otherwise. To be said before there is a
 * prompt. */
void lb_prompt_form_set_kind (LbPromptForm *self, LbPromptKind kind);
/* (nullable): rows stay where they are as far as the fields are the same, with what is open in
 * them, the focus and the cursor. */
void lb_prompt_form_set_prompt (LbPromptForm *self, LbPrompt *prompt);
/* Another document comes next: nothing is to stay open. */
void lb_prompt_form_reset (LbPromptForm *self);
/* (transfer none) (nullable): with everything that was typed up to now. */
LbPrompt *lb_prompt_form_get_prompt (LbPromptForm *self);
/* @issues: (nullable) (element-type LbPromptIssue): fields that have one say so. */
void lb_prompt_form_set_issues (LbPromptForm *self, GListModel *issues);
/* @values: (nullable): what other captions say, to be suggested. */
void lb_prompt_form_set_values (LbPromptForm *self, LbUsedValues *values);
/* @frozen: (nullable): fields that show that they are frozen, and can't be changed. */
void lb_prompt_form_set_frozen (LbPromptForm *self, LbFrozenFields *frozen);
void lb_prompt_form_set_editable (LbPromptForm *self, gboolean editable);
/* Opens what is around the field at @path, or around the nearest there is, and focuses it. */
void lb_prompt_form_show_path (LbPromptForm *self, const char *path);
/* (transfer full) (nullable): where the focus is, or was last. */
char *lb_prompt_form_dup_focus_path (LbPromptForm *self);

G_END_DECLS
