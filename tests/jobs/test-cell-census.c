#include "jobs/lb-cell-census.h"

#define FEW 9
#define MANY 900 /* that are counted on another thread */

typedef struct
{
  LbDataset *dataset;
  GListStore *images;
  LbCellTable *table;
  LbCellCensus *census;
  guint n_changes;
} Fixture;

static const char *const paths[] = { "mood", "light", NULL };

static void
changed_cb (Fixture *self)
{
  self->n_changes++;
}

static LbImage *
nth (Fixture *self, guint i)
{
  g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

  return image;
}

static void
read_all (Fixture *self)
{
  g_autoptr (DexFuture) settled = lb_cell_table_settle (self->table);

  while (dex_future_is_pending (settled) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

/* All have the same light, but for the second; the third has none. The last is no prompt. */
static void
set_up (Fixture *self, gconstpointer data)
{
  const guint n = GPOINTER_TO_UINT (data);

  self->dataset = lb_dataset_new (1);
  g_object_set (self->dataset, "training-version", "fibo", NULL);
  self->images = g_list_store_new (LB_TYPE_IMAGE);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (i + 1);
      const char *caption = i == 1   ? "{\"mood\": \"calm\", \"light\": \"noon\"}"
                            : i == 2 ? "{\"mood\": \"calm\"}"
                                     : "{\"mood\": \"calm\", \"light\": \"dawn\"}";

      g_object_set (image, "caption", i == n - 1 ? "plain words" : caption, NULL);
      g_list_store_append (self->images, image);
    }
  self->table = lb_cell_table_new (self->dataset, G_LIST_MODEL (self->images));
  self->census = lb_cell_census_new (self->table, G_LIST_MODEL (self->images));
  g_signal_connect_swapped (self->census, "changed", G_CALLBACK (changed_cb), self);
  read_all (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->census);
  g_object_unref (self->table);
  g_object_unref (self->images);
  g_object_unref (self->dataset);
}

static void
wait_for (Fixture *self, guint n_changes)
{
  while (self->n_changes < n_changes)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_counts (Fixture *self, gconstpointer data)
{
  const guint n = GPOINTER_TO_UINT (data);

  g_assert_null (lb_cell_census_get_tally (self->census, "light"));
  lb_cell_census_set_paths (self->census, paths);
  wait_for (self, 1);
  g_assert_cmpuint (lb_cell_census_get_n_outliers (self->census), ==, 1);
  g_assert_cmpuint (lb_cell_census_get_n_empty (self->census), ==, 1);
  g_assert_true (lb_cell_census_has_outlier (self->census, nth (self, 1)));
  g_assert_false (lb_cell_census_has_outlier (self->census, nth (self, 0)));
  g_assert_true (lb_cell_census_has_empty (self->census, nth (self, 2)));
  g_assert_false (lb_cell_census_has_empty (self->census, nth (self, n - 1)));
  g_assert_cmpuint (lb_cell_tally_get_n_filled (lb_cell_census_get_tally (self->census, "light")),
                    ==, n - 2);
  g_assert_null (lb_cell_census_get_tally (self->census, "pose"));

  /* The same fields are not counted again. */
  lb_cell_census_set_paths (self->census, paths);
  g_assert_cmpuint (self->n_changes, ==, 1);
}

/* What has changed while it is counted is counted once more. */
static void
test_again (Fixture *self, gconstpointer data)
{
  lb_cell_census_set_paths (self->census, paths);
  g_object_set (nth (self, 2), "caption", "{\"mood\": \"calm\", \"light\": \"dusk\"}", NULL);
  read_all (self);
  lb_cell_census_count (self->census);
  wait_for (self, 2);
  while (lb_cell_census_get_n_empty (self->census) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (lb_cell_census_get_n_outliers (self->census), ==, 2);
  g_assert_true (lb_cell_census_has_outlier (self->census, nth (self, 2)));
  g_assert_false (lb_cell_census_has_empty (self->census, nth (self, 2)));
}

static const char *
owner_of (Fixture *self, const char *path)
{
  return lb_cell_values_get_text (lb_cell_table_get_values (self->table),
                                  lb_cell_census_get_owner (self->census, path));
}

/* A field that nearly everywhere one and the same object has is that of this object. */
static void
test_owner (Fixture *self, gconstpointer data)
{
  static const char *const object_paths[] = { "objects[].pose", "objects[].location", "mood",
                                              NULL };

  for (guint i = 0; i < FEW; i++)
    {
      g_autofree char *caption = g_strdup_printf (
        "{\"mood\": \"calm\", \"objects\": [{\"description\": \"%s\", \"pose\": \"sitting\","
        " \"location\": \"left\"}, {\"description\": \"A %s boat\", \"location\": \"right\"}]}",
        i == 3 ? "A gull." : "Rusty, a red fox", i % 2 == 0 ? "red" : "blue");

      g_object_set (nth (self, i), "caption", caption, NULL);
    }
  read_all (self);
  lb_cell_census_set_paths (self->census, object_paths);
  g_assert_cmpstr (owner_of (self, "objects[].pose"), ==, "Rusty");
  g_assert_cmpstr (owner_of (self, "objects[].location"), ==, "");
  g_assert_cmpstr (owner_of (self, "mood"), ==, "");
  g_assert_cmpuint (lb_cell_census_get_owner (self->census, "objects[].clothing"), ==, 0);
}

/* A few named ones among many that have no name say nothing of all. */
static void
test_unnamed (Fixture *self, gconstpointer data)
{
  static const char *const object_paths[] = { "objects[].pose", NULL };

  for (guint i = 0; i < FEW; i++)
    {
      g_autofree char *caption =
        g_strdup_printf ("{\"objects\": [{\"description\": \"%s\", \"pose\": \"sitting\"}]}",
                         i % 3 != 0 ? "Rusty, a red fox" : "");

      g_object_set (nth (self, i), "caption", caption, NULL);
    }
  read_all (self);
  lb_cell_census_set_paths (self->census, object_paths);
  g_assert_cmpuint (lb_cell_census_get_owner (self->census, "objects[].pose"), ==, 0);
}

/* Nobody waits for the answer any more. */
static void
test_left (Fixture *self, gconstpointer data)
{
  lb_cell_census_set_paths (self->census, paths);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/cell-census/few", Fixture, GUINT_TO_POINTER (FEW), set_up, test_counts,
              tear_down);
  g_test_add ("/jobs/cell-census/many", Fixture, GUINT_TO_POINTER (MANY), set_up, test_counts,
              tear_down);
  g_test_add ("/jobs/cell-census/again", Fixture, GUINT_TO_POINTER (MANY), set_up, test_again,
              tear_down);
  g_test_add ("/jobs/cell-census/owner", Fixture, GUINT_TO_POINTER (FEW), set_up, test_owner,
              tear_down);
  g_test_add ("/jobs/cell-census/unnamed", Fixture, GUINT_TO_POINTER (FEW), set_up, test_unnamed,
              tear_down);
  g_test_add ("/jobs/cell-census/left", Fixture, GUINT_TO_POINTER (MANY), set_up, test_left,
              tear_down);
  return g_test_run ();
}
