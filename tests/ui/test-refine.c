#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-words.h"
#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/refine/lb-refine-examples.h"

#include "base/lb-error.h"
#include "model/lb-instruction.h"

/* A caption changed by an instruction: what would change is shown, and some of it is taken. */

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

static LbRefineDialog *
open_dialog (PageFixture *self, LbImagePage *page)
{
  AdwDialog *dialog = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.refine", NULL));
  dialog = adw_window_get_visible_dialog (self->window);
  g_assert_true (LB_IS_REFINE_DIALOG (dialog));

  return LB_REFINE_DIALOG (dialog);
}

static gpointer
child (LbRefineDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_REFINE_DIALOG, name);
}

static const char *
page_of (LbRefineDialog *dialog)
{
  return gtk_stack_get_visible_child_name (child (dialog, "stack"));
}

static gboolean
is_answered (gpointer dialog)
{
  return !g_str_equal (page_of (dialog), "waiting");
}

static void
ask (LbRefineDialog *dialog, const char *instruction)
{
  gtk_editable_set_text (child (dialog, "entry"), instruction);
  g_signal_emit_by_name (child (dialog, "entry"), "entry-activated");
  g_assert_cmpstr (page_of (dialog), ==, "waiting");
  wait_until (is_answered, dialog, "the answer");
}

static void
assert_message (LbRefineDialog *dialog)
{
  GtkLabel *label = child (dialog, "message_label");

  g_assert_cmpstr (page_of (dialog), ==, "start");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (label)));
  g_assert_cmpstr (gtk_label_get_label (label), !=, "");
}

static char *
save (PageFixture *self, const char *words)
{
  g_autofree char *prompt = make_prompt (words);
  char *text = g_strdup (g_strchomp (prompt));

  page_fixture_save_caption (self, page_fixture_nth (self, 0), text);

  return text;
}

/* (transfer full) */
static LbPrompt *
dup_caption (PageFixture *self)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  g_autoptr (GError) error = NULL;
  LbPrompt *prompt = lb_prompt_new (text, &error);

  g_assert_no_error (error);

  return prompt;
}

static void
assert_says (LbPrompt *prompt, const char *path, const char *words)
{
  g_autofree char *text = lb_prompt_get_string (prompt, path);

  g_assert_cmpstr (text, ==, words);
}

/* Two of three changes are taken, and that is one step. */
static void
test_some (PageFixture *self, gconstpointer data)
{
  LbHistory *history = lb_session_get_history (self->session);
  g_autofree char *before = save (self, "A fox at dawn.");
  g_autofree char *after = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  g_autoptr (LbPromptChange) first = NULL;
  LbImagePage *page = page_fixture_open_image (self, 0);
  LbRefineDialog *dialog = open_dialog (self, page);
  LbChangeList *list = child (dialog, "list");
  const guint n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));

  g_assert_false (gtk_widget_get_sensitive (child (dialog, "ask_button")));
  ask (dialog, "Set the short description to A fox at dusk. Set context to a series. "
               "Set the mood atmosphere to calm");
  g_assert_cmpstr (page_of (dialog), ==, "changes");
  g_assert_cmpuint (lb_change_list_get_n_changes (list), ==, 3);
  page_wait_label (dialog, LB_TYPE_REFINE_DIALOG, "apply_label", "Apply 3 Changes");

  first = g_list_model_get_item (lb_change_list_get_changes (list), 0);
  lb_prompt_change_set_accepted (first, FALSE);
  page_wait_label (dialog, LB_TYPE_REFINE_DIALOG, "apply_label", "Apply 2 of 3 Changes");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "refine.apply", NULL));
  page_fixture_wait_no_dialog (self);

  prompt = dup_caption (self);
  after = lb_prompt_get (prompt, lb_prompt_change_get_path (first));
  g_assert_cmpstr (after, ==, lb_prompt_change_get_before (first));
  assert_says (prompt, "context", "a series");
  assert_says (prompt, "aesthetics.mood_atmosphere", "calm");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);
  step = g_list_model_get_item (G_LIST_MODEL (history), 0);
  g_assert_cmpint (lb_history_step_get_kind (step), ==, LB_HISTORY_REFINE);

  g_object_unref (wait_object (lb_session_undo (self->session)));
  g_clear_object (&prompt);
  prompt = dup_caption (self);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, before);
}

