#pragma once

#include "jobs/lb-copy-job.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

struct _LbCopyJob
{
  GObject parent_instance;

  LbSession *source;    /* (owned) (nullable) */
  LbUploadQueue *queue; /* (owned) */
  LbSession *target;    /* (owned): that of the queue */
  LbDatabase *database; /* (owned) (nullable) until it runs */
  LbCopyRecord *record; /* (owned) */
  GHashTable *items;    /* (owned) (element-type utf8 LbCopyItem): by the uuid of their row */
  DexPromise *moved;    /* (owned) (nullable): somebody waits for a change */
  GError *error;        /* (owned) (nullable) */
  GError *away;         /* (owned) (nullable): why the service can't be reached */
  guint n_total;
  guint n_done;
  guint n_failed;
  guint n_captions;
  guint n_gone; /* not there any more where they were to be copied from */
  gboolean running;
  gboolean stopping; /* a person wants it to end */
  gboolean closed;
};

/* All for fibers of the job. FALSE with LB_ERROR_CANCELLED when it is to end. */
gboolean lb_copy_job_goes_on (LbCopyJob *self, GError **error);
/* Whether what failed with @failure is worth another try, after a while that has passed by then;
 * else it is passed on. @n: how often it has failed. */
gboolean lb_copy_job_wait_out (LbCopyJob *self, GError *failure, guint n, GError **error);
/* Puts the record on disk, without its items; waits for room. */
gboolean lb_copy_job_keep (LbCopyJob *self, GError **error);
/* The same for one item, which is in @state from now on. */
gboolean
lb_copy_job_set_item (LbCopyJob *self, LbCopyItem *item, LbCopyItemState state, GError **error);
void lb_copy_job_set_step (LbCopyJob *self, LbCopyStep step);
/* Tells of @failure, and waits. */
void lb_copy_job_rest (LbCopyJob *self, const GError *failure, guint ms);
/* Until something has changed in the queue or in what is on its way to the service. */
void lb_copy_job_wait_for_move (LbCopyJob *self);
/* Whether the caption of @item's picture is there, but for the service. */
gboolean lb_copy_job_waits_for_caption (LbCopyJob *self, const LbCopyItem *item);

/* lb-copy-steps.c */
/* (nullable) (transfer full): all that is to be done; the dataset. */
LbDataset *lb_copy_job_take_steps (LbCopyJob *self, GError **error);

/* lb-copy-create.c: the project and the dataset, each once. */
gboolean lb_copy_job_make_project (LbCopyJob *self, GError **error);
gboolean lb_copy_job_make_dataset (LbCopyJob *self, GError **error);

G_END_DECLS
