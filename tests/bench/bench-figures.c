#include "bench-figures.h"

#include <math.h>
#include <stdio.h>

typedef struct
{
  char *name;      /* (owned) */
  GArray *samples; /* (owned) (element-type double) */
  char *unit;      /* (owned) */
  double goal;
} Figure;

struct _BenchFigures
{
  char *benchmark;    /* (owned) */
  GPtrArray *figures; /* (owned) (element-type Figure) */
};

static void
figure_free (Figure *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_array_unref (self->samples);
  g_free (self);
}

BenchFigures *
bench_figures_new (const char *benchmark)
{
  BenchFigures *self = g_new0 (BenchFigures, 1);

  self->benchmark = g_strdup (benchmark);
  self->figures = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_free);

  return self;
}

void
bench_figures_free (BenchFigures *self)
{
  g_free (self->benchmark);
  g_ptr_array_unref (self->figures);
  g_free (self);
}

static void
add_figure (BenchFigures *self, const char *name, const char *unit, double goal)
{
  Figure *figure = g_new0 (Figure, 1);

  figure->name = g_strdup (name);
  figure->samples = g_array_new (FALSE, FALSE, sizeof (double));
  figure->unit = g_strdup (unit);
  figure->goal = goal;
  g_ptr_array_add (self->figures, figure);
}

void
bench_figures_name (BenchFigures *self, const char *name, double goal_ms)
{
  add_figure (self, name, "ms", goal_ms);
}

void
bench_figures_count (BenchFigures *self, const char *name, const char *unit)
{
  add_figure (self, name, unit, 0);
}

void
bench_figures_add (BenchFigures *self, const char *name, double sample)
{
  for (guint i = 0; i < self->figures->len; i++)
    {
      Figure *figure = g_ptr_array_index (self->figures, i);

      if (!g_str_equal (figure->name, name))
        continue;
      g_array_append_val (figure->samples, sample);
      return;
    }

  g_assert_not_reached ();
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  double sample_a = *(const double *) a;
  double sample_b = *(const double *) b;

  return sample_a < sample_b ? -1 : sample_a > sample_b;
}

/* The smallest sample that so much of all is not above. */
static double
quantile (GArray *sorted, double part)
{
  guint rank = (guint) ceil (part * sorted->len);

  return g_array_index (sorted, double, rank > 0 ? rank - 1 : 0);
}

/* Where there are fewer than a hundred samples, none of them may be above the goal. */
#define GOAL_PART 0.99

static void
print_line (Figure *figure)
{
  GArray *samples = figure->samples;
  const char *unit = figure->unit;

  printf ("%-30s n %3u   p50 %7.1f %s   p99 %7.1f %s   max %7.1f %s", figure->name, samples->len,
          quantile (samples, 0.5), unit, quantile (samples, GOAL_PART), unit, quantile (samples, 1),
          unit);
  if (figure->goal > 0)
    printf ("   goal %.0f %s: %s", figure->goal, unit,
            quantile (samples, GOAL_PART) <= figure->goal ? "met" : "not met");
  printf ("\n");
}

static void
print_json (Figure *figure)
{
  static const struct
  {
    const char *name;
    double part;
  } quantiles[] = { { "p50", 0.5 }, { "p99", GOAL_PART }, { "max", 1 } };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("\"%s\": { \"samples\": %u, \"unit\": \"%s\"", figure->name, figure->samples->len,
          figure->unit);
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    printf (", \"%s\": %s", quantiles[i].name,
            g_ascii_formatd (number, sizeof number, "%.3f",
                             quantile (figure->samples, quantiles[i].part)));
  if (figure->goal > 0)
    printf (", \"goal\": %s", g_ascii_formatd (number, sizeof number, "%.3f", figure->goal));
  printf (" }");
}

void
bench_figures_print (BenchFigures *self, gboolean json)
{
  const char *gap = "";

  if (json)
    printf ("{ \"benchmark\": \"%s\", \"figures\": {\n", self->benchmark);
  for (guint i = 0; i < self->figures->len; i++)
    {
      Figure *figure = g_ptr_array_index (self->figures, i);

      if (figure->samples->len == 0)
        continue;
      g_array_sort (figure->samples, compare_samples);
      if (json)
        {
          printf ("%s", gap);
          print_json (figure);
          gap = ",\n";
        }
      else
        print_line (figure);
    }
  if (json)
    printf ("\n} }\n");
}
