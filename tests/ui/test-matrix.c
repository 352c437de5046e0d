#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/matrix/lb-matrix-private.h"
#include "ui/matrix/lb-matrix-row.h"

#define N_IMAGES 4

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  LbMatrix *matrix;    /* (unowned) in that */
  guint n_opened;
} Fixture;

static const char *const lights[N_IMAGES] = { "dawn", "dusk", "dawn", "noon" };

static char *
caption_of (const char *light)
{
  return g_strdup_printf (
    "{\"short_description\":\"A fox.\",\"objects\":[],\"background_setting\":\"A pier.\","
    "\"lighting\":{\"conditions\":\"%s\",\"direction\":\"above\"},"
    "\"aesthetics\":{\"composition\":\"centred\",\"color_scheme\":\"red\","
    "\"mood_atmosphere\":\"calm\"},\"style_medium\":\"drawing\",\"context\":\"A book.\"}",
    light);
}

static void
opened_cb (LbDatasetPage *page, GListModel *shown, LbImage *image, Fixture *self)
{
  self->n_opened++;
}

static gboolean
has_read (Fixture *self)
{
  g_autoptr (DexFuture) settled = lb_cell_table_settle (self->matrix->table);

  return !dex_future_is_pending (settled);
}

static void
settle (Fixture *self)
{
  do
    page_settle ();
  while (!has_read (self) || self->matrix->writing);
  page_settle ();
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, N_IMAGES);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *caption = caption_of (lights[i]);

      page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, i), caption);
    }
  self->page = page_fixture_open_dataset (&self->base);
  self->matrix = self->page->matrix;
  g_signal_connect (self->page, "open-image", G_CALLBACK (opened_cb), self);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.view", "s", "matrix");
  page_fixture_wait_drawn (&self->base);
  settle (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

static int
column (Fixture *self, const char *path)
{
  return lb_matrix_sheet_find_column (self->matrix->sheet, path);
}

static const char *
text_at (Fixture *self, guint nth, const char *path)
{
  return lb_matrix_get_text (self->matrix, nth, (guint) column (self, path));
}

static void
act (Fixture *self, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), name, NULL);
  settle (self);
}

/* The stack shows it, and its rows are those of the other views. */
static void
test_shows (Fixture *self, gconstpointer data)
{
  GtkWidget *row = lb_matrix_grid_get_row (self->matrix->grid, 1);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (self->page->stack), ==, "matrix");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->page->matrix_footer)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->footer)));
  g_assert_cmpuint (lb_matrix_sheet_get_n_entries (self->matrix->sheet), ==, N_IMAGES);
  g_assert_cmpstr (text_at (self, 1, "lighting.conditions"), ==, "dusk");
  g_assert_true (LB_IS_MATRIX_ROW (row));
  gtk_test_accessible_assert_property (lb_matrix_row_get_cell (LB_MATRIX_ROW (row), 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Style medium of 2.png: drawing");

  lb_matrix_grid_go (self->matrix->grid, 2, -1, FALSE);
  lb_matrix_grid_activate (self->matrix->grid);
  g_assert_cmpuint (self->n_opened, ==, 1);
}

/* Filled cells are one step of the history. */
static void
test_fill (Fixture *self, gconstpointer data)
{
  const int light = column (self, "lighting.conditions");
  g_autoptr (DexFuture) undone = NULL;

  lb_matrix_grid_go (self->matrix->grid, 1, light, FALSE);
  lb_matrix_grid_go (self->matrix->grid, 3, light, TRUE);
  act (self, "fill-down");
  g_assert_cmpstr (text_at (self, 0, "lighting.conditions"), ==, "dawn");
  for (guint i = 1; i < N_IMAGES; i++)
    g_assert_cmpstr (text_at (self, i, "lighting.conditions"), ==, "dusk");

  undone = lb_session_undo (self->base.session);
  while (dex_future_is_pending (undone))
    g_main_context_iteration (NULL, TRUE);
  settle (self);
  for (guint i = 0; i < N_IMAGES; i++)
    g_assert_cmpstr (text_at (self, i, "lighting.conditions"), ==, lights[i]);
}

/* What has to be there is not emptied; what may be left out is. */
static void
test_empty (Fixture *self, gconstpointer data)
{
  lb_matrix_grid_go (self->matrix->grid, 0, column (self, "style_medium"), FALSE);
  lb_matrix_grid_go (self->matrix->grid, 0, column (self, "lighting.conditions"), TRUE);
  act (self, "empty");
  g_assert_cmpstr (text_at (self, 0, "style_medium"), ==, "");
  g_assert_cmpstr (text_at (self, 0, "lighting.conditions"), ==, "dawn");
}

/* A cell is edited in its place. */
static void
test_edit (Fixture *self, gconstpointer data)
{
  lb_matrix_grid_go (self->matrix->grid, 0, column (self, "lighting.conditions"), FALSE);
  act (self, "edit");
  g_assert_nonnull (self->matrix->editor);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->matrix->editor)), ==, "dawn");
}

