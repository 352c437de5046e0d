#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-row.h"
#include "ui/history/lb-history-dialog.h"
#include "ui/history/lb-step-diff-page.h"
#include "ui/history/lb-step-page.h"

/* What the steps of the history did, read and brought back. */

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 2);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static LbHistory *
history (PageFixture *self)
{
  return lb_session_get_history (self->session);
}

static guint
n_steps (PageFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (history (self)));
}

/* (transfer full): a caption with these two fields, which the first image has then, in a step of
 * its own. */
static char *
save (PageFixture *self, const char *words, const char *context)
{
  g_autofree char *text = make_prompt (words);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) changed = lb_prompt_set_string (prompt, "context", context, NULL);
  char *stored = g_strchomp (g_strdup (lb_prompt_get_text (changed)));

  lb_history_close_edit (history (self));
  page_fixture_save_caption (self, page_fixture_nth (self, 0), stored);

  return stored;
}

static LbHistoryDialog *
open_dialog (PageFixture *self)
{
  LbHistoryDialog *dialog = lb_history_dialog_new (self->session);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));

  return dialog;
}

static AdwNavigationView *
navigation_of (LbHistoryDialog *dialog)
{
  return page_child (dialog, LB_TYPE_HISTORY_DIALOG, "navigation");
}

static AdwNavigationPage *
visible_page (gpointer dialog)
{
  return adw_navigation_view_get_visible_page (navigation_of (dialog));
}

static gboolean
shows_step (gpointer dialog)
{
  return LB_IS_STEP_PAGE (visible_page (dialog));
}

static gpointer
child (LbHistoryDialog *dialog, const char *name)
{
  return page_child (visible_page (dialog), LB_TYPE_STEP_DIFF_PAGE, name);
}

static guint
n_changes (LbHistoryDialog *dialog, const char *list)
{
  return lb_change_list_get_n_changes (child (dialog, list));
}

static gboolean
shows_diff (gpointer dialog)
{
  return LB_IS_STEP_DIFF_PAGE (visible_page (dialog)) && n_changes (dialog, "step_changes") > 0;
}

static void
activate (LbHistoryDialog *dialog, guint position)
{
  g_signal_emit_by_name (page_child (dialog, LB_TYPE_HISTORY_DIALOG, "list"), "activate", position);
}

static LbChangeRow *
nth_row (LbHistoryDialog *dialog, const char *list, int position)
{
  GtkListBox *rows = page_child (child (dialog, list), LB_TYPE_CHANGE_LIST, "list");

  return LB_CHANGE_ROW (gtk_list_box_get_row_at_index (rows, position));
}

static void
assert_row (LbHistoryDialog *dialog, const char *list, int position, const char *words)
{
  gtk_test_accessible_assert_property (nth_row (dialog, list, position),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, words);
}

static gboolean
is_accepted (LbHistoryDialog *dialog, int position)
{
  return lb_prompt_change_get_accepted (
    lb_change_row_get_change (nth_row (dialog, "restore_changes", position)));
}

static gboolean
is_restored (gpointer dialog)
{
  return n_changes (dialog, "restore_changes") == 0;
}

typedef struct
{
  PageFixture *page;
  guint n; /* steps */
} Steps;

static gboolean
are_steps (gpointer data)
{
  Steps *steps = data;

  return n_steps (steps->page) == steps->n;
}

