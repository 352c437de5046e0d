#include "matrix-captions.h"

#include "loop-probe.h"

#define N_FIELDS 12
#define N_BATCH 10 /* captions that change in one turn of the main loop */

static const char *const words[] = { "boat", "lantern", "dawn", "rain", "gull",
                                     "rope", "harbour", "coat", "quay", "evening" };

static void
append_words (GString *out, GRand *random, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
}

/* (transfer full) */
static char *
new_caption (GRand *random, const char *medium)
{
  GString *out = g_string_new ("{\"short_description\": \"");

  append_words (out, random, 24);
  g_string_append_printf (out, "\", \"style_medium\": \"%s\", \"context\": \"", medium);
  append_words (out, random, 12);
  for (int i = 0; i < N_FIELDS; i++)
    {
      g_string_append_printf (out, "\", \"field_%d\": \"", i);
      append_words (out, random, i);
    }
  g_string_append (out, "\", \"objects\": [");
  for (int i = 0; i < 6; i++)
    {
      g_string_append_printf (out, "%s{\"name\": \"", i > 0 ? ", " : "");
      append_words (out, random, 2);
      g_string_append (out, "\", \"pose\": \"");
      append_words (out, random, 3);
      g_string_append (out, "\", \"description\": \"");
      append_words (out, random, 40);
      g_string_append (out, "\"}");
    }
  g_string_append (out, "]}");

  return g_string_free_and_steal (out);
}

static gboolean
is_shown_cb (gpointer image, gpointer data)
{
  return lb_image_get_id (image) >= ((MatrixCaptions *) data)->least_id;
}

void
matrix_captions_init (MatrixCaptions *self, guint n_images)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5000);

  self->dataset = lb_dataset_new (1);
  g_object_set (self->dataset, "training-version", "fibo", NULL);
  self->images = g_list_store_new (LB_TYPE_IMAGE);
  for (guint i = 1; i <= n_images; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (i);
      g_autofree char *caption = new_caption (random, "photograph");

      g_object_set (image, "caption", caption, NULL);
      g_list_store_append (self->images, image);
    }
  self->shown =
    gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->images)),
                               GTK_FILTER (gtk_custom_filter_new (is_shown_cb, self, NULL)));
}

void
matrix_captions_clear (MatrixCaptions *self)
{
  g_object_unref (self->shown);
  g_object_unref (self->images);
  g_object_unref (self->dataset);
}

void
matrix_captions_filter (MatrixCaptions *self, gint64 least_id)
{
  self->least_id = least_id;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
}

GPtrArray *
matrix_captions_rewrite (MatrixCaptions *self, const char *medium)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  GPtrArray *captions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->images)); i++)
    g_ptr_array_add (captions, new_caption (random, medium));

  return captions;
}

void
matrix_captions_fill (MatrixCaptions *self, GPtrArray *captions)
{
  for (guint i = 0; i < captions->len; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      lb_image_set_draft (image, g_ptr_array_index (captions, i));
      if (i % N_BATCH == 0)
        g_main_context_iteration (NULL, FALSE);
    }
}

void
matrix_captions_begin (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  loop_probe_take_longest_us ();
}
