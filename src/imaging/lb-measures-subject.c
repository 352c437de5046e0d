#include "imaging/lb-measures-subject.h"
#include "imaging/lb-palette.h"

#include <math.h>

#define N_BLOCKS_MAX (LB_RASTER_GRID * LB_RASTER_GRID)
#define DETAIL_MIN 0.0008    /* what noise alone does not reach */
#define DETAIL_OF_BEST 0.12  /* of the detail of the sharpest tenth: in focus */
#define DISTINCT_FULL 45.0   /* a mean distance in Lab that stands out fully */
#define SMOOTH_WEIGHT 0.4    /* what an area without detail keeps of its distinctness */
#define REGION_OF_BEST 0.55  /* of the best score: belongs to a region */
#define REGION_AREA_MAX 0.45 /* of the picture: larger is ground, not a figure */
#define THIRDS_REACH 0.2357  /* from a point of thirds to the centre */

typedef struct
{
  gboolean member[N_BLOCKS_MAX];
  int n_blocks;
  int left, top, right, bottom; /* in blocks; right and bottom are outside */
  double score;                 /* sum over its blocks */
} Region;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
find_sharpness_floor (const LbRaster *raster, double *best)
{
  double details[N_BLOCKS_MAX];
  int n_blocks = raster->columns * raster->rows;

  for (int i = 0; i < n_blocks; i++)
    details[i] = raster->blocks[i].detail;
  qsort (details, n_blocks, sizeof (double), compare_doubles);
  *best = MAX (details[n_blocks - 1 - n_blocks / 10], details[n_blocks - 1] / 4);
  return MAX (DETAIL_MIN, *best * DETAIL_OF_BEST);
}

/* How far each block is from all the others in colour, weighed by how much detail it has. */
static void
score_blocks (const LbRaster *raster, double best_detail, double *scores)
{
  int n_blocks = raster->columns * raster->rows;

  for (int i = 0; i < n_blocks; i++)
    {
      double distance = 0, sharp = 0;

      for (int j = 0; j < n_blocks; j++)
        distance += lb_lab_distance (&raster->blocks[i].mean, &raster->blocks[j].mean) / n_blocks;
      if (best_detail > DETAIL_MIN)
        sharp = MIN (sqrt (raster->blocks[i].detail / best_detail), 1.0);
      scores[i] =
        MIN (distance / DISTINCT_FULL, 1.0) * (SMOOTH_WEIGHT + (1 - SMOOTH_WEIGHT) * sharp);
    }
}

