#pragma once

#include "service/lb-bulk-source.h"

G_BEGIN_DECLS

/**
 * LbBulkSpool:
 *
 * Where a fetched ZIP lies until its job has ended: one file a dataset, named by its number, in a
 * folder of the data folder. All of it is a call or two to the system, blocking.
 */
#define LB_TYPE_BULK_SPOOL (lb_bulk_spool_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkSpool, lb_bulk_spool, LB, BULK_SPOOL, GObject)

/* Makes the folder (0700) in @data_dir. Fails when a link or something else stands there. */
LbBulkSpool *lb_bulk_spool_new (const char *data_dir, GError **error);
/* An empty file, in the place of one that is there. */
LbBulkFd *lb_bulk_spool_create (LbBulkSpool *self, gint64 dataset_id, GError **error);
/* LB_ERROR_GONE when it is not there. */
LbBulkFd *lb_bulk_spool_open (LbBulkSpool *self, gint64 dataset_id, GError **error);
/* Resolves to TRUE once all that was written to @fd is on the disk, with its name. */
DexFuture *lb_bulk_spool_sync (LbBulkSpool *self, LbBulkFd *fd);
void lb_bulk_spool_remove (LbBulkSpool *self, gint64 dataset_id);
/* Removes all but the files of @wanted (element-type gint64): at start-up only. */
void lb_bulk_spool_sweep (LbBulkSpool *self, GArray *wanted);
/* Whether the disk has room for so much, and some more. */
gboolean lb_bulk_spool_has_room (LbBulkSpool *self, guint64 bytes);

G_END_DECLS
