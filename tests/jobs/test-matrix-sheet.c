#include "jobs/lb-matrix-sheet.h"

#define N_IMAGES 6
#define N_MANY 1200 /* rows that are sorted on another thread */

typedef struct
{
  LbDataset *dataset;
  GListStore *images;
  LbCellTable *table;
  LbMatrixSheet *sheet;
} Fixture;

static const char *const captions[N_IMAGES] = {
  "{\"mood\": \"calm\", \"light\": \"dusk\"}",
  "{\"mood\": \"busy\", \"light\": \"Dawn\"}",
  "{\"mood\": \"angry\"}",
  "{\"mood\": \"calm\", \"light\": \"dawn\"}",
  "not JSON",
  NULL,
};

static const char *const columns[] = { "mood", "light", NULL };

static void
settle (Fixture *self)
{
  g_autoptr (DexFuture) settled = lb_cell_table_settle (self->table);

  while (dex_future_is_pending (settled) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (settled));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->dataset = lb_dataset_new (1);
  g_object_set (self->dataset, "training-version", "fibo", NULL);
  self->images = g_list_store_new (LB_TYPE_IMAGE);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (i + 1);

      g_object_set (image, "caption", captions[i], NULL);
      g_list_store_append (self->images, image);
    }
  self->table = lb_cell_table_new (self->dataset, G_LIST_MODEL (self->images));
  self->sheet =
    lb_matrix_sheet_new (self->table, G_LIST_MODEL (self->images), G_LIST_MODEL (self->images));
  lb_matrix_sheet_set_columns (self->sheet, columns);
  settle (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->sheet);
  g_assert_finalize_object (self->table);
  g_object_unref (self->images);
  g_object_unref (self->dataset);
}

/* The ids of the images in their rows, a head as "[value n]". */
static void
assert_rows (Fixture *self, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  LbCellValues *values = lb_matrix_sheet_get_values (self->sheet);

  for (guint i = 0; i < lb_matrix_sheet_get_n_entries (self->sheet); i++)
    {
      const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self->sheet, i);

      if (entry->image == NULL)
        g_string_append_printf (rows, "[%s %u]", lb_cell_values_get_text (values, entry->group),
                                entry->n_images);
      else
        g_string_append_printf (rows, "%" G_GINT64_FORMAT, lb_image_get_id (entry->image));
    }
  g_assert_cmpstr (rows->str, ==, expected);
}

static const char *
text_at (Fixture *self, guint nth, guint column)
{
  return lb_cell_values_get_text (lb_matrix_sheet_get_values (self->sheet),
                                  lb_matrix_sheet_get_value (self->sheet, nth, column));
}

static void
test_cells (Fixture *self, gconstpointer data)
{
  LbCellTally *tally = lb_matrix_sheet_get_tally (self->sheet, 1);

  assert_rows (self, "123456");
  g_assert_cmpstr (text_at (self, 1, 0), ==, "busy");
  g_assert_cmpstr (text_at (self, 2, 1), ==, "");
  g_assert_cmpint (lb_cell_record_get_kind (lb_matrix_sheet_get_record (self->sheet, 4)), ==,
                   LB_CELL_RECORD_BROKEN);
  g_assert_cmpint (lb_cell_record_get_kind (lb_matrix_sheet_get_record (self->sheet, 5)), ==,
                   LB_CELL_RECORD_NONE);
  /* What has no cells has no empty ones. */
  g_assert_cmpuint (lb_cell_tally_get_n_values (tally), ==, 2);
  g_assert_cmpuint (lb_cell_tally_get_n_empty (tally), ==, 1);
}

static void
test_sort (Fixture *self, gconstpointer data)
{
  gboolean descending;

  lb_matrix_sheet_set_sort (self->sheet, "mood", FALSE);
  assert_rows (self, "321456");
  lb_matrix_sheet_set_sort (self->sheet, "mood", TRUE);
  assert_rows (self, "142356");
  g_assert_cmpstr (lb_matrix_sheet_get_sort (self->sheet, &descending), ==, "mood");
  g_assert_true (descending);
  lb_matrix_sheet_set_sort (self->sheet, NULL, FALSE);
  assert_rows (self, "123456");
}

