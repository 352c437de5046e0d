#include <adwaita.h>

#include "bench-begin.h"
#include "bench-figures.h"
#include "loop-probe.h"
#include "matrix-captions.h"
#include "ui/matrix/lb-matrix-private.h"

/* The matrix of 5000 images in a window: for how long nothing else can happen while it is opened,
 * filtered, and filled with another value in all captions. */

#define N_IMAGES 5000
#define N_BATCH 10 /* captions that change in one turn of the main loop */
#define ROUNDS_MIN 9

typedef struct
{
  BenchFigures *figures;        /* (owned) */
  LbDataset *dataset;           /* (owned) */
  GListStore *images;           /* (owned) */
  GtkFilterListModel *shown;    /* (owned) */
  GtkMultiSelection *selection; /* (owned) */
  LbMatrix *matrix;             /* (unowned) in the window */
  gint64 least_id;              /* of those that are shown */
} Bench;

static gboolean
is_shown_cb (gpointer image, gpointer data)
{
  return lb_image_get_id (image) >= ((Bench *) data)->least_id;
}

static void
set_up (Bench *self)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5000);

  self->dataset = lb_dataset_new (1);
  g_object_set (self->dataset, "training-version", "fibo", NULL);
  self->images = g_list_store_new (LB_TYPE_IMAGE);
  for (gint64 i = 1; i <= N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (i);
      g_autofree char *caption = matrix_caption_new (random, "photograph");

      g_object_set (image, "caption", caption, NULL);
      g_list_store_append (self->images, image);
    }
  self->shown =
    gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->images)),
                               GTK_FILTER (gtk_custom_filter_new (is_shown_cb, self, NULL)));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
}

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
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

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

/* What is done between two looks at what happens outside is measured with them. */
static void
begin (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  loop_probe_take_longest_us ();
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
  lb_matrix_set_model (self->matrix, NULL, self->dataset, G_LIST_MODEL (self->images),
                       GTK_SELECTION_MODEL (self->selection));
  lb_matrix_set_bars (self->matrix, box, LB_MATRIX_TOOLS (tools), LB_MATRIX_FOOTER (footer));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  for (int i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);

  begin ();
  gtk_widget_set_visible (GTK_WIDGET (self->matrix), TRUE);
  wait_for_table (self);
  take_block (self, "view-open-5000-block");

  return window;
}

static void
filter (Bench *self, gint64 least_id)
{
  begin ();
  self->least_id = least_id;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  wait_for_table (self);
  take_block (self, "view-filter-5000-block");
}

/* As a step writes it, caption after caption, faster than any disk. */
static void
fill (Bench *self, const char *medium)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) captions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_IMAGES; i++)
    g_ptr_array_add (captions, matrix_caption_new (random, medium));
  begin ();
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      lb_image_set_draft (image, g_ptr_array_index (captions, i));
      if (i % N_BATCH == 0)
        g_main_context_iteration (NULL, FALSE);
    }
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
  bench_figures_name (self.figures, "view-open-5000-block", 16);
  bench_figures_name (self.figures, "view-filter-5000-block", 16);
  bench_figures_name (self.figures, "view-fill-5000-block", 16);

  set_up (&self);
  for (int i = 0; i < MAX (n_rounds, ROUNDS_MIN); i++)
    {
      GtkWidget *window = open_matrix (&self);

      filter (&self, N_IMAGES / 2);
      filter (&self, 0);
      fill (&self, i % 2 == 0 ? "drawing" : "painting");
      gtk_window_destroy (GTK_WINDOW (window));
    }
  bench_figures_print (self.figures, json);

  g_object_unref (self.selection);
  g_object_unref (self.shown);
  g_object_unref (self.images);
  g_object_unref (self.dataset);
  bench_figures_free (self.figures);

  return 0;
}
