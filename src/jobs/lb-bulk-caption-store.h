#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Descriptions that came with the pictures of an import and are to follow them, in the account's
 * database until the session has them. All futures fail with LB_ERROR_STORAGE or NO_SPACE, and then
 * nothing has changed. */

/**
 * LbBulkCaption:
 * @id: of the row; 0 for one that is to be added
 * @name: the last part of the picture's name in the ZIP file
 * @text: (nullable): none for a picture that comes without, and shares its name with another
 * @automatic: no person wrote it
 */
typedef struct
{
  gint64 id;
  char *name;
  char *text;
  gboolean automatic;
} LbBulkCaption;

LbBulkCaption *
lb_bulk_caption_new (gint64 id, const char *name, const char *text, gboolean automatic);
void lb_bulk_caption_free (LbBulkCaption *self);

/* @captions: (element-type LbBulkCaption), in the order of the pictures; those that the dataset had
 * before are dropped. Resolves TRUE. */
DexFuture *
lb_bulk_caption_store_put (LbDatabase *database, const char *dataset_uuid, GPtrArray *captions);
/* Resolves to a boxed GPtrArray of LbBulkCaption, in their order. */
DexFuture *lb_bulk_caption_store_load (LbDatabase *database, const char *dataset_uuid);
/* Drops those up to row @last_id; of all when it is G_MAXINT64. Resolves TRUE. */
DexFuture *
lb_bulk_caption_store_drop (LbDatabase *database, const char *dataset_uuid, gint64 last_id);
/* Resolves to a boxed GStrv: datasets that have some. */
DexFuture *lb_bulk_caption_store_list (LbDatabase *database);

G_END_DECLS
