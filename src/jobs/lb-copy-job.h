#pragma once

#include "jobs/lb-copy-record.h"
#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbCopyJob:
 *
 * Copies a dataset into another account, as its record says. Each step is on disk before it is
 * made, so that a copy that was cut short goes on where it was: what may have been made is looked
 * for before it is made again. Pictures go through the account's upload queue, captions through its
 * outbox.
 *
 * Properties (notify): step (int, LbCopyStep), n-total, n-done, n-failed (uint: pictures that are
 * to come to be there in this run), n-captions (uint: of them, captions that wait to be sent),
 * running (boolean), error-message (string, nullable: notified with every new
 * lb_copy_job_get_error()).
 */
#define LB_TYPE_COPY_JOB (lb_copy_job_get_type ())
G_DECLARE_FINAL_TYPE (LbCopyJob, lb_copy_job, LB, COPY_JOB, GObject)

/* @source: (nullable): what the dataset is read from; without one, pictures that are not in the
 * queue yet are left out, for the next run. @queue: open, of the account it goes to. @record:
 * copied. */
LbCopyJob *lb_copy_job_new (LbSession *source, LbUploadQueue *queue, const LbCopyRecord *record);
/* Whether a copy into the account of @state_dir is to go on; without opening its database. */
gboolean lb_copy_job_is_left (const char *state_dir);
/* Whether @record can't go on without what it is copied from. */
gboolean lb_copy_job_needs_source (const LbCopyRecord *record);
/* Resolves to the live LbDataset once nothing is left to be sent; fails with LB_ERROR_CANCELLED
 * after lb_copy_job_stop() or _close(), else with why it can't be. Once. */
DexFuture *lb_copy_job_run (LbCopyJob *self);
/* Ends it: what is there stays, what is not sent yet is not sent. */
void lb_copy_job_stop (LbCopyJob *self);
/* The program ends: another run goes on with it. */
void lb_copy_job_close (LbCopyJob *self);

const LbCopyRecord *lb_copy_job_get_record (LbCopyJob *self);
LbSession *lb_copy_job_get_target (LbCopyJob *self);
/* (nullable) (transfer none): once it is made. */
LbDataset *lb_copy_job_get_dataset (LbCopyJob *self);
LbCopyStep lb_copy_job_get_step (LbCopyJob *self);
/* What has become of the captions, as far as the pictures are there. */
typedef struct
{
  guint n_sent;      /* in this run; the others are counted over all of the copy */
  guint n_drafts;    /* not valid: kept as drafts in the account */
  guint n_refused;   /* by the service */
  guint n_conflicts; /* changed there too: a person has to choose */
  guint n_waiting;   /* the service does not have them yet */
} LbCopyCaptions;

void lb_copy_job_count_captions (LbCopyJob *self, LbCopyCaptions *captions);
guint lb_copy_job_get_n_total (LbCopyJob *self);
guint lb_copy_job_get_n_done (LbCopyJob *self);
guint lb_copy_job_get_n_failed (LbCopyJob *self);
guint lb_copy_job_get_n_captions (LbCopyJob *self);
gboolean lb_copy_job_get_running (LbCopyJob *self);
/* (nullable): why it has to wait, before or while pictures are sent. */
const GError *lb_copy_job_get_error (LbCopyJob *self);
/* Whether pictures are to be sent, and somebody has paused what is sent to the account. */
gboolean lb_copy_job_is_paused (LbCopyJob *self);
/* Seconds that the rest takes at the account's plan, -1 when it can't be told. */
double lb_copy_job_estimate_s (LbCopyJob *self);

G_END_DECLS
