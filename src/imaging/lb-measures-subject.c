#include "imaging/lb-measures-subject.h"
#include "imaging/lb-palette.h"

#include <math.h>

#define GRID 32 /* cells a side at most */
#define N_CELLS_MAX (GRID * GRID)
#define N_BINS 4096             /* of colours, four bits a channel */
#define DETAIL_MIN 0.0008       /* what noise alone does not reach */
#define DETAIL_OF_BEST 0.12     /* of the detail of the sharpest tenth: in focus */
#define BORDER_PART 16          /* one part in so many of each side is border */
#define BORDER_SHARE_MIN 0.02   /* of the border, for a colour to be one of the ground */
#define DISTANCE_MAX 70.0       /* in Lab: what is further is just as different */
#define VIVID_CHROMA 50.0       /* in Lab: stands out fully */
#define GREY_WEIGHT 0.6         /* what a grey keeps of its distinctness */
#define CENTRE_PULL 0.35        /* how much less the corners count than the centre */
#define SMOOTH_WEIGHT 0.7       /* what an area without detail keeps of its distinctness */
#define REGION_DEVIATIONS 1.25  /* above the mean score: belongs to a region */
#define REGION_AREA_MAX 0.4     /* of the picture: larger is ground, not a figure */
#define REGION_AREA_MIN 0.004   /* of the picture: smaller is a speck */
#define SECOND_COLOR_SHARE 0.12 /* of a region, for a second colour to be named with it */
#define SECOND_COLOR_DISTANCE 25.0
#define TRIM 0.04           /* of a region's weight that may lie outside its box at each side */
#define THIRDS_REACH 0.2357 /* from a point of thirds to the centre */

/* How much each cell of a grid over the picture stands out. */
typedef struct
{
  const LbRaster *raster;
  int columns, rows;
  double scores[N_CELLS_MAX];
  double mean, deviation;
} Map;

typedef struct
{
  gboolean member[N_CELLS_MAX];
  int n_cells;
  int left, top, right, bottom; /* in cells; right and bottom are outside */
  double score;                 /* sum over its cells of what is above the mean */
} Region;

/* The pixels of one colour, roughly. */
typedef struct
{
  LbLab mean;
  gsize n_pixels, n_border;
  double distinctness;
} Bin;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
find_sharpness_floor (const LbRaster *raster, double *best)
{
  double details[LB_RASTER_GRID * LB_RASTER_GRID];
  int n_blocks = raster->columns * raster->rows;

  for (int i = 0; i < n_blocks; i++)
    details[i] = raster->blocks[i].detail;
  qsort (details, n_blocks, sizeof (double), compare_doubles);
  *best = MAX (details[n_blocks - 1 - n_blocks / 10], details[n_blocks - 1] / 4);
  return MAX (DETAIL_MIN, *best * DETAIL_OF_BEST);
}

static guint
find_bin (const guint8 *pixel)
{
  return (guint) (pixel[0] >> 4) << 8 | (guint) (pixel[1] >> 4) << 4 | pixel[2] >> 4;
}

static gboolean
is_border (const LbRaster *raster, int x, int y)
{
  int across = MAX (raster->width / BORDER_PART, 1), down = MAX (raster->height / BORDER_PART, 1);

  return x < across || y < down || x >= raster->width - across || y >= raster->height - down;
}

static void
collect_bins (const LbRaster *raster, Bin *bins, gsize *n_border)
{
  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        gsize at = (gsize) y * raster->width + x;
        Bin *bin = &bins[find_bin (raster->rgb + at * 3)];
        gboolean border = is_border (raster, x, y);

        bin->mean.l += raster->labs[at].l;
        bin->mean.a += raster->labs[at].a;
        bin->mean.b += raster->labs[at].b;
        bin->n_pixels++;
        bin->n_border += border;
        *n_border += border;
      }

  for (guint i = 0; i < N_BINS; i++)
    if (bins[i].n_pixels > 0)
      {
        bins[i].mean.l /= bins[i].n_pixels;
        bins[i].mean.a /= bins[i].n_pixels;
        bins[i].mean.b /= bins[i].n_pixels;
      }
}

