#include "imaging/lb-diverse.h"

#include "imaging/lb-palette.h"
#include "imaging/lb-pixels.h"

#define HASH_FAR 32.0  /* bits between any two pictures that have nothing in common */
#define COLOR_FAR 40.0 /* in Lab: colours that nobody would mix up */
/* A picture so far from all before is worth one more. Where areas are even the hash is made of
 * chance, so that half of the distance proves nothing. */
#define DIFFERENT 0.5
#define ONLY_SHARE 0.10
#define ABSENT_SHARE 0.03

void
lb_look_take (GdkPixbuf *pixels, LbLook *look)
{
  g_return_if_fail (GDK_IS_PIXBUF (pixels));
  g_return_if_fail (look != NULL);

  look->hash = lb_pixels_hash (pixels);
  lb_measures_take (pixels, &look->measures);
  for (int i = 0; i < look->measures.n_palette; i++)
    {
      const LbPaletteColor *color = &look->measures.palette[i];

      look->colors[i] = lb_lab_from_rgb (color->red, color->green, color->blue);
    }
}

/* How far the colours of @one are from the nearest of @other, by their share. */
static double
color_distance_to (const LbLook *one, const LbLook *other)
{
  double sum = 0, shares = 0;

  for (int i = 0; i < one->measures.n_palette; i++)
    {
      double nearest = COLOR_FAR;

      for (int j = 0; j < other->measures.n_palette; j++)
        nearest = MIN (nearest, lb_lab_distance (&one->colors[i], &other->colors[j]));
      sum += one->measures.palette[i].share * nearest;
      shares += one->measures.palette[i].share;
    }

  return shares > 0 ? sum / shares / COLOR_FAR : 0;
}

static double
color_distance (const LbLook *one, const LbLook *other)
{
  return (color_distance_to (one, other) + color_distance_to (other, one)) / 2;
}

static double
shape_distance (const LbLook *one, const LbLook *other)
{
  return MIN (lb_pixels_hash_distance (one->hash, other->hash) / HASH_FAR, 1.0);
}

/**
 * lb_look_distance:
 * @one: a look
 * @other: another one
 *
 * Half of it is what is where (the perceptual hash), half of it the colours (the palette).
 *
 * Returns: 0..1
 */
double
lb_look_distance (const LbLook *one, const LbLook *other)
{
  return (shape_distance (one, other) + color_distance (one, other)) / 2;
}

/* The picture that is nearest to all others; of equals the first. */
static guint
find_typical (const LbLook *looks, guint n_looks)
{
  double least = G_MAXDOUBLE;
  guint typical = 0;

  for (guint i = 0; i < n_looks; i++)
    {
      double sum = 0;

      for (guint j = 0; j < n_looks; j++)
        sum += lb_look_distance (&looks[i], &looks[j]);
      if (sum < least)
        {
          least = sum;
          typical = i;
        }
    }

  return typical;
}

/* Why. */

typedef struct
{
  LbPickReason reason;
  gsize offset; /* of a double in LbMeasures */
  int sign;     /* 1 for the most, -1 for the least */
  double apart; /* from the mean, at least */
  double equal; /* what is nearer than this looks the same */
} Extreme;

