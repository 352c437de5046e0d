#pragma once

#include "ui/prompt/lb-prompt-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): what can be done with the field at @path where there are other captions, and
 * with its value in them; elsewhere nobody has the actions, and nothing of it is shown. */
GMenuModel *lb_field_menu_new (LbPromptDraft *draft, const char *path);
/* Shows that where @row, an #LbFormRow, is asked for its menu. */
void lb_field_menu_attach (GtkWidget *row, LbPromptDraft *draft);

G_END_DECLS