/* A vivid colour draws the eye more than a grey that is as unlike its surroundings. */
static double
weigh_vividness (const LbLab *lab)
{
  return GREY_WEIGHT + (1 - GREY_WEIGHT) * MIN (lb_lab_chroma (lab) / VIVID_CHROMA, 1.0);
}

/* How far a colour is from those along the border of the picture, 0..1: the ground of a figure
 * reaches the border. */
static void
find_distinctness (Bin *bins, gsize n_border)
{
  for (guint i = 0; i < N_BINS; i++)
    {
      double nearest = DISTANCE_MAX, sum = 0;

      if (bins[i].n_pixels == 0)
        continue;
      for (guint j = 0; j < N_BINS; j++)
        {
          double distance;

          if (bins[j].n_border == 0)
            continue;
          distance = MIN (lb_lab_distance (&bins[i].mean, &bins[j].mean), DISTANCE_MAX);
          sum += distance * bins[j].n_border / n_border;
          if (bins[j].n_border >= n_border * BORDER_SHARE_MIN)
            nearest = MIN (nearest, distance);
        }
      bins[i].distinctness = (sum + nearest) / 2 / DISTANCE_MAX * weigh_vividness (&bins[i].mean);
    }
}

static double
weigh_place (const Map *map, int column, int row)
{
  double x = (2.0 * column + 1) / map->columns - 1, y = (2.0 * row + 1) / map->rows - 1;

  return 1 - CENTRE_PULL * (x * x + y * y) / 2;
}

static void
score_cells (Map *map, const Bin *bins, double best_detail)
{
  const LbRaster *raster = map->raster;
  g_autofree double *sums = g_new0 (double, N_CELLS_MAX);
  g_autofree int *counts = g_new0 (int, N_CELLS_MAX);

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        int cell = y * map->rows / raster->height * map->columns + x * map->columns / raster->width;

        sums[cell] +=
          bins[find_bin (raster->rgb + ((gsize) y * raster->width + x) * 3)].distinctness;
        counts[cell]++;
      }

  for (int row = 0; row < map->rows; row++)
    for (int column = 0; column < map->columns; column++)
      {
        int cell = row * map->columns + column;
        int block = row * raster->rows / map->rows * raster->columns +
                    column * raster->columns / map->columns;
        double sharp = 0;

        if (best_detail > DETAIL_MIN)
          sharp = MIN (sqrt (raster->blocks[block].detail / best_detail), 1.0);
        map->scores[cell] = sums[cell] / counts[cell] * weigh_place (map, column, row) *
                            (SMOOTH_WEIGHT + (1 - SMOOTH_WEIGHT) * sharp);
      }
}

/* Each cell takes part in its neighbours, so that gaps of a cell do not part a figure. */
static void
soften (Map *map)
{
  double *before = g_memdup2 (map->scores, sizeof map->scores);
  int n_cells = map->columns * map->rows;
  double squares = 0;

  for (int row = 0; row < map->rows; row++)
    for (int column = 0; column < map->columns; column++)
      {
        double sum = 0, weights = 0;

        for (int y = MAX (row - 1, 0); y <= MIN (row + 1, map->rows - 1); y++)
          for (int x = MAX (column - 1, 0); x <= MIN (column + 1, map->columns - 1); x++)
            {
              double weight = x == column && y == row ? 2 : 1;

              sum += before[y * map->columns + x] * weight;
              weights += weight;
            }
        map->scores[row * map->columns + column] = sum / weights;
      }
  g_free (before);

  for (int i = 0; i < n_cells; i++)
    {
      map->mean += map->scores[i] / n_cells;
      squares += map->scores[i] * map->scores[i] / n_cells;
    }
  map->deviation = sqrt (MAX (squares - map->mean * map->mean, 0.0));
}

static void
fill_map (Map *map, const LbRaster *raster, double best_detail)
{
  g_autofree Bin *bins = g_new0 (Bin, N_BINS);
  gsize n_border = 0;

  *map = (Map) { .raster = raster,
                 .columns = MIN (raster->width, GRID),
                 .rows = MIN (raster->height, GRID) };
  collect_bins (raster, bins, &n_border);
  find_distinctness (bins, n_border);
  score_cells (map, bins, best_detail);
  soften (map);
}

