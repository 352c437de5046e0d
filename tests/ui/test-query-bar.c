#include <string.h>

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/search/lb-query-words.h"

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  GtkEditable *entry;  /* (unowned) */
  GtkWidget *problem;  /* (unowned) */
} Fixture;

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static void
settle (Fixture *self)
{
  g_autoptr (DexFuture) settled = NULL;

  page_settle ();
  settled = lb_image_finder_settle (self->page->finder);
  wait_until (is_settled, settled, "the end of the search");
  page_settle ();
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 3);
  page_fixture_set_schema (&self->base);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *words = g_strdup_printf ("A boat, number %u.", i);
      g_autofree char *caption = make_prompt (words);

      page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, i), caption);
    }
  self->page = lb_dataset_page_new (self->base.session, self->base.dataset);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.search", NULL);
  self->entry = lb_query_bar_get_entry (self->page->query_bar);
  self->problem = page_child (self->page->query_bar, LB_TYPE_QUERY_BAR, "problem");
  settle (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

/* Puts @text into the entry as if it was typed. */
static void
type (Fixture *self, const char *text)
{
  gtk_editable_set_text (self->entry, "");
  g_signal_emit_by_name (gtk_editable_get_delegate (self->entry), "insert-at-cursor", text);
  g_signal_emit_by_name (self->entry, "search-changed");
  settle (self);
}

static void
assert_shown (Fixture *self, guint expected)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->page->selection)), ==, expected);
}

static void
test_language (Fixture *self, gconstpointer data)
{
  type (self, "boat AND NOT \"number 1\"");
  assert_shown (self, 1);
  type (self, "state:missing OR short_description:\"number 1\"");
  assert_shown (self, 2);
  type (self, "source:manual");
  assert_shown (self, 2);
  /* With a chip. */
  lb_filter_chips_set_show (self->page->chips, LB_SHOW_MISSING);
  page_settle ();
  assert_shown (self, 0);
  type (self, "");
  assert_shown (self, 1);
}

/* The place that is wrong is marked and said, and what was found before stays. */
static void
test_problem (Fixture *self, gconstpointer data)
{
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (self->entry));
  PangoAttrIterator *iter = NULL;
  int start = 0;
  int end = 10; /* of the text, then of the mark */

  type (self, "\"number 1\"");
  assert_shown (self, 1);
  g_assert_false (gtk_widget_get_visible (self->problem));
  g_assert_null (gtk_text_get_attributes (text));

  gtk_editable_insert_text (self->entry, " ö state:stael", -1, &end);
  g_signal_emit_by_name (self->entry, "search-changed");
  settle (self);
  assert_shown (self, 1);
  g_assert_true (gtk_widget_get_visible (self->problem));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (self->entry), "error"));
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (self->problem)),
                                   "Character 20: there is no state “stael”."));
  iter = pango_attr_list_get_iterator (gtk_text_get_attributes (text));
  while (pango_attr_iterator_get (iter, PANGO_ATTR_UNDERLINE) == NULL)
    g_assert_true (pango_attr_iterator_next (iter));
  pango_attr_iterator_range (iter, &start, &end);
  g_assert_cmpint (start, ==, 20);
  g_assert_cmpint (end, ==, 25);
  pango_attr_iterator_destroy (iter);

  type (self, "state:missing");
  g_assert_false (gtk_widget_get_visible (self->problem));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (self->entry), "error"));
  assert_shown (self, 1);
}

/* The end of a search is the end of its filter. */
static void
test_end (Fixture *self, gconstpointer data)
{
  type (self, "state:missing (");
  gtk_search_bar_set_search_mode (self->page->search_bar, FALSE);
  settle (self);
  g_assert_false (gtk_widget_get_visible (self->problem));
  assert_shown (self, 3);
}

/* What another page looks for are words, whatever they look like. */
static void
test_asked (Fixture *self, gconstpointer data)
{
  lb_dataset_page_search (self->page, "A boat, number 1.");
  settle (self);
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==, "\"A boat, number 1.\"");
  g_signal_emit_by_name (self->entry, "search-changed");
  settle (self);
  assert_shown (self, 1);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_BOX (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);

  return found;
}

/* Chooses what is offered first. */
static gboolean
take_first (gpointer data)
{
  Fixture *self = data;
  GtkWidget *list = find_list (GTK_WIDGET (self->page->query_bar));
  GtkListBoxRow *row = list != NULL ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) : NULL;

  if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)))
    return FALSE;

  g_signal_emit_by_name (list, "row-activated", row);
  return TRUE;
}

static void
complete (Fixture *self, const char *text, const char *expected)
{
  type (self, text);
  wait_until (take_first, self, "something to be offered");
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==, expected);
}

static void
test_completion (Fixture *self, gconstpointer data)
{
  complete (self, "boat AND lighting.d", "boat AND lighting.direction:");
  complete (self, "NOT stat", "NOT state:");
  complete (self, "source_w", "source_width>");
  complete (self, "boat A", "boat AND ");
  complete (self, "state:mis", "state:missing");
  complete (self, "clothi", "objects[].clothing:");
  complete (self, "aesthetic_score>=very", "aesthetic_score>=\"very low\"");
}

static void
assert_words (const char *text, const char *expected)
{
  LbQueryIssue issue = { 0 };
  g_autofree char *words = NULL;

  g_assert_null (lb_query_new (text, &issue));
  words = lb_query_issue_words (&issue, text);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (void)
{
  assert_words ("m\u00f6we \"b", "Character 6: this quote is not closed");
  assert_words ("a AND", "Character 3: write something behind “AND”");
  assert_words ("width<%s", "Character 7: “%s” is not a number");
  assert_words ("source:me",
                "Character 8: there is no source “me”. There are: manual, automatic, unknown");
  assert_words ("aesthetic_score>big", "Character 17: “big” is neither a number nor one of: very "
                                       "low, low, medium, high, very high");
  for (LbQueryIssueKind kind = 0; kind < LB_QUERY_N_ISSUES; kind++)
    {
      const LbQueryIssue issue = { .kind = kind, .start = 0, .end = 1 };
      g_autofree char *words = lb_query_issue_words (&issue, "x");

      g_assert_null (strstr (words, "%s"));
      g_assert_true (g_str_has_prefix (words, "Character 1: "));
      g_assert_cmpuint (strlen (words), >, strlen ("Character 1: "));
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/query-bar/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  ADD ("language", test_language);
  ADD ("problem", test_problem);
  ADD ("end", test_end);
  ADD ("asked", test_asked);
  ADD ("completion", test_completion);
  g_test_add_func ("/query-bar/words", test_words);

  return g_test_run ();
}
