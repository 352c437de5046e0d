#pragma once

#include "jobs/lb-upload.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbUploadQueue:
 *
 * All pictures on their way into an account's datasets, one queue an account: a GListModel of
 * LbUpload in the order they are sent. Rows and copies of the pictures outlive the program. A
 * request that ends without an answer is settled by looking before anything is sent again. Rows
 * that are done, failed or cancelled stay in the list until lb_upload_queue_clear(); failed ones
 * are there again after a restart.
 *
 * One program a folder sends: what another one has in hand is not touched.
 *
 * Properties (notify): running (boolean: some row is not over), n-total, n-done, n-failed,
 * n-cancelled, n-active (uint, rows in the list; active: being sent, captioned or looked for),
 * fraction (double 0..1 of all rows), paused (boolean, writable, kept over a restart), halt (int,
 * LbUploadHalt), concurrency (uint 1..8, writable).
 * Signals: dataset-ended (LbDataset): nothing is left to be sent to it; ended: nothing is left at
 * all, after the last row.
 */
#define LB_TYPE_UPLOAD_QUEUE (lb_upload_queue_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadQueue, lb_upload_queue, LB, UPLOAD_QUEUE, GObject)

/* Why nothing is sent though something waits and nobody has paused. */
typedef enum
{
  LB_UPLOAD_HALT_NONE,
  LB_UPLOAD_HALT_OFFLINE,      /* goes on by itself */
  LB_UPLOAD_HALT_UNAUTHORIZED, /* the token is refused: sign in, then lb_upload_queue_resume() */
  LB_UPLOAD_HALT_SPACE,        /* the disk is full: goes on by itself */
  LB_UPLOAD_HALT_ELSEWHERE     /* another program sends what is in this queue */
} LbUploadHalt;

#define LB_UPLOAD_CONCURRENCY_MAX 8

LbUploadQueue *lb_upload_queue_new (LbSession *session);
/* The same with rows and copies of its own in @state_dir, for a program that sends beside the one
 * that has the account's queue. Captions go to @session like all others. */
LbUploadQueue *lb_upload_queue_new_beside (LbSession *session, const char *state_dir);
/* (nullable): after opening, where a broken record of its own has gone; a new one was begun. */
const char *lb_upload_queue_get_set_aside (LbUploadQueue *self);
/* Reads the rows of earlier runs and begins to send; the session's account has to be open, though
 * its service need not answer. Resolves TRUE once the rows are in the list; may be called again
 * after a failure. */
DexFuture *lb_upload_queue_open (LbUploadQueue *self);
/* Stops everything, for good; rows stay on disk as they are. The session must be closed after it.
 */
void lb_upload_queue_close (LbUploadQueue *self);
LbSession *lb_upload_queue_get_session (LbUploadQueue *self);
/* (transfer none) (nullable): the one that was made for @session last, and is not closed. */
LbUploadQueue *lb_upload_queue_get_for (LbSession *session);

/* Adds the addable ones of @candidates (element-type LbCandidate); rows are in the list at once.
 * Resolves TRUE once all are on disk, a failure of the disk fails rows and not the call.
 * What goes to an account that wants that is copied without what lb_strip_metadata() takes out.
 * @moderation: R52. */
DexFuture *lb_upload_queue_add (LbUploadQueue *self,
                                LbDataset *dataset,
                                GListModel *candidates,
                                gboolean increase_resolution,
                                gboolean moderation);
/* The same for a picture that the service fetches from @address, as lb_address_parse() gives it.
 * Resolves to the LbUpload. */
DexFuture *lb_upload_queue_add_address (LbUploadQueue *self,
                                        LbDataset *dataset,
                                        const char *address,
                                        gboolean increase_resolution,
                                        gboolean moderation);
/* Resolves to the LbImage of a row once that is there; fails with why the row has failed, or with
 * LB_ERROR_CANCELLED. */
