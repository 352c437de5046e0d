#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Makes a dataset, in a project that is there or in a new one. Signal: created (LbDataset). */
#define LB_TYPE_CREATE_DIALOG (lb_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbCreateDialog, lb_create_dialog, LB, CREATE_DIALOG, AdwDialog)

/* @project: (nullable): chosen at first; NULL = the first one, or a new one when there is none.
 * @new_project: starts with a new project. */
LbCreateDialog *lb_create_dialog_new (LbSession *session, LbProject *project, gboolean new_project);
/* Says that they wait for the dataset. @files: (element-type GFile), at least one; there may be
 * more of them by and by. Once. */
void lb_create_dialog_show_files (LbCreateDialog *self, GListModel *files);

G_END_DECLS
