#include "config.h"

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-image-cell.h"
#include "ui/dataset/lb-image-list.h"

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  guint n_opened;
} Fixture;

static void
opened_cb (LbDatasetPage *page, GListModel *shown, LbImage *image, Fixture *self)
{
  self->n_opened++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 3);
  self->page = page_fixture_open_dataset (&self->base);
  g_signal_connect (self->page, "open-image", G_CALLBACK (opened_cb), self);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.view", "s", "list");
  page_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

static GtkColumnView *
view_of (Fixture *self)
{
  return page_child (self->page->list, LB_TYPE_IMAGE_LIST, "view");
}

static GtkColumnViewColumn *
column (Fixture *self, const char *id)
{
  GListModel *columns = gtk_column_view_get_columns (view_of (self));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) one = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_id (one), id))
        return one; /* the view keeps it */
    }

  g_assert_not_reached ();
}

static const char *
name_at (Fixture *self, guint position)
{
  GListModel *shown = G_LIST_MODEL (gtk_column_view_get_model (view_of (self)));
  g_autoptr (LbImage) image = g_list_model_get_item (shown, position);

  return lb_image_get_image_name (image); /* the list keeps it */
}

static const char *
shown_page (Fixture *self)
{
  return gtk_stack_get_visible_child_name (self->page->stack);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  GtkSelectionModel *model = gtk_column_view_get_model (view_of (self));

  g_assert_true (model == gtk_grid_view_get_model (self->page->grid));
  g_assert_cmpstr (shown_page (self), ==, "list");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 3);
  g_assert_false (gtk_widget_get_visible (self->page->grid_area));

  gtk_selection_model_select_item (model, 1, TRUE);
  lb_dataset_page_focus_images (self->page);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.view", "s", "grid");
  page_settle ();
  g_assert_true (lb_dataset_page_get_focused (self->page) == page_fixture_nth (&self->base, 1));
  g_assert_cmpstr (shown_page (self), ==, "grid");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->list)));
  g_assert_true (gtk_selection_model_is_selected (model, 1));
  g_assert_true (self->page->selecting);

  /* A view that this page does not have is the grid; no result is the same page for both. */
  g_object_set (self->page, "view", "heap", NULL);
  g_assert_cmpstr (shown_page (self), ==, "grid");
  g_object_set (self->page, "view", "list", NULL);
  lb_dataset_page_show (self->page, "hand-written");
  page_settle ();
  g_assert_cmpstr (shown_page (self), ==, "no-result");
  lb_dataset_page_show (self->page, "all");
  page_settle ();
  g_assert_cmpstr (shown_page (self), ==, "list");
}

static void
test_sort (Fixture *self, gconstpointer data)
{
  GtkColumnView *view = view_of (self);
  GtkColumnViewSorter *heads = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));

  g_assert_null (gtk_column_view_sorter_get_primary_sort_column (heads));
  g_object_set (page_fixture_nth (&self->base, 0), "width", 4000, NULL);

  gtk_column_view_sort_by_column (view, column (self, "size"), GTK_SORT_ASCENDING);
  g_assert_cmpstr (self->page->sort, ==, "size");
  g_assert_cmpstr (name_at (self, 2), ==, "1.png");
  gtk_column_view_sort_by_column (view, column (self, "size"), GTK_SORT_DESCENDING);
  g_assert_cmpstr (name_at (self, 0), ==, "1.png");

  /* The menu marks the head it goes with, and a second press keeps to names. */
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.sort", "s", "name");
  g_assert_true (gtk_column_view_sorter_get_primary_sort_column (heads) ==
                 column (self, "caption"));
  g_assert_cmpstr (name_at (self, 0), ==, "1.png");
  gtk_column_view_sort_by_column (view, column (self, "caption"), GTK_SORT_DESCENDING);
  g_assert_cmpstr (self->page->sort, ==, "name");
  g_assert_cmpstr (name_at (self, 0), ==, "3.png");

  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.sort", "s", "date-added");
  g_assert_null (gtk_column_view_sorter_get_primary_sort_column (heads));
  g_assert_cmpstr (name_at (self, 0), ==, "1.png");
}

/* What is chosen is kept, in this order and the other way round, and so are the columns. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  const char *const two[] = { "state", "changed", NULL };
  g_auto (GStrv) kept = NULL;
  g_autofree char *sort = NULL;

  g_settings_bind (settings, "sort", self->page, "sort", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "sort-descending", self->page, "descending", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "list-columns", self->page, "columns", G_SETTINGS_BIND_DEFAULT);

  gtk_column_view_sort_by_column (view_of (self), column (self, "state"), GTK_SORT_DESCENDING);
  sort = g_settings_get_string (settings, "sort");
  g_assert_cmpstr (sort, ==, "state");
  g_assert_true (g_settings_get_boolean (settings, "sort-descending"));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.sort", "s", "name");
  g_assert_false (g_settings_get_boolean (settings, "sort-descending"));

  gtk_widget_activate_action (GTK_WIDGET (self->page), "columns.size", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "columns.source", NULL);
  g_assert_false (gtk_column_view_column_get_visible (column (self, "size")));
  g_assert_false (gtk_column_view_column_get_visible (column (self, "source")));
  g_assert_true (gtk_column_view_column_get_visible (column (self, "caption")));
  kept = g_settings_get_strv (settings, "list-columns");
  g_assert_true (g_strv_equal ((const char *const *) kept, two));

  /* Narrow shows what it always shows, and wide what was chosen. */
  g_object_set (self->page->list, "narrow", TRUE, NULL);
  g_assert_false (gtk_column_view_column_get_visible (column (self, "changed")));
  g_object_set (self->page->list, "narrow", FALSE, NULL);
  g_assert_true (gtk_column_view_column_get_visible (column (self, "changed")));
  g_assert_false (gtk_column_view_column_get_visible (column (self, "size")));

  g_settings_reset (settings, "sort");
  g_settings_reset (settings, "list-columns");
  g_assert_true (gtk_column_view_column_get_visible (column (self, "size")));
  g_assert_cmpstr (self->page->sort, ==, "date-added");
}

