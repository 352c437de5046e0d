#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Recently used encoded pictures by a text key, up to a number of bytes. Not thread-safe. */
typedef struct _LbPictureCache LbPictureCache;

LbPictureCache *lb_picture_cache_new (gsize cap_bytes);
void lb_picture_cache_free (LbPictureCache *self);
/* (transfer full) (nullable) */
GBytes *lb_picture_cache_get (LbPictureCache *self, const char *key);
/* A picture larger than the whole cap is not kept. */
void lb_picture_cache_put (LbPictureCache *self, const char *key, GBytes *bytes);
void lb_picture_cache_remove (LbPictureCache *self, const char *key);
gsize lb_picture_cache_get_size (LbPictureCache *self); /* bytes held */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPictureCache, lb_picture_cache_free)

G_END_DECLS
