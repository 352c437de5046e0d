#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-row.h"
#include "ui/diff/lb-new-caption-dialog.h"
#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-text-pane.h"

/* A caption that a person has edited, and the new one that takes its place, or some of it. */

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 2);
  page_fixture_set_schema (self);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static LbImage *
first (PageFixture *self)
{
  return page_fixture_nth (self, 0);
}

static gboolean
is_done (gpointer data)
{
  PageFixture *self = data;

  return !lb_session_is_regenerating (self->session, first (self));
}

static gboolean
is_asked (gpointer data)
{
  PageFixture *self = data;

  return LB_IS_NEW_CAPTION_DIALOG (adw_window_get_visible_dialog (self->window));
}

static gboolean
is_saved (gpointer data)
{
  PageFixture *self = data;

  return lb_session_get_edit_state (self->session, first (self)) == LB_EDIT_SAVED;
}

static void
begin (LbImagePage *page)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.regenerate", NULL));
}

static LbNewCaptionDialog *
regenerate (PageFixture *self, LbImagePage *page)
{
  begin (page);
  wait_until (is_asked, self, "the new caption");

  return LB_NEW_CAPTION_DIALOG (adw_window_get_visible_dialog (self->window));
}

static gpointer
child (LbNewCaptionDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_NEW_CAPTION_DIALOG, name);
}

static void
apply (PageFixture *self, LbNewCaptionDialog *dialog)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "new-caption.apply", NULL));
  page_fixture_wait_no_dialog (self);
}

/* (transfer full) */
static char *
dup_text (PageFixture *self)
{
  return lb_session_dup_caption_text (self->session, first (self));
}

static gboolean
says (PageFixture *self, const char *text)
{
  g_autofree char *present = dup_text (self);

  return g_strcmp0 (present, text) == 0;
}

typedef struct
{
  PageFixture *fixture;
  const char *text;
} Wanted;

static gboolean
has_text (gpointer data)
{
  Wanted *wanted = data;

  return says (wanted->fixture, wanted->text) && is_saved (wanted->fixture) &&
         g_strcmp0 (lb_image_get_caption (first (wanted->fixture)), wanted->text) == 0;
}

/* Here and at the service. */
static void
wait_text (PageFixture *self, const char *text)
{
  Wanted wanted = { self, text };

  wait_until (has_text, &wanted, "the caption");
}

static void
assert_shown (LbImagePage *page, const char *text)
{
  g_autofree char *shown = lb_text_pane_dup_text (page_child (page, LB_TYPE_IMAGE_PAGE, "editor"));

  g_assert_cmpstr (shown, ==, text);
}

/* The caption was @text once, written by @source. */
static void
assert_version (PageFixture *self, const char *text, const char *source)
{
  g_autoptr (GPtrArray) versions =
    wait_boxed (lb_session_list_versions (self->session, first (self)));

  for (guint i = 0; i < versions->len; i++)
    {
      const LbCaptionVersion *version = g_ptr_array_index (versions, i);

      if (g_strcmp0 (version->text, text) == 0 && g_strcmp0 (version->source, source) == 0)
        return;
    }
  g_test_fail_printf ("not among the versions: %s", text);
}

static guint
count_done (PageFixture *self)
{
  GListModel *history = G_LIST_MODEL (lb_session_get_history (self->session));
  guint n_done = 0;

  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (history, i);

      n_done += lb_history_step_get_state (step) == LB_HISTORY_DONE;
    }

  return n_done;
}

static void
undo (PageFixture *self)
{
  g_object_unref (wait_object (lb_session_undo (self->session)));
}