/* A step in the middle: what was changed later, elsewhere in the caption, stays. */
static void
test_restore (PageFixture *self, gconstpointer data)
{
  g_autofree char *first = save (self, "One.", "Early.");
  g_autofree char *second = save (self, "Two.", "Early.");
  g_autofree char *third = save (self, "Two.", "Late.");
  g_autofree char *wanted = NULL;
  g_autofree char *text = NULL;
  LbHistoryDialog *dialog = open_dialog (self);
  Steps steps = { self, n_steps (self) + 1 };

  activate (dialog, 1);
  wait_until (shows_diff, dialog, "the step's change");
  g_assert_cmpuint (n_changes (dialog, "step_changes"), ==, 1);
  assert_row (dialog, "step_changes", 0, "Short description. Before: One.. After: Two.");
  g_assert_cmpint (
    gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (nth_row (dialog, "step_changes", 0))), ==,
    GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  adw_toggle_group_set_active_name (child (dialog, "toggles"), "restore");
  g_assert_cmpuint (n_changes (dialog, "restore_changes"), ==, 2);
  assert_row (dialog, "restore_changes", 0, "Short description. Before: Two.. After: One.");
  g_assert_true (is_accepted (dialog, 0));
  g_assert_false (is_accepted (dialog, 1));
  g_assert_cmpstr (gtk_button_get_label (child (dialog, "restore_button")), ==, "_Restore 1 of 2");
  gtk_widget_activate_action (GTK_WIDGET (visible_page (dialog)), "step.restore", NULL);
  wait_until (are_steps, &steps, "the step that restores");

  text = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  wanted = save (self, "One.", "Late.");
  g_assert_cmpstr (text, ==, wanted);
  g_assert_cmpuint (n_steps (self), ==, steps.n);
}

/* What was undone is as it was before; there is nothing to bring back. */
static void
test_undone (PageFixture *self, gconstpointer data)
{
  g_autofree char *first = save (self, "One.", "Early.");
  g_autofree char *second = save (self, "Two.", "Early.");
  LbHistoryDialog *dialog = NULL;

  g_object_unref (wait_object (lb_session_undo (self->session)));
  dialog = open_dialog (self);
  activate (dialog, 0);
  wait_until (shows_diff, dialog, "the step's change");
  g_assert_false (gtk_widget_get_visible (child (dialog, "toggles_box")));
  g_assert_nonnull (strstr (gtk_label_get_label (child (dialog, "step_hint")), "It is again"));
}

/* Not while it is changed by somebody else. */
static void
test_meanwhile (PageFixture *self, gconstpointer data)
{
  g_autofree char *first = save (self, "One.", "Early.");
  g_autofree char *second = save (self, "Two.", "Early.");
  g_autofree char *third = NULL;
  g_autofree char *text = NULL;
  LbHistoryDialog *dialog = open_dialog (self);

  activate (dialog, 0);
  wait_until (shows_diff, dialog, "the step's change");
  third = save (self, "Three.", "Early.");
  gtk_widget_activate_action (GTK_WIDGET (visible_page (dialog)), "step.restore", NULL);
  text = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  g_assert_cmpstr (text, ==, third);
  assert_row (dialog, "restore_changes", 0, "Short description. Before: Three.. After: One.");
}

static void
edit_both (PageFixture *self, const char *words)
{
  const gint64 group = lb_history_begin (history (self), LB_HISTORY_REPLACE);
  g_autofree char *text = g_strchomp (make_prompt (words));

  lb_history_enter (history (self), group);
  for (guint i = 0; i < 2; i++)
    dex_future_disown (lb_session_edit_caption (self->session, page_fixture_nth (self, i), text));
  lb_history_leave (history (self));
  lb_history_end (history (self), group);
}

/* One image after the other. */
static void
test_many (PageFixture *self, gconstpointer data)
{
  LbHistoryDialog *dialog = NULL;
  AdwNavigationPage *page = NULL;

  edit_both (self, "One.");
  edit_both (self, "Two.");
  dialog = open_dialog (self);
  activate (dialog, 0);
  wait_until (shows_step, dialog, "the step's images");
  g_signal_emit_by_name (page_child (visible_page (dialog), LB_TYPE_STEP_PAGE, "list"), "activate",
                         0);
  wait_until (shows_diff, dialog, "the first image's change");
  page = visible_page (dialog);
  g_assert_cmpstr (adw_navigation_page_get_title (page), ==, "1.png");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "step.next", NULL));
  g_assert_cmpstr (adw_navigation_page_get_title (page), ==, "2.png");
  /* Until that is read nothing of the first one is shown, and nothing can be brought back. */
  g_assert_cmpuint (n_changes (dialog, "step_changes"), ==, 0);
  g_assert_cmpuint (n_changes (dialog, "restore_changes"), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (page), "step.restore", NULL);
  wait_until (shows_diff, dialog, "the second image's change");
  adw_toggle_group_set_active_name (child (dialog, "toggles"), "restore");
  gtk_widget_activate_action (GTK_WIDGET (page), "step.restore", NULL);
  wait_until (is_restored, dialog, "the second image's caption");
  g_assert_cmpstr (adw_toggle_group_get_active_name (child (dialog, "toggles")), ==, "step");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text =
        lb_session_dup_caption_text (self->session, page_fixture_nth (self, i));
      g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
      g_autofree char *words = lb_prompt_get_string (prompt, "short_description");

      g_assert_cmpstr (words, ==, i == 0 ? "Two." : "One.");
    }
}