DexFuture *lb_upload_queue_await (LbUploadQueue *self, LbUpload *upload);
void lb_upload_queue_pause (LbUploadQueue *self); /* what is under way comes to its end */
/* Also after a halt: tries again at once. */
void lb_upload_queue_resume (LbUploadQueue *self);
gboolean lb_upload_queue_get_paused (LbUploadQueue *self);
/* Every failed row that may pass now; returns how many. */
guint lb_upload_queue_retry_failed (LbUploadQueue *self);
void lb_upload_queue_retry (LbUploadQueue *self, LbUpload *upload);
/* For one whose file has changed: sends it as it is now. */
void lb_upload_queue_confirm (LbUploadQueue *self, LbUpload *upload);
/* Sends another part of one that lb_upload_can_crop(); not set: all of it again. Its copy is made
 * anew from the file that it came from. Resolves TRUE once that is on disk; rejects as
 * lb_upload_stage() does, or with LB_ERROR_CONFLICT when it does not wait any more, and then what
 * was to be sent still is. */
DexFuture *lb_upload_queue_crop (LbUploadQueue *self, LbUpload *upload, const LbCrop *crop);
/* Before all others that wait. */
void lb_upload_queue_send_first (LbUploadQueue *self, LbUpload *upload);
/* A row under way is stopped within half a second and ends as cancelled, or as done if the service
 * has it. */
void lb_upload_queue_cancel (LbUploadQueue *self, LbUpload *upload);
void lb_upload_queue_cancel_all (LbUploadQueue *self);
/* Takes what is over out of the list; failed rows are forgotten. */
void lb_upload_queue_clear (LbUploadQueue *self);
/* The same for one alone. */
void lb_upload_queue_forget (LbUploadQueue *self, LbUpload *upload);

gboolean lb_upload_queue_get_running (LbUploadQueue *self);
guint lb_upload_queue_get_n_total (LbUploadQueue *self);
guint lb_upload_queue_get_n_done (LbUploadQueue *self);
guint lb_upload_queue_get_n_failed (LbUploadQueue *self);
guint lb_upload_queue_get_n_cancelled (LbUploadQueue *self);
guint lb_upload_queue_get_n_active (LbUploadQueue *self);
double lb_upload_queue_get_fraction (LbUploadQueue *self);
LbUploadHalt lb_upload_queue_get_halt (LbUploadQueue *self);
/* (nullable): what the service or the disk said, while halted. */
const GError *lb_upload_queue_get_halt_error (LbUploadQueue *self);
/* Of a disk that is full: how many bytes have to be free on it before the queue goes on. */
gint64 lb_upload_queue_get_needed_bytes (LbUploadQueue *self);
/* Seconds until all is sent, by the account's plan and by how long pictures took so far; -1 when
 * it can't be told. Ask again every few seconds. */
double lb_upload_queue_estimate_s (LbUploadQueue *self);
/* Seconds for which the service has asked to be left alone, 0 when it has not. */
double lb_upload_queue_get_held_s (LbUploadQueue *self);
/* 1 to LB_UPLOAD_CONCURRENCY_MAX. Pictures sent at once may come to stand in another order. */
void lb_upload_queue_set_concurrency (LbUploadQueue *self, guint concurrency);
/* (transfer full) (element-type LbCandidate): the files for @dataset that are still to be sent or
 * on their way, for lb_check_job_set_waiting(): a later drop must neither repeat them nor overfill
 * the dataset. */
GListModel *lb_upload_queue_list_waiting (LbUploadQueue *self, LbDataset *dataset);
/* How many pictures for @dataset are not over. */
guint lb_upload_queue_count_coming (LbUploadQueue *self, LbDataset *dataset);
/* (transfer none) (element-type gint64 GStrv): the SHA-256 of what was sent from here, as a person
 * has it and then, where that is another, as it was sent, by the number of the image that it
 * became; for lb_check_job_set_sent(). */
GHashTable *lb_upload_queue_get_sent (LbUploadQueue *self);

G_END_DECLS
