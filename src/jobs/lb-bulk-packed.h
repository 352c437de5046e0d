#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The ZIP file that is made for a dataset stands in the user's cache until its import is over: the
 * service on this computer reads it from there, also after a restart of both. There is one a
 * dataset, and its name is always the same. */

/* (transfer full): whether it is there or not. */
GFile *lb_bulk_packed_get_file (LbSession *session, LbDataset *dataset);
/* Removes it, and what is left of one that was not finished. Nothing happens when there is none. */
void lb_bulk_packed_remove (LbSession *session, LbDataset *dataset);

G_END_DECLS
