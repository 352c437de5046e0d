#pragma once

#include "jobs/lb-upload-private.h"
#include "jobs/lb-upload-queue.h"
#include "session/lb-lease.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Where time comes from: monotonic; @wait: (transfer full): resolves when it is over. */
typedef struct
{
  gint64 (*now_us) (gpointer data);
  DexFuture *(*wait) (guint wait_ms, gpointer data);
} LbUploadClock;

/* Whether the service keeps the names that it is given. */
typedef enum
{
  LB_UPLOAD_NAMES_UNKNOWN = -1,
  LB_UPLOAD_NAMES_CHANGED,
  LB_UPLOAD_NAMES_KEPT
} LbUploadNames;

struct _LbUploadQueue
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDatabase *database; /* (owned) (nullable) until open: of the rows */
  LbDatabase *own;      /* (owned) (nullable): the same when it is not the account's */
  char *own_dir;        /* (owned) (nullable): where that one is */
  char *folder;         /* (owned): of the copies */
  LbLease *lease;       /* (owned): of all rows */
  DexFuture *opening;   /* (owned) (nullable) */
  DexCancellable *stop; /* (owned): ends the waits of fibers */
  GPtrArray *uploads;   /* (owned) (element-type LbUpload), in their order */
  GHashTable *looks;    /* (owned) (element-type gint64 Look): datasets being read */
  GPtrArray *again;     /* (owned) (element-type LbUploadAgain): sent more than once, by name */
  GHashTable *weeding;  /* (owned) (element-type gint64): datasets that are looked through */
  GHashTable *sent;     /* (owned) (element-type gint64 GStrv): SHA-256 by image */
  LbUpload *first;      /* (owned) (nullable): of those that wait */
  guint n_in_state[LB_UPLOAD_CANCELLED + 1];
  double weight; /* of all rows */
  double fraction;
  gboolean running;
  guint n_sending;
  guint n_staging;
  guint concurrency;
  gboolean paused;
  gboolean closed;
  LbUploadHalt halt;
  GError *halt_error;  /* (owned) (nullable) */
  gint64 probe_us;     /* monotonic: while halted, when the next try is due */
  guint n_probes;      /* tries since the service was last heard */
  gboolean stage_full; /* no room for copies; what is copied is sent all the same */
  guint space_id;      /* looks for room */
  guint lease_id;      /* looks for the lease */
  gint64 wake_us;      /* 0: nobody wakes us */
  LbUploadNames names;
  double seconds_each; /* that a picture took, lately; 0: not known */
  LbUploadClock clock;
  gpointer clock_data;
};

/* What was deleted here and may be shown again is looked for so often. */
#define LB_UPLOAD_HIDDEN_MS 2000

/* What one fiber does for one row. */
typedef struct
{
  LbUploadQueue *queue; /* (owned) */
  LbUpload *upload;     /* (owned) */
} LbUploadTask;

/* lb-upload-queue.c */

/* For tests: @clock is copied. */
void lb_upload_queue_set_clock (LbUploadQueue *self, const LbUploadClock *clock, gpointer data);
gint64 lb_upload_queue_now_us (LbUploadQueue *self);
/* From a fiber; FALSE when the queue was closed meanwhile. */
gboolean lb_upload_queue_wait (LbUploadQueue *self, guint wait_ms);
/* (nullable) (transfer none) */
LbDataset *lb_upload_queue_find_dataset (LbUploadQueue *self, const LbUploadRecord *record);
/* To be told by the queue's own parts. */
void lb_upload_queue_tell_dataset_ended (LbUploadQueue *self, LbDataset *dataset);
void lb_upload_queue_tell_ended (LbUploadQueue *self);
/* @name: of one of the queue's properties. */
void lb_upload_queue_tell (LbUploadQueue *self, const char *name);

/* lb-upload-rows.c: the list, and the sums of what is in it */
/* Takes the place of all rows. */
void lb_upload_queue_set_uploads (LbUploadQueue *self, GPtrArray *uploads);
void lb_upload_queue_append (LbUploadQueue *self, GPtrArray *uploads);
/* @from: behind @to. */
void lb_upload_queue_move (LbUploadQueue *self, guint from, guint to);
/* Shows a row's progress and counts it. */
void lb_upload_queue_set_state (
  LbUploadQueue *self, LbUpload *upload, LbUploadState state, double fraction, const GError *error);

/* lb-upload-halt.c */
void lb_upload_queue_set_halt (LbUploadQueue *self, LbUploadHalt halt, const GError *error);
/* The disk does not take what has to be on it: halts until it does, or for good where @error says
 * that another program has taken the queue over. */
