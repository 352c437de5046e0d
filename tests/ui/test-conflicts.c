#include "config.h"

#include "jobs/lb-export-plan.h"
#include "ui/export/lb-export-dialog.h"
#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/conflict/lb-conflict-dialog.h"
#include "ui/conflict/lb-value-words.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/dataset/lb-waiting-words.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-row.h"
#include "ui/diff/lb-change-text.h"
#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-text-pane.h"

/* Captions that were changed on two computers, and who decides between them. */

static LbSession *
open_other (PageFixture *self, gint64 dataset_id)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  LbSession *other = lb_session_new_local (self->service.data_dir, state);

  g_assert_true (wait_true (lb_session_open (other)));
  g_assert_true (
    wait_true (lb_session_load_images (other, lb_session_find_dataset (other, dataset_id))));
  return other;
}

typedef struct
{
  LbSession *session;
  LbImage *image;
  LbEditState state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return lb_session_get_edit_state (wanted->session, wanted->image) == wanted->state;
}

static void
wait_state (LbSession *session, LbImage *image, LbEditState state)
{
  Wanted wanted = { session, image, state };

  wait_until (is_in_state, &wanted, "the state of the edit");
}

/* (transfer full): what the service holds of the image at @position. */
static char *
dup_stored (PageFixture *self, guint position)
{
  const gint64 id = lb_image_get_id (page_fixture_nth (self, position));
  g_autoptr (LbSession) other = open_other (self, lb_dataset_get_id (self->dataset));
  char *caption = g_strdup (lb_image_get_caption (lb_session_find_image (other, id)));

  lb_session_close (other);
  return caption;
}

static char *
make_caption (const char *whose, guint number)
{
  g_autofree char *words = g_strdup_printf ("Boat %u, %s.", number, whose);

  return make_prompt (words);
}

/* (transfer full): the same, and another field besides. */
static char *
make_two (const char *whose, guint number)
{
  g_autofree char *caption = make_caption (whose, number);
  g_autofree char *words = g_strdup_printf ("A series, %s.", whose);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (caption, NULL);
  g_autoptr (LbPrompt) changed = lb_prompt_set_string (prompt, "context", words, NULL);

  return g_strdup (lb_prompt_get_text (changed));
}

static char *
make_plain (const char *whose, guint number)
{
  return g_strdup_printf ("boat %u, %s", number, whose);
}

typedef char *(*MakeCaption) (const char *whose, guint number);

static void
set_schema (LbSession *session, gint64 dataset_id, const char *whose)
{
  g_autofree char *schema =
    g_strdup_printf ("{\"style\":\"Drawn, %s\",\"context\":\"Calm, %s\"}", whose, whose);
  g_autoptr (LbDataset) dataset = wait_object (
    lb_session_set_visual_schema (session, lb_session_find_dataset (session, dataset_id), schema));

  g_assert_nonnull (dataset);
}

/* The first @n captions are changed here while the service is away, and then elsewhere; @schema:
 * and so is the dataset's visual schema. */
static void
make_conflicts_with (PageFixture *self, guint n, gboolean schema, MakeCaption make)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 dataset_id = lb_dataset_get_id (self->dataset);
  g_autoptr (LbSession) other = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *first = make ("before", i + 1);
      const gint64 id = lb_image_get_id (page_fixture_nth (self, i));

      page_fixture_save_caption (self, page_fixture_nth (self, i), first);
      g_array_append_val (ids, id);
    }

  service_fixture_kill (&self->service);
  g_setenv ("LOOKBOOK_SERVICE", "/bin/false", TRUE);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *mine = make ("mine", i + 1);

      g_assert_true (
        wait_true (lb_session_edit_caption (self->session, page_fixture_nth (self, i), mine)));
    }
  if (schema)
    set_schema (self->session, dataset_id, "mine");
  lb_session_close (self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  other = open_other (self, dataset_id);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *theirs = make ("theirs", i + 1);
      LbImage *image = lb_session_find_image (other, g_array_index (ids, gint64, i));

      g_assert_true (wait_true (lb_session_edit_caption (other, image, theirs)));
      wait_state (other, image, LB_EDIT_SAVED);
    }
  if (schema)
    set_schema (other, dataset_id, "theirs");
  lb_session_close (other);

  g_assert_true (wait_true (lb_session_open (self->session)));
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->images = lb_session_get_images (self->session, self->dataset);
  for (guint i = 0; i < n; i++)
    wait_state (self->session, page_fixture_nth (self, i), LB_EDIT_CONFLICT);
}

