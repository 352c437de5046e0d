#include "model/lb-thin-spot.h"

#include <string.h>

#define MAX_MISSING 3

void
lb_thin_spot_free (LbThinSpot *self)
{
  g_free (self->label);
  g_free (self->query);
  g_ptr_array_unref (self->missing);
  g_free (self);
}

static LbThinSpot *
thin_spot_new (LbThinSpotKind kind, LbCoverageChart chart, const LbCoverageGroup *group, guint n_of)
{
  LbThinSpot *self = g_new0 (LbThinSpot, 1);

  self->kind = kind;
  self->chart = chart;
  self->n_of = n_of;
  self->missing = g_ptr_array_new_with_free_func (g_free);
  if (group != NULL)
    {
      self->label = g_strdup (group->label);
      self->is_term = group->kind == LB_COVERAGE_TERM;
      self->query = g_strdup (group->query);
      self->n_images = group->n_images;
    }

  return self;
}

static gboolean
is_judged (LbCoverageChart chart)
{
  switch (chart)
    {
    case LB_COVERAGE_SHOT:
    case LB_COVERAGE_ANGLE:
    case LB_COVERAGE_VIEW:
    case LB_COVERAGE_LOCATION:
    case LB_COVERAGE_RELATIVE_SIZE:
    case LB_COVERAGE_CONDITIONS:
    case LB_COVERAGE_DIRECTION:
    case LB_COVERAGE_ASPECT:        return TRUE;
    case LB_COVERAGE_COMPOSITION:
    case LB_COVERAGE_DEPTH:
    case LB_COVERAGE_COLORS:
    case LB_COVERAGE_MOOD:
    case LB_COVERAGE_MEDIUM:
    case LB_COVERAGE_STYLE:
    case LB_COVERAGE_SIZE:
    default:                        return FALSE;
    }
}

/* Whether nearly every picture has something of it somewhere: the other objects have another one.
 */
static gboolean
is_of_objects (LbCoverageChart chart)
{
  return chart == LB_COVERAGE_LOCATION || chart == LB_COVERAGE_RELATIVE_SIZE;
}

static void
add_missing (LbThinSpot *self, GPtrArray *groups)
{
  for (guint i = 0; i < groups->len && self->missing->len < MAX_MISSING; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (groups, i);

      if (group->expected && group->n_images == 0)
        g_ptr_array_add (self->missing, g_strdup (group->label));
    }
}

/* (nullable): the group with the most images, of those that say something. */
static const LbCoverageGroup *
find_top (GPtrArray *groups)
{
  const LbCoverageGroup *top = NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (groups, i);

      if (group->kind <= LB_COVERAGE_VALUE && (top == NULL || group->n_images > top->n_images))
        top = group;
    }

  return top;
}

/* (nullable) */
static const LbCoverageGroup *
find_single (GPtrArray *groups)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (groups, i);

      if (group->expected && group->n_images == 1)
        return group;
    }

  return NULL;
}

/* (transfer full) (nullable) */
static LbThinSpot *
judge (LbCoverage *coverage, LbCoverageChart chart)
{
  GPtrArray *groups = lb_coverage_get_groups (coverage, chart);
  const guint n_said = lb_coverage_get_n_said (coverage, chart);
  const LbCoverageGroup *top = find_top (groups);
  const LbCoverageGroup *single = find_single (groups);
  g_autoptr (LbThinSpot) self = NULL;

  if (n_said < LB_THIN_LEAST || top == NULL)
    return NULL;

  if (!is_of_objects (chart) && top->n_images >= n_said)
    self = thin_spot_new (LB_THIN_ALL, chart, top, n_said);
  else if (!is_of_objects (chart) && top->n_images * 100 >= n_said * LB_THIN_MOST_PERCENT)
    self = thin_spot_new (LB_THIN_MOST, chart, top, n_said);
  else if (n_said >= LB_THIN_MANY && single != NULL)
    self = thin_spot_new (LB_THIN_SINGLE, chart, single, n_said);
  else if (n_said >= LB_THIN_MANY)
    self = thin_spot_new (LB_THIN_NONE, chart, NULL, n_said);
  if (self == NULL)
    return NULL;

  add_missing (self, groups);
  return self->kind == LB_THIN_NONE && self->missing->len == 0 ? NULL : g_steal_pointer (&self);
}

static void
judge_sizes (LbCoverage *coverage, GPtrArray *spots)
{
  GPtrArray *groups = lb_coverage_get_groups (coverage, LB_COVERAGE_SIZE);
  const guint n_said = lb_coverage_get_n_said (coverage, LB_COVERAGE_SIZE);
  LbThinSpot *self = NULL;
  guint n_small = 0;

  /* The first three classes. */
  for (guint i = 0; i < groups->len && i < 3; i++)
    n_small += ((const LbCoverageGroup *) g_ptr_array_index (groups, i))->n_images;
  if (n_small == 0)
    return;

  self = thin_spot_new (LB_THIN_SMALL, LB_COVERAGE_SIZE, NULL, n_said);
  self->n_images = n_small;
  self->query = g_strdup (
    strstr (((const LbCoverageGroup *) g_ptr_array_index (groups, 0))->query, "source_") != NULL
      ? "source_width<1024 OR source_height<1024"
      : "width<1024 OR height<1024");
  g_ptr_array_add (spots, self);
}

GPtrArray *
lb_thin_spots_find (LbCoverage *coverage)
{
  GPtrArray *spots = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_thin_spot_free);

  g_return_val_if_fail (LB_IS_COVERAGE (coverage), spots);

  for (guint chart = 0; chart < LB_COVERAGE_N_CHARTS; chart++)
    {
      LbThinSpot *spot = is_judged (chart) ? judge (coverage, chart) : NULL;

      if (spot != NULL)
        g_ptr_array_add (spots, spot);
    }
  judge_sizes (coverage, spots);

  return spots;
}