/* The cell is elsewhere while it is edited: what was typed is in the one that it was typed for. */
static void
test_edit_moved (Fixture *self, gconstpointer data)
{
  const int light = column (self, "lighting.conditions");

  g_assert_cmpint (light, >, 0);
  lb_matrix_grid_go (self->matrix->grid, 0, light, FALSE);
  act (self, "edit");
  gtk_editable_set_text (GTK_EDITABLE (self->matrix->editor), "night");
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "pin",
                                  g_variant_new_string ("lighting.conditions"));
  g_assert_null (self->matrix->editor);
  settle (self);
  g_assert_cmpint (column (self, "lighting.conditions"), ==, 0);
  g_assert_cmpstr (text_at (self, 0, "lighting.conditions"), ==, "night");
  g_assert_cmpstr (text_at (self, 1, "lighting.conditions"), ==, "dusk");
  g_settings_reset (self->matrix->settings, "matrix-pinned");
}

/* A block that begins at an image has the cells only; one whose rows are others is none. */
static void
test_block (Fixture *self, gconstpointer data)
{
  const int light = column (self, "lighting.conditions");
  LbMatrixRange range;

  lb_matrix_grid_go (self->matrix->grid, 0, -1, FALSE);
  lb_matrix_grid_go (self->matrix->grid, 0, 0, TRUE);
  g_assert_true (lb_matrix_grid_get_range (self->matrix->grid, &range));
  g_assert_cmpuint (range.left, ==, 0);
  g_assert_cmpuint (range.right, ==, 0);

  lb_matrix_grid_go (self->matrix->grid, 1, light, FALSE);
  lb_matrix_grid_go (self->matrix->grid, 3, light, TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "sort",
                                  g_variant_new_string ("+lighting.conditions"));
  g_assert_true (lb_matrix_grid_get_range (self->matrix->grid, &range));
  g_assert_cmpuint (range.first, ==, 3);
  g_assert_cmpuint (range.last, ==, 3);
}

static void
test_group (Fixture *self, gconstpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "group",
                                  g_variant_new_string ("lighting.conditions"));
  settle (self);
  g_assert_cmpuint (lb_matrix_sheet_get_n_entries (self->matrix->sheet), ==, N_IMAGES + 3);
  lb_matrix_grid_go (self->matrix->grid, 0, 0, FALSE);
  lb_matrix_grid_activate (self->matrix->grid);
  g_assert_cmpuint (lb_matrix_sheet_get_n_entries (self->matrix->sheet), ==, N_IMAGES + 1);
}

/* Chips count the cells that stand out and those that are empty, and show their images. */
static void
test_chips (Fixture *self, gconstpointer data)
{
  GListModel *shown = G_LIST_MODEL (self->page->selection);

  lb_dataset_page_show_column (self->page, "context");
  page_fixture_save_caption (
    &self->base, page_fixture_nth (&self->base, 1),
    "{\"short_description\":\"A fox.\",\"objects\":[],\"background_setting\":\"A pier.\","
    "\"lighting\":{\"conditions\":\"dusk\",\"direction\":\"above\"},"
    "\"aesthetics\":{\"composition\":\"centred\",\"color_scheme\":\"red\","
    "\"mood_atmosphere\":\"calm\"},\"context\":\"A book.\"}");
  settle (self);
  /* No caption has objects with a pose, and one has no medium. */
  g_assert_cmpstr (lb_filter_chips_get_count (self->page->chips, LB_SHOW_EMPTY), ==, "5");
  g_assert_cmpstr (lb_filter_chips_get_count (self->page->chips, LB_SHOW_OUTLIERS), ==, "0");
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "hide",
                                  g_variant_new_string ("objects[].pose"));
  g_assert_cmpstr (lb_filter_chips_get_count (self->page->chips, LB_SHOW_EMPTY), ==, "1");
  lb_filter_chips_set_show (self->page->chips, LB_SHOW_EMPTY);
  settle (self);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 1);
  g_assert_cmpuint (lb_matrix_sheet_get_n_entries (self->matrix->sheet), ==, 1);

  /* The other views show the same, and how to see all again. */
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.view", "s", "grid");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 1);
  lb_filter_chips_set_show (self->page->chips, LB_SHOW_ALL);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, N_IMAGES);
  g_settings_reset (self->matrix->settings, "matrix-columns");
}

