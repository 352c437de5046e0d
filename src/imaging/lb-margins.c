#include "imaging/lb-margins.h"

#define TOLERANCE 12 /* levels that a margin's pixel may be off */
#define STEP_MIN 36  /* levels that something else is off */
#define STRAY_PART                                                                                 \
  100                    /* one pixel in so many may be anything: a speck, a corner of the content \
                          */
#define CONTENT_PART 200 /* one pixel in so many has to be something else */
#define BLEND_LINES 2    /* after a margin that may be part margin, part content */

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

/* Whether something stands out from the margin soon after its end. */
static gboolean
has_step (
  const Picture *picture, const LbCrop *part, Side side, int end, int n_lines, const guint8 *color)
{
  for (int i = end; i <= MIN (end + BLEND_LINES, n_lines - 1); i++)
    {
      const Line line = get_line (picture, part, side, i);

      if (count_off (&line, color, STEP_MIN - 1) * CONTENT_PART >= line.n_pixels)
        return TRUE;
    }

  return FALSE;
}

/* How many lines of @part along @side may be margin, and of which colour. */
static int
find_margin (const Picture *picture, const LbCrop *part, Side side, guint8 *color)
{
  const int n_lines = side == SIDE_LEFT || side == SIDE_RIGHT ? part->width : part->height;
  Line line = get_line (picture, part, side, 0);

  get_color (&line, color);
  for (int i = 0; i < n_lines; i++)
    {
      line = get_line (picture, part, side, i);
      if (count_off (&line, color, TOLERANCE) * STRAY_PART > line.n_pixels)
        return has_step (picture, part, side, i, n_lines, color) ? i : 0;
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

/* One of the first of two opposite sides that have margins of the same colour; or N_SIDES. */
static int
find_pair (const int *n_lines, const guint8 (*colors)[3])
{
  for (int side = 0; side < N_SIDES; side += 2)
    if (n_lines[side] > 0 && n_lines[side + 1] > 0 &&
        get_distance (colors[side], colors[side + 1]) <= TOLERANCE)
      return side;

  return N_SIDES;
}

/* Whether anything was cut. */
static gboolean
trim (const Picture *picture, LbCrop *part)
{
  guint8 colors[N_SIDES][3];
  int n_lines[N_SIDES];
  int pair;

  for (int side = 0; side < N_SIDES; side++)
    n_lines[side] = find_margin (picture, part, (Side) side, colors[side]);
  pair = find_pair (n_lines, colors);
  if (pair == N_SIDES)
    return FALSE;

  for (int side = 0; side < N_SIDES; side++)
    if (get_distance (colors[side], colors[pair]) <= TOLERANCE)
      cut (part, (Side) side, n_lines[side]);
  return TRUE;
}

void
lb_margins_find (GdkPixbuf *pixels, LbCrop *content)
{
  const Picture picture = { .pixels = gdk_pixbuf_read_pixels (pixels),
                            .stride = gdk_pixbuf_get_rowstride (pixels),
                            .channels = gdk_pixbuf_get_n_channels (pixels) };

  *content = (LbCrop) { 0, 0, gdk_pixbuf_get_width (pixels), gdk_pixbuf_get_height (pixels) };
  while (trim (&picture, content))
    continue;
}
