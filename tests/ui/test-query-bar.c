#include <string.h>

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/search/lb-condition-row.h"
#include "ui/search/lb-query-dialog.h"
#include "ui/search/lb-query-words.h"
#include "ui/search/lb-saved-filters-dialog.h"

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

static void
assert_count (Fixture *self, const char *count, const char *words)
{
  GtkWidget *label = GTK_WIDGET (self->page->shown_count);

  g_assert_true (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_label (self->page->shown_count), ==, count);
  gtk_test_accessible_assert_property (label, GTK_ACCESSIBLE_PROPERTY_LABEL, words);
}

/* How many are found of how many; nothing where all are shown. */
static void
test_count (Fixture *self, gconstpointer data)
{
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->shown_count)));
  type (self, "boat");
  assert_count (self, "2 of 3", "2 of 3 images shown");
  type (self, "whale");
  assert_count (self, "0 of 3", "0 of 3 images shown");
  type (self, "");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->shown_count)));
  lb_filter_chips_set_show (self->page->chips, LB_SHOW_MISSING);
  page_settle ();
  assert_count (self, "1 of 3", "1 of 3 images shown");
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

static gboolean
shows_problem (gpointer data)
{
  return gtk_widget_get_visible (((Fixture *) data)->problem);
}

/* A field that no caption has is said, once they are read. */
static void
test_unknown (Fixture *self, gconstpointer data)
{
  type (self, "short_description:* shrot:x");
  wait_until (shows_problem, self, "the problem");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (self->problem)),
                                   "Character 21: there is no field “shrot”"));
  assert_shown (self, 0);
  type (self, "short_description:*");
  g_assert_false (gtk_widget_get_visible (self->problem));
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

static gboolean
is_offered (gpointer data)
{
  GtkWidget *list = find_list (GTK_WIDGET (((Fixture *) data)->page->query_bar));

  return list != NULL && gtk_widget_get_mapped (list);
}

/* (nullable): what the first label in @widget says. */
static const char *
find_words (GtkWidget *widget)
{
  const char *words = GTK_IS_LABEL (widget) ? gtk_label_get_label (GTK_LABEL (widget)) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && words == NULL;
       child = gtk_widget_get_next_sibling (child))
    words = find_words (child);

  return words;
}

static GHashTable *
dup_offered (Fixture *self)
{
  GHashTable *offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkListBox *list = NULL;
  GtkListBoxRow *row = NULL;

  wait_until (is_offered, self, "something to be offered");
  list = GTK_LIST_BOX (find_list (GTK_WIDGET (self->page->query_bar)));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    g_assert_true (g_hash_table_add (offered, g_strdup (find_words (GTK_WIDGET (row)))));

  return offered;
}

/* A list can be asked for one object; in its parentheses its own fields are what there is. */
static void
test_same (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) offered = NULL;

  type (self, "obj");
  offered = dup_offered (self);
  g_assert_true (g_hash_table_contains (offered, "objects[]:"));
  g_assert_true (g_hash_table_contains (offered, "objects:("));
  complete (self, "objects:(clo", "objects:(clothing:");
}

/* What begins like that, and has a step that does, is one field. */
static void
test_offered_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) offered = NULL;

  type (self, "aes");
  offered = dup_offered (self);
  g_assert_true (g_hash_table_contains (offered, "aesthetics.aesthetic_score:"));
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

/* The form. */

static gboolean
has_dialog (gpointer data)
{
  return adw_window_get_visible_dialog (((Fixture *) data)->base.window) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return !has_dialog (data);
}

/* (transfer none): the dialog that @action or the button of the form brings up. */
static AdwDialog *
open_dialog (Fixture *self, const char *action)
{
  if (action != NULL)
    gtk_widget_activate_action (page_child (self->page->query_bar, LB_TYPE_QUERY_BAR, "saved"),
                                action, NULL);
  else
    g_signal_emit_by_name (page_child (self->page->query_bar, LB_TYPE_QUERY_BAR, "form_button"),
                           "clicked");
  wait_until (has_dialog, self, "the dialog");

  return adw_window_get_visible_dialog (self->base.window);
}

static LbConditionRow *
nth_condition (AdwDialog *dialog, int i)
{
  GtkListBox *list = page_child (dialog, LB_TYPE_QUERY_DIALOG, "list");

  return LB_CONDITION_ROW (gtk_list_box_get_row_at_index (list, i));
}

/* Chooses what says @words in @drop_down, a child of @row. */
static void
choose (LbConditionRow *row, const char *drop_down, const char *words)
{
  GtkDropDown *list = page_child (row, LB_TYPE_CONDITION_ROW, drop_down);
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (list));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    if (g_str_equal (gtk_string_list_get_string (model, i), words))
      {
        gtk_drop_down_set_selected (list, i);
        return;
      }

  g_error ("There is no “%s”", words);
}

static void
add_condition (AdwDialog *dialog)
{
  g_signal_emit_by_name (page_child (dialog, LB_TYPE_QUERY_DIALOG, "add_row"), "activated");
}

static void
write_value (LbConditionRow *row, const char *value)
{
  gtk_editable_set_text (page_child (row, LB_TYPE_CONDITION_ROW, "value"), value);
}

static void
apply_form (Fixture *self, AdwDialog *dialog)
{
  GtkWidget *button = page_child (dialog, LB_TYPE_QUERY_DIALOG, "apply_button");

  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  wait_until (has_no_dialog, self, "the end of the dialog");
  settle (self);
}