static void
grow_region (const Map *map, double floor_score, int start, gboolean *seen, Region *region)
{
  static const int steps[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  int queue[N_CELLS_MAX];
  int head = 0, tail = 0;

  *region = (Region) { .left = map->columns, .top = map->rows };
  queue[tail++] = start;
  seen[start] = TRUE;
  while (head < tail)
    {
      int cell = queue[head++];
      int column = cell % map->columns, row = cell / map->columns;

      region->member[cell] = TRUE;
      region->n_cells++;
      region->score += map->scores[cell] - map->mean;
      region->left = MIN (region->left, column);
      region->right = MAX (region->right, column + 1);
      region->top = MIN (region->top, row);
      region->bottom = MAX (region->bottom, row + 1);
      for (int i = 0; i < 4; i++)
        {
          int x = column + steps[i][0], y = row + steps[i][1];
          int next = y * map->columns + x;

          if (x < 0 || y < 0 || x >= map->columns || y >= map->rows || seen[next] ||
              map->scores[next] < floor_score)
            continue;
          seen[next] = TRUE;
          queue[tail++] = next;
        }
    }
}

/* What lies along three edges, from side to side, or fills much of the picture, is ground and no
 * figure. */
static double
weigh_as_figure (const Map *map, const Region *region)
{
  int n_edges = (region->left == 0) + (region->top == 0) + (region->right == map->columns) +
                (region->bottom == map->rows);
  double area = (double) region->n_cells / (map->columns * map->rows);

  if (n_edges >= 3 || area > REGION_AREA_MAX || area < REGION_AREA_MIN ||
      region->right - region->left >= map->columns * 9 / 10 ||
      region->bottom - region->top >= map->rows * 9 / 10)
    return 0;
  return n_edges == 2 ? 0.6 : 1;
}

static gboolean
find_region (const Map *map, Region *best)
{
  gboolean seen[N_CELLS_MAX] = { FALSE };
  double floor_score = map->mean + map->deviation * REGION_DEVIATIONS, best_weight = 0;

  if (map->deviation < 1e-6)
    return FALSE;

  for (int i = 0; i < map->columns * map->rows; i++)
    {
      Region region;
      double weight;

      if (seen[i] || map->scores[i] < floor_score)
        continue;
      grow_region (map, floor_score, i, seen, &region);
      weight = region.score * weigh_as_figure (map, &region);
      if (weight > best_weight)
        {
          best_weight = weight;
          *best = region;
        }
    }

  return best_weight > 0;
}

/* Sorts the pixels into those inside and the mean of those outside. */
static GByteArray *
split_pixels (const Map *map, const Region *region, LbLab *outside)
{
  const LbRaster *raster = map->raster;
  GByteArray *inside = g_byte_array_new ();
  gsize n_outside = 0;

  *outside = (LbLab) { 0 };
  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        int cell = y * map->rows / raster->height * map->columns + x * map->columns / raster->width;
        gsize at = (gsize) y * raster->width + x;

        if (region->member[cell])
          {
            g_byte_array_append (inside, raster->rgb + at * 3, 3);
            continue;
          }
        outside->l += raster->labs[at].l;
        outside->a += raster->labs[at].a;
        outside->b += raster->labs[at].b;
        n_outside++;
      }

  if (n_outside > 0)
    *outside = (LbLab) { outside->l / n_outside, outside->a / n_outside, outside->b / n_outside };
  return inside;
}

