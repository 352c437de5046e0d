#include "imaging/lb-margins.h"

#define TOLERANCE 12     /* levels that a margin's pixel may be off */
#define STEP_MIN 36      /* levels that something else is off */
#define STRAY_PART 100   /* one pixel in so many may be anything: a speck, a corner of the content \
                          */
#define CONTENT_PART 200 /* one pixel in so many has to be something else */

typedef enum
{
  SIDE_LEFT,
  SIDE_RIGHT,
  SIDE_TOP,
  SIDE_BOTTOM,
  N_SIDES
} Side;

typedef struct
{
  const guint8 *pixels;
  int stride;
  int channels;
} Picture;

/* A row or column of the part that is left. */
typedef struct
{
  const guint8 *first;
  int step; /* bytes to the next pixel */
  int n_pixels;
} Line;

static Line
get_line (const Picture *picture, const LbCrop *part, Side side, int index)
{
  const gboolean is_column = side == SIDE_LEFT || side == SIDE_RIGHT;
  int x = part->x, y = part->y;

  switch (side)
    {
    case SIDE_LEFT:   x += index; break;
    case SIDE_RIGHT:  x += part->width - 1 - index; break;
    case SIDE_TOP:    y += index; break;
    case SIDE_BOTTOM:
    default:          y += part->height - 1 - index; break;
    }

  return (Line) { .first =
                    picture->pixels + (gsize) y * picture->stride + (gsize) x * picture->channels,
                  .step = is_column ? picture->stride : picture->channels,
                  .n_pixels = is_column ? part->height : part->width };
}

/* The median of each channel: a speck does not change it. */
static void
get_color (const Line *line, guint8 *color)
{
  for (int channel = 0; channel < 3; channel++)
    {
      int counts[256] = { 0 };
      int n = 0, level = 0;

      for (int i = 0; i < line->n_pixels; i++)
        counts[line->first[(gsize) i * line->step + channel]]++;
      while ((n += counts[level]) * 2 < line->n_pixels)
        level++;
      color[channel] = (guint8) level;
    }
}

static int
get_distance (const guint8 *pixel, const guint8 *color)
{
  int distance = 0;

  for (int channel = 0; channel < 3; channel++)
    distance = MAX (distance, ABS (pixel[channel] - color[channel]));

  return distance;
}

/* How many of its pixels are further than @distance from @color. */
static int
count_off (const Line *line, const guint8 *color, int distance)
{
  int n = 0;

  for (int i = 0; i < line->n_pixels; i++)
    n += get_distance (line->first + (gsize) i * line->step, color) > distance;

  return n;
}

/* How many lines of @part along @side are margin. */
static int
find_margin (const Picture *picture, const LbCrop *part, Side side)
{
  const int n_lines = side == SIDE_LEFT || side == SIDE_RIGHT ? part->width : part->height;
  Line line = get_line (picture, part, side, 0);
  guint8 color[3];

  get_color (&line, color);
  for (int i = 0; i < n_lines; i++)
    {
      line = get_line (picture, part, side, i);
      if (count_off (&line, color, TOLERANCE) * STRAY_PART <= line.n_pixels)
        continue;

      return count_off (&line, color, STEP_MIN - 1) * CONTENT_PART >= line.n_pixels ? i : 0;
    }

  return 0;
}

static void
cut (LbCrop *part, Side side, int n_lines)
{
  switch (side)
    {
    case SIDE_LEFT:
      part->x += n_lines;
      part->width -= n_lines;
      break;
    case SIDE_RIGHT: part->width -= n_lines; break;
    case SIDE_TOP:
      part->y += n_lines;
      part->height -= n_lines;
      break;
    case SIDE_BOTTOM:
    default:          part->height -= n_lines; break;
    }
}

void
lb_margins_find (GdkPixbuf *pixels, LbCrop *content)
{
  const Picture picture = { .pixels = gdk_pixbuf_read_pixels (pixels),
                            .stride = gdk_pixbuf_get_rowstride (pixels),
                            .channels = gdk_pixbuf_get_n_channels (pixels) };
  int n_still = 0; /* sides without one since the last cut */

  *content = (LbCrop) { 0, 0, gdk_pixbuf_get_width (pixels), gdk_pixbuf_get_height (pixels) };
  for (int side = 0; n_still < N_SIDES; side = (side + 1) % N_SIDES)
    {
      int n_lines = find_margin (&picture, content, (Side) side);

      cut (content, (Side) side, n_lines);
      n_still = n_lines > 0 ? 0 : n_still + 1;
    }
}
