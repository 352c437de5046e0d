#pragma once

#include "archive/lb-zip-refusal.h"
#include "archive/lb-zip-source.h"

G_BEGIN_DECLS

/* Where the directory of a ZIP file lies. */
typedef struct
{
  guint64 offset;
  guint64 size_bytes;
  guint64 n_entries; /* as claimed */
} LbZipEnd;

/* Reads the record at the very end of a ZIP file, and its 64-bit one if there is one. On error
 * @refusal says why if it was the file's fault. */
gboolean lb_zip_end_read (LbZipSource *source,
                          LbZipEnd *end,
                          LbZipRefusal *refusal,
                          GCancellable *cancellable,
                          GError **error);

/* Little-endian numbers, wherever they lie. */
static inline guint16
lb_zip_get_16 (const guint8 *at)
{
  return (guint16) (at[0] | at[1] << 8);
}

static inline guint32
lb_zip_get_32 (const guint8 *at)
{
  return (guint32) lb_zip_get_16 (at) | (guint32) lb_zip_get_16 (at + 2) << 16;
}

static inline guint64
lb_zip_get_64 (const guint8 *at)
{
  return (guint64) lb_zip_get_32 (at) | (guint64) lb_zip_get_32 (at + 4) << 32;
}

G_END_DECLS
