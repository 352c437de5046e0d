#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A dataset of some account, as it was last seen here. */
typedef struct
{
  char *account_id;
  char *uuid; /* its own on this computer, for good */
  gint64 id;  /* on its server, now */
  char *name;
  char *project_name; /* (nullable) */
} LbDatasetHit;

/**
 * lb_dataset_search_run:
 * @accounts: (element-type LbAccountEntry): where to look
 * @words: (nullable): each of them is in the name or in that of the project, in any order, capitals
 *   and accents as they may be; %NULL for all datasets
 *
 * Looks through what the accounts' databases hold, on a thread: no session is opened and no service
 * is asked. An account whose database is not there, is locked or broken has no datasets here.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of LbDatasetHit: names that begin with
 *   the first word come first, then by name. It does not fail.
 */
DexFuture *lb_dataset_search_run (GListModel *accounts, const char *const *words);

G_END_DECLS
