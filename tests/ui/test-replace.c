#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "ui/replace/lb-replace-dialog.h"
#include "ui/replace/lb-replace-fields.h"
#include "ui/replace/lb-replace-row.h"

#include <string.h>

#define N_IMAGES 4
#define N_OWNED 6
#define CONDITIONS "lighting.conditions"

/* Words replaced in many captions. */

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
} Fixture;

static char *
make_caption (guint i)
{
  g_autofree char *text = make_prompt ("A fox in an oilskin coat.");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *light = g_strdup_printf ("Light %u on oilskin.", i);
  g_autoptr (LbPrompt) lit = lb_prompt_set_string (prompt, CONDITIONS, light, NULL);

  return g_strdup (lb_prompt_get_text (lit));
}

/* Three captions, and a text that is none. */
static void
set_up (Fixture *self, gconstpointer data)
{
  PageFixture *base = &self->base;

  page_fixture_set_up (base, N_IMAGES);
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    {
      g_autofree char *text = make_caption (i);

      page_fixture_save_caption (base, page_fixture_nth (base, i), text);
    }
  g_assert_true (wait_true (lb_session_edit_caption (
    base->session, page_fixture_nth (base, N_IMAGES - 1), "{ \"oilskin\"")));
  self->page = page_fixture_open_dataset (base);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

static gpointer
child (LbReplaceDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_REPLACE_DIALOG, name);
}

static LbReplaceDialog *
open_dialog (Fixture *self)
{
  AdwDialog *dialog = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.replace", NULL));
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_REPLACE_DIALOG (dialog));

  return LB_REPLACE_DIALOG (dialog);
}

static void
write_terms (LbReplaceDialog *dialog, const char *find, const char *with)
{
  gtk_editable_set_text (child (dialog, "find_row"), find);
  gtk_editable_set_text (child (dialog, "with_row"), with);
}

static void
wait_label (LbReplaceDialog *dialog, const char *name, const char *words)
{
  page_wait_label (dialog, LB_TYPE_REPLACE_DIALOG, name, words);
}

static void
assert_value (Fixture *self, guint i, const char *path, const char *expected)
{
  g_autofree char *text =
    lb_session_dup_caption_text (self->base.session, page_fixture_nth (&self->base, i));
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = lb_prompt_get_string (prompt, path);

  g_assert_cmpstr (value, ==, expected);
}

/* The path of which is chosen, as somebody chooses it in the list. */
static void
choose_field (LbReplaceDialog *dialog, const char *path)
{
  AdwComboRow *row = child (dialog, "field_row");
  GListModel *fields = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      adw_combo_row_set_selected (row, i);
      if (g_str_equal (lb_replace_fields_get_path (row), path))
        return;
    }
  g_assert_not_reached ();
}

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (LB_IS_REPLACE_ROW (widget) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    collect_rows (one, rows);
}

/* (transfer full) (element-type LbReplaceRow): those in sight. */
static GPtrArray *
list_rows (Fixture *self, LbReplaceDialog *dialog)
{
  GPtrArray *rows = g_ptr_array_new ();

  page_fixture_wait_drawn (&self->base);
  collect_rows (GTK_WIDGET (dialog), rows);
  return rows;
}

static GtkCheckButton *
check_of (LbReplaceRow *row)
{
  return page_child (row, LB_TYPE_REPLACE_ROW, "check");
}

static gboolean
can_apply (gpointer dialog)
{
  return gtk_widget_is_sensitive (child (dialog, "apply_label"));
}

/* As somebody presses the button: not before it can be. */
static void
start_apply (LbReplaceDialog *dialog)
{
  wait_until (can_apply, dialog, "the end of the look");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "replace.apply", NULL));
}

static void
apply (Fixture *self, LbReplaceDialog *dialog)
{
  start_apply (dialog);
  page_fixture_wait_no_dialog (&self->base);
}

