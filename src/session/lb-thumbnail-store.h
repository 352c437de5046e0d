#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbThumbnailStore:
 *
 * Small pictures on disk, one an image, so that they are there at once and without a service. What
 * was not used for longest goes when they are too many bytes together. Files are read and written
 * on other threads; whatever fails is as good as not there.
 */
#define LB_TYPE_THUMBNAIL_STORE (lb_thumbnail_store_get_type ())
G_DECLARE_FINAL_TYPE (LbThumbnailStore, lb_thumbnail_store, LB, THUMBNAIL_STORE, GObject)

/* @folder: made when it has to be, 0700. */
LbThumbnailStore *lb_thumbnail_store_new (const char *folder, goffset cap_bytes);
/* Resolve to a boxed GBytes, or fail with LB_ERROR_NOT_FOUND: the picture of this state of the
 * image, and of any. */
DexFuture *lb_thumbnail_store_read (LbThumbnailStore *self, gint64 image_id, gint64 updated_at);
DexFuture *lb_thumbnail_store_read_any (LbThumbnailStore *self, gint64 image_id);
/* Resolves TRUE when it is over, one way or the other. */
DexFuture *lb_thumbnail_store_write (LbThumbnailStore *self,
                                     gint64 image_id,
                                     gint64 updated_at,
                                     GBytes *bytes);
void lb_thumbnail_store_drop (LbThumbnailStore *self, gint64 image_id);
/* (transfer full): where those of the account at @state_dir are. */
char *lb_thumbnail_store_dup_folder (const char *state_dir);

G_END_DECLS
