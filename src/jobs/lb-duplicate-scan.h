#pragma once

#include "imaging/lb-fingerprint.h"
#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/**
 * LbDuplicateScan:
 *
 * Looks for pictures of a dataset that are the same, or nearly. What was once learnt of a picture
 * is kept in the account's database, so that the next time is quick; for the others thumbnails are
 * fetched, a few at a time behind those that somebody looks at. On the main thread.
 *
 * Properties (notify): n-done (uint): pictures that are known, of n-total (uint); n-unread (uint):
 * those that can't be had now, which are in no group.
 */
#define LB_TYPE_DUPLICATE_SCAN (lb_duplicate_scan_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateScan, lb_duplicate_scan, LB, DUPLICATE_SCAN, GObject)

LbDuplicateScan *lb_duplicate_scan_new (LbSession *session, LbDataset *dataset);
/* Looks at the images that the session has of the dataset now. Resolves to a boxed GPtrArray of
 * LbDuplicateGroup, which are judged, in the order of the dataset. Fails with LB_ERROR_CANCELLED
 * after lb_duplicate_scan_cancel(), INVALID where the session is not open, and STORAGE. One at a
 * time. */
DexFuture *lb_duplicate_scan_run (LbDuplicateScan *self, LbLikeness likeness);
/* What is known by then is kept. */
void lb_duplicate_scan_cancel (LbDuplicateScan *self);
guint lb_duplicate_scan_get_n_done (LbDuplicateScan *self);
guint lb_duplicate_scan_get_n_total (LbDuplicateScan *self);
guint lb_duplicate_scan_get_n_unread (LbDuplicateScan *self);

/* The images of @group are no duplicates of each other, which is remembered. Resolves to an int64
 * for lb_duplicate_scan_join(). */
DexFuture *lb_duplicate_scan_part (LbDuplicateScan *self, LbDuplicateGroup *group);
/* That was a mistake; @set: 0 for all that was ever said of this dataset. Resolves TRUE. */
DexFuture *lb_duplicate_scan_join (LbDuplicateScan *self, gint64 set);
/* How many groups a person has said that of, as of the last run. */
guint lb_duplicate_scan_get_n_parted (LbDuplicateScan *self);

G_END_DECLS
