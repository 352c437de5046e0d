#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-image-search.h"

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
} Fixture;

static gboolean
is_loaded (gpointer data)
{
  return ((LbDatasetPage *) data)->loaded;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const lines[] = { "Rusty sails a boat", "Rusty feeds a gull",
                                       "A lantern at night", NULL };

  page_fixture_set_up (&self->base, 4);
  self->page = page_fixture_open_dataset (&self->base);
  wait_until (is_loaded, self->page, "all of them");
  g_object_set (self->base.dataset, "training-version", "max", NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    g_object_set (page_fixture_nth (&self->base, i), "caption", lines[i], "caption-source",
                  "automatic", NULL);
  lb_dataset_page_take_focus (self->page);
  page_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

/* Presses a key on @widget itself: its own controllers only. */
static gboolean
press (gpointer widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (one))
        g_signal_emit_by_name (one, "key-pressed", keyval, 0, state, &handled);
    }
  page_settle ();
  return handled;
}

static LbImageShow
shown (Fixture *self)
{
  return lb_filter_chips_get_show (self->page->chips);
}

static guint
n_shown (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->page->selection));
}

static void
test_chips (Fixture *self, gconstpointer data)
{
  LbFilterChips *chips = self->page->chips;

  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_TO_REVIEW), ==, "3");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_MISSING), ==, "1");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_INVALID), ==, "0");

  /* The arrows choose, past what shows nothing, and round the ends. */
  g_assert_true (press (chips, GDK_KEY_Right, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_TO_REVIEW);
  g_assert_cmpuint (n_shown (self), ==, 3);
  g_assert_true (press (chips, GDK_KEY_Right, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_MISSING);
  g_assert_cmpuint (n_shown (self), ==, 1);
  g_assert_true (press (chips, GDK_KEY_Right, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_ALL);
  g_assert_true (press (chips, GDK_KEY_Left, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_MISSING);
  g_assert_true (press (chips, GDK_KEY_Home, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_ALL);
  g_assert_false (press (chips, GDK_KEY_Right, GDK_CONTROL_MASK));
  g_assert_false (press (chips, GDK_KEY_Down, 0));
  g_assert_cmpint (shown (self), ==, LB_SHOW_ALL);
}

static guint
only_selected (Fixture *self)
{
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->page->selection));

  g_assert_cmpuint (gtk_bitset_get_size (chosen), ==, 1);
  return gtk_bitset_get_minimum (chosen);
}

static void
type (Fixture *self, const char *letters)
{
  for (const char *letter = letters; *letter != '\0'; letter++)
    g_assert_true (press (self->page->grid, (guint) *letter, 0));
}

static gboolean
is_over (gpointer data)
{
  return ((LbDatasetPage *) data)->typed == NULL;
}

static void
test_type_ahead (Fixture *self, gconstpointer data)
{
  /* A space selects while nothing is typed. */
  g_assert_false (press (self->page->grid, GDK_KEY_space, 0));
  g_assert_false (press (self->page->grid, GDK_KEY_a, GDK_CONTROL_MASK));
  g_assert_false (press (self->page->grid, GDK_KEY_Down, 0));

  type (self, "a lan");
  g_assert_cmpuint (only_selected (self), ==, 2);
  wait_until (is_over, self->page, "the end of typing");

  /* A word within, when no line begins so; the name of what is not described. */
  type (self, "gull");
  g_assert_cmpuint (only_selected (self), ==, 1);
  wait_until (is_over, self->page, "the end of typing");
  type (self, "4.p");
  g_assert_cmpuint (only_selected (self), ==, 3);
  wait_until (is_over, self->page, "the end of typing");
  type (self, "zzz");
  g_assert_cmpuint (only_selected (self), ==, 3);
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

/* What is typed is looked for on another thread. */
static void
settle_search (Fixture *self)
{
  g_autoptr (DexFuture) settled = NULL;

  page_settle ();
  settled = lb_image_finder_settle (self->page->finder);
  wait_until (is_settled, settled, "the end of the search");
  page_settle ();
}

static void
search (Fixture *self, const char *text)
{
  gtk_editable_set_text (self->page->search_entry, text);
  g_signal_emit_by_name (self->page->search_entry, "search-changed");
  settle_search (self);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.search", NULL);
  search (self, "RUSTY");
  g_assert_cmpuint (n_shown (self), ==, 2);
  search (self, "4.png");
  g_assert_cmpuint (n_shown (self), ==, 1);

  /* Together with a chip, down to nothing. */
  lb_dataset_page_show (self->page, "to-review");
  page_settle ();
  g_assert_cmpuint (n_shown (self), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (self->page->stack), ==, "no-result");
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.show-all", NULL);
  search (self, "");
  g_assert_cmpuint (n_shown (self), ==, 4);
  g_assert_cmpint (shown (self), ==, LB_SHOW_ALL);
  g_assert_true (lb_dataset_page_shows_images (self->page));

  /* Another caption is found by its own words. */
  search (self, "gull");
  g_assert_cmpuint (n_shown (self), ==, 1);
  g_object_set (page_fixture_nth (&self->base, 1), "caption", "Rusty naps", NULL);
  settle_search (self);
  g_assert_cmpuint (n_shown (self), ==, 0);
}

static gboolean
has_third_focus (gpointer data)
{
  Fixture *self = data;

  return lb_dataset_page_get_focused (self->page) == page_fixture_nth (&self->base, 2);
}

/* The end of a search is where it began. */
static void
test_search_focus (Fixture *self, gconstpointer data)
{
  page_fixture_wait_drawn (&self->base);
  lb_dataset_page_reveal (self->page, page_fixture_nth (&self->base, 2));
  wait_until (has_third_focus, self, "the focus");
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.search", NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->page->search_entry));
  search (self, "4.png");
  g_assert_cmpuint (n_shown (self), ==, 1);
  g_assert_false (has_third_focus (self));

  gtk_search_bar_set_search_mode (self->page->search_bar, FALSE);
  page_settle ();
  g_assert_cmpuint (n_shown (self), ==, 4);
  wait_until (has_third_focus, self, "the focus after the search");
}

static void
test_search_words (void)
{
  g_assert_true (lb_image_search_begins ("A red boat", "a r", FALSE));
  g_assert_false (lb_image_search_begins ("A red boat", "red", FALSE));
  g_assert_true (lb_image_search_begins ("A red boat", "red", TRUE));
  g_assert_false (lb_image_search_begins ("A bored bird", "red", TRUE));
}

static void
test_reveal (Fixture *self, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->page->selection);
  g_autoptr (GtkBitset) chosen = NULL;

  /* One that is selected follows; several stay; none stays none. */
  gtk_selection_model_select_item (model, 0, TRUE);
  lb_dataset_page_reveal (self->page, page_fixture_nth (&self->base, 2));
  g_assert_cmpuint (only_selected (self), ==, 2);
  gtk_selection_model_select_item (model, 0, FALSE);
  lb_dataset_page_reveal (self->page, page_fixture_nth (&self->base, 1));
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  g_assert_false (gtk_selection_model_is_selected (model, 1));
  g_assert_true (gtk_selection_model_is_selected (model, 2));
  gtk_selection_model_unselect_all (model);
  lb_dataset_page_reveal (self->page, page_fixture_nth (&self->base, 1));
  chosen = gtk_selection_model_get_selection (model);
  g_assert_true (gtk_bitset_is_empty (chosen));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/keys/chips", test_chips);
  add ("/ui/keys/type-ahead", test_type_ahead);
  add ("/ui/keys/search", test_search);
  add ("/ui/keys/search-focus", test_search_focus);
  g_test_add_func ("/ui/keys/search-words", test_search_words);
  add ("/ui/keys/reveal", test_reveal);

  return g_test_run ();
}