static void
grow_region (const LbRaster *raster,
             const double *scores,
             double floor_score,
             int start,
             gboolean *seen,
             Region *region)
{
  static const int steps[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  int queue[N_BLOCKS_MAX];
  int head = 0, tail = 0;

  *region = (Region) { .left = raster->columns, .top = raster->rows };
  queue[tail++] = start;
  seen[start] = TRUE;
  while (head < tail)
    {
      int block = queue[head++];
      int column = block % raster->columns, row = block / raster->columns;

      region->member[block] = TRUE;
      region->n_blocks++;
      region->score += scores[block];
      region->left = MIN (region->left, column);
      region->right = MAX (region->right, column + 1);
      region->top = MIN (region->top, row);
      region->bottom = MAX (region->bottom, row + 1);
      for (int i = 0; i < 4; i++)
        {
          int x = column + steps[i][0], y = row + steps[i][1];
          int next = y * raster->columns + x;

          if (x < 0 || y < 0 || x >= raster->columns || y >= raster->rows || seen[next] ||
              scores[next] < floor_score)
            continue;
          seen[next] = TRUE;
          queue[tail++] = next;
        }
    }
}

/* A region that lies along three edges, or fills much of the picture, is ground and not a figure.
 */
static double
weigh_as_figure (const LbRaster *raster, const Region *region)
{
  int n_edges = (region->left == 0) + (region->top == 0) + (region->right == raster->columns) +
                (region->bottom == raster->rows);
  double area = (double) region->n_blocks / (raster->columns * raster->rows);

  if (n_edges >= 3 || area > REGION_AREA_MAX)
    return 0;
  return n_edges == 2 ? 0.6 : 1;
}

static gboolean
find_region (const LbRaster *raster, const double *scores, Region *best)
{
  gboolean seen[N_BLOCKS_MAX] = { FALSE };
  int n_blocks = raster->columns * raster->rows;
  double best_score = 0, best_weight = 0;

  for (int i = 0; i < n_blocks; i++)
    best_score = MAX (best_score, scores[i]);
  if (best_score <= 0)
    return FALSE;

  for (int i = 0; i < n_blocks; i++)
    {
      Region region;
      double weight;

      if (seen[i] || scores[i] < best_score * REGION_OF_BEST)
        continue;
      grow_region (raster, scores, best_score * REGION_OF_BEST, i, seen, &region);
      weight = region.score * weigh_as_figure (raster, &region);
      if (weight > best_weight)
        {
          best_weight = weight;
          *best = region;
        }
    }

  return best_weight > 0;
}

/* Of the colours inside, the one that is common there and unlike the rest of the picture. */
static void
find_region_color (const LbRaster *raster, const Region *region, LbPaletteColor *color)
{
  g_autoptr (GByteArray) inside = g_byte_array_new ();
  LbPaletteColor colors[3];
  LbLab outside = { 0 };
  int n_blocks = raster->columns * raster->rows, n_colors;
  double best = -1;

  for (int i = 0; i < n_blocks; i++)
    {
      const LbRasterBlock *block = &raster->blocks[i];
      LbRasterArea area;

      if (!region->member[i])
        {
          outside.l += block->mean.l / (n_blocks - region->n_blocks);
          outside.a += block->mean.a / (n_blocks - region->n_blocks);
          outside.b += block->mean.b / (n_blocks - region->n_blocks);
          continue;
        }
      lb_raster_get_block_area (raster, i % raster->columns, i / raster->columns, &area);
      for (int y = area.top; y < area.bottom; y++)
        g_byte_array_append (inside, raster->rgb + ((gsize) y * raster->width + area.left) * 3,
                             (area.right - area.left) * 3);
    }

  n_colors = lb_palette_find (inside->data, inside->len / 3, colors, G_N_ELEMENTS (colors));
  for (int i = 0; i < n_colors; i++)
    {
      LbLab lab = lb_lab_from_rgb (colors[i].red, colors[i].green, colors[i].blue);
      double weight = colors[i].share * lb_lab_distance (&lab, &outside);

      if (weight > best)
        {
          best = weight;
          *color = colors[i];
        }
    }
  color->share *= (double) inside->len / 3 / ((double) raster->width * raster->height);
}

/* How much higher the blocks inside score than those outside: 0 when nothing stands out. */
static double
find_strength (const LbRaster *raster, const Region *region, const double *scores)
{
  int n_blocks = raster->columns * raster->rows;
  double inside = region->score / region->n_blocks, outside = 0;

  for (int i = 0; i < n_blocks; i++)
    if (!region->member[i])
      outside += scores[i] / (n_blocks - region->n_blocks);
  return CLAMP (1.6 * (inside - outside) * weigh_as_figure (raster, region), 0.0, 1.0);
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
  double scores[N_BLOCKS_MAX], best_detail, sharp_floor;
  Region region;

  sharp_floor = find_sharpness_floor (raster, &best_detail);
  for (int i = 0; i < n_blocks; i++)
    n_sharp += raster->blocks[i].detail >= sharp_floor;
  measures->sharp_share = (double) n_sharp / n_blocks;

  measures->subject_x = measures->subject_y = 0.5;
  score_blocks (raster, best_detail, scores);
  if (!find_region (raster, scores, &region))
    return;

  measures->subject_strength = find_strength (raster, &region, scores);
  measures->subject_x = (region.left + region.right) / 2.0 / raster->columns;
  measures->subject_y = (region.top + region.bottom) / 2.0 / raster->rows;
  measures->subject_width = (double) (region.right - region.left) / raster->columns;
  measures->subject_height = (double) (region.bottom - region.top) / raster->rows;
  measures->thirds = find_thirds (measures->subject_x, measures->subject_y);
  find_region_color (raster, &region, &measures->subject_color);
}
