#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/diff/lb-change-list.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/schema/lb-schema-page.h"

/* Captions of a selection changed by one instruction, and a schema. */

#define N_IMAGES 4
#define ASKED "Set context to a series. Set the mood atmosphere to calm"

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  char *caption;
} Fixture;

/* Three captions, and a text that is none. */
static void
set_up (Fixture *self, gconstpointer data)
{
  PageFixture *base = &self->base;

  page_fixture_set_up (base, N_IMAGES);
  page_fixture_set_schema (base);
  self->caption = g_strchomp (make_prompt ("A fox at dawn."));
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    page_fixture_save_caption (base, page_fixture_nth (base, i), self->caption);
  g_assert_true (wait_true (
    lb_session_edit_caption (base->session, page_fixture_nth (base, N_IMAGES - 1), "{ not yet")));
  self->page = page_fixture_open_dataset (base);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  g_free (self->caption);
}

static gpointer
child (LbRefineDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_REFINE_DIALOG, name);
}

static LbRefineDialog *
open_dialog (Fixture *self)
{
  AdwDialog *dialog = NULL;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->page->selection));
  page_settle ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.refine", NULL));
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_REFINE_DIALOG (dialog));

  return LB_REFINE_DIALOG (dialog);
}

static gboolean
is_over (gpointer dialog)
{
  return !gtk_widget_get_visible (child (dialog, "progress_box"));
}

static void
ask (LbRefineDialog *dialog, const char *instruction)
{
  gtk_editable_set_text (child (dialog, "entry"), instruction);
  g_signal_emit_by_name (child (dialog, "entry"), "entry-activated");
  g_assert_false (is_over (dialog));
  wait_until (is_over, dialog, "the answers");
}

static void
act (LbRefineDialog *dialog, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), action, NULL));
}

static void
assert_label (LbRefineDialog *dialog, const char *name, const char *words)
{
  g_assert_cmpstr (gtk_label_get_label (child (dialog, name)), ==, words);
}

static void
assert_page (LbRefineDialog *dialog, const char *page)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (dialog, "stack")), ==, page);
}

/* (transfer none): the change of @path of the caption that is shown. */
static LbPromptChange *
find_change (LbRefineDialog *dialog, const char *path)
{
  GListModel *changes = lb_change_list_get_changes (child (dialog, "list"));

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      if (g_str_equal (lb_prompt_change_get_path (change), path))
        return change;
    }

  g_assert_not_reached ();
}

static void
assert_value (Fixture *self, guint nth, const char *path, const char *words)
{
  g_autofree char *text =
    lb_session_dup_caption_text (self->base.session, page_fixture_nth (&self->base, nth));
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = lb_prompt_get_string (prompt, path);

  g_assert_cmpstr (value, ==, words);
}

static void
assert_caption (Fixture *self, guint nth, const char *text)
{
  g_autofree char *present =
    lb_session_dup_caption_text (self->base.session, page_fixture_nth (&self->base, nth));

  g_assert_cmpstr (present, ==, text);
}

static gboolean
is_applied (gpointer dialog)
{
  return gtk_widget_get_sensitive (child (dialog, "list"));
}

/* One field is left out of all at once, what was changed meanwhile is left alone and asked about
 * again, and one undo takes all of a step back. */
static void
test_some (Fixture *self, gconstpointer data)
{
  LbHistory *history = lb_session_get_history (self->base.session);
  LbRefineDialog *dialog = open_dialog (self);
  g_autoptr (LbPrompt) before = lb_prompt_new (self->caption, NULL);
  g_autofree char *mood = lb_prompt_get_string (before, "aesthetics.mood_atmosphere");
  g_autofree char *mine = g_strchomp (make_prompt ("A cat at noon."));
  guint n_steps = 0;

  ask (dialog, ASKED);
  assert_page (dialog, "changes");
  assert_label (dialog, "position_label", "1 of 4");
  assert_label (dialog, "apply_label", "Apply to 3 Captions");
  assert_label (dialog, "retry_label", "Retry 1 Failed");

  lb_prompt_change_set_accepted (find_change (dialog, "aesthetics.mood_atmosphere"), FALSE);
  assert_label (dialog, "alike_label", "Leave “Aesthetics › Mood and atmosphere” Out in 2 Others");
  g_signal_emit_by_name (child (dialog, "alike_button"), "clicked");
  g_assert_false (gtk_widget_get_visible (child (dialog, "alike_button")));
  act (dialog, "refine.next");
  assert_label (dialog, "position_label", "2 of 4");
  g_assert_false (
    lb_prompt_change_get_accepted (find_change (dialog, "aesthetics.mood_atmosphere")));
  g_assert_true (lb_prompt_change_get_accepted (find_change (dialog, "context")));
  act (dialog, "refine.next");
  act (dialog, "refine.next");
  assert_page (dialog, "note");

  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 2), mine);
  lb_history_close_edit (history);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));
  act (dialog, "refine.apply");
  /* Meanwhile nobody is asked, who would take away what is being written. */
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "ask_button")));
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "scope_row")));
  g_signal_emit_by_name (child (dialog, "entry"), "entry-activated");
  wait_until (is_applied, dialog, "the end of applying");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);
  for (guint i = 0; i < 2; i++)
    {
      assert_value (self, i, "context", "a series");
      assert_value (self, i, "aesthetics.mood_atmosphere", mood);
    }
  assert_caption (self, 2, mine);
  assert_caption (self, 3, "{ not yet");
  assert_label (dialog, "position_label", "3 of 4");
  assert_page (dialog, "note");

  g_signal_emit_by_name (child (dialog, "retry_button"), "clicked");
  wait_until (is_over, dialog, "the answers again");
  assert_page (dialog, "changes");
  assert_label (dialog, "apply_label", "Apply to 1 Caption");
  adw_dialog_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (&self->base);

  g_object_unref (wait_object (lb_session_undo (self->base.session)));
  for (guint i = 0; i < 2; i++)
    assert_caption (self, i, self->caption);
  assert_caption (self, 2, mine);
}

