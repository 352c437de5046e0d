#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbTargetDialog:
 *
 * Asks which dataset files are for that come from outside of the window. It closes with the answer.
 * Signals: chosen (LbDataset); new-dataset: one that is yet to be made; dropped: none, closed
 * without an answer.
 */
#define LB_TYPE_TARGET_DIALOG (lb_target_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbTargetDialog, lb_target_dialog, LB, TARGET_DIALOG, AdwDialog)

/* @files: (element-type GFile), at least one; @first: (nullable): stands at the top. */
LbTargetDialog *lb_target_dialog_new (LbSession *session, GListModel *files, LbDataset *first);
/* (transfer full) (element-type LbDataset): those of @session that can be added to. */
GListModel *lb_target_dialog_list (LbSession *session);

G_END_DECLS
