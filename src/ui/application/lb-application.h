#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program in a desktop session: one instance, one session, one window. */
#define LB_TYPE_APPLICATION (lb_application_get_type ())
G_DECLARE_FINAL_TYPE (LbApplication, lb_application, LB, APPLICATION, AdwApplication)

LbApplication *lb_application_new (void);

G_END_DECLS
