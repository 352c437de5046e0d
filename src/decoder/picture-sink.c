#include "decoder/picture-sink.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void
picture_sink_init (PictureSink *self, const LbDecoderRequest *request)
{
  *self = (PictureSink) {
    .orientation = (int) request->orientation,
    .max_side = (int) request->max_side,
    .opaque = request->operation == LB_DECODER_DECODE_OPAQUE,
    .looks = request->operation == LB_DECODER_LOOK,
    .fd = -1,
  };
}

void
picture_sink_clear (PictureSink *self)
{
  g_clear_pointer (&self->average, lb_area_average_free);
  if (self->pixels)
    munmap (self->pixels, self->stride * (gsize) self->shown_height);
  self->pixels = NULL;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* FALSE when the picture is over the limits, whatever its header had said to the client. */
gboolean
picture_sink_plan (PictureSink *self, int width, int height)
{
  if (width <= 0 || height <= 0 || width > LB_DECODER_SIDE_MAX || height > LB_DECODER_SIDE_MAX ||
      (gint64) width * height > LB_DECODER_PIXELS_MAX)
    return FALSE;

  lb_area_average_fit (width, height, self->max_side, &self->to_width, &self->to_height);
  return TRUE;
}

/* Lays a finished row: where it starts and which way it runs follow from the orientation. */
static void
store_row_cb (const guint8 *row, int y, gpointer user_data)
{
  PictureSink *self = user_data;
  const int last_x = self->to_width - 1;
  const int other_y = self->to_height - 1 - y;
  const gssize pixel = self->channels;
  const gssize line = (gssize) self->stride;
  gssize start = 0;
  gssize step = 0;
  guint8 *to;

  switch (self->orientation)
    {
    case 2:
      start = y * line + last_x * pixel;
      step = -pixel;
      break;
    case 3:
      start = other_y * line + last_x * pixel;
      step = -pixel;
      break;
    case 4:
      start = other_y * line;
      step = pixel;
      break;
    case 5:
      start = y * pixel;
      step = line;
      break;
    case 6:
      start = other_y * pixel;
      step = line;
      break;
    case 7:
      start = last_x * line + other_y * pixel;
      step = -line;
      break;
    case 8:
      start = last_x * line + y * pixel;
      step = -line;
      break;
    default:
      start = y * line;
      step = pixel;
      break;
    }

  to = self->pixels + start;
  if (step == pixel)
    {
      memcpy (to, row, (gsize) self->to_width * self->channels);
      return;
    }

  for (int x = 0; x < self->to_width; x++, to += step, row += pixel)
    {
      to[0] = row[0];
      to[1] = row[1];
      to[2] = row[2];
      if (pixel == 4)
        to[3] = row[3];
    }
}

static gsize
stride_for (int width, int channels)
{
  return ((gsize) width * channels + 3) & ~(gsize) 3;
}

gboolean
picture_sink_begin (PictureSink *self, int row_width, int n_rows, int channels)
{
  gboolean turned = self->orientation >= 5;
  gsize length;
  void *start;

  self->channels = channels;
  self->row_width = row_width;
  if (self->looks)
    return TRUE;

  self->shown_width = turned ? self->to_height : self->to_width;
  self->shown_height = turned ? self->to_width : self->to_height;
  self->stride = stride_for (self->shown_width, channels);
  length = self->stride * (gsize) self->shown_height;

  self->fd = memfd_create ("lookbook-pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->fd < 0 || ftruncate (self->fd, (off_t) length) != 0)
    {
      self->memory_failed = TRUE;
      return FALSE;
    }
  start = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (start == MAP_FAILED)
    {
      self->memory_failed = TRUE;
      return FALSE;
    }

  self->pixels = start;
  self->average = lb_area_average_new (row_width, n_rows, self->to_width, self->to_height, channels,
                                       store_row_cb, self);
  return TRUE;
}

static void
look (PictureSink *self, const guint8 *row)
{
  guint8 all = G_MAXUINT8;

  for (int x = 0; self->channels == 4 && x < self->row_width; x++)
    all &= row[4 * x + 3];
  self->transparent |= all != G_MAXUINT8;
}

void
picture_sink_push (PictureSink *self, const guint8 *row)
{
  if (self->looks)
    look (self, row);
  else
    lb_area_average_push (self->average, row);
}

guint8 *
picture_sink_get_direct (PictureSink *self, int row_width, int n_rows)
{
  if (self->looks || self->orientation != 1 || row_width != self->to_width ||
      n_rows != self->to_height)
    return NULL;
  return self->pixels;
}

/* Each pixel moves towards the start, so what is still to be read is never written over. */
static void
flatten (PictureSink *self)
{
  const gsize stride = stride_for (self->shown_width, 3);

  for (int y = 0; y < self->shown_height; y++)
    {
      const guint8 *from = self->pixels + (gsize) y * self->stride;
      guint8 *to = self->pixels + (gsize) y * stride;

      for (int x = 0; x < self->shown_width; x++, from += 4, to += 3)
        {
          const guint alpha = from[3];

          for (int c = 0; c < 3; c++)
            to[c] = (guint8) ((from[c] * alpha + 127) / 255);
        }
    }

  self->channels = 3;
  self->stride = stride;
}

gboolean
picture_sink_finish (PictureSink *self, LbDecoderReply *reply)
{
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  const gsize length = self->stride * (gsize) self->shown_height;

  reply->transparent = self->transparent;
  if (self->looks)
    return TRUE;
  if (!self->pixels)
    return FALSE;

  if (self->opaque && self->channels == 4)
    flatten (self);
  munmap (self->pixels, length);
  self->pixels = NULL;
  if (ftruncate (self->fd, (off_t) (self->stride * (gsize) self->shown_height)) != 0 ||
      fcntl (self->fd, F_ADD_SEALS, seals) != 0)
    return FALSE;

  reply->width = (guint32) self->shown_width;
  reply->height = (guint32) self->shown_height;
  reply->stride = (guint32) self->stride;
  reply->channels = (guint32) self->channels;
  return TRUE;
}