/* What was deleted is listed, and leads nowhere. */
static void
test_deletion (PageFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (LbDeletion) deletion = NULL;
  LbHistoryDialog *dialog = NULL;

  g_ptr_array_add (images, page_fixture_nth (self, 0));
  deletion = lb_session_delete_images (self->session, images);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  dialog = open_dialog (self);
  activate (dialog, 0);
  wait_until (shows_step, dialog, "the step's images");
  g_signal_emit_by_name (page_child (visible_page (dialog), LB_TYPE_STEP_PAGE, "list"), "activate",
                         0);
  page_settle ();
  g_assert_true (shows_step (dialog));
}

/* A name comes back as a whole. */
static void
test_name (PageFixture *self, gconstpointer data)
{
  g_autofree char *name = g_strdup (lb_dataset_get_name (self->dataset));
  LbHistoryDialog *dialog = NULL;

  g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, "New")));
  dialog = open_dialog (self);
  activate (dialog, 0);
  wait_until (shows_diff, dialog, "the step's change");
  adw_toggle_group_set_active_name (child (dialog, "toggles"), "restore");
  gtk_widget_activate_action (GTK_WIDGET (visible_page (dialog)), "step.restore", NULL);
  wait_until (is_restored, dialog, "the old name");
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, name);
}

static gboolean
is_frozen (gpointer data)
{
  PageFixture *self = data;

  return lb_session_get_frozen (self->session, self->dataset) != NULL;
}

/* Of frozen fields each comes back alone. */
static void
test_frozen (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) two =
    lb_frozen_fields_new ("{\"context\": \"A day.\", \"lighting.shadows\": \"Soft\"}");
  g_autoptr (LbFrozenFields) one = lb_frozen_fields_without (two, "lighting.shadows");
  LbFrozenFields *frozen = NULL;
  g_autofree char *value = NULL;
  LbHistoryDialog *dialog = NULL;

  g_assert_true (wait_true (lb_session_set_frozen (self->session, self->dataset, two)));
  g_assert_true (wait_true (lb_session_set_frozen (self->session, self->dataset, one)));
  g_assert_true (wait_true (lb_session_set_frozen (self->session, self->dataset, NULL)));
  dialog = open_dialog (self);
  activate (dialog, 1);
  wait_until (shows_diff, dialog, "the step's change");
  g_assert_cmpuint (n_changes (dialog, "step_changes"), ==, 1);
  assert_row (dialog, "step_changes", 0, "Lighting › Shadows. Removed: Soft");
  adw_toggle_group_set_active_name (child (dialog, "toggles"), "restore");
  g_assert_cmpuint (n_changes (dialog, "restore_changes"), ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (visible_page (dialog)), "step.restore", NULL);
  wait_until (is_frozen, self, "the field that was frozen");

  frozen = lb_session_get_frozen (self->session, self->dataset);
  g_assert_cmpuint (lb_frozen_fields_get_n (frozen), ==, 1);
  value = lb_frozen_fields_dup_value (frozen, "lighting.shadows");
  g_assert_cmpstr (value, ==, "\"Soft\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/history/restore", PageFixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/ui/history/undone", PageFixture, NULL, set_up, test_undone, tear_down);
  g_test_add ("/ui/history/meanwhile", PageFixture, NULL, set_up, test_meanwhile, tear_down);
  g_test_add ("/ui/history/many", PageFixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/ui/history/deletion", PageFixture, NULL, set_up, test_deletion, tear_down);
  g_test_add ("/ui/history/name", PageFixture, NULL, set_up, test_name, tear_down);
  g_test_add ("/ui/history/frozen", PageFixture, NULL, set_up, test_frozen, tear_down);

  return g_test_run ();
}