static void
test_form (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = open_dialog (self, NULL);
  GtkWidget *button = page_child (dialog, LB_TYPE_QUERY_DIALOG, "apply_button");

  choose (nth_condition (dialog, 0), "field", "short_description");
  choose (nth_condition (dialog, 0), "comparison", "Contains");
  write_value (nth_condition (dialog, 0), "boat, num");
  add_condition (dialog);
  choose (nth_condition (dialog, 1), "field", "state");
  choose (nth_condition (dialog, 1), "comparison", "Is not");
  choose (nth_condition (dialog, 1), "choice", "stale");
  add_condition (dialog);
  choose (nth_condition (dialog, 2), "field", "source_width");
  choose (nth_condition (dialog, 2), "comparison", "≥");
  write_value (nth_condition (dialog, 2), "big");
  g_assert_false (gtk_widget_get_sensitive (button));
  write_value (nth_condition (dialog, 2), "16");
  add_condition (dialog); /* says nothing */
  page_wait_label (dialog, LB_TYPE_QUERY_DIALOG, "preview",
                   "short_description:\"boat, num\"* AND state!=stale AND source_width>=16");
  apply_form (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==,
                   "short_description:\"boat, num\"* AND state!=stale AND source_width>=16");
  assert_shown (self, 2);
}

/* The form shows what is written, and writes it again. */
static void
test_form_reads (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "boat",
    "boat AND NOT \"red boat\"*",
    "\"number 1\" OR NOT objects[].clothing:* OR aesthetic_score>=high",
    "name:pier AND NOT caption:\"a b\" AND [\"odd key\"]=x AND height:* AND source:unknown",
  };
  AdwDialog *dialog = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      type (self, texts[i]);
      dialog = open_dialog (self, NULL);
      g_assert_false (gtk_widget_get_visible (page_child (dialog, LB_TYPE_QUERY_DIALOG, "kept")));
      apply_form (self, dialog);
      g_assert_cmpstr (gtk_editable_get_text (self->entry), ==, texts[i]);
    }

  /* What it can't show stays. */
  type (self, "(boat OR gull) NOT (a b)");
  dialog = open_dialog (self, NULL);
  g_assert_true (gtk_widget_get_visible (page_child (dialog, LB_TYPE_QUERY_DIALOG, "kept")));
  write_value (nth_condition (dialog, 0), "fox");
  apply_form (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==,
                   "(boat OR gull) AND NOT (a AND b) AND fox");
}

static void
test_form_removes (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = NULL;

  type (self, "boat gull");
  dialog = open_dialog (self, NULL);
  g_signal_emit_by_name (nth_condition (dialog, 0), "remove");
  apply_form (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==, "gull");
}

/* Filters that are kept. */

static GMenuModel *
get_names (Fixture *self)
{
  GtkWidget *button =
    gtk_widget_get_first_child (page_child (self->page->query_bar, LB_TYPE_QUERY_BAR, "saved"));
  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  g_autoptr (GMenuModel) names = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

  return names; /* the menu keeps it */
}

static gboolean
has_one_name (gpointer data)
{
  return g_menu_model_get_n_items (get_names (data)) == 1;
}

static gboolean
has_no_name (gpointer data)
{
  return g_menu_model_get_n_items (get_names (data)) == 0;
}

/* (transfer full) */
static char *
dup_name (Fixture *self)
{
  char *name = NULL;

  g_menu_model_get_item_attribute (get_names (self), 0, G_MENU_ATTRIBUTE_LABEL, "s", &name);
  return name;
}

static gboolean
has_other_name (gpointer data)
{
  g_autofree char *name = dup_name (data);

  return g_strcmp0 (name, "Wet__2") == 0;
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL &&
      g_str_equal (gtk_button_get_icon_name (GTK_BUTTON (widget)), "user-trash-symbolic"))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child);

  return found;
}

static void
test_saved (Fixture *self, gconstpointer data)
{
  GtkWidget *saved = page_child (self->page->query_bar, LB_TYPE_QUERY_BAR, "saved");
  AdwDialog *dialog = NULL;
  GtkListBox *list = NULL;
  GtkListBoxRow *row = NULL;

  type (self, "state:missing");
  dialog = open_dialog (self, "filters.save");
  gtk_editable_set_text (g_object_get_data (G_OBJECT (dialog), "lb-name"), "Wet");
  page_fixture_answer (&self->base, "save");
  wait_until (has_one_name, self, "the filter");

  type (self, "");
  assert_shown (self, 3);
  gtk_widget_activate_action (saved, "filters.use", "s", "state:missing");
  settle (self);
  g_assert_cmpstr (gtk_editable_get_text (self->entry), ==, "state:missing");
  assert_shown (self, 1);

  dialog = open_dialog (self, "filters.manage");
  list = page_child (dialog, LB_TYPE_SAVED_FILTERS_DIALOG, "list");
  row = gtk_list_box_get_row_at_index (list, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Wet");
  gtk_editable_set_text (GTK_EDITABLE (row), "Wet_2");
  g_signal_emit_by_name (row, "apply");
  wait_until (has_other_name, self, "the other name");
  g_signal_emit_by_name (find_button (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0))),
                         "clicked");
  wait_until (has_no_name, self, "the end of the filter");
  adw_dialog_force_close (dialog);
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
  assert_words ("objects:(state:stale)",
                "Character 10: “state” is about the image: write it outside "
                "of these parentheses");
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
  ADD ("count", test_count);
  ADD ("problem", test_problem);
  ADD ("unknown", test_unknown);
  ADD ("end", test_end);
  ADD ("asked", test_asked);
  ADD ("completion", test_completion);
  ADD ("offered-once", test_offered_once);
  ADD ("same", test_same);
  ADD ("form", test_form);
  ADD ("form-reads", test_form_reads);
  ADD ("form-removes", test_form_removes);
  ADD ("saved", test_saved);
  g_test_add_func ("/query-bar/words", test_words);

  return g_test_run ();
}
