#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

#include "bench-figures.h"
#include "jobs/lb-image-finder.h"
#include "loop-probe.h"
#include "model/lb-prompt.h"

/* Filters 5000 images by what their captions say: from a query that is typed to the list that shows
 * what it finds. */

#define N_IMAGES 5000
#define ROUNDS_MIN 9
#define BYTES_MIN 2048
#define BYTES_SPREAD 2048

static const char *const queries[] = {
  "whale",
  "lantern",
  "red boat",
  "\"at dawn\" OR \"in the rain\"",
  "lighting.direction:backlit AND NOT objects[].clothing:* AND source_width<1600",
  "objects[].clothing:oilskin AND source:automatic",
  "aesthetic_score>=high AND (composition:diagonal OR \"rule of\"*)",
  "caption:zebra",
  "description:gr\xc3\xbcn OR m\xc3\xb6we",
};

static const char *const words[] = {
  "a",      "the",  "red",         "boat",    "lantern", "at",      "dawn",        "in",
  "rain",   "fox",  "gull",        "harbour", "rope",    "coiled",  "beside",      "weathered",
  "yellow", "coat", "oilskin",     "stone",   "quay",    "evening", "photograph",  "lit",
  "from",   "side", "m\xc3\xb6we", "soft",    "wide",    "calm",    "composition", "distance",
};

typedef struct
{
  BenchFigures *figures;     /* (owned) */
  GListStore *images;        /* (owned) */
  LbImageFinder *finder;     /* (owned) */
  GtkCustomFilter *filter;   /* (owned) */
  GtkFilterListModel *found; /* (owned) */
} Bench;

static void
append_words (GString *out, GRand *random, int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ' ');
      g_string_append (out, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
    }
}

static void
append_text (GString *out, GRand *random, const char *key, int n)
{
  g_string_append_printf (out, "\"%s\": \"", key);
  append_words (out, random, n);
  g_string_append (out, "\", ");
}

/* An object of some 350 bytes. */
static void
append_object (GString *out, GRand *random)
{
  g_string_append_c (out, '{');
  append_text (out, random, "description", 14);
  if (g_rand_boolean (random))
    append_text (out, random, "clothing", 4);
  append_text (out, random, "shape_and_color", 5);
  append_text (out, random, "texture", 4);
  append_text (out, random, "relative_size", 3);
  append_text (out, random, "relationship", 8);
  g_string_append (out, "\"location\": \"center\"}");
}

/* (transfer full): of 2 to 4 kB. */
static char *
make_caption (GRand *random)
{
  static const char *const scores[] = { "very low", "low", "medium", "high", "very high" };
  static const char *const directions[] = { "backlit", "side-lit from left", "top-down" };
  const gsize size = BYTES_MIN + (gsize) g_rand_int_range (random, 0, BYTES_SPREAD);
  g_autoptr (GString) out = g_string_new ("{");

  append_text (out, random, "short_description", 24);
  append_text (out, random, "background_setting", 16);
  append_text (out, random, "context", 12);
  g_string_append_printf (out, "\"lighting\": {\"conditions\": \"soft\", \"direction\": \"%s\"}, ",
                          directions[g_rand_int_range (random, 0, G_N_ELEMENTS (directions))]);
  g_string_append (out, "\"aesthetics\": {");
  append_text (out, random, "composition", 5);
  append_text (out, random, "color_scheme", 6);
  append_text (out, random, "mood_atmosphere", 4);
  g_string_append_printf (out, "\"preference_score\": \"%s\", \"aesthetic_score\": \"%s\"}, ",
                          scores[g_rand_int_range (random, 0, G_N_ELEMENTS (scores))],
                          scores[g_rand_int_range (random, 0, G_N_ELEMENTS (scores))]);
  g_string_append (out, "\"objects\": [");
  append_object (out, random);
  while (out->len < size)
    {
      g_string_append (out, ", ");
      append_object (out, random);
    }
  g_string_append (out, "]}");

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static GListStore *
make_images (void)
{
  GListStore *images = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (GRand) random = g_rand_new_with_seed (5000);
  gsize n_bytes = 0;

  for (gint64 i = 1; i <= N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (i);
      g_autofree char *caption = make_caption (random);
      g_autofree char *name = g_strdup_printf ("harbour-%04d.jpg", (int) i);

      n_bytes += strlen (caption);
      g_object_set (image, "image-name", name, "caption", caption, "caption-source", "automatic",
                    "source-width", g_rand_int_range (random, 800, 4000), "source-height", 1200,
                    NULL);
      g_assert_true (lb_image_get_caption_valid (image)); /* known once the list was shown */
      g_list_store_append (images, image);
    }
  g_printerr ("%d captions of %.1f kB…\n", N_IMAGES, (double) n_bytes / N_IMAGES / 1e3);

  return images;
}

static gboolean
filter_cb (gpointer image, gpointer data)
{
  return lb_image_finder_finds (data, image);
}

static void
changed_cb (Bench *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
wait_for_answer (Bench *self)
{
  g_autoptr (DexFuture) settled = lb_image_finder_settle (self->finder);

  while (dex_future_is_pending (settled))
    g_main_context_iteration (NULL, TRUE);
}

static double
since_ms (gint64 since_us)
{
  return (double) (g_get_monotonic_time () - since_us) / 1000;
}

static void
set_up (Bench *self, const char *folder)
{
  g_autoptr (LbSession) session = lb_session_new_local (folder, folder);
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);
  gint64 since_us = 0;

  g_object_set (dataset, "training-version", "fibo", NULL);
  self->images = make_images ();
  self->finder = lb_image_finder_new (session, dataset, G_LIST_MODEL (self->images));
  self->filter = gtk_custom_filter_new (filter_cb, self->finder, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->images)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  g_signal_connect_swapped (self->finder, "changed", G_CALLBACK (changed_cb), self);

  since_us = g_get_monotonic_time ();
  lb_image_finder_prepare (self->finder);
  wait_for_answer (self);
  bench_figures_add (self->figures, "read-5000", since_ms (since_us));
}

static void
ask (Bench *self, const char *text)
{
  g_autoptr (LbQuery) query = NULL;
  gint64 since_us = 0;

  loop_probe_take_longest_us ();
  since_us = g_get_monotonic_time ();
  query = lb_query_new (text, NULL);
  g_assert_nonnull (query);
  lb_image_finder_set_query (self->finder, query);
  wait_for_answer (self);
  bench_figures_add (self->figures, "filter-5000", since_ms (since_us));
  bench_figures_add (self->figures, "filter-5000-block",
                     (double) loop_probe_take_longest_us () / 1000);
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int n_rounds = ROUNDS_MIN;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often each query is asked, 9 or more",
      "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  Bench self = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  dex_init ();
  loop_probe_install ();
  folder = g_dir_make_tmp ("bench-filter-XXXXXX", NULL);
  self.figures = bench_figures_new ("filter");
  bench_figures_name (self.figures, "read-5000", 0);
  bench_figures_name (self.figures, "filter-5000", 50);
  bench_figures_name (self.figures, "filter-5000-block", 16);

  set_up (&self, folder);
  for (int i = 0; i < MAX (n_rounds, ROUNDS_MIN); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (queries); j++)
      ask (&self, queries[j]);
  bench_figures_print (self.figures, json);

  g_object_unref (self.found);
  g_object_unref (self.filter);
  g_object_unref (self.finder);
  g_object_unref (self.images);
  bench_figures_free (self.figures);
  g_rmdir (folder);

  return 0;
}
