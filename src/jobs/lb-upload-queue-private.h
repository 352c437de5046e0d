#pragma once

#include "jobs/lb-upload-private.h"
#include "jobs/lb-upload-queue.h"
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
  LbDatabase *database; /* (owned) (nullable) until open */
  char *folder;         /* (owned): of the copies */
  int lock;             /* -1: another program has it */
  DexFuture *opening;   /* (owned) (nullable) */
  DexCancellable *stop; /* (owned): ends the waits of fibers */
  GPtrArray *uploads;   /* (owned) (element-type LbUpload), in their order */
  GHashTable *looks;    /* (owned) (element-type gint64 Look): datasets being read */
  GPtrArray *again;     /* (owned) (element-type LbUploadRecord): sent more than once, by name */
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
  guint lock_id;       /* looks for the lock */
  gint64 wake_us;      /* 0: nobody wakes us */
  LbUploadNames names;
  double seconds_each; /* that a picture took, lately; 0: not known */
  LbUploadClock clock;
  gpointer clock_data;
};

/* What one fiber does for one row. */
typedef struct
{
  LbUploadQueue *queue; /* (owned) */
  LbUpload *upload;     /* (owned) */
} LbUploadTask;

/* For tests: @clock is copied. */
void lb_upload_queue_set_clock (LbUploadQueue *self, const LbUploadClock *clock, gpointer data);
gint64 lb_upload_queue_now_us (LbUploadQueue *self);
/* From a fiber; FALSE when the queue was closed meanwhile. */
gboolean lb_upload_queue_wait (LbUploadQueue *self, guint wait_ms);
/* Takes the place of all rows. */
void lb_upload_queue_set_uploads (LbUploadQueue *self, GPtrArray *uploads);
void lb_upload_queue_append (LbUploadQueue *self, GPtrArray *uploads);
/* @from: behind @to. */
void lb_upload_queue_move (LbUploadQueue *self, guint from, guint to);
/* Shows a row's progress and counts it. */
void lb_upload_queue_set_state (
  LbUploadQueue *self, LbUpload *upload, LbUploadState state, double fraction, const GError *error);
void lb_upload_queue_set_halt (LbUploadQueue *self, LbUploadHalt halt, const GError *error);
/* Begins what can be begun: copies, looks and requests. */
void lb_upload_queue_advance (LbUploadQueue *self);
/* (nullable) (transfer none) */
LbDataset *lb_upload_queue_find_dataset (LbUploadQueue *self, const LbUploadRecord *record);

/* From a fiber: puts the row on disk as @state; FALSE when the disk will not take it, and then the
 * queue is halted. */
gboolean lb_upload_queue_keep (LbUploadQueue *self, LbUpload *upload, LbUploadState state);
/* The row is over without a picture: it is forgotten on disk, its copy goes. */
void lb_upload_queue_drop (LbUploadQueue *self, LbUpload *upload, LbUploadState state);
/* From a fiber: the row's picture is there. FALSE when that can't be kept on disk: it is looked for
 * again later. */
gboolean
lb_upload_queue_adopt (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image);

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
/* Looks for pictures of @dataset that were sent more than once, a while later, and keeps the older
 * of two. */
void lb_upload_queue_weed (LbUploadQueue *self, LbDataset *dataset);

G_END_DECLS
