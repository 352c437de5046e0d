#pragma once

#include "jobs/lb-upload-record.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Rows of the upload queue in the account's database. All futures resolve TRUE, unless said
 * otherwise, once it is on disk; they fail with LB_ERROR_STORAGE or NO_SPACE, and then nothing has
 * changed. An owner is who had the lease on the rows, 0 is anybody: they fail with
 * LB_ERROR_CONFLICT when another has taken it since. */

/* The key of the lease on them. */
#define LB_UPLOAD_STORE_LEASE "owner"

/* Resolves to a boxed GPtrArray of LbUploadRecord, in their order. */
DexFuture *lb_upload_store_load (LbDatabase *database);
/* Adds or replaces. @records: (element-type LbUploadRecord): copied. */
DexFuture *lb_upload_store_put (LbDatabase *database, GPtrArray *records);
DexFuture *lb_upload_store_put_one (LbDatabase *database, const LbUploadRecord *record);
/* @uuids: (element-type utf8): copied. */
DexFuture *lb_upload_store_forget (LbDatabase *database, GPtrArray *uuids, gint64 owner);

/* Facts about the account. Resolves to an int64, @fallback when it is not known. */
DexFuture *lb_upload_store_get_fact (LbDatabase *database, const char *key, gint64 fallback);
DexFuture *lb_upload_store_set_fact (LbDatabase *database, const char *key, gint64 value);

G_END_DECLS
