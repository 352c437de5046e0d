#pragma once

#include "jobs/lb-copy-record.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Copies, in the database of the account that they go to. Futures fail with LB_ERROR_STORAGE or
 * NO_SPACE, and then nothing has changed. */

/* The last one of a dataset. Resolves to a boxed LbCopyRecord; fails with LB_ERROR_NOT_FOUND. */
DexFuture *
lb_copy_store_find (LbDatabase *database, const char *source_account, const char *source_uuid);
/* Those that are to go on. Resolves to a boxed GPtrArray of LbCopyRecord, oldest first. */
DexFuture *lb_copy_store_list_going (LbDatabase *database);
/* A file at @path is there as long as any is to go on. Resolves TRUE. */
DexFuture *lb_copy_store_mark (LbDatabase *database, const char *path);
/* Adds or replaces it with its items. Resolves TRUE. */
DexFuture *lb_copy_store_put (LbDatabase *database, const LbCopyRecord *record);
/* Without its items. */
DexFuture *lb_copy_store_put_head (LbDatabase *database, const LbCopyRecord *record);
/* One item alone, which is there. */
DexFuture *lb_copy_store_put_item (LbDatabase *database, const LbCopyItem *item);

G_END_DECLS
