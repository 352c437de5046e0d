#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbConflictDialog:
 *
 * A caption that was changed here and elsewhere: both, field by field, and the choice between them;
 * then the next one. Whoever closes it has not decided. Signal: decided (LbImage, gboolean mine,
 * string): a decision is on disk; the string is what was written here.
 */
#define LB_TYPE_CONFLICT_DIALOG (lb_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbConflictDialog, lb_conflict_dialog, LB, CONFLICT_DIALOG, AdwDialog)

/* @images: (element-type LbImage): one at least; those without a conflict are passed over. */
LbConflictDialog *
lb_conflict_dialog_new (LbSession *session, LbDataset *dataset, GPtrArray *images);

G_END_DECLS
