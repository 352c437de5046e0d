#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbConflictDialog:
 *
 * A caption, name, visual schema or prefix that was changed here and elsewhere: both, field by
 * field, and the choice between them; then the next one. Whoever closes it has not decided.
 * Signals: decided (LbImage, gboolean mine, string): a decision about a caption is on disk; the
 * string is what was written here. change-decided (GObject, int LbChangeKind, gboolean mine,
 * string): the same for a project or dataset.
 */
#define LB_TYPE_CONFLICT_DIALOG (lb_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbConflictDialog, lb_conflict_dialog, LB, CONFLICT_DIALOG, AdwDialog)

/* @objects: (element-type GObject): images of @dataset, datasets and projects; one at least, and
 * those without a conflict are passed over. */
LbConflictDialog *
lb_conflict_dialog_new (LbSession *session, LbDataset *dataset, GPtrArray *objects);

G_END_DECLS
