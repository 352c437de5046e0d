#pragma once

#include "service/lb-bulk-spool.h"
#include "service/lb-bulk-zip.h"
#include "service/lb-caption-run.h"
#include "service/lb-fetch.h"
#include "service/lb-ingest.h"
#include "service/lb-store-bulk.h"

G_BEGIN_DECLS

/* What bulk uploads work with. */
typedef struct
{
  LbStore *store;         /* (owned) */
  LbIngest *ingest;       /* (owned) */
  LbCaptioner *captioner; /* (owned) */
  LbCaptionRun *runs;     /* (owned) */
  LbFetch *fetch;         /* (owned) */
  LbBulkSpool *spool;     /* (owned) */
  const guint *waits_ms;  /* after each failure in a row that will pass */
  guint n_waits;
} LbBulkParts;

/**
 * LbBulkTask:
 *
 * One bulk upload while it is worked on. Each function goes on where it failed when it is called
 * again; run inside a fiber.
 */
typedef struct _LbBulkTask LbBulkTask;

/* @parts: outlives the task. */
LbBulkTask *lb_bulk_task_new (const LbBulkParts *parts, gint64 dataset_id);
LbBulkTask *lb_bulk_task_ref (LbBulkTask *self);
void lb_bulk_task_unref (LbBulkTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkTask, lb_bulk_task_unref)

gint64 lb_bulk_task_get_dataset (LbBulkTask *self);
guint lb_bulk_task_get_fetched (LbBulkTask *self); /* percent */
/* Ends what is waited for; the task then fails with LB_ERROR_CANCELLED. */
void lb_bulk_task_cancel (LbBulkTask *self);
gboolean lb_bulk_task_is_cancelled (LbBulkTask *self);
/* For what will pass; @n_failed: how often it has failed already. FALSE when the task is cancelled
 * meanwhile. */
gboolean lb_bulk_task_wait (LbBulkTask *self, guint n_failed, const GError *error);

/* Notes that work begins, and fetches the ZIP file if that has to be. */
gboolean lb_bulk_task_prepare (LbBulkTask *self, GError **error);
/* Unpacks and stores all of it. */
gboolean lb_bulk_task_import (LbBulkTask *self, GError **error);
/* Has it end as failed for @error, which is what lb_bulk_task_end() then notes. */
void lb_bulk_task_fail (LbBulkTask *self, const GError *error);
gboolean lb_bulk_task_is_at_end (LbBulkTask *self);
gboolean lb_bulk_task_end (LbBulkTask *self, GError **error);
/* Waits for what is still in hand; the last thing to do with a task, however it ended. */
void lb_bulk_task_leave (LbBulkTask *self);

G_END_DECLS
