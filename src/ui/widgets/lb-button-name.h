#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The button around @content keeps the name that it was given, when @content goes without words as
 * well: the toolkit would name it after those, which are then none. */
void lb_button_name_keep (AdwButtonContent *content);

G_END_DECLS