void lb_upload_queue_take_disk_error (LbUploadQueue *self, const GError *error);

/* lb-upload-open.c */
/* Takes the queue back from another program as soon as that one lets go. */
void lb_upload_queue_await_lease (LbUploadQueue *self);

/* lb-upload-advance.c */
/* Begins what can be begun: copies, looks and requests. */
void lb_upload_queue_advance (LbUploadQueue *self);

/* lb-upload-step.c: what may become of one row */
LbUploadTask *lb_upload_task_new (LbUploadQueue *queue, LbUpload *upload);
void lb_upload_task_free (gpointer data);
/* (transfer full): the row is nobody's again. */
DexFuture *lb_upload_task_end (LbUploadTask *self);
/* Another one may be sent. */
void lb_upload_queue_free_place (LbUploadQueue *self, LbUpload *upload);
/* From a fiber: puts the row on disk as @state; FALSE when the disk will not take it, and then the
 * queue is halted. */
gboolean lb_upload_queue_keep (LbUploadQueue *self, LbUpload *upload, LbUploadState state);
/* The row is over without a picture: it is forgotten on disk, its copy goes. */
void lb_upload_queue_drop (LbUploadQueue *self, LbUpload *upload, LbUploadState state);
/* From a fiber: the row has failed; it stays on disk, with its copy. */
void lb_upload_queue_fail (LbUploadQueue *self, LbUpload *upload, const GError *error);
/* From a fiber: it is sure not to be there, and nobody has refused it. */
void lb_upload_queue_try_again (LbUploadQueue *self, LbUpload *upload, const GError *error);
/* From a fiber: the row waits again, for @wait_ms at least. */
void lb_upload_queue_put_back (LbUploadQueue *self,
                               LbUpload *upload,
                               guint wait_ms,
                               const GError *error);

/* Fibers, with an LbUploadTask each: lb-upload-staging.c, lb-upload-request.c, lb-upload-look.c */
DexFuture *lb_upload_queue_stage_fiber (gpointer data);
DexFuture *lb_upload_queue_send_fiber (gpointer data);
DexFuture *lb_upload_queue_look_fiber (gpointer data);
/* Nobody could look: halts the queue as long as that is so; what is refused for good fails. */
void lb_upload_queue_take_look_error (LbUploadQueue *self, LbUpload *upload, const GError *error);

/* lb-upload-crop.c */
/* LB_UPLOAD_FLAG_STRIP for what is to say nothing of itself: pictures of an account that wants
 * that, and all that are cropped, since they are written anew; else 0. */
LbUploadFlags lb_upload_queue_get_strip_flag (LbUploadQueue *self, const LbCrop *crop);

/* lb-upload-adopt.c */
/* From a fiber: the row's picture is there. FALSE when that can't be kept on disk: it is looked for
 * again later. */
gboolean
lb_upload_queue_adopt (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image);

/* lb-upload-settle.c */
/* From a fiber: reads the dataset's images, together with others who want that now. */
gboolean lb_upload_queue_look (LbUploadQueue *self, LbDataset *dataset, GError **error);
/* (transfer full): ids of the images that the dataset is known to have, as a text. */
char *lb_upload_queue_dup_ids (LbUploadQueue *self, LbDataset *dataset);
/* (transfer full) (nullable): the row's picture, among those that the dataset is known to have: by
 * its name, which no other has; where the service gives names of its own, by what was not there
 * before it was sent. */
LbImage *lb_upload_queue_find_image (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload);
/* From a fiber, for a row in doubt: looks three times, until it is found or sure not to be there.
 * FALSE with @error: it could not be looked for, and is in doubt still. @image: (out) (nullable)
 * (transfer full). */
gboolean lb_upload_queue_settle (
  LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage **image, GError **error);

/* lb-upload-weed.c */
/* The picture of @record may come a second time: it is looked out for. */
void lb_upload_queue_note_again (LbUploadQueue *self, const LbUploadRecord *record);
/* Looks for pictures of @dataset that were sent more than once, a while later and again until none
 * can come any more, and keeps the older of two. */
void lb_upload_queue_weed (LbUploadQueue *self, LbDataset *dataset);
/* What the ledger knows of earlier runs (element-type LbUploadRecord), in place of all. */
void lb_upload_queue_take_again (LbUploadQueue *self, GPtrArray *records);
/* The same for all datasets that nothing waits for. */
void lb_upload_queue_weed_everywhere (LbUploadQueue *self);

G_END_DECLS
