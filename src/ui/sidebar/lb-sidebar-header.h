#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* A project's name over its datasets, with its menu. */
#define LB_TYPE_SIDEBAR_HEADER (lb_sidebar_header_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebarHeader, lb_sidebar_header, LB, SIDEBAR_HEADER, AdwBin)

GtkWidget *lb_sidebar_header_new (void);
/* @project: (nullable) */
void lb_sidebar_header_bind (LbSidebarHeader *self, LbProject *project);

G_END_DECLS