static void
test_group (Fixture *self, gconstpointer data)
{
  const LbMatrixEntry *head = NULL;
  g_autoptr (LbImage) second = g_list_model_get_item (G_LIST_MODEL (self->images), 1);

  lb_matrix_sheet_set_group (self->sheet, "light");
  lb_matrix_sheet_set_sort (self->sheet, "mood", FALSE);
  assert_rows (self, "[ 3]356[Dawn 2]24[dusk 1]1");
  g_assert_cmpint (lb_matrix_sheet_find (self->sheet, second), ==, 5);

  head = lb_matrix_sheet_get_entry (self->sheet, 4);
  lb_matrix_sheet_set_folded (self->sheet, head->group, TRUE);
  assert_rows (self, "[ 3]356[Dawn 2][dusk 1]1");
  g_assert_cmpint (lb_matrix_sheet_find (self->sheet, second), ==, 4);
  g_assert_cmpuint (lb_matrix_sheet_get_n_images (self->sheet), ==, N_IMAGES);
}

static void
test_value (Fixture *self, gconstpointer data)
{
  const guint calm = lb_cell_values_add (lb_matrix_sheet_get_values (self->sheet), "Calm");
  g_autoptr (GArray) positions = lb_matrix_sheet_find_value (self->sheet, 0, calm);
  g_autoptr (GArray) empty = lb_matrix_sheet_find_value (self->sheet, 1, 0);

  g_assert_cmpuint (positions->len, ==, 2);
  g_assert_cmpuint (g_array_index (positions, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (positions, guint, 1), ==, 3);
  g_assert_cmpuint (empty->len, ==, 1);
  g_assert_cmpuint (g_array_index (empty, guint, 0), ==, 2);
}

/* Captions change, images come and go. */
static void
test_follow (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), 5);

  lb_matrix_sheet_set_sort (self->sheet, "mood", FALSE);
  g_object_set (image, "caption", "{\"mood\": \"brisk\"}", NULL);
  settle (self);
  assert_rows (self, "362145");
  lb_image_set_draft (image, "{\"mood\": \"zesty\"}");
  settle (self);
  assert_rows (self, "321465");
  g_list_store_remove (self->images, 2);
  settle (self);
  assert_rows (self, "21465");
}

static void
wait_for_first (Fixture *self, const char *text)
{
  while (lb_matrix_sheet_get_n_entries (self->sheet) != N_IMAGES + N_MANY ||
         !g_str_equal (text_at (self, 0, 0), text))
    g_main_context_iteration (NULL, TRUE);
}

/* Of several orders that are asked for one after the other the last is what comes. */
static void
test_many (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (LbImage) image = lb_image_new (100 + i);
      g_autofree char *caption = g_strdup_printf ("{\"mood\": \"m%u\"}", (i * 7) % N_MANY);

      g_object_set (image, "caption", caption, NULL);
      g_list_store_append (self->images, image);
    }
  settle (self);
  lb_matrix_sheet_set_sort (self->sheet, "mood", FALSE);
  lb_matrix_sheet_set_sort (self->sheet, "mood", TRUE);
  wait_for_first (self, "m1199");
  g_assert_cmpstr (text_at (self, N_MANY - 1, 0), ==, "m0");

  /* Images go while the rows of before are sorted. */
  lb_matrix_sheet_set_sort (self->sheet, "mood", FALSE);
  g_list_store_remove (self->images, 0);
  while (lb_matrix_sheet_get_n_entries (self->sheet) != N_IMAGES + N_MANY - 1 ||
         !g_str_equal (text_at (self, 0, 0), "angry"))
    g_main_context_iteration (NULL, TRUE);
  settle (self);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/matrix/cells", Fixture, NULL, set_up, test_cells, tear_down);
  g_test_add ("/jobs/matrix/sort", Fixture, NULL, set_up, test_sort, tear_down);
  g_test_add ("/jobs/matrix/group", Fixture, NULL, set_up, test_group, tear_down);
  g_test_add ("/jobs/matrix/value", Fixture, NULL, set_up, test_value, tear_down);
  g_test_add ("/jobs/matrix/follow", Fixture, NULL, set_up, test_follow, tear_down);
  g_test_add ("/jobs/matrix/many", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
