#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSidebarSection:
 *
 * A project's part of the sidebar: a list model of its datasets (LbDataset), or, when it has none,
 * of the one LbProject, so that an empty project shows too.
 */
#define LB_TYPE_SIDEBAR_SECTION (lb_sidebar_section_get_type ())
G_DECLARE_FINAL_TYPE (LbSidebarSection, lb_sidebar_section, LB, SIDEBAR_SECTION, GObject)

/* @datasets: (element-type LbDataset): of @project only */
LbSidebarSection *lb_sidebar_section_new (LbProject *project, GListModel *datasets);

G_END_DECLS
