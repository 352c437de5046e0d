#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/**
 * LbComparison:
 *
 * What leads from one text to another, as changes that can be accepted one by one, and what comes
 * of those that are.
 */
#define LB_TYPE_COMPARISON (lb_comparison_get_type ())
G_DECLARE_FINAL_TYPE (LbComparison, lb_comparison, LB, COMPARISON, GObject)

/* @before, @after: (nullable): there is none. @structured: they are captions or schemas in JSON,
 * and not plain words. */
LbComparison *lb_comparison_new (const char *before, const char *after, gboolean structured);
/* (transfer none) (element-type LbPromptChange) */
GListModel *lb_comparison_get_changes (LbComparison *self);
/* (transfer none) (nullable): what the changes start from; NULL where the texts are compared as a
 * whole. */
LbPrompt *lb_comparison_get_prompt (LbComparison *self);
/* (transfer none) (nullable) */
const char *lb_comparison_get_before (LbComparison *self);
/* (transfer full) (nullable): the text with the changes that are accepted. With all of them it is
 * what came after, with none what was before, both to the byte. */
char *lb_comparison_dup_result (LbComparison *self);

G_END_DECLS
