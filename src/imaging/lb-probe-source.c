#include "imaging/lb-probe-source.h"

#include <string.h>

void
lb_probe_source_init_memory (LbProbeSource *self, const guint8 *data, gsize length)
{
  self->data = data;
  self->stream = NULL;
  self->cancel = NULL;
  self->error = NULL;
  self->size_bytes = (gint64) length;
  self->window_start = 0;
  self->window_length = 0;
}

/* @stream must be seekable; it and @cancel must outlive the source. @bytes_max: how much of it may
 * be read in all, over and over again where a probe goes back. */
void
lb_probe_source_init_stream (LbProbeSource *self,
                             GInputStream *stream,
                             gint64 size_bytes,
                             gint64 bytes_max,
                             GCancellable *cancel)
{
  self->data = NULL;
  self->stream = stream;
  self->cancel = cancel;
  self->error = NULL;
  self->size_bytes = size_bytes;
  self->bytes_left = bytes_max;
  self->window_start = 0;
  self->window_length = 0;
}

static gsize
read_stream (LbProbeSource *self, gint64 offset, guint8 *buffer, gsize length)
{
  gsize got = 0;

  length = MIN (length, (guint64) self->bytes_left);
  if (length == 0 || self->error ||
      !g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, self->cancel,
                        &self->error) ||
      !g_input_stream_read_all (self->stream, buffer, length, &got, self->cancel, &self->error))
    return 0;

  self->bytes_left -= (gint64) got;
  return got;
}

/* Copies what there is at @offset, at most @length bytes, and says how many. */
gsize
lb_probe_source_read (LbProbeSource *self, gint64 offset, guint8 *buffer, gsize length)
{
  if (offset < 0 || offset >= self->size_bytes)
    return 0;

  length = MIN (length, (guint64) (self->size_bytes - offset));
  if (self->data)
    {
      memcpy (buffer, self->data + offset, length);
      return length;
    }

  if (length > sizeof self->window)
    return read_stream (self, offset, buffer, length);

  if (offset < self->window_start ||
      offset + (gint64) length > self->window_start + (gint64) self->window_length)
    {
      self->window_start = offset;
      self->window_length = read_stream (self, offset, self->window, sizeof self->window);
    }

  length = MIN (length, self->window_length);
  memcpy (buffer, self->window + (offset - self->window_start), length);
  return length;
}

gboolean
lb_probe_source_read_all (LbProbeSource *self, gint64 offset, guint8 *buffer, gsize length)
{
  return lb_probe_source_read (self, offset, buffer, length) == length;
}
