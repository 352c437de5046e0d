#include <gtk/gtk.h>

#include "bench-figures.h"
#include "jobs/lb-matrix-sheet.h"
#include "loop-probe.h"
#include "matrix-captions.h"

/* The captions of 5000 images as a table: from when it is opened until all is read, sorted, grouped
 * and filtered, and while all captions get another value one after the other. */

#define N_IMAGES 5000
#define ROUNDS_MIN 9

static const char *const columns[] = { "short_description", "style_medium",   "context", "field_0",
                                       "field_1",           "field_2",        "field_3", "field_4",
                                       "objects[].pose",    "objects[].name", NULL };

typedef struct
{
  BenchFigures *figures; /* (owned) */
  MatrixCaptions captions;
  LbCellTable *table;   /* (owned) (nullable) until it is opened */
  LbMatrixSheet *sheet; /* (owned) (nullable) the same */
  gboolean changed;     /* the sheet has told of a change */
} Bench;

static void
wait_for_table (Bench *self)
{
  g_autoptr (DexFuture) settled = lb_cell_table_settle (self->table);

  while (dex_future_is_pending (settled) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
take_block (Bench *self, const char *name)
{
  bench_figures_add (self->figures, name, (double) loop_probe_take_longest_us () / 1000);
}

static double
since_ms (gint64 since_us)
{
  return (double) (g_get_monotonic_time () - since_us) / 1000;
}

static void
changed_cb (Bench *self)
{
  self->changed = TRUE;
}

static void
open_sheet (Bench *self)
{
  /* What those of the last round are freed with is not measured: a thread may use it still. */
  g_autoptr (LbCellTable) old_table = g_steal_pointer (&self->table);
  g_autoptr (LbMatrixSheet) old_sheet = g_steal_pointer (&self->sheet);
  gint64 since_us;

  matrix_captions_begin ();
  since_us = g_get_monotonic_time ();
  self->table = lb_cell_table_new (self->captions.dataset, G_LIST_MODEL (self->captions.images));
  self->sheet = lb_matrix_sheet_new (self->table, G_LIST_MODEL (self->captions.images),
                                     G_LIST_MODEL (self->captions.shown));
  g_signal_connect_swapped (self->sheet, "changed", G_CALLBACK (changed_cb), self);
  lb_matrix_sheet_set_columns (self->sheet, columns);
  wait_for_table (self);
  bench_figures_add (self->figures, "open-5000", since_ms (since_us));
  take_block (self, "open-5000-block");
}

/* What is asked for takes as long as it blocks, or as the turn of the main loop in which the rows
 * come back from their thread, whichever is longer. */
static void
take_change (Bench *self, gint64 since_us, const char *name)
{
  const double asked_ms = since_ms (since_us);
  double turn_ms;

  while (!self->changed)
    g_main_context_iteration (NULL, TRUE);
  /* The turn is over, and noted, when the next one begins. */
  g_main_context_iteration (NULL, FALSE);
  turn_ms = (double) loop_probe_take_longest_us () / 1000;
  bench_figures_add (self->figures, name, MAX (asked_ms, turn_ms));
}

static void
sort (Bench *self, const char *path, gboolean descending)
{
  gint64 since_us;

  matrix_captions_begin ();
  self->changed = FALSE;
  since_us = g_get_monotonic_time ();
  lb_matrix_sheet_set_sort (self->sheet, path, descending);
  take_change (self, since_us, "sort-5000-block");
}

static void
group (Bench *self, const char *path)
{
  gint64 since_us;

  matrix_captions_begin ();
  self->changed = FALSE;
  since_us = g_get_monotonic_time ();
  lb_matrix_sheet_set_group (self->sheet, path);
  take_change (self, since_us, "group-5000-block");
}

static void
filter (Bench *self, gint64 least_id)
{
  matrix_captions_begin ();
  matrix_captions_filter (&self->captions, least_id);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  take_block (self, "filter-5000-block");
}

static void
fill (Bench *self, const char *medium)
{
  g_autoptr (GPtrArray) captions = matrix_captions_rewrite (&self->captions, medium);
  gint64 since_us;

  matrix_captions_begin ();
  since_us = g_get_monotonic_time ();
  matrix_captions_fill (&self->captions, captions);
  wait_for_table (self);
  bench_figures_add (self->figures, "fill-5000", since_ms (since_us));
  take_block (self, "fill-5000-block");
}

static void
name_figures (BenchFigures *figures)
{
  static const char *const blocks[] = { "open-5000-block", "sort-5000-block", "group-5000-block",
                                        "filter-5000-block", "fill-5000-block" };

  bench_figures_name (figures, "open-5000", 0);
  bench_figures_name (figures, "fill-5000", 0);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    bench_figures_name (figures, blocks[i], 16);
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int n_rounds = ROUNDS_MIN;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often all is done, 9 or more", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Bench self = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  dex_init ();
  loop_probe_install ();
  self.figures = bench_figures_new ("matrix");
  name_figures (self.figures);

  matrix_captions_init (&self.captions, N_IMAGES);
  for (int i = 0; i < MAX (n_rounds, ROUNDS_MIN); i++)
    {
      open_sheet (&self);
      sort (&self, "short_description", i % 2 == 0);
      sort (&self, "field_1", i % 2 == 0);
      group (&self, "field_2");
      filter (&self, N_IMAGES / 2);
      filter (&self, 0);
      fill (&self, i % 2 == 0 ? "drawing" : "painting");
      group (&self, NULL);
    }
  bench_figures_print (self.figures, json);

  g_object_unref (self.sheet);
  g_object_unref (self.table);
  matrix_captions_clear (&self.captions);
  bench_figures_free (self.figures);

  return 0;
}