#define EXTREME(reason, field, sign, apart, equal)                                                 \
  { LB_PICK_##reason, G_STRUCT_OFFSET (LbMeasures, field), sign, apart, equal }

static const Extreme extremes[] = {
  EXTREME (DARKEST, lightness, -1, 0.10, 0.02),
  EXTREME (BRIGHTEST, lightness, 1, 0.10, 0.02),
  EXTREME (MOST_COLORFUL, chroma, 1, 10, 1.5),
  EXTREME (LEAST_COLORFUL, chroma, -1, 8, 1.5),
  EXTREME (COOLEST, cool_share, 1, 0.25, 0.03),
  EXTREME (WARMEST, warm_share, 1, 0.25, 0.03),
  EXTREME (MOST_CONTRAST, contrast, 1, 0.12, 0.02),
  EXTREME (LEAST_CONTRAST, contrast, -1, 0.12, 0.02),
};

static gboolean
is_extreme (const LbLook *looks, guint n_looks, guint index, const Extreme *extreme)
{
  const double own =
    extreme->sign * G_STRUCT_MEMBER (double, &looks[index].measures, extreme->offset);
  double most = -G_MAXDOUBLE, sum = 0;

  for (guint i = 0; i < n_looks; i++)
    {
      const double value =
        extreme->sign * G_STRUCT_MEMBER (double, &looks[i].measures, extreme->offset);

      most = MAX (most, value);
      sum += value;
    }

  return own >= most - extreme->equal && own >= sum / n_looks + extreme->apart;
}

static double
family_share (const LbLook *look, const char *family)
{
  double share = 0;

  for (int i = 0; i < look->measures.n_palette; i++)
    if (g_str_equal (lb_palette_color_family (&look->measures.palette[i]), family))
      share += look->measures.palette[i].share;

  return share;
}

/* (nullable): the colours that no other picture has. */
static const char *
find_only_family (const LbLook *looks, guint n_looks, guint index)
{
  const LbLook *look = &looks[index];

  for (int i = 0; i < look->measures.n_palette; i++)
    {
      const char *family = lb_palette_color_family (&look->measures.palette[i]);
      gboolean only = family_share (look, family) >= ONLY_SHARE;

      for (guint j = 0; only && j < n_looks; j++)
        only = j == index || family_share (&looks[j], family) < ABSENT_SHARE;
      if (only)
        return family;
    }

  return NULL;
}

/* @nearest: the one picked before that is most like it. */
static void
find_reason (
  const LbLook *looks, guint n_looks, guint nearest, gboolean told[LB_PICK_N_REASONS], LbPick *pick)
{
  const LbLook *look = &looks[pick->index];

  if (lb_look_distance (look, &looks[nearest]) < LB_LOOK_ALIKE)
    {
      pick->reason = LB_PICK_ALIKE;
      return;
    }
  if ((pick->family = find_only_family (looks, n_looks, pick->index)) != NULL)
    {
      pick->reason = LB_PICK_ONLY_COLOR;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (extremes); i++)
    if (!told[extremes[i].reason] && is_extreme (looks, n_looks, pick->index, &extremes[i]))
      {
        pick->reason = extremes[i].reason;
        told[pick->reason] = TRUE;
        return;
      }
  pick->reason = shape_distance (look, &looks[nearest]) >= color_distance (look, &looks[nearest])
                   ? LB_PICK_OTHER_SHAPES
                   : LB_PICK_OTHER_COLORS;
}

/**
 * lb_diverse_pick:
 * @looks: how all pictures look
 * @n_looks: how many there are
 * @n_min: so many are picked, as far as there are so many
 * @n_max: never more
 * @picks: (out): room for @n_max
 *
 * Pictures that differ: first the most typical one, then always the one that is farthest from all
 * picked before. So each kind of picture is there before a kind is there twice. It ends where the
 * rest is much like what is there. The same looks in the same order give the same picks.
 *
 * Compares every two: for 200 looks that is some hundredths of a second, so call it on a thread.
 *
 * Returns: how many were picked
 */
guint
lb_diverse_pick (const LbLook *looks, guint n_looks, guint n_min, guint n_max, LbPick *picks)
{
  g_autofree double *distances = g_new (double, n_looks);
  g_autofree guint *nearest = g_new0 (guint, n_looks);
  gboolean told[LB_PICK_N_REASONS] = { FALSE };
  guint n_picks = 0;

  if (n_looks == 0 || n_max == 0)
    return 0;

  for (guint i = 0; i < n_looks; i++)
    distances[i] = G_MAXDOUBLE;
  picks[n_picks++] = (LbPick) { find_typical (looks, n_looks), LB_PICK_TYPICAL, NULL };

  while (n_picks < MIN (n_max, n_looks))
    {
      const guint last = picks[n_picks - 1].index;
      guint farthest = 0;

      distances[last] = -1;
      for (guint i = 0; i < n_looks; i++)
        {
          const double distance = lb_look_distance (&looks[i], &looks[last]);

          if (distance < distances[i])
            {
              distances[i] = distance;
              nearest[i] = last;
            }
          if (distances[i] > distances[farthest])
            farthest = i;
        }
      if (n_picks >= n_min && distances[farthest] < DIFFERENT)
        break;
      picks[n_picks] = (LbPick) { .index = farthest };
      find_reason (looks, n_looks, nearest[farthest], told, &picks[n_picks]);
      n_picks++;
    }

  return n_picks;
}
