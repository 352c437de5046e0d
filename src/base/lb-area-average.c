#include "base/lb-area-average.h"

#include <string.h>

/* A source pixel is to_width units wide and a target pixel width units, so that every overlap is a
 * whole number; the same goes for rows. The sums are exact: 255 * 255 * 65535 * 65535 units fit
 * into 64 bits. */
struct _LbAreaAverage
{
  int width, height;
  int to_width, to_height;
  int channels;
  LbAreaAverageFunc func;
  gpointer user_data;

  guint64 *line; /* (owned): one source row, reduced sideways */
  guint64 *sums; /* (owned): the target row under way */
  guint8 *row;   /* (owned): the target row, finished */
  int y;         /* of the target row under way */
  int left;      /* units that the target row still takes */
};

LbAreaAverage *
lb_area_average_new (int width,
                     int height,
                     int to_width,
                     int to_height,
                     int channels,
                     LbAreaAverageFunc func,
                     gpointer user_data)
{
  LbAreaAverage *self;
  gsize n = (gsize) to_width * channels;

  g_return_val_if_fail (width <= G_MAXUINT16 && height <= G_MAXUINT16, NULL);
  g_return_val_if_fail (to_width > 0 && to_width <= width, NULL);
  g_return_val_if_fail (to_height > 0 && to_height <= height, NULL);
  g_return_val_if_fail (channels == 1 || channels == 3 || channels == 4, NULL);

  self = g_new0 (LbAreaAverage, 1);
  self->width = width;
  self->height = height;
  self->to_width = to_width;
  self->to_height = to_height;
  self->channels = channels;
  self->func = func;
  self->user_data = user_data;
  self->line = g_new (guint64, n);
  self->sums = g_new0 (guint64, n);
  self->row = g_new (guint8, n);
  self->left = height;
  return self;
}

void
lb_area_average_free (LbAreaAverage *self)
{
  g_free (self->line);
  g_free (self->sums);
  g_free (self->row);
  g_free (self);
}

static void
add_pixel (guint64 *to, const guint8 *from, int channels, guint32 units)
{
  if (channels == 3)
    {
      to[0] += from[0] * units;
      to[1] += from[1] * units;
      to[2] += from[2] * units;
    }
  else if (channels == 4)
    {
      guint32 weight = from[3] * units;

      to[0] += (guint64) from[0] * weight;
      to[1] += (guint64) from[1] * weight;
      to[2] += (guint64) from[2] * weight;
      to[3] += weight;
    }
  else
    {
      to[0] += from[0] * units;
    }
}

static void
reduce_sideways (LbAreaAverage *self, const guint8 *row)
{
  const int channels = self->channels;
  guint64 *to = self->line;
  int left = self->width;

  memset (self->line, 0, (gsize) self->to_width * channels * sizeof *self->line);
  for (int x = 0; x < self->width; x++, row += channels)
    {
      int units = self->to_width;

      if (units >= left)
        {
          add_pixel (to, row, channels, (guint32) left);
          to += channels;
          units -= left;
          left = self->width;
        }
      if (units > 0)
        {
          add_pixel (to, row, channels, (guint32) units);
          left -= units;
        }
    }
}

static void
finish_row (LbAreaAverage *self)
{
  const guint64 area = (guint64) self->width * (guint64) self->height;
  const gsize n = (gsize) self->to_width * self->channels;

  if (self->channels != 4)
    {
      for (gsize i = 0; i < n; i++)
        self->row[i] = (guint8) ((self->sums[i] + area / 2) / area);
    }
  else
    {
      for (gsize i = 0; i < n; i += 4)
        {
          guint64 weight = self->sums[i + 3];

          for (int c = 0; c < 3; c++)
            self->row[i + c] =
              weight == 0 ? 0 : (guint8) ((self->sums[i + c] + weight / 2) / weight);
          self->row[i + 3] = (guint8) ((weight + area / 2) / area);
        }
    }

  self->func (self->row, self->y, self->user_data);
  self->y++;
  self->left = self->height;
  memset (self->sums, 0, n * sizeof *self->sums);
}

/* Takes the next source row; calls back for each target row that it completes. */
void
lb_area_average_push (LbAreaAverage *self, const guint8 *row)
{
  const gsize n = (gsize) self->to_width * self->channels;
  int units = self->to_height;

  if (self->y >= self->to_height)
    return;
  if (self->width == self->to_width && self->height == self->to_height)
    {
      self->func (row, self->y++, self->user_data);
      return;
    }

  reduce_sideways (self, row);
  while (units > 0 && self->y < self->to_height)
    {
      int take = MIN (units, self->left);

      for (gsize i = 0; i < n; i++)
        self->sums[i] += self->line[i] * (guint64) take;
      units -= take;
      self->left -= take;
      if (self->left == 0)
        finish_row (self);
    }
}

void
lb_area_average_fit (int width, int height, int max_side, int *to_width, int *to_height)
{
  gint64 longer = MAX (width, height);

  *to_width = width;
  *to_height = height;
  if (max_side <= 0 || longer <= max_side)
    return;

  *to_width = (int) MAX (1, ((gint64) width * max_side + longer / 2) / longer);
  *to_height = (int) MAX (1, ((gint64) height * max_side + longer / 2) / longer);
}
