#pragma once

#include "ui/prompt/lb-text-pane.h"

G_BEGIN_DECLS

/* Shows on @toggles, named "form" and "json", which way @pane shows its text and which there are.
 * They are moved by that as by the user. */
void lb_view_toggles_show (AdwToggleGroup *toggles, LbTextPane *pane);

G_END_DECLS
