#include <adwaita.h>

#include "bench-begin.h"
#include "bench-figures.h"
#include "loop-probe.h"
#include "matrix-captions.h"
#include "ui/matrix/lb-matrix-private.h"

/* The matrix of 5000 images in a window: for how long nothing else can happen while it is opened,
 * scrolled as after a swing of the wheel and with a leap to other images in each frame, filtered,
 * and filled with another value in all captions. */

#define N_IMAGES 5000
#define N_FRAMES 60
#define SCROLL_PX 64 /* in a frame: five screens in a second */
#define ROUNDS_MIN 9

typedef struct
{
  BenchFigures *figures; /* (owned) */
  MatrixCaptions captions;
  GtkMultiSelection *selection; /* (owned) */
  LbMatrix *matrix;             /* (unowned) in the window */
  const char *way;              /* (nullable): figure of the scroll under way */
  double step;                  /* of it, in a frame */
  guint n_frames;               /* since it began */
} Bench;

static gboolean
has_read (Bench *self)
{
  g_autoptr (DexFuture) settled = lb_cell_table_settle (self->matrix->table);

  return !dex_future_is_pending (settled);
}

/* Until the table is read and shows as many images as there are, and that is drawn. */
static void
wait_for_table (Bench *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->captions.shown));

  while (self->matrix->sheet == NULL || !has_read (self) ||
         lb_matrix_sheet_get_n_images (self->matrix->sheet) != n)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 0; i < 50 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, i < 50 && g_main_context_pending (NULL));
}

static void
take_block (Bench *self, const char *name)
{
  bench_figures_add (self->figures, name, (double) loop_probe_take_longest_us () / 1000);
}

/* The window is there already, as it is when a view is changed. */
static GtkWidget *
open_matrix (Bench *self)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *tools = g_object_new (LB_TYPE_MATRIX_TOOLS, NULL);
  GtkWidget *footer = g_object_new (LB_TYPE_MATRIX_FOOTER, NULL);

  self->matrix = g_object_new (LB_TYPE_MATRIX, "vexpand", TRUE, "visible", FALSE, NULL);
  gtk_box_append (GTK_BOX (box), tools);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->matrix));
  gtk_box_append (GTK_BOX (box), footer);
  lb_matrix_set_model (self->matrix, NULL, self->captions.dataset,
                       G_LIST_MODEL (self->captions.images), GTK_SELECTION_MODEL (self->selection));
  lb_matrix_set_bars (self->matrix, box, LB_MATRIX_TOOLS (tools), LB_MATRIX_FOOTER (footer));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  for (int i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);

  matrix_captions_begin ();
  gtk_widget_set_visible (GTK_WIDGET (self->matrix), TRUE);
  wait_for_table (self);
  take_block (self, "view-open-5000-block");

  return window;
}

static void
painted_cb (GdkFrameClock *clock, Bench *self)
{
  if (self->n_frames > 0)
    take_block (self, self->way);
  self->n_frames++;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));

  gtk_adjustment_set_value (adjustment, self->step * self->n_frames);
  return G_SOURCE_CONTINUE;
}

/* From its beginning on. */
static void
scroll (Bench *self, const char *way, double step)
{
  GtkWidget *grid = GTK_WIDGET (self->matrix->grid);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (grid);
  guint tick;
  gulong painted_id;

  self->way = way;
  self->step = step;
  self->n_frames = 0;
  matrix_captions_begin ();
  painted_id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), self);
  tick = gtk_widget_add_tick_callback (grid, tick_cb, self, NULL);
  while (self->n_frames <= N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (grid, tick);
  g_signal_handler_disconnect (clock, painted_id);
}

static void
scroll_through (Bench *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->matrix->grid));
  const double end =
    gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  scroll (self, "view-scroll-block", SCROLL_PX);
  scroll (self, "view-leap-block", end / N_FRAMES);
  gtk_adjustment_set_value (adjustment, 0);
}

static void
filter (Bench *self, gint64 least_id)
{
  matrix_captions_begin ();
  matrix_captions_filter (&self->captions, least_id);
  wait_for_table (self);
  take_block (self, "view-filter-5000-block");
}

static void
fill (Bench *self, const char *medium)
{
  g_autoptr (GPtrArray) captions = matrix_captions_rewrite (&self->captions, medium);

  matrix_captions_begin ();
  matrix_captions_fill (&self->captions, captions);
  wait_for_table (self);
  take_block (self, "view-fill-5000-block");
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
  bench_begin (argv);
  self.figures = bench_figures_new ("matrix-view");
  bench_figures_name (self.figures, "view-open-5000-block", 0);
  bench_figures_name (self.figures, "view-scroll-block", 16);
  bench_figures_name (self.figures, "view-leap-block", 16);
  bench_figures_name (self.figures, "view-filter-5000-block", 16);
  bench_figures_name (self.figures, "view-fill-5000-block", 16);

  matrix_captions_init (&self.captions, N_IMAGES);
  self.selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self.captions.shown)));
  for (int i = 0; i < MAX (n_rounds, ROUNDS_MIN); i++)
    {
      GtkWidget *window = open_matrix (&self);

      scroll_through (&self);
      filter (&self, N_IMAGES / 2);
      filter (&self, 0);
      fill (&self, i % 2 == 0 ? "drawing" : "painting");
      gtk_window_destroy (GTK_WINDOW (window));
    }
  bench_figures_print (self.figures, json);

  g_object_unref (self.selection);
  matrix_captions_clear (&self.captions);
  bench_figures_free (self.figures);

  return 0;
}
