#pragma once

#include "jobs/lb-upload-record.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* What an account was sent, in its database: the hash of what a person has beside that of what left
 * this computer, and which picture became of it. Futures as in jobs/lb-upload-store.h. */

/* The row is over and the picture is there. */
DexFuture *lb_upload_ledger_finish (LbDatabase *database, const LbUploadRecord *record);
/* (transfer full): the SHA-256 of the original and, where that is another, of what was sent of it.
 * @sent: (nullable) */
char **lb_upload_ledger_new_hashes (const char *original, const char *sent);
/* Resolves to a boxed GHashTable (element-type gint64 GStrv) by the number of the image, see
 * lb_upload_ledger_new_hashes(). */
DexFuture *lb_upload_ledger_list_sent (LbDatabase *database);
/* Resolves to a boxed GPtrArray of LbUploadRecord with uuid, dataset_id, image_id, image_name and
 * sent_at_us: what was sent more than once, and may be there twice yet. */
DexFuture *lb_upload_ledger_list_again (LbDatabase *database);
/* It will not be there twice any more: the one that stays is @image_id. */
DexFuture *lb_upload_ledger_settle_again (LbDatabase *database, const char *uuid, gint64 image_id);

G_END_DECLS
