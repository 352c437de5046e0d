#pragma once

#include "jobs/lb-bulk-entry.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): why the service has left out an entry, in the words of the window;
 * NULL for words of the service that are not known here. */
char *lb_bulk_failure_entry_words (LbBulkEntry *entry);

G_END_DECLS
