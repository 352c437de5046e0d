#pragma once

#include <gio/gio.h>

#include "archive/lb-zip-entry.h"

G_BEGIN_DECLS

/**
 * LbZipCaps:
 * @max_images: images beyond these are refused one by one; a client may look at
 *   lb_zip_reader_get_n_images() and refuse all
 * @max_entries: of any kind, folders too; more refuse the whole file
 * @max_bytes: what all entries together unpack to
 * @max_ratio: how many times its compressed size an entry, or the whole file, unpacks to
 * @ratio_from_bytes: below this many unpacked bytes @max_ratio is not looked at
 *
 * How much a ZIP file may hold. An entry never unpacks to more than it claims, so the claims are
 * held against the caps when the file is opened, before anything is unpacked.
 */
typedef struct
{
  guint max_images;
  guint max_entries;
  guint64 max_bytes;
  guint max_ratio;
  guint64 ratio_from_bytes;
} LbZipCaps;

/* 5,000 images, 20,000 entries, 10 GB, 100 times from 1 MiB on. */
extern const LbZipCaps lb_zip_caps_default;

#define LB_TYPE_ZIP_READER (lb_zip_reader_get_type ())
G_DECLARE_FINAL_TYPE (LbZipReader, lb_zip_reader, LB, ZIP_READER, GObject)

/**
 * LbZipChunkFunc:
 * @data: the next @size bytes of an entry, at least one
 *
 * Returns: whether to go on; sets @error if not
 */
typedef gboolean (*LbZipChunkFunc) (const guint8 *data,
                                    gsize size,
                                    gpointer user_data,
                                    GError **error);

LbZipReader *lb_zip_reader_new (const LbZipCaps *caps);

gboolean
lb_zip_reader_open_file (LbZipReader *self, GFile *file, GCancellable *cancellable, GError **error);
gboolean
lb_zip_reader_open_fd (LbZipReader *self, int fd, GCancellable *cancellable, GError **error);
gboolean lb_zip_reader_open_bytes (LbZipReader *self,
                                   GBytes *bytes,
                                   GCancellable *cancellable,
                                   GError **error);
LbZipRefusal lb_zip_reader_get_refusal (LbZipReader *self);

guint lb_zip_reader_get_n_entries (LbZipReader *self);
const LbZipEntry *lb_zip_reader_get_entry (LbZipReader *self, guint index);
guint lb_zip_reader_get_n_images (LbZipReader *self);

gboolean lb_zip_reader_read (LbZipReader *self,
                             guint index,
                             LbZipChunkFunc func,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);
gboolean lb_zip_reader_read_to_stream (
  LbZipReader *self, guint index, GOutputStream *output, GCancellable *cancellable, GError **error);
GBytes *lb_zip_reader_read_bytes (
  LbZipReader *self, guint index, gsize max_bytes, GCancellable *cancellable, GError **error);

G_END_DECLS