/* Stopped before there is an answer, and nothing has happened. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  LbRefineDialog *dialog = open_dialog (self);

  gtk_editable_set_text (child (dialog, "entry"), ASKED);
  g_signal_emit_by_name (child (dialog, "entry"), "entry-activated");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "ask_button")));
  g_signal_emit_by_name (child (dialog, "stop_button"), "clicked");
  g_assert_true (is_over (dialog));
  assert_page (dialog, "start");
  g_assert_true (gtk_widget_get_sensitive (child (dialog, "ask_button")));
  page_settle ();
  assert_page (dialog, "start");
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    assert_caption (self, i, self->caption);

  ask (dialog, ASKED);
  act (dialog, "refine.apply");
  page_fixture_wait_no_dialog (&self->base);
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    assert_value (self, i, "context", "a series");
}

/* From the images it may be the schema instead; that becomes the draft of its page. */
static void
test_scope (Fixture *self, gconstpointer data)
{
  LbRefineDialog *dialog = open_dialog (self);
  AdwComboRow *scope = child (dialog, "scope_row");
  const char *stored = lb_dataset_get_visual_schema (self->base.dataset);

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (scope)));
  g_assert_cmpstr (adw_dialog_get_title (ADW_DIALOG (dialog)), ==, "Refine Captions");
  adw_combo_row_set_selected (scope, 1);
  g_assert_cmpstr (adw_dialog_get_title (ADW_DIALOG (dialog)), ==, "Refine Schema");
  ask (dialog, "Set context to a series about a fox");
  assert_page (dialog, "changes");
  act (dialog, "refine.apply");
  page_fixture_wait_no_dialog (&self->base);
  g_assert_true (lb_schema_page_has_draft (self->base.dataset));
  g_assert_nonnull (strstr (lb_schema_page_get_text (self->base.dataset), "about a fox"));
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->base.dataset), ==, stored);
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    assert_caption (self, i, self->caption);
}

/* An image page that was opened from a selection offers that too. */
static void
test_chosen (Fixture *self, gconstpointer data)
{
  LbImagePage *page = NULL;
  LbRefineDialog *dialog = NULL;
  g_autoptr (GPtrArray) chosen = NULL;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->page->selection));
  chosen = lb_dataset_page_dup_selected (self->page);
  page = page_fixture_open_image (&self->base, 0);
  lb_image_page_set_chosen (page, chosen);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.refine", NULL));
  dialog = LB_REFINE_DIALOG (adw_window_get_visible_dialog (self->base.window));
  g_assert_cmpstr (adw_dialog_get_title (ADW_DIALOG (dialog)), ==, "Refine Caption");
  adw_combo_row_set_selected (child (dialog, "scope_row"), 1);
  ask (dialog, ASKED);
  assert_label (dialog, "position_label", "1 of 4");
  assert_label (dialog, "apply_label", "Apply to 3 Captions");
}

/* R87: the reason is where the button is. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  LbDatasetPage *page = NULL;
  GtkWidget *button = NULL;

  page_fixture_use_plain (&self->base);
  page = page_fixture_open_dataset (&self->base);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (page->selection));
  page_settle ();
  button = page_child (page->selection_bar, LB_TYPE_SELECTION_BAR, "refine_button");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==,
                   "Captions in plain words can’t be refined");
}

static gboolean
has_form (gpointer pane)
{
  return lb_text_pane_get_has_form (pane);
}

/* The schema's own page: what is applied there is an edit of the draft. */
static void
test_schema (Fixture *self, gconstpointer data)
{
  LbSchemaPage *page =
    lb_schema_page_new (self->base.session, self->base.dataset, self->base.images, NULL);
  g_autofree char *stored = g_strdup (lb_dataset_get_visual_schema (self->base.dataset));
  g_autofree char *shown = NULL;
  LbRefineDialog *dialog = NULL;
  LbTextPane *pane = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *context = NULL;

  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (page));
  pane = page_child (page, LB_TYPE_SCHEMA_PAGE, "editor");
  wait_until (has_form, pane, "the schema");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "schema.refine", NULL));
  dialog = LB_REFINE_DIALOG (adw_window_get_visible_dialog (self->base.window));
  ask (dialog, "Set context to a series about a fox");
  assert_page (dialog, "changes");
  act (dialog, "refine.apply");
  page_fixture_wait_no_dialog (&self->base);

  shown = lb_text_pane_dup_text (pane);
  prompt = lb_prompt_new (shown, NULL);
  context = lb_prompt_get_string (prompt, "context");
  g_assert_cmpstr (context, ==, "a series about a fox");
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->base.dataset), ==, stored);
  g_assert_true (lb_schema_page_has_draft (self->base.dataset));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "schema.undo", NULL));
  g_clear_pointer (&shown, g_free);
  shown = lb_text_pane_dup_text (pane);
  g_assert_cmpstr (shown, ==, stored);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/refine-many/some", Fixture, NULL, set_up, test_some, tear_down);
  g_test_add ("/ui/refine-many/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/ui/refine-many/scope", Fixture, NULL, set_up, test_scope, tear_down);
  g_test_add ("/ui/refine-many/chosen", Fixture, NULL, set_up, test_chosen, tear_down);
  g_test_add ("/ui/refine-many/plain", Fixture, NULL, set_up, test_plain, tear_down);
  g_test_add ("/ui/refine-many/schema", Fixture, NULL, set_up, test_schema, tear_down);

  return g_test_run ();
}
