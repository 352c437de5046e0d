#include "imaging/lb-palette.h"
#include "imaging/lb-lab.h"

#include <math.h>

#define BIN_BITS 5 /* bits a channel that tell bins apart */
#define N_BINS (1 << (3 * BIN_BITS))
#define N_ROUNDS 16
#define MERGE_DISTANCE 9.0 /* colours nearer than this look like one */
#define SHARE_MIN 0.004

typedef struct
{
  LbLab lab;
  double weight;
} Sample;

typedef struct
{
  LbLab mean;
  double weight;
} Cluster;

/* Pixels of nearly the same colour become one weighted sample, in the order of their bins: so the
 * result depends on the pixels alone. */
static GArray *
collect_samples (const guint8 *rgb, gsize n_pixels)
{
  g_autofree guint64 *sums = g_new0 (guint64, (gsize) N_BINS * 4);
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (Sample));

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *pixel = rgb + i * 3;
      gsize bin = (gsize) (pixel[0] >> 3) << 10 | (gsize) (pixel[1] >> 3) << 5 | pixel[2] >> 3;

      for (int channel = 0; channel < 3; channel++)
        sums[bin * 4 + channel] += pixel[channel];
      sums[bin * 4 + 3]++;
    }

  for (gsize bin = 0; bin < N_BINS; bin++)
    {
      const guint64 *sum = sums + bin * 4;
      Sample sample;

      if (sum[3] == 0)
        continue;
      sample.lab = lb_lab_from_rgb (sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
      sample.weight = (double) sum[3] / n_pixels;
      g_array_append_val (samples, sample);
    }

  return samples;
}

static double
distance_to_nearest (const Cluster *clusters, int n_clusters, const LbLab *lab, int *nearest)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < n_clusters; i++)
    {
      double distance = lb_lab_distance (&clusters[i].mean, lab);

      if (distance < best)
        {
          best = distance;
          if (nearest)
            *nearest = i;
        }
    }

  return best;
}

/* The first is the commonest colour, each next the one that is both common and unlike those before.
 */
static int
choose_seeds (GArray *samples, Cluster *clusters, int max_clusters)
{
  int n_clusters = 0;

  while (n_clusters < max_clusters)
    {
      double best_score = 0;
      const Sample *best = NULL;

      for (guint i = 0; i < samples->len; i++)
        {
          const Sample *sample = &g_array_index (samples, Sample, i);
          double distance =
            n_clusters > 0 ? distance_to_nearest (clusters, n_clusters, &sample->lab, NULL) : 1.0;
          double score = sqrt (sample->weight) * distance;

          if ((n_clusters == 0 || distance >= MERGE_DISTANCE) && score > best_score)
            {
              best_score = score;
              best = sample;
            }
        }
      if (!best)
        break;
      clusters[n_clusters++] = (Cluster) { best->lab, 0 };
    }

  return n_clusters;
}

static void
settle_clusters (GArray *samples, Cluster *clusters, int n_clusters)
{
  for (int round = 0; round < N_ROUNDS; round++)
    {
      Cluster sums[LB_MEASURES_PALETTE] = { 0 };

      for (guint i = 0; i < samples->len; i++)
        {
          const Sample *sample = &g_array_index (samples, Sample, i);
          int nearest = 0;

          distance_to_nearest (clusters, n_clusters, &sample->lab, &nearest);
          sums[nearest].mean.l += sample->lab.l * sample->weight;
          sums[nearest].mean.a += sample->lab.a * sample->weight;
          sums[nearest].mean.b += sample->lab.b * sample->weight;
          sums[nearest].weight += sample->weight;
        }
      for (int i = 0; i < n_clusters; i++)
        {
          clusters[i].weight = sums[i].weight;
          if (sums[i].weight > 0)
            clusters[i].mean =
              (LbLab) { sums[i].mean.l / sums[i].weight, sums[i].mean.a / sums[i].weight,
                        sums[i].mean.b / sums[i].weight };
        }
    }
}

static void
merge_likes (Cluster *clusters, int n_clusters)
{
  for (int i = 0; i < n_clusters; i++)
    for (int j = i + 1; j < n_clusters; j++)
      if (clusters[i].weight > 0 && clusters[j].weight > 0 &&
          lb_lab_distance (&clusters[i].mean, &clusters[j].mean) < MERGE_DISTANCE)
        {
          Cluster *kept = &clusters[i], *gone = &clusters[j];
          double weight = kept->weight + gone->weight;

          kept->mean.l = (kept->mean.l * kept->weight + gone->mean.l * gone->weight) / weight;
          kept->mean.a = (kept->mean.a * kept->weight + gone->mean.a * gone->weight) / weight;
          kept->mean.b = (kept->mean.b * kept->weight + gone->mean.b * gone->weight) / weight;
          kept->weight = weight;
          gone->weight = 0;
        }
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  const Cluster *one = a, *other = b;

  if (one->weight != other->weight)
    return one->weight > other->weight ? -1 : 1;
  return (one->mean.l < other->mean.l) - (one->mean.l > other->mean.l);
}

/**
 * lb_palette_find:
 * @rgb: @n_pixels times three bytes
 * @n_pixels: how many; with none no colour is found
 * @colors: (out): room for @max_colors, by share, largest first
 * @max_colors: at most %LB_MEASURES_PALETTE
 *
 * The main colours: k-means in Lab from seeds that the pixels decide, so the same pixels give the
 * same palette in whichever order they come.
 *
 * Returns: how many colours were found
 */
int
lb_palette_find (const guint8 *rgb, gsize n_pixels, LbPaletteColor *colors, int max_colors)
{
  Cluster clusters[LB_MEASURES_PALETTE] = { 0 };
  g_autoptr (GArray) samples = NULL;
  int n_clusters, n_colors = 0;

  g_return_val_if_fail (max_colors > 0 && max_colors <= LB_MEASURES_PALETTE, 0);

  if (n_pixels == 0)
    return 0;

  samples = collect_samples (rgb, n_pixels);
  n_clusters = choose_seeds (samples, clusters, max_colors);
  settle_clusters (samples, clusters, n_clusters);
  merge_likes (clusters, n_clusters);
  qsort (clusters, n_clusters, sizeof (Cluster), compare_weights);

  for (int i = 0; i < n_clusters && clusters[i].weight >= SHARE_MIN; i++)
    {
      LbPaletteColor *color = &colors[n_colors++];

      lb_lab_to_rgb (&clusters[i].mean, &color->red, &color->green, &color->blue);
      color->share = clusters[i].weight;
    }

  return n_colors;
}

double
lb_palette_color_lightness (const LbPaletteColor *color)
{
  return lb_lab_from_rgb (color->red, color->green, color->blue).l;
}

double
lb_palette_color_chroma (const LbPaletteColor *color)
{
  LbLab lab = lb_lab_from_rgb (color->red, color->green, color->blue);

  return lb_lab_chroma (&lab);
}

double
lb_palette_color_distance (const LbPaletteColor *one, const LbPaletteColor *other)
{
  LbLab first = lb_lab_from_rgb (one->red, one->green, one->blue);
  LbLab second = lb_lab_from_rgb (other->red, other->green, other->blue);

  return lb_lab_distance (&first, &second);
}
