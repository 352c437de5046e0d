#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Descriptions that came with the pictures of an import and are to follow them, and what the
 * dataset itself gets then, in the account's database until the session has them. All futures fail
 * with LB_ERROR_STORAGE or NO_SPACE, and then nothing has changed. */

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

/**
 * LbBulkSettings:
 * @text: (nullable): the visual schema or caption prefix that the dataset gets
 * @base: (nullable): the one that it had when that was decided
 */
typedef struct
{
  char *text;
  char *base;
} LbBulkSettings;

#define LB_TYPE_BULK_SETTINGS (lb_bulk_settings_get_type ())
GType lb_bulk_settings_get_type (void);
LbBulkSettings *lb_bulk_settings_new (const char *text, const char *base);
LbBulkSettings *lb_bulk_settings_copy (const LbBulkSettings *self);
void lb_bulk_settings_free (LbBulkSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkSettings, lb_bulk_settings_free)

/* @captions: (element-type LbBulkCaption), in the order of the pictures; @settings: (transfer
 * full). What the dataset had before is dropped. Resolves TRUE. */
DexFuture *lb_bulk_caption_store_put (LbDatabase *database,
                                      const char *dataset_uuid,
                                      GPtrArray *captions,
                                      LbBulkSettings *settings);
/* Resolves to a boxed LbBulkSettings, with nothing in it when there are none. */
DexFuture *lb_bulk_caption_store_load_settings (LbDatabase *database, const char *dataset_uuid);
DexFuture *lb_bulk_caption_store_drop_settings (LbDatabase *database, const char *dataset_uuid);
/* Resolves to a boxed GPtrArray of LbBulkCaption, in their order. */
DexFuture *lb_bulk_caption_store_load (LbDatabase *database, const char *dataset_uuid);
/* Drops those up to row @last_id; of all when it is G_MAXINT64. Resolves TRUE. */
DexFuture *
lb_bulk_caption_store_drop (LbDatabase *database, const char *dataset_uuid, gint64 last_id);
/* Resolves to a boxed GStrv: datasets that have some. */
DexFuture *lb_bulk_caption_store_list (LbDatabase *database);

G_END_DECLS