/* What can't be understood is said, and nothing changes; with nothing checked nothing is applied.
 */
static void
test_none (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = save (self, "A fox at dawn.");
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbPromptChange) change = NULL;
  LbRefineDialog *dialog = open_dialog (self, page_fixture_open_image (self, 0));

  ask (dialog, "Make it nicer");
  assert_message (dialog);
  ask (dialog, "Replace dawn with dawn");
  assert_message (dialog);

  ask (dialog, "Replace dawn with dusk");
  g_assert_cmpstr (page_of (dialog), ==, "changes");
  change = g_list_model_get_item (lb_change_list_get_changes (child (dialog, "list")), 0);
  lb_prompt_change_set_accepted (change, FALSE);
  g_assert_false (gtk_widget_is_sensitive (child (dialog, "apply_label")));
  adw_dialog_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (self);

  prompt = dup_caption (self);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, before);
}

static gboolean
is_applied (gpointer dialog)
{
  return gtk_widget_get_sensitive (child (dialog, "list"));
}

/* What was changed meanwhile is not written over. */
static void
test_meanwhile (PageFixture *self, gconstpointer data)
{
  g_autofree char *before = save (self, "A fox at dawn.");
  g_autofree char *other = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  LbRefineDialog *dialog = open_dialog (self, page_fixture_open_image (self, 0));

  ask (dialog, "Set the short description to A fox at dusk");
  other = save (self, "A cat at noon.");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "refine.apply", NULL));
  wait_until (is_applied, dialog, "the end of applying");
  assert_message (dialog);
  prompt = dup_caption (self);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, other);
}

static void
refined_cb (AdwDialog *dialog, const char *before, const char *after, char **refined)
{
  g_set_str (refined, after);
}

static gboolean
shows_issue (gpointer dialog)
{
  return gtk_widget_get_visible (
    page_child (child (dialog, "list"), LB_TYPE_CHANGE_LIST, "issue_box"));
}

static gboolean
shows_no_issue (gpointer dialog)
{
  return !shows_issue (dialog);
}

/* Changes that are right only together are taken together. */
static void
test_mix (PageFixture *self, gconstpointer data)
{
  LbRefineDialog *dialog = lb_refine_dialog_new (self->session, self->dataset);
  g_autoptr (LbPromptChange) removed = NULL;
  g_autoptr (LbPromptChange) added = NULL;
  g_autofree char *refined = NULL;
  GListModel *changes = NULL;

  g_signal_connect (dialog, "schema-refined", G_CALLBACK (refined_cb), &refined);
  lb_refine_dialog_add_schema (dialog, "{\"style\":\"ink\"}");
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  ask (dialog, "Remove style. Set context to a book");
  g_assert_cmpstr (page_of (dialog), ==, "changes");
  changes = lb_change_list_get_changes (child (dialog, "list"));
  g_assert_cmpuint (g_list_model_get_n_items (changes), ==, 2);
  removed = g_list_model_get_item (changes, 0);
  added = g_list_model_get_item (changes, 1);
  g_assert_cmpstr (lb_prompt_change_get_path (removed), ==, "style");

  /* At once, before anything was looked at. */
  lb_prompt_change_set_accepted (added, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "refine.apply", NULL);
  wait_until (shows_issue, dialog, "that it is said what is wrong");
  wait_until (is_applied, dialog, "that nothing is applied");
  g_assert_false (gtk_widget_is_sensitive (child (dialog, "apply_label")));
  g_assert_null (refined);

  lb_prompt_change_set_accepted (removed, FALSE);
  wait_until (shows_no_issue, dialog, "that nothing is wrong");
  lb_prompt_change_set_accepted (added, TRUE);
  lb_prompt_change_set_accepted (removed, TRUE);
  lb_prompt_change_set_accepted (added, FALSE);
  wait_until (shows_issue, dialog, "that it is said what is wrong again");
  g_assert_false (gtk_widget_is_sensitive (child (dialog, "apply_label")));
  lb_prompt_change_set_accepted (added, TRUE);
  wait_until (shows_no_issue, dialog, "that nothing is wrong with both");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "refine.apply", NULL));
  page_fixture_wait_no_dialog (self);
  g_assert_cmpstr (refined, ==, "{\"context\":\"a book\"}");
}