static void
test_open (Fixture *self, gconstpointer data)
{
  g_signal_emit_by_name (view_of (self), "activate", 2);
  g_assert_cmpuint (self->n_opened, ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.open", NULL);
  g_assert_cmpuint (self->n_opened, ==, 1); /* nothing is selected */
  g_signal_emit_by_name (self->page->list, "menu", 1, self->page->list, 10.0, 10.0);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->page->selection), 1));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->page->tile_menu)));
  gtk_popover_popdown (self->page->tile_menu);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.open", NULL);
  g_assert_cmpuint (self->n_opened, ==, 2);
}

static void
test_narrow (Fixture *self, gconstpointer data)
{
  g_object_set (self->page->list, "narrow", TRUE, NULL);
  g_assert_true (gtk_column_view_column_get_visible (column (self, "caption")));
  g_assert_true (gtk_column_view_column_get_visible (column (self, "state")));
  g_assert_false (gtk_column_view_column_get_visible (column (self, "source")));
  g_assert_false (gtk_column_view_column_get_visible (column (self, "changed")));
  page_settle ();

  g_object_set (self->page->list, "narrow", FALSE, NULL);
  g_assert_true (gtk_column_view_column_get_visible (column (self, "size")));
}

static void
assert_cell (LbImageCellKind kind, LbDataset *dataset, LbImage *image, const char *words)
{
  g_autoptr (LbImageCell) cell = g_object_ref_sink (LB_IMAGE_CELL (lb_image_cell_new (kind)));

  lb_image_cell_bind (cell, NULL, dataset, image);
  g_assert_cmpstr (lb_image_cell_get_words (cell), ==, words);
  lb_image_cell_bind (cell, NULL, NULL, NULL);
  g_assert_null (lb_image_cell_get_image (cell));
}

static void
test_cells (void)
{
  g_autoptr (LbDataset) dataset = lb_dataset_new (7);
  g_autoptr (LbImage) image = lb_image_new (1);
  g_autoptr (LbImageCell) cell =
    g_object_ref_sink (LB_IMAGE_CELL (lb_image_cell_new (LB_IMAGE_CELL_PICTURE)));

  g_object_set (dataset, "training-version", "max", NULL);
  g_object_set (image, "image-name", "pier.png", "width", 1600, "height", 1280, NULL);
  assert_cell (LB_IMAGE_CELL_STATE, dataset, image, "No caption");
  assert_cell (LB_IMAGE_CELL_SOURCE, dataset, image, "");
  assert_cell (LB_IMAGE_CELL_SIZE, dataset, image, "1600 × 1280");
  assert_cell (LB_IMAGE_CELL_CHANGED, dataset, image, "");

  lb_image_cell_bind (cell, NULL, dataset, image);
  g_assert_cmpstr (lb_image_cell_get_words (cell), ==, "Not described yet");
  g_assert_cmpstr (lb_image_cell_get_detail (cell), ==, "pier.png");
  g_object_set (image, "caption", "A pier", "caption-source", "automatic", NULL);
  g_assert_cmpstr (lb_image_cell_get_words (cell), ==, "A pier");
  assert_cell (LB_IMAGE_CELL_STATE, dataset, image, "To review");
  assert_cell (LB_IMAGE_CELL_SOURCE, dataset, image, "Automatic");

  g_object_set (image, "caption-source", "manual", NULL);
  assert_cell (LB_IMAGE_CELL_SOURCE, dataset, image, "Hand-written");
  g_object_set (dataset, "training-version", "fibo", NULL);
  assert_cell (LB_IMAGE_CELL_STATE, dataset, image, "Invalid");
}

static void
assert_date (GDateTime *now, int year, int month, int day, const char *words)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (year, month, day, 9, 12, 0);
  g_autofree char *said = lb_image_cell_date_words (moment, now);

  g_assert_cmpstr (said, ==, words);
}

static void
test_dates (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 1, 1, 18, 0, 0);

  g_autoptr (GDateTime) soon = g_date_time_new_utc (2026, 1, 1, 9, 13, 30);
  g_autoptr (GDateTime) at_once = g_date_time_new_utc (2026, 1, 1, 9, 12, 30);
  g_autoptr (GDateTime) later = g_date_time_new_utc (2026, 1, 1, 10, 11, 59);

  assert_date (at_once, 2026, 1, 1, "Just now");
  assert_date (soon, 2026, 1, 1, "1 minute ago");
  assert_date (later, 2026, 1, 1, "59 minutes ago");
  assert_date (now, 2026, 1, 1, "Today, 09:12");
  assert_date (now, 2025, 12, 31, "Yesterday");
  assert_date (now, 2025, 3, 12, "12 Mar 2025");
  assert_date (now, 2025, 1, 1, "1 Jan 2025");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/views/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/ui/views/sort", Fixture, NULL, set_up, test_sort, tear_down);
  g_test_add ("/ui/views/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/ui/views/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/ui/views/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add_func ("/ui/views/cells", test_cells);
  g_test_add_func ("/ui/views/dates", test_dates);

  return g_test_run ();
}
