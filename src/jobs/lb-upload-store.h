#pragma once

#include "jobs/lb-upload-record.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Rows of the upload queue, and the ledger of what was sent, in the account's database. All futures
 * resolve TRUE, unless said otherwise, once it is on disk; they fail with LB_ERROR_STORAGE or
 * NO_SPACE, and then nothing has changed. */

/* Resolves to a boxed GPtrArray of LbUploadRecord, in their order. */
DexFuture *lb_upload_store_load (LbDatabase *database);
/* Adds or replaces. @records: (element-type LbUploadRecord): copied. */
DexFuture *lb_upload_store_put (LbDatabase *database, GPtrArray *records);
DexFuture *lb_upload_store_put_one (LbDatabase *database, const LbUploadRecord *record);
/* The row is over and the picture is there: it goes into the ledger. */
DexFuture *lb_upload_store_finish (LbDatabase *database, const LbUploadRecord *record);
/* @uuids: (element-type utf8): copied. */
DexFuture *lb_upload_store_forget (LbDatabase *database, GPtrArray *uuids);

/* Resolves to a boxed GPtrArray of LbUploadRecord with uuid, dataset_id, image_id and image_name:
 * what was sent more than once, and was not looked for since. */
DexFuture *lb_upload_store_list_again (LbDatabase *database);
/* It was looked for: the one that stays is @image_id. */
DexFuture *lb_upload_store_settle_again (LbDatabase *database, const char *uuid, gint64 image_id);

/* Facts about the account. Resolves to an int64, @fallback when it is not known. */
DexFuture *lb_upload_store_get_fact (LbDatabase *database, const char *key, gint64 fallback);
DexFuture *lb_upload_store_set_fact (LbDatabase *database, const char *key, gint64 value);

G_END_DECLS
