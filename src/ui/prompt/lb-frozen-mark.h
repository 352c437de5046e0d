#pragma once

#include "ui/prompt/lb-prompt-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says in the row of a field that it is frozen, and what can be done about it; else it is not to be
 * seen. */
#define LB_TYPE_FROZEN_MARK (lb_frozen_mark_get_type ())
G_DECLARE_FINAL_TYPE (LbFrozenMark, lb_frozen_mark, LB, FROZEN_MARK, GtkBox)

GtkWidget *lb_frozen_mark_new (void);
void lb_frozen_mark_update (LbFrozenMark *self, LbPromptDraft *draft, const char *path);
/* (nullable): what it says; NULL where the field is not frozen. */
const char *lb_frozen_mark_get_words (LbFrozenMark *self);

G_END_DECLS
