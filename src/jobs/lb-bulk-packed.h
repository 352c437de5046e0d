#pragma once

#include <libdex.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The ZIP file that is made for a dataset stands in the user's cache until its import is over: the
 * service on this computer reads it from there, also after a restart of both. There is one a
 * dataset, and its name is always the same. */

/* (transfer full): whether it is there or not. */
GFile *lb_bulk_packed_get_file (LbSession *session, LbDataset *dataset);
/* (transfer full): what is written until it is whole. */
GFile *lb_bulk_packed_get_part (GFile *packed);
/* How many entries the import has, which the service does not tell: kept beside @packed until it is
 * removed, so that it is known after a restart. Resolves TRUE, also when it can't be written. */
DexFuture *lb_bulk_packed_keep_total (GFile *packed, guint total);
/* Resolves to what was kept, a uint; 0: it is not known. */
DexFuture *lb_bulk_packed_find_total (GFile *packed);
/* Removes @packed, its total, and what is left of one that was not finished, on a worker thread: it
 * may have 5 GB. Resolves TRUE, also when there was none. */
DexFuture *lb_bulk_packed_remove (GFile *packed);

G_END_DECLS