/* What is left out stays; the rest is one step that one undo takes back. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  GListModel *steps = G_LIST_MODEL (lb_session_get_history (self->base.session));
  const guint n = g_list_model_get_n_items (steps);
  LbReplaceDialog *dialog = open_dialog (self);
  g_autoptr (GPtrArray) rows = NULL;
  GtkCheckButton *all = child (dialog, "all_check");

  wait_label (dialog, "apply_label", "Replace");
  write_terms (dialog, "oilskin", "cotton");
  wait_label (dialog, "apply_label", "Replace 6 in 3 Captions");
  wait_label (dialog, "count_label", "7 matches in 4 captions");
  wait_label (dialog, "verdict_label", "1 match can’t be replaced");
  rows = list_rows (self, dialog);
  g_assert_cmpuint (rows->len, >, 2);
  g_assert_true (g_str_has_suffix (lb_replace_row_get_words (rows->pdata[0]),
                                   "Before: A fox in an oilskin coat.. After: A fox in an cotton "
                                   "coat."));
  gtk_check_button_set_active (check_of (rows->pdata[0]), FALSE);
  wait_label (dialog, "apply_label", "Replace 5 in 3 Captions");
  wait_label (dialog, "left_out_label", "1 left out");
  g_assert_true (gtk_check_button_get_inconsistent (all));

  apply (self, dialog);
  assert_value (self, 0, "short_description", "A fox in an oilskin coat.");
  assert_value (self, 0, CONDITIONS, "Light 0 on cotton.");
  assert_value (self, 2, "short_description", "A fox in an cotton coat.");
  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, n + 1);

  g_object_unref (wait_object (lb_session_undo (self->base.session)));
  assert_value (self, 0, CONDITIONS, "Light 0 on oilskin.");
  assert_value (self, 2, "short_description", "A fox in an oilskin coat.");
}

static void
test_all (Fixture *self, gconstpointer data)
{
  LbReplaceDialog *dialog = open_dialog (self);
  GtkCheckButton *all = child (dialog, "all_check");

  write_terms (dialog, "oilskin", "cotton");
  wait_label (dialog, "apply_label", "Replace 6 in 3 Captions");
  gtk_check_button_set_active (all, FALSE);
  wait_label (dialog, "apply_label", "Replace");
  wait_label (dialog, "left_out_label", "6 left out");
  g_assert_false (gtk_check_button_get_active (all));
  gtk_check_button_set_active (all, TRUE);
  wait_label (dialog, "apply_label", "Replace 6 in 3 Captions");

  choose_field (dialog, CONDITIONS);
  wait_label (dialog, "apply_label", "Replace 3 in 3 Captions");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (&self->base);
}

/* (transfer full): what the field @path is called in the list, and the path. */
static char *
name_of (LbReplaceDialog *dialog, const char *path)
{
  g_autoptr (GtkStringObject) item = gtk_string_object_new (path);
  GValue words = G_VALUE_INIT;
  char *name = NULL;

  g_assert_true (gtk_expression_evaluate (
    adw_combo_row_get_expression (child (dialog, "field_row")), item, &words));
  name = g_value_dup_string (&words);
  g_value_unset (&words);

  return name;
}

static gboolean
is_named (gpointer dialog)
{
  g_autofree char *name = name_of (dialog, "objects[].clothing");

  return g_str_equal (name, "Rusty › Clothing objects[].clothing");
}

/* Enough captions to say whose fields are. */
static void
set_up_owned (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, N_OWNED);
  for (guint i = 0; i < N_OWNED; i++)
    {
      g_autofree char *text = make_caption (i);
      g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
      g_autoptr (LbPrompt) owned =
        lb_prompt_set (prompt, "objects",
                       "[{\"description\": \"Rusty, a fox\", \"location\": \"center\", "
                       "\"relationship\": \"alone\", \"clothing\": \"an oilskin coat\"}]",
                       NULL);

      page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, i),
                                 lb_prompt_get_text (owned));
    }
  self->page = page_fixture_open_dataset (&self->base);
}

/* Whose it is, as the rows below and the matrix say. */
static void
test_owner (Fixture *self, gconstpointer data)
{
  LbReplaceDialog *dialog = open_dialog (self);
  g_autofree char *light = NULL;

  wait_until (is_named, dialog, "the name of the field");
  light = name_of (dialog, CONDITIONS);
  g_assert_cmpstr (light, ==, "Lighting › Conditions " CONDITIONS);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (&self->base);
}

