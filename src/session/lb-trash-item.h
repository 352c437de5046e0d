#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LbTrashItem:
 *
 * An image or a dataset in the trash of an account. Properties: waiting (boolean: it is not deleted
 * at the service yet, because its copy is not complete), message (string, nullable: why it waits,
 * for logs), error-code (int: LbError of that, -1 without one), n-kept (uint: pictures whose copy
 * is on disk). On the main thread.
 */
#define LB_TYPE_TRASH_ITEM (lb_trash_item_get_type ())
G_DECLARE_FINAL_TYPE (LbTrashItem, lb_trash_item, LB, TRASH_ITEM, GObject)

/* Of the account's trash; it stays. 0 before it is on disk. */
gint64 lb_trash_item_get_id (LbTrashItem *self);
gboolean lb_trash_item_is_dataset (LbTrashItem *self);
const char *lb_trash_item_get_name (LbTrashItem *self); /* (nullable) */
/* (nullable): of the dataset that an image was in, of the project that a dataset was in. */
const char *lb_trash_item_get_place (LbTrashItem *self);
/* Of a dataset; 1 for an image. */
guint lb_trash_item_get_n_images (LbTrashItem *self);
guint lb_trash_item_get_n_kept (LbTrashItem *self);
/* Pictures of which there is no copy, and will be none: what comes back lacks them. 0 while it
 * waits.
 */
guint lb_trash_item_get_n_lost (LbTrashItem *self);
/* (transfer none) (element-type utf8): names of pictures that the service could not give since the
 * program began. */
GPtrArray *lb_trash_item_get_lost (LbTrashItem *self);
gint64 lb_trash_item_get_size_bytes (LbTrashItem *self);
gint64 lb_trash_item_get_deleted_at (LbTrashItem *self); /* unix microseconds */
/* Until it is deleted for good, of lb_trash_days_get(): 1 on the last one, 0 when they are over. */
guint lb_trash_item_get_days_left (LbTrashItem *self);
gboolean lb_trash_item_get_waiting (LbTrashItem *self);
/* (transfer full) (nullable) */
GError *lb_trash_item_dup_error (LbTrashItem *self);

G_END_DECLS
