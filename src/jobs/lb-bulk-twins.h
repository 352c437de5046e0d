#pragma once

#include "jobs/lb-bulk-entry.h"

G_BEGIN_DECLS

/**
 * LbBulkTwins:
 *
 * Finds pictures that are there twice. Only those of one size are read for it, and hashed.
 */
typedef struct _LbBulkTwins LbBulkTwins;

/* (transfer full) (nullable): the bytes of @entry. */
typedef GBytes *(*LbBulkTwinsLoad) (LbBulkEntry *entry, gpointer data);

LbBulkTwins *lb_bulk_twins_new (LbBulkTwinsLoad load, gpointer data);
void lb_bulk_twins_free (LbBulkTwins *self);
/* Tells @entry of an earlier one with the same bytes. @bytes: (nullable): its own, if they are at
 * hand. */
void lb_bulk_twins_add (LbBulkTwins *self, LbBulkEntry *entry, GBytes *bytes);

G_END_DECLS
