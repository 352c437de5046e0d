#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the window shows before there is any project. */
#define LB_TYPE_WELCOME_PAGE (lb_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (LbWelcomePage, lb_welcome_page, LB, WELCOME_PAGE, AdwBin)

/* The sample set is being made, and it takes long enough to be told: the button stops it then. */
void lb_welcome_page_set_making_sample (LbWelcomePage *self, gboolean making);

G_END_DECLS
