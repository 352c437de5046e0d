#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a benchmark has measured: named figures, each of some samples. */
typedef struct _BenchFigures BenchFigures;

BenchFigures *bench_figures_new (const char *benchmark);
void bench_figures_free (BenchFigures *self);
/* Times in milliseconds. @goal_ms: what 99 % of the samples should not be above, all of them where
 * there are fewer than a hundred; 0 where there is no goal. */
void bench_figures_name (BenchFigures *self, const char *name, double goal_ms);
/* Something else that is counted in @unit. */
void bench_figures_count (BenchFigures *self, const char *name, const char *unit);
/* To the figure of that name, which has to be there. */
void bench_figures_add (BenchFigures *self, const char *name, double sample);
/* One line a figure on standard output, or one JSON object for all. */
void bench_figures_print (BenchFigures *self, gboolean json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchFigures, bench_figures_free)

G_END_DECLS