static void
make_conflicts (PageFixture *self, guint n)
{
  make_conflicts_with (self, n, FALSE, make_caption);
}

/* What is written out is what is shown. */
static void
test_export (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbExportPlan) plan = NULL;
  g_autofree char *mine = make_caption ("mine", 1);
  const LbExportItem *item = NULL;

  make_conflicts (self, 1);
  plan = lb_export_plan_new (self->session, self->dataset, self->images, LB_EXPORT_IMAGEFOLDER);
  item = g_ptr_array_index (lb_export_plan_get_items (plan), 0);
  g_assert_cmpstr (item->text, ==, mine);
  g_assert_false (item->automatic);
  g_assert_cmpuint (lb_export_plan_get_n_drafts (plan), ==, 0);
}

/* What is left out is said before anything is written, and follows what is edited. */
static void
test_export_drafts (PageFixture *self, gconstpointer data)
{
  LbExportDialog *dialog = lb_export_dialog_new (self->session, self->dataset, self->images);
  GtkLabel *label = NULL;

  g_object_ref_sink (dialog);
  label = page_child (dialog, LB_TYPE_EXPORT_DIALOG, "explanation");
  g_assert_null (strstr (gtk_label_get_label (label), "stay"));
  g_assert_true (
    wait_true (lb_session_edit_caption (self->session, page_fixture_nth (self, 0), "{")));
  g_assert_nonnull (
    strstr (gtk_label_get_label (label), "1 caption is not valid yet and stays out"));
  g_assert_true (
    wait_true (lb_session_edit_caption (self->session, page_fixture_nth (self, 1), "{")));
  g_assert_nonnull (
    strstr (gtk_label_get_label (label), "2 captions are not valid yet and stay out"));
  g_object_unref (dialog);
}

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static AdwBanner *
banner (LbImagePage *page)
{
  return page_child (page, LB_TYPE_IMAGE_PAGE, "conflict_banner");
}

static gboolean
has_dialog (gpointer data)
{
  PageFixture *self = data;

  return LB_IS_CONFLICT_DIALOG (adw_window_get_visible_dialog (self->window));
}

static LbConflictDialog *
wait_dialog (PageFixture *self)
{
  wait_until (has_dialog, self, "the dialog");
  return LB_CONFLICT_DIALOG (adw_window_get_visible_dialog (self->window));
}

static gpointer
part (LbConflictDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_CONFLICT_DIALOG, name);
}

/* (transfer none): the differences' label, list or check. */
static gpointer
list_part (LbConflictDialog *dialog, const char *name)
{
  return page_child (part (dialog, "list"), LB_TYPE_CHANGE_LIST, name);
}

/* (transfer none) (nullable) */
static LbChangeRow *
nth_row (LbConflictDialog *dialog, int position)
{
  return LB_CHANGE_ROW (gtk_list_box_get_row_at_index (list_part (dialog, "list"), position));
}

/* What a screen reader says of a difference is both sides of it. */
static void
assert_row (
  LbConflictDialog *dialog, int position, const char *title, const char *mine, const char *theirs)
{
  LbChangeRow *row = nth_row (dialog, position);
  g_autofree char *words = g_strdup_printf ("%s. Yours: %s. Theirs: %s", title, mine, theirs);

  g_assert_nonnull (row);
  g_assert_cmpstr (gtk_label_get_label (page_child (row, LB_TYPE_CHANGE_ROW, "title")), ==, title);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, words);
}

static void
check_row (LbConflictDialog *dialog, int position, gboolean checked)
{
  lb_prompt_change_set_accepted (lb_change_row_get_change (nth_row (dialog, position)), checked);
}

