#pragma once

#include "jobs/lb-duplicate-group.h"
#include "session/lb-session-history.h"

G_BEGIN_DECLS

/**
 * LbDuplicateStep:
 *
 * Deals with groups of duplicates: captions of those that are kept take what was chosen, the others
 * go. One step of the history, which undo takes back as a whole. On the main thread.
 *
 * Properties (notify): n-done (uint): groups that were dealt with, of n-total (uint).
 */
#define LB_TYPE_DUPLICATE_STEP (lb_duplicate_step_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateStep, lb_duplicate_step, LB, DUPLICATE_STEP, GObject)

LbDuplicateStep *lb_duplicate_step_new (LbSession *session, LbDataset *dataset);
/* @groups: (element-type LbDuplicateGroup): of the dataset, a draft. Resolves to the LbDeletion of
 * those that go, see lb_session_delete_images(): keep it and commit it. A group of which an image
 * has gone meanwhile, or whose caption was changed or can't be kept, is left as it is; with
 * LB_ERROR_CONFLICT when all are. Fails with LB_ERROR_INVALID where the session is not open, or is
 * closed meanwhile: then nothing is deleted. Once.
 */
DexFuture *lb_duplicate_step_run (LbDuplicateStep *self, GPtrArray *groups);
/* The other groups are left as they are. */
void lb_duplicate_step_cancel (LbDuplicateStep *self);
guint lb_duplicate_step_get_n_done (LbDuplicateStep *self);
guint lb_duplicate_step_get_n_total (LbDuplicateStep *self);
/* How many images go, and how many groups were left. */
guint lb_duplicate_step_get_n_deleted (LbDuplicateStep *self);
guint lb_duplicate_step_get_n_left (LbDuplicateStep *self);

G_END_DECLS