/* One of the changes is taken: one step, and both captions stay among the versions. */
static void
test_some (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *words = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbPrompt) new_prompt = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  const guint n_done = count_done (self);
  LbNewCaptionDialog *dialog = regenerate (self, page);
  LbChangeList *list = child (dialog, "list");
  const guint n = lb_change_list_get_n_changes (list);

  after = dup_text (self);
  g_assert_cmpuint (n, >, 1);
  wanted = g_strdup_printf ("Apply %u Changes", n);
  page_wait_label (dialog, LB_TYPE_NEW_CAPTION_DIALOG, "apply_label", wanted);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change =
        g_list_model_get_item (lb_change_list_get_changes (list), i);
      const gboolean taken = g_str_equal (lb_prompt_change_get_path (change), "short_description");

      lb_prompt_change_set_accepted (change, taken);
    }
  g_clear_pointer (&wanted, g_free);
  wanted = g_strdup_printf ("Apply 1 of %u Changes", n);
  page_wait_label (dialog, LB_TYPE_NEW_CAPTION_DIALOG, "apply_label", wanted);
  apply (self, dialog);

  text = dup_text (self);
  prompt = lb_prompt_new (before, NULL);
  new_prompt = lb_prompt_new (after, NULL);
  words = lb_prompt_get_string (new_prompt, "short_description");
  g_set_object (&prompt, lb_prompt_set_string (prompt, "short_description", words, NULL));
  g_assert_cmpstr (text, ==, lb_prompt_get_text (prompt));
  g_object_unref (prompt);
  wait_text (self, text);
  assert_shown (page, text);
  g_assert_true (lb_session_is_manual (self->session, first (self)));
  g_assert_cmpuint (count_done (self), ==, n_done + 1);
  g_assert_cmpint (
    lb_history_step_get_kind (lb_history_get_undo_step (lb_session_get_history (self->session))),
    ==, LB_HISTORY_REGENERATE);
  assert_version (self, before, "manual");
  assert_version (self, after, "automatic");
  assert_version (self, text, "manual");

  undo (self);
  wait_text (self, before);
}

/* Whoever closes the dialog has their caption as it was, with its approval. */
static void
test_keep (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  g_autofree char *after = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  LbNewCaptionDialog *dialog = NULL;
  guint n_done;

  g_assert_true (wait_true (lb_session_set_approved (self->session, first (self), TRUE)));
  n_done = count_done (self);
  dialog = regenerate (self, page);
  after = dup_text (self);
  g_assert_cmpstr (after, !=, before);
  g_assert_false (lb_session_is_approved (self->session, first (self)));
  g_assert_true (adw_dialog_close (ADW_DIALOG (dialog)));

  wait_text (self, before);
  page_fixture_wait_no_dialog (self);
  assert_shown (page, before);
  g_assert_true (lb_session_is_manual (self->session, first (self)));
  g_assert_true (lb_session_is_approved (self->session, first (self)));
  g_assert_cmpuint (count_done (self), ==, n_done);
  assert_version (self, before, "manual");
  assert_version (self, after, "automatic");
}

static void
test_all (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  g_autofree char *after = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  const guint n_done = count_done (self);
  LbNewCaptionDialog *dialog = regenerate (self, page);

  after = dup_text (self);
  apply (self, dialog);
  wait_text (self, after);
  assert_shown (page, after);
  g_assert_false (lb_session_is_manual (self->session, first (self)));
  g_assert_cmpuint (count_done (self), ==, n_done + 1);
  assert_version (self, before, "manual");

  undo (self);
  wait_text (self, before);
}

/* With nothing checked there is nothing to apply; each change says what it does. */
static void
test_none (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  LbNewCaptionDialog *dialog = regenerate (self, page_fixture_open_image (self, 0));
  LbChangeList *list = child (dialog, "list");

  for (guint i = 0; i < lb_change_list_get_n_changes (list); i++)
    {
      g_autoptr (LbPromptChange) change =
        g_list_model_get_item (lb_change_list_get_changes (list), i);
      GtkListBoxRow *row =
        gtk_list_box_get_row_at_index (page_child (list, LB_TYPE_CHANGE_LIST, "list"), (int) i);

      lb_prompt_change_set_accepted (change, FALSE);
      gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_CHECKBOX);
      gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_CHECKED,
                                        GTK_ACCESSIBLE_TRISTATE_FALSE);
      g_assert_true (
        gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  g_assert_false (gtk_widget_is_sensitive (child (dialog, "apply_label")));
  adw_dialog_close (ADW_DIALOG (dialog));
  wait_text (self, before);
}

