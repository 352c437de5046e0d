#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbProbeSource:
 *
 * Bytes that a probe looks into at any place: memory, or a seekable stream behind a small window.
 * Short answers are no error: they say where the file ends.
 */
typedef struct
{
  const guint8 *data;   /* (nullable): memory, else the stream is read */
  GInputStream *stream; /* (nullable) (not owned): seekable */
  GCancellable *cancel; /* (nullable) (not owned) */
  GError *error;        /* (owned) (nullable): the first failure to read */
  gint64 size_bytes;    /* of all of it */
  gint64 bytes_left;    /* that may still be read from the stream; then it seems to end */
  gint64 window_start;  /* offset of the window's first byte */
  gsize window_length;  /* bytes in it that are valid */
  guint8 window[16 * 1024];
} LbProbeSource;

void lb_probe_source_init_memory (LbProbeSource *self, const guint8 *data, gsize length);
void lb_probe_source_init_stream (LbProbeSource *self,
                                  GInputStream *stream,
                                  gint64 size_bytes,
                                  gint64 bytes_max,
                                  GCancellable *cancel);
gsize lb_probe_source_read (LbProbeSource *self, gint64 offset, guint8 *buffer, gsize length);
gboolean
lb_probe_source_read_all (LbProbeSource *self, gint64 offset, guint8 *buffer, gsize length);

G_END_DECLS
