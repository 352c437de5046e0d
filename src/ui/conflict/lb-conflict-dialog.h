#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

typedef enum
{
  LB_CONFLICT_THEIRS,
  LB_CONFLICT_MINE,
  LB_CONFLICT_BOTH /* some fields of each */
} LbConflictChoice;

/**
 * LbConflictDialog:
 *
 * A caption, name, visual schema or prefix that was changed here and elsewhere: what differs, field
 * by field, and the choice between both as a whole or for each field; then the next one. Whoever
 * closes it has not decided. Signals: decided (LbImage, int LbConflictChoice, string): a decision
 * about a caption is on disk; the string is what was written here. change-decided (GObject, int
 * LbChangeKind, int LbConflictChoice, string): the same for a project or dataset.
 */
#define LB_TYPE_CONFLICT_DIALOG (lb_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbConflictDialog, lb_conflict_dialog, LB, CONFLICT_DIALOG, AdwDialog)

/* @objects: (element-type GObject): images of @dataset, datasets and projects; one at least, and
 * those without a conflict are passed over. */
LbConflictDialog *
lb_conflict_dialog_new (LbSession *session, LbDataset *dataset, GPtrArray *objects);

G_END_DECLS
