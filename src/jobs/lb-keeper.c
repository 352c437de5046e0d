#include "jobs/lb-keeper.h"

#include <math.h>

#define SIZE_POINTS 2.0
#define SHARPNESS_POINTS_MAX 2.0
/* A picture that was saved again differs by less: it is not what makes the difference. */
#define SAME_SHARPNESS 0.1
/* Rounded away in points, so that equal ones are equal on any machine. */
#define GRAIN 1e-6

/* How often @value is to be doubled to be @most, negative. */
static double
doublings (double value, double most)
{
  return value > 0 && most > 0 ? log2 (value / most) : 0;
}

static double
points_of (const LbKeeperFacts *facts, const LbKeeperFacts *most)
{
  const double sharpness = doublings (facts->sharpness, most->sharpness);
  double points = SIZE_POINTS * doublings ((double) facts->pixels, (double) most->pixels);

  if (sharpness < -SAME_SHARPNESS)
    points += MAX (sharpness, -SHARPNESS_POINTS_MAX);
  if (facts->has_caption)
    points += 1 + (most->n_fields > 0 ? (double) facts->n_fields / most->n_fields : 0);
  if (facts->has_caption && facts->by_person)
    points += 0.5;
  if (facts->has_caption && facts->approved)
    points += 0.5;

  return points;
}

guint
lb_keeper_choose (const LbKeeperFacts *facts, guint n)
{
  LbKeeperFacts most = { 0 };
  double best_points = 0;
  guint best = 0;

  g_return_val_if_fail (facts != NULL && n > 0, 0);

  for (guint i = 0; i < n; i++)
    {
      most.pixels = MAX (most.pixels, facts[i].pixels);
      most.sharpness = MAX (most.sharpness, facts[i].sharpness);
      if (facts[i].has_caption)
        most.n_fields = MAX (most.n_fields, facts[i].n_fields);
    }
  for (guint i = 0; i < n; i++)
    {
      const double points = points_of (&facts[i], &most);

      if (i == 0 || points > best_points + GRAIN)
        {
          best = i;
          best_points = points;
        }
    }

  return best;
}
