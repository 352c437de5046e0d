#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/**
 * LbMixCheck:
 *
 * What is wrong with those changes that are accepted, looked for on a thread, since documents may
 * be long: while one mix is looked at, of those that are asked about meanwhile only the last one
 * is. Signal "checked": the last one is known.
 */
#define LB_TYPE_MIX_CHECK (lb_mix_check_get_type ())
G_DECLARE_FINAL_TYPE (LbMixCheck, lb_mix_check, LB, MIX_CHECK, GObject)

LbMixCheck *lb_mix_check_new (void);
/* As lb_prompt_mix_new(), as of now; @before: (nullable): there is nothing that could be wrong. All
 * of the changes, and none, are known at once. */
void
lb_mix_check_start (LbMixCheck *self, LbPrompt *before, GListModel *changes, LbPromptKind kind);
gboolean lb_mix_check_get_pending (LbMixCheck *self);
/* (transfer none) (nullable): of the last one that is known. */
LbPromptIssue *lb_mix_check_get_issue (LbMixCheck *self);

G_END_DECLS
