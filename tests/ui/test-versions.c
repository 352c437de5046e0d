#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-row.h"
#include "ui/history/lb-versions-dialog.h"
#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-text-pane.h"

/* Earlier captions of an image, read, compared and made the caption again. */

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 1);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static LbVersionsDialog *
open_dialog (PageFixture *self, LbImagePage *page)
{
  AdwDialog *dialog = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.show-versions", NULL));
  dialog = adw_window_get_visible_dialog (self->window);
  g_assert_true (LB_IS_VERSIONS_DIALOG (dialog));

  return LB_VERSIONS_DIALOG (dialog);
}

static gpointer
child (LbVersionsDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_VERSIONS_DIALOG, name);
}

static gboolean
is_listed (gpointer dialog)
{
  return g_str_equal (gtk_stack_get_visible_child_name (child (dialog, "stack")), "list");
}

static void
assert_text (PageFixture *self, const char *text)
{
  g_autofree char *shown = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));

  g_assert_cmpstr (shown, ==, text);
}

static void
activate_row (LbVersionsDialog *dialog, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (child (dialog, "list"), index);

  g_assert_nonnull (row);
  g_signal_emit_by_name (child (dialog, "list"), "row-activated", row);
}

static gboolean
can_restore (LbVersionsDialog *dialog)
{
  return adw_toolbar_view_get_reveal_bottom_bars (child (dialog, "preview_view"));
}

static LbChangeRow *
nth_change (LbVersionsDialog *dialog, int index)
{
  GtkListBox *list = page_child (child (dialog, "changes"), LB_TYPE_CHANGE_LIST, "list");
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, index);

  g_assert_nonnull (row);

  return LB_CHANGE_ROW (row);
}

static void
assert_change (LbVersionsDialog *dialog, int index, const char *words)
{
  gtk_test_accessible_assert_property (nth_change (dialog, index), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       words);
}

static void
check (LbVersionsDialog *dialog, int index, gboolean checked)
{
  lb_prompt_change_set_accepted (lb_change_row_get_change (nth_change (dialog, index)), checked);
}

static void
assert_button (LbVersionsDialog *dialog, const char *words)
{
  g_assert_cmpstr (gtk_button_get_label (child (dialog, "restore_button")), ==, words);
}

static const char *
shown_page (LbVersionsDialog *dialog)
{
  return adw_toggle_group_get_active_name (child (dialog, "toggles"));
}

/* The same as page_fixture_write_by_hand() with another field besides. */
static char *
save_two (PageFixture *self, const char *words, const char *context)
{
  g_autofree char *text = make_prompt (words);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) changed = lb_prompt_set_string (prompt, "context", context, NULL);
  char *stored = g_strchomp (g_strdup (lb_prompt_get_text (changed)));

  lb_history_close_edit (lb_session_get_history (self->session));
  page_fixture_save_caption (self, page_fixture_nth (self, 0), stored);

  return stored;
}

static void
test_restore (PageFixture *self, gconstpointer data)
{
  GListModel *history = G_LIST_MODEL (lb_session_get_history (self->session));
  g_autofree char *first = page_fixture_write_by_hand (self, 0, "One.");
  g_autofree char *second = page_fixture_write_by_hand (self, 0, "Two.");
  g_autofree char *shown = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  LbVersionsDialog *dialog = open_dialog (self, page);
  const guint n_steps = g_list_model_get_n_items (history);

  wait_until (is_listed, dialog, "the captions to be listed");
  g_assert_null (gtk_list_box_get_row_at_index (child (dialog, "list"), 2));

  /* What is shown anyway can only be read. */
  activate_row (dialog, 0);
  g_assert_false (can_restore (dialog));
  g_assert_cmpstr (shown_page (dialog), ==, "text");
  adw_navigation_view_pop_to_tag (child (dialog, "navigation"), "list");
  activate_row (dialog, 1);
  g_assert_true (can_restore (dialog));
  g_assert_cmpstr (shown_page (dialog), ==, "changes");
  assert_change (dialog, 0, "Short description. Before: Two.. After: One.");
  assert_button (dialog, "_Restore");
  g_signal_emit_by_name (child (dialog, "restore_button"), "clicked");
  page_fixture_wait_no_dialog (self);

  assert_text (self, first);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, n_steps + 1);
  shown = lb_text_pane_dup_text (page_child (page, LB_TYPE_IMAGE_PAGE, "editor"));
  g_assert_cmpstr (shown, ==, first);

  step = wait_object (lb_session_undo (self->session));
  assert_text (self, second);
}

/* With the second version open, of whose two changes one is left out. */
static LbVersionsDialog *
open_half (PageFixture *self)
{
  LbVersionsDialog *dialog = open_dialog (self, page_fixture_open_image (self, 0));

  wait_until (is_listed, dialog, "the captions to be listed");
  activate_row (dialog, 1);
  assert_change (dialog, 0, "Short description. Before: Two.. After: One.");
  assert_change (dialog, 1, "Context. Before: Late.. After: Early.");
  check (dialog, 0, FALSE);
  assert_button (dialog, "_Restore 1 of 2");
  check (dialog, 1, FALSE);
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "restore_button")));
  check (dialog, 1, TRUE);

  return dialog;
}