/* Of the colours inside, those that are common there and unlike the rest of the picture. */
static void
find_region_colors (const Map *map, const Region *region, LbMeasures *measures)
{
  LbPaletteColor colors[6], *first = &measures->subject_color, *second = &measures->subject_second;
  LbLab outside;
  g_autoptr (GByteArray) inside = split_pixels (map, region, &outside);
  int n_colors = lb_palette_find (inside->data, inside->len / 3, colors, G_N_ELEMENTS (colors));
  double n_pixels = (double) map->raster->width * map->raster->height;
  double weights[6], best = -1, next = 0;

  for (int i = 0; i < n_colors; i++)
    {
      LbLab lab = lb_lab_from_rgb (colors[i].red, colors[i].green, colors[i].blue);

      weights[i] = colors[i].share * lb_lab_distance (&lab, &outside) * weigh_vividness (&lab);
      if (weights[i] > best)
        {
          best = weights[i];
          *first = colors[i];
        }
    }
  for (int i = 0; i < n_colors; i++)
    if (colors[i].share >= SECOND_COLOR_SHARE && weights[i] > next && weights[i] >= best * 0.4 &&
        lb_palette_color_distance (&colors[i], first) >= SECOND_COLOR_DISTANCE)
      {
        next = weights[i];
        *second = colors[i];
      }
  first->share *= inside->len / 3 / n_pixels;
  second->share *= inside->len / 3 / n_pixels;
}

/* How much higher the cells inside score than those outside: 0 when nothing stands out. */
static double
find_strength (const Map *map, const Region *region)
{
  int n_cells = map->columns * map->rows;
  double inside = 0, outside = 0;

  for (int i = 0; i < n_cells; i++)
    if (region->member[i])
      inside += map->scores[i] / region->n_cells;
    else
      outside += map->scores[i] / (n_cells - region->n_cells);
  return CLAMP (2.5 * (inside - outside) * weigh_as_figure (map, region), 0.0, 1.0);
}

/* The middle of the weight along one side, and where all but a little of it lies; in cells. */
static void
find_extent (const double *weights, int length, double *middle, double *start, double *end)
{
  double sum = 0, moment = 0, so_far = 0;

  for (int i = 0; i < length; i++)
    {
      sum += weights[i];
      moment += weights[i] * (i + 0.5);
    }
  *middle = moment / sum;
  *start = *end = 0;
  for (int i = 0; i < length; i++)
    {
      if (so_far < sum * TRIM && so_far + weights[i] >= sum * TRIM)
        *start = i;
      so_far += weights[i];
      if (*end <= 0 && so_far >= sum * (1 - TRIM))
        *end = i + 1;
    }
}

static void
find_box (const Map *map, const Region *region, LbMeasures *measures)
{
  double columns[GRID] = { 0 }, rows[GRID] = { 0 }, start, end;

  for (int i = 0; i < map->columns * map->rows; i++)
    if (region->member[i])
      {
        columns[i % map->columns] += map->scores[i];
        rows[i / map->columns] += map->scores[i];
      }
  find_extent (columns, map->columns, &measures->subject_x, &start, &end);
  measures->subject_x /= map->columns;
  measures->subject_left = start / map->columns;
  measures->subject_width = (end - start) / map->columns;
  find_extent (rows, map->rows, &measures->subject_y, &start, &end);
  measures->subject_y /= map->rows;
  measures->subject_top = start / map->rows;
  measures->subject_height = (end - start) / map->rows;
}

static double
find_thirds (double x, double y)
{
  double dx = MIN (fabs (x - 1 / 3.0), fabs (x - 2 / 3.0));
  double dy = MIN (fabs (y - 1 / 3.0), fabs (y - 2 / 3.0));

  return CLAMP (1 - sqrt (dx * dx + dy * dy) / THIRDS_REACH, 0.0, 1.0);
}

void
lb_measures_take_subject (const LbRaster *raster, LbMeasures *measures)
{
  int n_blocks = raster->columns * raster->rows, n_sharp = 0;
  double best_detail, sharp_floor;
  g_autofree Map *map = g_new0 (Map, 1);
  g_autofree Region *region = g_new0 (Region, 1);

  sharp_floor = find_sharpness_floor (raster, &best_detail);
  for (int i = 0; i < n_blocks; i++)
    n_sharp += raster->blocks[i].detail >= sharp_floor;
  measures->sharp_share = (double) n_sharp / n_blocks;

  measures->subject_x = measures->subject_y = 0.5;
  fill_map (map, raster, best_detail);
  if (!find_region (map, region))
    return;

  measures->subject_strength = find_strength (map, region);
  find_box (map, region, measures);
  measures->thirds = find_thirds (measures->subject_x, measures->subject_y);
  find_region_colors (map, region, measures);
}
