#include <glib/gstdio.h>

#include "jobs/lb-image-finder.h"

#define N_IMAGES 4

typedef struct
{
  char *folder;
  LbDataset *dataset;
  GListStore *images;
  LbImageFinder *finder;
  guint n_changed;
} Fixture;

static const char *const captions[] = {
  "{\"lighting\": {\"direction\": \"backlit\"}, \"context\": \"A red boat.\"}",
  "{\"lighting\": {\"direction\": \"top-down\"}, \"context\": \"A blue boat.\"}",
  "A gull, not yet JSON",
  NULL,
};

static void
changed_cb (Fixture *self)
{
  self->n_changed++;
}

static void
add_image (Fixture *self, guint number, const char *caption)
{
  g_autoptr (LbImage) image = lb_image_new (number + 1);
  g_autofree char *name = g_strdup_printf ("pier-%u.png", number);

  g_object_set (image, "image-name", name, "caption", caption, "caption-source",
                number == 0 ? "manual" : "automatic", "source-width", 1000 + (int) number,
                "source-height", 500, NULL);
  g_list_store_append (self->images, image);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbSession) session = NULL;

  self->folder = g_dir_make_tmp ("image-finder-XXXXXX", NULL);
  session = lb_session_new_local (self->folder, self->folder);
  self->dataset = lb_dataset_new (1);
  g_object_set (self->dataset, "training-version", "fibo", NULL);
  self->images = g_list_store_new (LB_TYPE_IMAGE);
  for (guint i = 0; i < N_IMAGES; i++)
    add_image (self, i, captions[i]);
  self->finder = lb_image_finder_new (session, self->dataset, G_LIST_MODEL (self->images));
  g_signal_connect_swapped (self->finder, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->finder);
  g_object_unref (self->images);
  g_object_unref (self->dataset);
  g_rmdir (self->folder);
  g_free (self->folder);
}

static void
settle (Fixture *self)
{
  g_autoptr (DexFuture) settled = lb_image_finder_settle (self->finder);

  while (dex_future_is_pending (settled))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (settled));
}

static void
set_query (Fixture *self, const char *text)
{
  g_autoptr (LbQuery) query = lb_query_new (text, NULL);

  g_assert_nonnull (query);
  lb_image_finder_set_query (self->finder, query);
}

/* @expected: the numbers of the images that are found, such as "02". */
static void
assert_found (Fixture *self, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->images)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      if (lb_image_finder_finds (self->finder, image))
        g_string_append_printf (found, "%u", i);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_answer (Fixture *self, const char *text, const char *expected)
{
  set_query (self, text);
  settle (self);
  assert_found (self, expected);
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  assert_found (self, "0123");
  assert_answer (self, "boat", "01");
  assert_answer (self, "lighting.direction:backlit", "0");
  assert_answer (self, "NOT lighting:*", "23");
  assert_answer (self, "source:manual", "0");
  assert_answer (self, "source:automatic", "12");
  assert_answer (self, "state:missing", "3");
  assert_answer (self, "state:invalid", "012"); /* fields are missing */
  assert_answer (self, "state:ready", "");
  assert_answer (self, "source_width>=1002 aspect>2", "23");
  assert_answer (self, "name:\"pier 1\"", "");
  assert_answer (self, "name:pier-1", "1");
  lb_image_finder_set_query (self->finder, NULL);
  assert_found (self, "0123");
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) third = g_list_model_get_item (G_LIST_MODEL (self->images), 2);

  assert_answer (self, "gull", "2");
  g_assert_cmpuint (self->n_changed, ==, 1);

  lb_image_set_draft (third, "A whale");
  settle (self);
  assert_found (self, "");
  lb_image_set_draft (third, NULL);
  settle (self);
  assert_found (self, "2");
  g_assert_cmpuint (self->n_changed, ==, 3);

  add_image (self, 7, "Another gull");
  assert_found (self, "2"); /* not looked at yet */
  settle (self);
  assert_found (self, "24");
  g_list_store_remove (self->images, 2);
  settle (self);
  assert_found (self, "3");

  g_object_set (self->dataset, "name", "Gulls", NULL);
  settle (self);
  assert_found (self, "3");
}

/* The answer is never that of a query that was replaced. */
static void
test_replaced (Fixture *self, gconstpointer data)
{
  lb_image_finder_prepare (self->finder);
  set_query (self, "boat");
  set_query (self, "gull");
  settle (self);
  assert_found (self, "2");

  set_query (self, "boat");
  lb_image_finder_set_query (self->finder, NULL);
  settle (self);
  assert_found (self, "0123");
}

/* What changes in the midst of a look is looked at again. */
/* One that comes back during a look is another by then. */
static void
test_back_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) first = g_list_model_get_item (G_LIST_MODEL (self->images), 0);

  set_query (self, "whale");
  g_list_store_remove (self->images, 0);
  g_object_set (first, "caption", "A whale", NULL);
  g_list_store_insert (self->images, 0, first);
  settle (self);
  assert_found (self, "0");
}

static void
test_changed_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) first = g_list_model_get_item (G_LIST_MODEL (self->images), 0);

  set_query (self, "whale");
  g_object_set (first, "caption", "A whale", NULL);
  settle (self);
  assert_found (self, "0");
}

static void
test_fields (Fixture *self, gconstpointer data)
{
  LbQueryPaths *paths = lb_image_finder_get_paths (self->finder);
  g_autofree char *first = NULL;

  g_assert_cmpuint (lb_query_paths_get_length (paths), ==, 0);
  lb_image_finder_prepare (self->finder);
  settle (self);
  g_assert_cmpuint (lb_query_paths_get_length (paths), ==, 4);
  first = lb_query_paths_dup (paths, 0);
  g_assert_cmpstr (first, ==, "lighting.direction");
}

/* A finder may go while it looks; who waits hears of it. */
static void
test_dropped (void)
{
  Fixture self = { 0 };
  g_autoptr (DexFuture) settled = NULL;

  set_up (&self, NULL);
  set_query (&self, "boat");
  settled = lb_image_finder_settle (self.finder);
  tear_down (&self, NULL);
  g_assert_false (dex_future_is_pending (settled));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/image-finder/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("answers", test_answers);
  ADD ("changes", test_changes);
  ADD ("replaced", test_replaced);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("back-meanwhile", test_back_meanwhile);
  ADD ("fields", test_fields);
  g_test_add_func ("/image-finder/dropped", test_dropped);

  return g_test_run ();
}