/* One of two fields comes back, which is one step, and a person's. */
static void
test_some (PageFixture *self, gconstpointer data)
{
  GListModel *history = G_LIST_MODEL (lb_session_get_history (self->session));
  g_autofree char *first = save_two (self, "One.", "Early.");
  g_autofree char *second = save_two (self, "Two.", "Late.");
  g_autofree char *text = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *words = NULL;
  g_autofree char *context = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  const guint n_steps = g_list_model_get_n_items (history);
  LbVersionsDialog *dialog = open_half (self);

  g_signal_emit_by_name (child (dialog, "restore_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  text = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  prompt = lb_prompt_new (text, NULL);
  words = lb_prompt_get_string (prompt, "short_description");
  context = lb_prompt_get_string (prompt, "context");
  g_assert_cmpstr (words, ==, "Two.");
  g_assert_cmpstr (context, ==, "Early.");
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, n_steps + 1);
  g_assert_true (lb_session_is_manual (self->session, page_fixture_nth (self, 0)));

  step = wait_object (lb_session_undo (self->session));
  assert_text (self, second);
}

static gboolean
says_meanwhile (gpointer dialog)
{
  return strstr (gtk_label_get_label (child (dialog, "hint_label")), "was changed meanwhile") !=
         NULL;
}

/* Some of it is not put into what nobody has compared; whether it may be is found out on a thread.
 */
static void
test_meanwhile (PageFixture *self, gconstpointer data)
{
  g_autofree char *first = save_two (self, "One.", "Early.");
  g_autofree char *second = save_two (self, "Two.", "Late.");
  g_autofree char *other = NULL;
  LbVersionsDialog *dialog = open_half (self);

  other = page_fixture_write_by_hand (self, 0, "Three.");
  g_signal_emit_by_name (child (dialog, "restore_button"), "clicked");
  wait_until (says_meanwhile, dialog, "the word that the caption was changed");
  assert_change (dialog, 0, "Short description. Before: Three.. After: One.");
  assert_text (self, other);
}

/* Plain words are compared as a whole. */
static void
test_plain (PageFixture *self, gconstpointer data)
{
  LbVersionsDialog *dialog = NULL;

  page_fixture_use_plain (self);
  page_fixture_save_caption (self, page_fixture_nth (self, 0), "asleep in a boat");
  lb_history_close_edit (lb_session_get_history (self->session));
  page_fixture_save_caption (self, page_fixture_nth (self, 0), "awake in a boat");
  dialog = open_dialog (self, page_fixture_open_image (self, 0));
  wait_until (is_listed, dialog, "the captions to be listed");
  activate_row (dialog, 1);
  assert_change (dialog, 0, "Caption. Before: awake in a boat. After: asleep in a boat");
  g_signal_emit_by_name (child (dialog, "restore_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  assert_text (self, "asleep in a boat");
}

/* Twenty at least are there, each with its source and time. */
static void
test_many (PageFixture *self, gconstpointer data)
{
  LbVersionsDialog *dialog = NULL;

  for (guint i = 0; i < 21; i++)
    {
      g_autofree char *words = g_strdup_printf ("Number %u.", i);
      g_autofree char *text = page_fixture_write_by_hand (self, 0, words);
    }
  dialog = open_dialog (self, page_fixture_open_image (self, 0));
  wait_until (is_listed, dialog, "the captions to be listed");
  for (int i = 0; i < 20; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (child (dialog, "list"), i);
      g_autofree char *words = g_strdup_printf ("Number %d.", 20 - i);

      g_assert_nonnull (row);
      g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, words);
      g_assert_nonnull (
        strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), " · Hand-written"));
    }
}

static void
test_none (PageFixture *self, gconstpointer data)
{
  LbVersionsDialog *dialog = open_dialog (self, page_fixture_open_image (self, 0));
  g_autoptr (GPtrArray) versions =
    wait_boxed (lb_session_list_versions (self->session, page_fixture_nth (self, 0)));

  g_assert_cmpuint (versions->len, ==, 0);
  page_settle ();
  g_assert_false (is_listed (dialog));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/versions/restore", PageFixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/ui/versions/some", PageFixture, NULL, set_up, test_some, tear_down);
  g_test_add ("/ui/versions/meanwhile", PageFixture, NULL, set_up, test_meanwhile, tear_down);
  g_test_add ("/ui/versions/plain", PageFixture, NULL, set_up, test_plain, tear_down);
  g_test_add ("/ui/versions/many", PageFixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/ui/versions/none", PageFixture, NULL, set_up, test_none, tear_down);

  return g_test_run ();
}