/* Where it is wrong; then what its groups have found. */
static void
test_expression (Fixture *self, gconstpointer data)
{
  LbReplaceDialog *dialog = open_dialog (self);

  gtk_toggle_button_set_active (child (dialog, "regex_toggle"), TRUE);
  write_terms (dialog, "oil[", "");
  wait_label (dialog, "problem", "Unclosed bracket at 4");
  g_assert_true (gtk_widget_has_css_class (child (dialog, "find_row"), "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (child (dialog, "find_row")),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  write_terms (dialog, "(LIGHT) (\\d)", "\\3");
  wait_label (dialog, "problem", "No such group at 1");
  g_assert_false (gtk_widget_has_css_class (child (dialog, "find_row"), "error"));
  g_assert_true (gtk_widget_has_css_class (child (dialog, "with_row"), "error"));

  write_terms (dialog, "(LIGHT) (\\d)", "\\1 no. \\2");
  wait_label (dialog, "apply_label", "Replace 3 in 3 Captions");
  wait_label (dialog, "verdict_label", "Every result stays valid");
  g_assert_false (gtk_widget_has_css_class (child (dialog, "with_row"), "error"));
  apply (self, dialog);
  assert_value (self, 1, CONDITIONS, "Light no. 1 on oilskin.");
}

/* A frozen field stays; a selection is what is meant. */
static void
test_scope (Fixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) frozen =
    lb_frozen_fields_with (none, CONDITIONS, "\"Light 0 on oilskin.\"");
  LbReplaceDialog *dialog = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (
    wait_true (lb_session_set_frozen (self->base.session, self->base.dataset, frozen)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.select-all", NULL));
  dialog = open_dialog (self);
  g_assert_cmpstr (
    gtk_string_object_get_string (adw_combo_row_get_selected_item (child (dialog, "images_row"))),
    ==, "Selected (4)");
  write_terms (dialog, "oilskin", "cotton");
  wait_label (dialog, "apply_label", "Replace 3 in 3 Captions");
  wait_label (dialog, "verdict_label", "4 matches can’t be replaced");
  rows = list_rows (self, dialog);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (check_of (rows->pdata[0]))));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (check_of (rows->pdata[1]))));
  g_assert_true (g_str_has_suffix (lb_replace_row_get_words (rows->pdata[1]),
                                   "Not replaced: The field is frozen"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (&self->base);
}

/* What was changed meanwhile stays, and is looked at again. */
static void
test_outdated (Fixture *self, gconstpointer data)
{
  LbReplaceDialog *dialog = open_dialog (self);
  g_autofree char *text = make_caption (9);

  write_terms (dialog, "oilskin", "cotton");
  wait_label (dialog, "apply_label", "Replace 6 in 3 Captions");
  g_assert_true (wait_true (
    lb_session_edit_caption (self->base.session, page_fixture_nth (&self->base, 1), text)));
  start_apply (dialog);
  wait_label (dialog, "problem", "2 of 3 captions changed. The rest could not be.");
  wait_label (dialog, "apply_label", "Replace 2 in 1 Caption");
  apply (self, dialog);
  assert_value (self, 1, CONDITIONS, "Light 9 on cotton.");
}

/* Captions in plain words have no fields. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  LbReplaceDialog *dialog = NULL;
  g_autofree char *text = NULL;

  page_fixture_use_plain (&self->base);
  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), "A coat, a red coat.");
  self->page = page_fixture_open_dataset (&self->base);
  dialog = open_dialog (self);
  g_assert_false (gtk_widget_get_visible (child (dialog, "field_row")));
  write_terms (dialog, "coat", "scarf");
  wait_label (dialog, "apply_label", "Replace 2 in 1 Caption");
  apply (self, dialog);
  text = lb_session_dup_caption_text (self->base.session, page_fixture_nth (&self->base, 0));
  g_assert_cmpstr (text, ==, "A scarf, a red scarf.");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add ("/ui/replace/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/ui/replace/all", Fixture, NULL, set_up, test_all, tear_down);
  g_test_add ("/ui/replace/owner", Fixture, NULL, set_up_owned, test_owner, tear_down);
  g_test_add ("/ui/replace/expression", Fixture, NULL, set_up, test_expression, tear_down);
  g_test_add ("/ui/replace/scope", Fixture, NULL, set_up, test_scope, tear_down);
  g_test_add ("/ui/replace/outdated", Fixture, NULL, set_up, test_outdated, tear_down);
  g_test_add ("/ui/replace/plain", Fixture, NULL, set_up, test_plain, tear_down);

  return g_test_run ();
}
