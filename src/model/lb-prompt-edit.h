#pragma once

#include "model/lb-prompt-slot.h"

G_BEGIN_DECLS

/* Edits by path. @steps (element-type LbPromptStep); indices of arrays are those of the document,
 * whatever was put in or taken out before. All fail with LB_ERROR_INVALID. */
gboolean
lb_prompt_edit_set (LbPromptSlot *root, const GArray *steps, LbJsonDocument *value, GError **error);
gboolean lb_prompt_edit_insert (LbPromptSlot *root,
                                const GArray *steps,
                                LbJsonDocument *value,
                                GError **error);
gboolean lb_prompt_edit_move (LbPromptSlot *root, const GArray *steps, guint place, GError **error);
gboolean lb_prompt_edit_remove (LbPromptSlot *root, const GArray *steps, GError **error);
gboolean
lb_prompt_edit_rename (LbPromptSlot *root, const GArray *steps, const char *key, GError **error);

G_END_DECLS