/* What no person wrote is replaced without a question. */
static void
test_automatic (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = page_fixture_open_image (self, 0);

  begin (page);
  wait_until (is_done, self, "the caption");
  page_settle ();
  g_assert_null (adw_window_get_visible_dialog (self->window));
  begin (page);
  wait_until (is_done, self, "the caption");
  page_settle ();
  g_assert_null (adw_window_get_visible_dialog (self->window));
  g_assert_false (lb_session_is_manual (self->session, first (self)));
}

/* Who has gone on to another image is told, and not held up. */
static void
test_gone_on (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  LbImagePage *page = page_fixture_open_image (self, 0);

  begin (page);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.next", NULL));
  wait_until (is_done, self, "the caption");
  page_settle ();
  g_assert_null (adw_window_get_visible_dialog (self->window));
  g_assert_false (says (self, before));
  page_fixture_press (self, "_Undo");
  wait_text (self, before);
}

/* What was changed meanwhile is not written over. */
static void
test_meanwhile (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  g_autofree char *other = NULL;
  LbNewCaptionDialog *dialog = regenerate (self, page_fixture_open_image (self, 0));

  other = page_fixture_write_by_hand (self, 0, "Others.");
  adw_dialog_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (self);
  wait_text (self, other);
}

/* Plain words are taken or left as a whole. */
static void
test_plain (PageFixture *self, gconstpointer data)
{
  g_autofree char *after = NULL;
  g_autofree char *words = NULL;
  LbNewCaptionDialog *dialog = NULL;
  LbChangeList *list = NULL;

  page_fixture_use_plain (self);
  page_fixture_save_caption (self, first (self), "asleep in a boat");
  dialog = regenerate (self, page_fixture_open_image (self, 0));
  list = child (dialog, "list");
  after = dup_text (self);
  g_assert_cmpuint (lb_change_list_get_n_changes (list), ==, 1);
  words = g_strdup_printf ("Caption. Before: asleep in a boat. After: %s", after);
  gtk_test_accessible_assert_property (
    gtk_list_box_get_row_at_index (page_child (list, LB_TYPE_CHANGE_LIST, "list"), 0),
    GTK_ACCESSIBLE_PROPERTY_LABEL, words);
  adw_dialog_close (ADW_DIALOG (dialog));
  wait_text (self, "asleep in a boat");
}

/* A program that ends before it is decided has lost nothing. */
static void
test_ended (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = page_fixture_write_by_hand (self, 0, "Mine.");
  g_autofree char *after = NULL;
  const gint64 dataset_id = lb_dataset_get_id (self->dataset);

  regenerate (self, page_fixture_open_image (self, 0));
  after = dup_text (self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  lb_session_close (self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->images = lb_session_get_images (self->session, self->dataset);
  g_assert_true (says (self, after));
  assert_version (self, before, "manual");
  undo (self);
  wait_text (self, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

#define ADD(path, test) g_test_add (path, PageFixture, NULL, set_up, test, tear_down)
  ADD ("/ui/regenerate/some", test_some);
  ADD ("/ui/regenerate/keep", test_keep);
  ADD ("/ui/regenerate/all", test_all);
  ADD ("/ui/regenerate/none", test_none);
  ADD ("/ui/regenerate/automatic", test_automatic);
  ADD ("/ui/regenerate/gone-on", test_gone_on);
  ADD ("/ui/regenerate/meanwhile", test_meanwhile);
  ADD ("/ui/regenerate/plain", test_plain);
  ADD ("/ui/regenerate/ended", test_ended);
#undef ADD

  return g_test_run ();
}
