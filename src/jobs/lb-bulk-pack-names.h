#pragma once

#include "jobs/lb-bulk-entry.h"

G_BEGIN_DECLS

/**
 * LbBulkPackNames:
 *
 * What the pictures are called in a ZIP file that is made. The service takes the last part of a
 * name for the picture's own, so one that is of an export of ours is called again what it was
 * called, in a folder of its own where another one has that name.
 */
typedef struct _LbBulkPackNames LbBulkPackNames;

/* @with_texts: whether a text goes with each, under its name. */
LbBulkPackNames *lb_bulk_pack_names_new (gboolean with_texts);
void lb_bulk_pack_names_free (LbBulkPackNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkPackNames, lb_bulk_pack_names_free)

/* (transfer full): that no call before has returned, nor, with texts, one that differs in its
 * ending alone. The same calls give the same names. */
char *lb_bulk_pack_names_add (LbBulkPackNames *self, LbBulkEntry *entry);

G_END_DECLS