static LbConflictDialog *
compare (PageFixture *self, LbImagePage *page)
{
  LbConflictDialog *dialog = NULL;

  g_assert_true (adw_banner_get_revealed (banner (page)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.compare", NULL));
  dialog = wait_dialog (self);
  g_assert_cmpstr (gtk_label_get_label (list_part (dialog, "count_label")), ==, "1 Difference");
  assert_row (dialog, 0, "Short description", "Boat 1, mine.", "Boat 1, theirs.");
  g_assert_cmpstr (gtk_button_get_label (part (dialog, "mine_button")), ==, "_Keep Mine");
  return dialog;
}

static void
assert_stored (PageFixture *self, guint position, const char *wanted)
{
  g_autofree char *stored = dup_stored (self, position);

  g_assert_nonnull (strstr (stored, wanted));
}

static void
assert_shown (LbImagePage *page, const char *wanted)
{
  g_autofree char *text = lb_text_pane_dup_text (page_child (page, LB_TYPE_IMAGE_PAGE, "editor"));

  g_assert_nonnull (strstr (text, wanted));
}

/* The first image's caption was @text once. */
static void
assert_version (PageFixture *self, const char *text)
{
  g_autoptr (GPtrArray) versions =
    wait_boxed (lb_session_list_versions (self->session, page_fixture_nth (self, 0)));

  for (guint i = 0; i < versions->len; i++)
    {
      const LbCaptionVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *stripped = g_strstrip (g_strdup (version->text));
      g_autofree char *wanted = g_strstrip (g_strdup (text));

      if (g_str_equal (stripped, wanted))
        return;
    }
  g_test_fail_printf ("not among the versions: %s", text);
}

static void
test_keep_mine (PageFixture *self, gconstpointer data)
{
  LbConflictDialog *dialog = NULL;
  LbImagePage *page = NULL;
  GtkLabel *tag = NULL;
  g_autofree char *words = NULL;
  g_autofree char *theirs = make_caption ("theirs", 1);

  make_conflicts (self, 1);
  g_assert_cmpint (lb_image_state (self->session, self->dataset, page_fixture_nth (self, 0)), ==,
                   LB_IMAGE_CONFLICT);
  words = lb_image_dup_words (self->session, self->dataset, page_fixture_nth (self, 0));
  g_assert_nonnull (strstr (words, "Changed elsewhere"));
  g_assert_null (strstr (words, "Invalid"));
  page = page_fixture_open_image (self, 0);
  tag = page_child (page, LB_TYPE_IMAGE_PAGE, "review_label");
  g_assert_cmpstr (gtk_label_get_label (tag), ==, "Changed elsewhere");
  g_assert_true (gtk_widget_is_visible (page_child (page, LB_TYPE_IMAGE_PAGE, "review_tag")));
  dialog = compare (self, page);
  g_signal_emit_by_name (part (dialog, "mine_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);

  g_assert_false (adw_banner_get_revealed (banner (page)));
  assert_shown (page, "Boat 1, mine.");
  assert_stored (self, 0, "Boat 1, mine.");
  assert_version (self, theirs);
}

static void
test_use_theirs (PageFixture *self, gconstpointer data)
{
  LbConflictDialog *dialog = NULL;
  LbImagePage *page = NULL;

  make_conflicts (self, 1);
  page = page_fixture_open_image (self, 0);
  assert_shown (page, "Boat 1, mine.");
  dialog = compare (self, page);
  g_signal_emit_by_name (part (dialog, "theirs_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);

  g_assert_false (adw_banner_get_revealed (banner (page)));
  assert_shown (page, "Boat 1, theirs.");
  assert_stored (self, 0, "Boat 1, theirs.");

  /* And back: it is an edit of theirs now, and goes out. */
  page_fixture_press (self, "_Undo");
  assert_shown (page, "Boat 1, mine.");
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);
  assert_stored (self, 0, "Boat 1, mine.");
}

/* Of two fields each side has one; that is one step, and theirs stays among the versions. */
static void
test_some (PageFixture *self, gconstpointer data)
{
  LbConflictDialog *dialog = NULL;
  LbImagePage *page = NULL;
  LbHistory *history = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  g_autofree char *mine = make_two ("mine", 1);
  g_autofree char *theirs = make_two ("theirs", 1);
  g_autofree char *text = NULL;
  guint n_steps;

  make_conflicts_with (self, 1, FALSE, make_two);
  history = lb_session_get_history (self->session);
  n_steps = g_list_model_get_n_items (G_LIST_MODEL (history));
  page = page_fixture_open_image (self, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.compare", NULL));
  dialog = wait_dialog (self);
  assert_row (dialog, 1, "Context", "A series, mine.", "A series, theirs.");

  check_row (dialog, 0, FALSE);
  check_row (dialog, 1, FALSE);
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "mine_button")));
  check_row (dialog, 1, TRUE);
  g_assert_cmpstr (gtk_button_get_label (part (dialog, "mine_button")), ==, "_Keep 1 of 2");
  g_signal_emit_by_name (part (dialog, "mine_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);

  assert_shown (page, "Boat 1, theirs.");
  assert_shown (page, "A series, mine.");
  assert_stored (self, 0, "Boat 1, theirs.");
  assert_stored (self, 0, "A series, mine.");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n_steps + 1);
  assert_version (self, mine);
  assert_version (self, theirs);

  step = wait_object (lb_session_undo (self->session));
  text = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  g_assert_cmpstr (text, ==, mine);
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);
  assert_stored (self, 0, "Boat 1, mine.");
}

/* Plain words are one difference, whole. */
static void
test_plain (PageFixture *self, gconstpointer data)
{
  LbConflictDialog *dialog = NULL;
  LbImagePage *page = NULL;

  page_fixture_use_plain (self);
  make_conflicts_with (self, 1, FALSE, make_plain);
  page = page_fixture_open_image (self, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.compare", NULL));
  dialog = wait_dialog (self);
  assert_row (dialog, 0, "Caption", "boat 1, mine", "boat 1, theirs");
  check_row (dialog, 0, FALSE);
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "mine_button")));
  g_signal_emit_by_name (part (dialog, "theirs_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  assert_shown (page, "boat 1, theirs");
  assert_stored (self, 0, "boat 1, theirs");
}

static void
test_undecided (PageFixture *self, gconstpointer data)
{
  LbConflictDialog *dialog = NULL;
  LbImagePage *page = NULL;

  make_conflicts (self, 1);
  page = page_fixture_open_image (self, 0);
  dialog = compare (self, page);
  g_assert_true (adw_dialog_close (ADW_DIALOG (dialog)));
  page_fixture_wait_no_dialog (self);

  g_assert_true (adw_banner_get_revealed (banner (page)));
  g_assert_cmpint (lb_session_get_edit_state (self->session, page_fixture_nth (self, 0)), ==,
                   LB_EDIT_CONFLICT);
  assert_shown (page, "Boat 1, mine.");
  assert_stored (self, 0, "Boat 1, theirs.");
}

static gboolean
tells_of_one (gpointer data)
{
  return g_strcmp0 (adw_banner_get_title (data), "1 caption was changed elsewhere too") == 0;
}

static gboolean
shows_second (gpointer data)
{
  return g_strcmp0 (adw_window_title_get_subtitle (part (data, "window_title")),
                    "2.png · 2 of 2") == 0;
}

static gboolean
is_hidden (gpointer data)
{
  return !adw_banner_get_revealed (data);
}

/* One after the other from the dataset. */
static void
test_many (PageFixture *self, gconstpointer data)
{
  LbDatasetPage *page = NULL;
  LbConflictDialog *dialog = NULL;
  AdwBanner *told = NULL;

  make_conflicts (self, 2);
  page = lb_dataset_page_new (self->session, self->dataset);
  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  told = page_child (page, LB_TYPE_DATASET_PAGE, "banner");
  g_assert_true (adw_banner_get_revealed (told));
  g_assert_cmpstr (adw_banner_get_title (told), ==, "2 captions were changed elsewhere too");
  g_signal_emit_by_name (told, "button-clicked");

  dialog = wait_dialog (self);
  g_assert_cmpstr (adw_window_title_get_subtitle (part (dialog, "window_title")), ==,
                   "1.png · 1 of 2");
  g_signal_emit_by_name (part (dialog, "mine_button"), "clicked");
  wait_until (tells_of_one, told, "one less");
  wait_until (shows_second, dialog, "the other one");
  assert_row (dialog, 0, "Short description", "Boat 2, mine.", "Boat 2, theirs.");
  g_signal_emit_by_name (part (dialog, "theirs_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  wait_until (is_hidden, told, "the end of the banner");
  wait_state (self->session, page_fixture_nth (self, 0), LB_EDIT_SAVED);
  assert_stored (self, 0, "Boat 1, mine.");
  assert_stored (self, 1, "Boat 2, theirs.");
}

static gboolean
tells_of_schema (gpointer data)
{
  return adw_banner_get_revealed (data) &&
         g_str_equal (adw_banner_get_title (data), "The visual schema was changed elsewhere too");
}

static gboolean
has_no_conflict (gpointer data)
{
  PageFixture *self = data;
  LbWaiting waiting;

  lb_session_get_waiting (self->session, &waiting);
  return waiting.n_change_conflicts == 0 && lb_session_get_n_waiting (self->session) == 0;
}

static void
assert_schema (PageFixture *self, const char *whose)
{
  g_autoptr (LbSession) other = open_other (self, lb_dataset_get_id (self->dataset));
  LbDataset *dataset = lb_session_find_dataset (other, lb_dataset_get_id (self->dataset));

  g_assert_nonnull (strstr (lb_dataset_get_visual_schema (dataset), whose));
  g_assert_nonnull (strstr (lb_dataset_get_visual_schema (self->dataset), whose));
  lb_session_close (other);
}

/* Test data: "mine", "theirs", or "some" of each. */
static void
test_schema (PageFixture *self, gconstpointer data)
{
  const char *whose = data;
  LbDatasetPage *page = NULL;
  LbConflictDialog *dialog = NULL;
  AdwBanner *told = NULL;

  make_conflicts_with (self, 0, TRUE, make_caption);
  page = lb_dataset_page_new (self->session, self->dataset);
  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  told = page_child (page, LB_TYPE_DATASET_PAGE, "banner");
  wait_until (tells_of_schema, told, "the conflict");
  g_assert_nonnull (strstr (lb_dataset_get_visual_schema (self->dataset), "theirs"));
  g_signal_emit_by_name (told, "button-clicked");
  dialog = wait_dialog (self);
  g_assert_cmpstr (adw_window_title_get_title (part (dialog, "window_title")), ==,
                   "Compare Visual Schemas");
  g_assert_false (gtk_widget_get_visible (part (dialog, "thumbnail")));
  assert_row (dialog, 0, "Style", "Drawn, mine", "Drawn, theirs");
  assert_row (dialog, 1, "Context", "Calm, mine", "Calm, theirs");

  if (g_str_equal (whose, "some"))
    check_row (dialog, 0, FALSE);
  g_signal_emit_by_name (
    part (dialog, g_str_equal (whose, "theirs") ? "theirs_button" : "mine_button"), "clicked");
  page_fixture_wait_no_dialog (self);
  wait_until (is_hidden, told, "the end of the banner");
  wait_until (has_no_conflict, self, "the decision to be sent");
  assert_schema (self, g_str_equal (whose, "mine") ? "Drawn, mine" : "Drawn, theirs");
  assert_schema (self, g_str_equal (whose, "theirs") ? "Calm, theirs" : "Calm, mine");
}

/* A value without its JSON, and which part of a text is another one. */
static void
test_words (void)
{
  g_autofree char *words = NULL;
  g_autofree char *none = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (lb_value_words ("{\"pose\":\"standing\",\"clothing\":[\"hat\",\"coat\"],"
                                 "\"number_of_objects\":2,\"gender\":null}",
                                 &words));
  g_assert_cmpstr (words, ==,
                   "Pose: standing\nClothing: hat\nClothing: coat\nNumber of objects: 2");
  g_assert_false (lb_value_words (NULL, &none));
  g_assert_cmpstr (none, ==, "Not there");
  g_assert_false (lb_value_words ("\"\"", &empty));
  g_assert_cmpstr (empty, ==, "Empty");
  lines = lb_lines_words ("one\r\ntwo");
  g_assert_cmpstr (lines, ==, "one\ntwo");
}

static void
test_waiting_words (void)
{
  LbWaiting waiting = { .n_changes = { [LB_CHANGE_CAPTION] = 3, [LB_CHANGE_DATASET_NAME] = 1 },
                        .n_conflicts = 1 };
  g_autofree char *words = lb_waiting_words (&waiting);
  g_autofree char *nothing = NULL;
  g_autofree char *paced = NULL;
  g_autofree char *one = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *held = lb_hold_words (60);

  g_assert_cmpstr (words, ==,
                   "3 captions\n1 name of a dataset\n1 caption that was changed elsewhere too");
  paced = lb_paced_words (&waiting, 61);
  g_assert_cmpstr (paced, ==, "4 changes wait to be sent, about 2 minutes left");
  waiting = (LbWaiting) { .n_changes = { [LB_CHANGE_CAPTION] = 1 } };
  one = lb_paced_words (&waiting, 30);
  g_assert_cmpstr (one, ==, "1 caption waits to be sent, less than a minute left");
  waiting = (LbWaiting) { .n_change_conflicts = 2, .online = TRUE };
  changes = lb_waiting_words (&waiting);
  g_assert_cmpstr (changes, ==, "2 other changes that were made elsewhere too");
  waiting = (LbWaiting) { .online = TRUE };
  nothing = lb_waiting_words (&waiting);
  g_assert_cmpstr (nothing, ==, "No change waits.");
  g_assert_true (g_str_has_prefix (held, "Too many requests: going on at "));
}

/* (transfer full): what @change_text shows, and what is struck through or bold of it, in brackets.
 */
static char *
dup_marked (GtkWidget *change_text)
{
  GtkLabel *label = NULL;
  GString *marked = NULL;
  g_autofree char *words = NULL;
  PangoAttrList *marks = NULL;
  GSList *all = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (change_text); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      label = GTK_LABEL (child);
  words = g_strdup (gtk_label_get_text (label));
  marks = gtk_label_get_attributes (label);
  marked = g_string_new (words);
  all = g_slist_reverse (pango_attr_list_get_attributes (marks));
  for (GSList *each = all; each != NULL; each = each->next)
    {
      const PangoAttribute *mark = each->data;

      if (mark->klass->type != PANGO_ATTR_WEIGHT && mark->klass->type != PANGO_ATTR_STRIKETHROUGH)
        continue;
      g_string_insert_c (marked, mark->end_index,
                         mark->klass->type == PANGO_ATTR_WEIGHT ? '}' : ']');
      g_string_insert_c (marked, mark->start_index,
                         mark->klass->type == PANGO_ATTR_WEIGHT ? '{' : '[');
    }
  g_slist_free_full (all, (GDestroyNotify) pango_attribute_destroy);

  return g_string_free_and_steal (marked);
}

static void
test_marks (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *marked;
  } rows[] = {
    { "A fox at dawn, alone.", "A fox at dusk, alone.", "A fox at [dawn] {dusk}, alone." },
    { "A fox", "A fox on a pier", "A fox{ on a pier}" },
    { "A small fox", "A fox", "A [small ]fox" },
    { "one", NULL, "[one]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *text = g_object_ref_sink (lb_change_text_new ());
      g_autofree char *marked = NULL;

      lb_change_text_set_texts (LB_CHANGE_TEXT (text), rows[i].before, rows[i].after);
      marked = dup_marked (text);
      g_assert_cmpstr (marked, ==, rows[i].marked);
      g_object_unref (text);
    }
}

/* Of a text that is too long to be shown the part with the difference is. */
static void
test_long (void)
{
  GtkWidget *text = g_object_ref_sink (lb_change_text_new ());
  g_autoptr (GString) same = g_string_new (NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *marked = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (same, "füchse ");
  before = g_strconcat (same->str, "dawn", NULL);
  after = g_strconcat (same->str, "dusk", NULL);
  lb_change_text_set_texts (LB_CHANGE_TEXT (text), before, after);
  marked = dup_marked (text);
  g_assert_true (g_str_has_prefix (marked, "…"));
  g_assert_true (g_str_has_suffix (marked, "füchse [dawn] {dusk}"));
  g_assert_cmpuint (g_utf8_strlen (marked, -1), <, 250);
  g_object_unref (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

#define ADD(path, test) g_test_add (path, PageFixture, NULL, set_up, test, tear_down)
  g_test_add_func ("/ui/conflicts/words", test_words);
  g_test_add_func ("/ui/conflicts/waiting-words", test_waiting_words);
  g_test_add_func ("/ui/conflicts/marks", test_marks);
  g_test_add_func ("/ui/conflicts/long", test_long);
  ADD ("/ui/conflicts/export", test_export);
  ADD ("/ui/conflicts/export-drafts", test_export_drafts);
  ADD ("/ui/conflicts/keep-mine", test_keep_mine);
  ADD ("/ui/conflicts/use-theirs", test_use_theirs);
  ADD ("/ui/conflicts/some", test_some);
  ADD ("/ui/conflicts/plain", test_plain);
  ADD ("/ui/conflicts/undecided", test_undecided);
  ADD ("/ui/conflicts/many", test_many);
#undef ADD
  g_test_add ("/ui/conflicts/schema-mine", PageFixture, "mine", set_up, test_schema, tear_down);
  g_test_add ("/ui/conflicts/schema-theirs", PageFixture, "theirs", set_up, test_schema, tear_down);
  g_test_add ("/ui/conflicts/schema-some", PageFixture, "some", set_up, test_schema, tear_down);

  return g_test_run ();
}
