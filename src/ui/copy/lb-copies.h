#pragma once

#include "jobs/lb-copy-job.h"
#include "jobs/lb-copy-plan.h"
#include "session/lb-account-list.h"
#include "session/lb-secrets.h"

G_BEGIN_DECLS

/**
 * LbCopies:
 *
 * Copies of datasets into accounts, as one window looks after them: those from its own account into
 * others, which are opened beside it, and those that were left on their way into its own. They
 * belong to no page, and end with the window; what is left of them goes on with the next one.
 *
 * Signals: changed (LbDataset, nullable): the copy of that dataset has begun, moved on or ended;
 * ended (LbCopyJob, GError): after it; the error is NULL when all went well.
 */
#define LB_TYPE_COPIES (lb_copies_get_type ())
G_DECLARE_FINAL_TYPE (LbCopies, lb_copies, LB, COPIES, GObject)

/* What the copies of a window are doing: that of the one that gets furthest. */
typedef enum
{
  LB_COPIES_NONE,
  LB_COPIES_RESTING, /* until somebody signs in, or resumes */
  LB_COPIES_WAITING, /* go on by themselves: with the network, or with room on the disk */
  LB_COPIES_SENDING
} LbCopiesState;

/* @uploads: the queue of @session. Is found with lb_copies_get() until it is closed. */
LbCopies *lb_copies_new (LbSession *session,
                         LbUploadQueue *uploads,
                         LbAccountList *accounts,
                         LbSecrets *secrets);
/* (transfer none) (nullable): those of @session. */
LbCopies *lb_copies_get (LbSession *session);
/* Goes on with what an earlier window has left; once the session is open. */
void lb_copies_resume (LbCopies *self);
void lb_copies_close (LbCopies *self);
LbAccountList *lb_copies_get_accounts (LbCopies *self);
LbSecrets *lb_copies_get_secrets (LbCopies *self);
/* Opens @account beside the window's. Resolves to its LbUploadQueue, also when its service does not
 * answer; fails with LB_ERROR_STORAGE or NO_SPACE. */
DexFuture *lb_copies_open (LbCopies *self, LbAccountEntry *account);
/* Begins to copy as planned. Returns the job (transfer none); NULL when one runs for the dataset.
 */
LbCopyJob *lb_copies_start (LbCopies *self, LbUploadQueue *queue, const LbCopyPlan *plan);
/* (transfer none) (nullable): the job that copies @dataset of the window's account, or into it. */
LbCopyJob *lb_copies_find (LbCopies *self, LbDataset *dataset);
LbCopiesState lb_copies_get_state (LbCopies *self);
/* (transfer none) (nullable): the one that lb_copies_get_state() is about. */
LbCopyJob *lb_copies_get_foremost (LbCopies *self);
/* (transfer none) (nullable): the account that @job copies into. */
LbAccountEntry *lb_copies_get_account (LbCopies *self, LbCopyJob *job);

G_END_DECLS
