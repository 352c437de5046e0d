#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSidebarFilter:
 *
 * Lets through the datasets whose name, or whose project's name, holds every word that is looked
 * for, in any order, capitals or not. Without words it lets through all.
 */
#define LB_TYPE_SIDEBAR_FILTER (lb_sidebar_filter_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebarFilter, lb_sidebar_filter, LB, SIDEBAR_FILTER, GtkFilter)

LbSidebarFilter *lb_sidebar_filter_new (LbSession *session);
/* @text: (nullable) */
void lb_sidebar_filter_set_text (LbSidebarFilter *self, const char *text);
gboolean lb_sidebar_filter_is_set (LbSidebarFilter *self);

G_END_DECLS
