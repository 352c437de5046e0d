#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a benchmark has measured: named figures, each of some samples in milliseconds. */
typedef struct _BenchFigures BenchFigures;

BenchFigures *bench_figures_new (const char *benchmark);
void bench_figures_free (BenchFigures *self);
/* @goal_ms: what no sample should be above; 0 where there is no goal. */
void bench_figures_name (BenchFigures *self, const char *name, double goal_ms);
/* To the figure of that name, which has to be there. */
void bench_figures_add (BenchFigures *self, const char *name, double sample_ms);
/* One line a figure on standard output, or one JSON object for all. */
void bench_figures_print (BenchFigures *self, gboolean json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchFigures, bench_figures_free)

G_END_DECLS