static gboolean
has_issue (gpointer page)
{
  return lb_text_pane_get_n_issues (page_child (page, LB_TYPE_IMAGE_PAGE, "editor")) > 0;
}

/* What can't be read can't be refined. */
static void
test_broken (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = NULL;

  g_assert_true (
    wait_true (lb_session_edit_caption (self->session, page_fixture_nth (self, 0), "{")));
  page = page_fixture_open_image (self, 0);
  wait_until (has_issue, page, "the editor's word");
  page_settle ();
  g_assert_false (
    gtk_widget_get_sensitive (page_child (page, LB_TYPE_IMAGE_PAGE, "refine_button")));
}

/* Every example works. */
static void
test_examples (void)
{
  g_autofree char *text = make_prompt ("A small red fox who hauls a heavy lobster pot onto a stone "
                                       "pier at dawn while two gulls look on.");
  g_auto (GStrv) examples = lb_refine_examples (text, FALSE);

  g_assert_cmpuint (g_strv_length (examples), ==, 3);
  for (char **example = examples; *example != NULL; example++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *changed = lb_instruction_apply (text, *example, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (changed, !=, text);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *title;
    const char *tag;         /* (nullable) */
    const char *short_title; /* (nullable): the same */
  } rows[] = {
    { "{\"lighting\":{\"conditions\":\"a\"}}", "{\"lighting\":{\"conditions\":\"b\"}}",
      "Lighting › Conditions", NULL },
    { "{}", "{\"context\":\"b\"}", "Context", "New field" },
    { "{\"context\":\"b\"}", "{}", "Context", "Removed" },
    { "{\"objects\":[{\"description\":\"Two gulls on a post\",\"pose\":\"x\"}]}",
      "{\"objects\":[{\"description\":\"Two gulls on a post\",\"pose\":\"y\"}]}",
      "Objects › Two gulls › Pose", NULL, "Two gulls › Pose" },
    { "{\"objects\":[]}", "{\"objects\":[{\"description\":\"A fox\"}]}", "Objects", "New" },
    { "{\"objects\":[{\"description\":\"A fox\"},{\"description\":\"A pot\"}]}",
      "{\"objects\":[{\"description\":\"A pot\"},{\"description\":\"A fox\"}]}", "Objects › Fox",
      "Moved" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LbPrompt) before = lb_prompt_new (rows[i].before, NULL);
      g_autoptr (LbPrompt) after = lb_prompt_new (rows[i].after, NULL);
      g_autoptr (GListModel) changes = lb_prompt_diff (before, after);
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, 0);
      g_autofree char *title = lb_change_title (change, before);
      g_autofree char *short_title = lb_change_short_title (change, before);

      g_assert_cmpuint (g_list_model_get_n_items (changes), ==, 1);
      g_assert_cmpstr (title, ==, rows[i].title);
      g_assert_cmpstr (short_title, ==,
                       rows[i].short_title != NULL ? rows[i].short_title : rows[i].title);
      g_assert_cmpstr (lb_change_tag (change), ==, rows[i].tag);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add_func ("/ui/refine/words", test_words);
  g_test_add_func ("/ui/refine/examples", test_examples);
  g_test_add ("/ui/refine/some", PageFixture, NULL, set_up, test_some, tear_down);
  g_test_add ("/ui/refine/none", PageFixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/ui/refine/mix", PageFixture, NULL, set_up, test_mix, tear_down);
  g_test_add ("/ui/refine/broken", PageFixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/ui/refine/meanwhile", PageFixture, NULL, set_up, test_meanwhile, tear_down);

  return g_test_run ();
}
