#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/history/lb-versions-dialog.h"
#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-text-pane.h"

/* Earlier captions of an image, read and made the caption again. */

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

static gboolean
is_closed (gpointer window)
{
  return adw_window_get_visible_dialog (window) == NULL;
}

static char *
save (PageFixture *self, const char *words)
{
  g_autofree char *prompt = make_prompt (words);
  char *text = g_strdup (g_strchomp (prompt));

  lb_history_close_edit (lb_session_get_history (self->session));
  page_fixture_save_caption (self, page_fixture_nth (self, 0), text);

  return text;
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

static void
test_restore (PageFixture *self, gconstpointer data)
{
  GListModel *history = G_LIST_MODEL (lb_session_get_history (self->session));
  g_autofree char *first = save (self, "One.");
  g_autofree char *second = save (self, "Two.");
  g_autofree char *shown = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  LbVersionsDialog *dialog = open_dialog (self, page);
  const guint n_steps = g_list_model_get_n_items (history);

  wait_until (is_listed, dialog, "the captions to be listed");
  g_assert_null (gtk_list_box_get_row_at_index (child (dialog, "list"), 2));

  /* What is shown anyway can only be read. */
  activate_row (dialog, 0);
  g_assert_false (gtk_widget_get_visible (child (dialog, "restore_button")));
  adw_navigation_view_pop_to_tag (child (dialog, "navigation"), "list");
  activate_row (dialog, 1);
  g_assert_true (gtk_widget_get_visible (child (dialog, "restore_button")));
  g_signal_emit_by_name (child (dialog, "restore_button"), "clicked");
  wait_until (is_closed, self->window, "the dialog to close");

  assert_text (self, first);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, n_steps + 1);
  shown = lb_text_pane_dup_text (page_child (page, LB_TYPE_IMAGE_PAGE, "editor"));
  g_assert_cmpstr (shown, ==, first);

  step = wait_object (lb_session_undo (self->session));
  assert_text (self, second);
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
  g_test_add ("/ui/versions/none", PageFixture, NULL, set_up, test_none, tear_down);

  return g_test_run ();
}