/* A column keeps the width that it was given; another takes what room there is. */
static void
test_width (Fixture *self, gconstpointer data)
{
  const guint light = (guint) column (self, "lighting.conditions");
  const int before = lb_matrix_grid_get_width (self->matrix->grid, light);
  g_autoptr (GVariant) kept = NULL;
  guint width = 0;

  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "resize",
                                  g_variant_new_string ("+lighting.conditions"));
  g_assert_cmpint (lb_matrix_grid_get_width (self->matrix->grid, light), ==, before + 24);
  kept = g_settings_get_value (self->matrix->settings, "matrix-widths");
  g_assert_true (g_variant_lookup (kept, "lighting.conditions", "u", &width));
  g_assert_cmpuint (width, ==, (guint) before + 24);
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "resize",
                                  g_variant_new_string ("=lighting.conditions"));
  g_assert_cmpint (lb_matrix_grid_get_width (self->matrix->grid, light), ==, before);
  g_settings_reset (self->matrix->settings, "matrix-widths");
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), words))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;

  return FALSE;
}

/* One cell and no selection: nothing is filled, and it is said why. */
static void
test_fill_alone (Fixture *self, gconstpointer data)
{
  lb_matrix_grid_go (self->matrix->grid, 1, column (self, "lighting.conditions"), FALSE);
  act (self, "fill-down");
  g_assert_true (
    says (GTK_WIDGET (self->base.window),
          "Choose the cells below as well, or select the images that get this value."));
  for (guint i = 0; i < N_IMAGES; i++)
    g_assert_cmpstr (text_at (self, i, "lighting.conditions"), ==, lights[i]);
}

/* A value of the footer selects its images, in every view. */
static void
test_value (Fixture *self, gconstpointer data)
{
  g_autoptr (GtkBitset) chosen = NULL;

  lb_matrix_grid_go (self->matrix->grid, 0, column (self, "lighting.conditions"), FALSE);
  g_signal_emit_by_name (self->page->matrix_footer, "value",
                         lb_matrix_sheet_get_value (self->matrix->sheet, 0,
                                                    (guint) column (self, "lighting.conditions")));
  chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->page->selection));
  g_assert_cmpuint (gtk_bitset_get_size (chosen), ==, 2);
  g_assert_true (gtk_bitset_contains (chosen, 0));
  g_assert_true (gtk_bitset_contains (chosen, 2));
}

/* A column that is asked for is there from then on; narrow there is one. */
static void
test_columns (Fixture *self, gconstpointer data)
{
  lb_dataset_page_show_column (self->page, "context");
  settle (self);
  g_assert_cmpint (column (self, "context"), >=, 0);
  g_object_set (self->matrix, "narrow", TRUE, NULL);
  g_assert_cmpuint (lb_matrix_sheet_get_n_columns (self->matrix->sheet), ==, 1);
  g_object_set (self->matrix, "narrow", FALSE, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "pin",
                                  g_variant_new_string ("context"));
  g_assert_cmpint (column (self, "context"), ==, 0);
  g_action_group_activate_action (G_ACTION_GROUP (self->matrix->actions), "hide",
                                  g_variant_new_string ("context"));
  g_assert_cmpint (column (self, "context"), ==, -1);
  g_settings_reset (self->matrix->settings, "matrix-columns");
  g_settings_reset (self->matrix->settings, "matrix-pinned");
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/ui/matrix/shows", Fixture, NULL, set_up, test_shows, tear_down);
  g_test_add ("/ui/matrix/fill", Fixture, NULL, set_up, test_fill, tear_down);
  g_test_add ("/ui/matrix/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/ui/matrix/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/ui/matrix/edit-moved", Fixture, NULL, set_up, test_edit_moved, tear_down);
  g_test_add ("/ui/matrix/block", Fixture, NULL, set_up, test_block, tear_down);
  g_test_add ("/ui/matrix/group", Fixture, NULL, set_up, test_group, tear_down);
  g_test_add ("/ui/matrix/value", Fixture, NULL, set_up, test_value, tear_down);
  g_test_add ("/ui/matrix/chips", Fixture, NULL, set_up, test_chips, tear_down);
  g_test_add ("/ui/matrix/width", Fixture, NULL, set_up, test_width, tear_down);
  g_test_add ("/ui/matrix/fill-alone", Fixture, NULL, set_up, test_fill_alone, tear_down);
  g_test_add ("/ui/matrix/columns", Fixture, NULL, set_up, test_columns, tear_down);
  return g_test_run ();
}
