#pragma once

#include <libdex.h>

#include "imaging/lb-fingerprint.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbDuplicateRecord:
 * @prints: (element-type utf8 LbFingerprint): by the UUID of the image
 * @apart: (element-type utf8 GArray): of gint64: which sets an image is in, by its UUID. Two that
 *   are in one set are no duplicates, as a person has said
 * @n_sets: how many sets there are
 *
 * What is known of a dataset's pictures. Counted by reference; not to be changed.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GHashTable *prints;
  GHashTable *apart;
  guint n_sets;
} LbDuplicateRecord;

#define LB_TYPE_DUPLICATE_RECORD (lb_duplicate_record_get_type ())
GType lb_duplicate_record_get_type (void);
LbDuplicateRecord *lb_duplicate_record_ref (LbDuplicateRecord *self);
void lb_duplicate_record_unref (LbDuplicateRecord *self);
gboolean
lb_duplicate_record_is_apart (const LbDuplicateRecord *self, const char *one, const char *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDuplicateRecord, lb_duplicate_record_unref)

/* In the account's database. Futures fail with LB_ERROR_STORAGE or NO_SPACE. */

/* Resolves to a boxed LbDuplicateRecord. What is of images that are gone for good, of any dataset,
 * is forgotten at the same time. */
DexFuture *lb_duplicate_store_load (LbDatabase *database, const char *dataset_uuid);
/* @prints: (element-type utf8 LbFingerprint): adds or replaces them. Resolves TRUE. */
DexFuture *
lb_duplicate_store_put (LbDatabase *database, const char *dataset_uuid, GHashTable *prints);
/* @uuids: (element-type utf8): images that are no duplicates of each other. Resolves to the int64
 * id of their set. */
DexFuture *
lb_duplicate_store_part (LbDatabase *database, const char *dataset_uuid, GPtrArray *uuids);
/* @set: its id; 0 for all. Resolves TRUE. */
DexFuture *
lb_duplicate_store_forget_set (LbDatabase *database, const char *dataset_uuid, gint64 set);

G_END_DECLS
