#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of a ZIP file, read by place. Waits for the disk, so never on the main thread. */
typedef struct _LbZipSource LbZipSource;

LbZipSource *lb_zip_source_new_for_bytes (GBytes *bytes);
/* Keeps a duplicate of @fd, which must be of a regular file; its position is left alone. */
LbZipSource *lb_zip_source_new_for_fd (int fd, GError **error);
LbZipSource *lb_zip_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error);
void lb_zip_source_free (LbZipSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbZipSource, lb_zip_source_free)

guint64 lb_zip_source_get_size (LbZipSource *self);
/* All @size bytes or an error: DAMAGED if the file has become shorter. */
gboolean lb_zip_source_read (LbZipSource *self,
                             guint64 offset,
                             gpointer buffer,
                             gsize size,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
