#pragma once

#include "service/lb-caption-run.h"
#include "service/lb-captioner.h"
#include "service/lb-fetch.h"
#include "service/lb-ingest.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/**
 * LbBulkImport:
 *
 * The bulk uploads (R73..R85): fetch the ZIP file, take one entry after the other through the same
 * ingest as a single upload, and keep each with the job's place in one transaction. A job that was
 * cut off goes on where it stood. One ZIP is unpacked at a time, with a few pictures in hand, so
 * that memory does not grow with it; the others wait. What the disk does not let go on waits too.
 */
#define LB_TYPE_BULK_IMPORT (lb_bulk_import_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkImport, lb_bulk_import, LB, BULK_IMPORT, GObject)

/* Fails when the folder for fetched files can't be made in @data_dir. */
LbBulkImport *lb_bulk_import_new (LbStore *store,
                                  LbIngest *ingest,
                                  LbCaptioner *captioner,
                                  LbCaptionRun *runs,
                                  LbFetch *fetch,
                                  const char *data_dir,
                                  GError **error);
/* Takes up the jobs that were under way when the service ended. Blocking. */
gboolean lb_bulk_import_resume (LbBulkImport *self, GError **error);
/* Works on the job that lb_store_start_bulk() has noted. */
void lb_bulk_import_start (LbBulkImport *self, gint64 dataset_id);
guint lb_bulk_import_get_active (LbBulkImport *self);
/* How much of a ZIP has come in, in percent; 0 when none is being fetched for this dataset. */
guint lb_bulk_import_get_fetched (LbBulkImport *self, gint64 dataset_id);
/* Datasets have been deleted: their jobs end, and hold nobody up any more. */
void lb_bulk_import_review (LbBulkImport *self);
/* How long to wait after each failure in a row; the last one again and again. The default suits all
 * but tests. @waits_ms: must outlive @self. */
void lb_bulk_import_set_waits (LbBulkImport *self, const guint *waits_ms, guint n_waits);
/* Jobs end after what they have in hand; they go on at the next start. */
void lb_bulk_import_stop (LbBulkImport *self);

G_END_DECLS
