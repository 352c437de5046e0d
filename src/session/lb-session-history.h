#pragma once

#include "session/lb-deletion.h"
#include "session/lb-history.h"
#include "session/lb-session.h"
#include "session/lb-step-change.h"
#include "session/lb-trash.h"

G_BEGIN_DECLS

/* (transfer none) (nullable): NULL before lb_session_open() has read the account and after
 * closing. */
LbHistory *lb_session_get_history (LbSession *self);
LbTrash *lb_session_get_trash (LbSession *self);

/* Takes the newest step back, or does the one that was taken back last again: by the way of any
 * edit, drafts and outbox included. Resolves to the LbHistoryStep once that is kept (a deletion:
 * once all is back). Fails with LB_ERROR_NOT_FOUND when there is none; with CONFLICT when all that
 * it changed was changed elsewhere since: nothing is overwritten then, and the step is passed over;
 * and as an edit or an upload does: then it can be tried again. What of many things was changed
 * since stays as it is. One at a time: a call waits for the one before it. */
DexFuture *lb_session_undo (LbSession *self);
DexFuture *lb_session_redo (LbSession *self);
/* The same of one step, whatever was done since: what it changed is as before where nobody has
 * changed it again. The step is gone from the history then, since it was taken back out of turn. */
DexFuture *lb_session_undo_step (LbSession *self, gint64 step_id);
/* Signal of LbHistory "restored" (LbImage): undo or redo has changed the text of its caption. */

/* The same as lb_session_edit_caption_from() for a caption that comes with a new picture: it is no
 * step of the history. @source: (nullable): NULL for a person. */
DexFuture *
lb_session_give_caption (LbSession *self, LbImage *image, const char *text, const char *source);

/* Resolves to a boxed GPtrArray of LbCaptionVersion, newest first: the captions that @image had, as
 * far as they were seen here, 50 at most. */
DexFuture *lb_session_list_versions (LbSession *self, LbImage *image);

/* What a step of the history did, thing by thing. Resolves to a boxed GPtrArray of LbStepChange in
 * the order in which it was done, none when the step has gone. Of images whose dataset was not
 * looked at yet that is loaded first. */
DexFuture *lb_session_list_step_changes (LbSession *self, LbHistoryStep *step);
/* Resolves TRUE once @change knows what was there before and after; fails with LB_ERROR_NOT_FOUND
 * when the step has gone meanwhile. */
DexFuture *lb_session_read_step_change (LbSession *self, LbStepChange *change);

/* Whether @object, an image, dataset or project, could come back after it was deleted at the
 * service. One elsewhere takes no single pictures into an advanced dataset (R42), nor more than 200
 * into another (R53). */
gboolean lb_session_can_restore (LbSession *self, gpointer object);

/* Whether a dataset that is not to be seen was deleted here, and the service has it still: it may
 * be shown again. */
gboolean lb_session_may_come_back (LbSession *self, const char *dataset_uuid);

/* Deleting that can be taken back. What is deleted is hidden when this returns. (transfer full):
 * keep it while it can be taken back, and commit or undo it. @images: (element-type LbImage) of one
 * or more draft datasets; what lb_session_can_restore() denies of the first goes without a copy. */
LbDeletion *lb_session_delete_images (LbSession *self, GPtrArray *images);
/* @keep: a copy goes into the trash before it is deleted at the service; else there is no way back
 * after lb_deletion_commit(). */
LbDeletion *lb_session_trash_dataset (LbSession *self, LbDataset *dataset, gboolean keep);
/* With its datasets, each of which goes into the trash when @keep says so. */
LbDeletion *lb_session_trash_project (LbSession *self, LbProject *project, gboolean keep);

G_END_DECLS
