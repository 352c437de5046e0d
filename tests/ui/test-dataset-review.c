#include <glib/gstdio.h>

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-image-tile.h"
#include "ui/schema/lb-caption-runs.h"

/* Four images: two with captions, one without, one with a text that is no prompt. */
typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  char *caption;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  PageFixture *base = &self->base;

  page_fixture_set_up (base, 4);
  page_fixture_set_schema (base);
  self->caption = g_strchomp (make_prompt ("One boat."));
  page_fixture_save_caption (base, page_fixture_nth (base, 0), self->caption);
  page_fixture_save_caption (base, page_fixture_nth (base, 1), self->caption);
  g_assert_true (
    wait_true (lb_session_edit_caption (base->session, page_fixture_nth (base, 3), "{ not yet")));
  self->page = page_fixture_open_dataset (base);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  g_free (self->caption);
}

static void
select_only (Fixture *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->page->selection), position, TRUE);
  page_settle ();
}

static void
act (Fixture *self, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (self->page), action, NULL);
  page_settle ();
}

static gboolean
is_approved (Fixture *self, guint position)
{
  return lb_session_is_approved (self->base.session, page_fixture_nth (&self->base, position));
}

static gboolean
holds_label (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), words) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (holds_label (child, words))
      return TRUE;

  return FALSE;
}

typedef struct
{
  Fixture *fixture;
  const char *words;
} Wanted;

static gboolean
is_said (gpointer data)
{
  Wanted *wanted = data;

  return holds_label (GTK_WIDGET (wanted->fixture->base.window), wanted->words);
}

static void
wait_words (Fixture *self, const char *words)
{
  Wanted wanted = { self, words };

  wait_until (is_said, &wanted, words);
}

/* Whether the button of the bar with @action can be pressed. */
static gboolean
is_offered (GtkWidget *widget, const char *action)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return gtk_widget_get_sensitive (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_offered (child, action))
      return TRUE;

  return FALSE;
}

static gboolean
bar_offers (Fixture *self, const char *action)
{
  return is_offered (GTK_WIDGET (self->page->selection_bar), action);
}

/* The tiles with the sign of an approval under their picture. */
static guint
n_signs (GtkWidget *widget)
{
  guint n = 0;

  if (LB_IS_IMAGE_TILE (widget) && lb_image_tile_get_image (LB_IMAGE_TILE (widget)) != NULL)
    return gtk_widget_get_visible (page_child (widget, LB_TYPE_IMAGE_TILE, "approved"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += n_signs (child);

  return n;
}

static void
test_approve (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (lb_image_tally_get_shown (self->page->tally, LB_SHOW_TO_REVIEW), ==, 2);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->selection_bar)));
  g_assert_cmpuint (n_signs (GTK_WIDGET (self->page->grid)), ==, 0);
  g_assert_cmpstr (lb_dataset_footer_get_detail (self->page->footer), ==,
                   "0 of 4 reviewed · 1 invalid · 1 without a caption");

  /* What can be approved is, and the rest is told of. */
  act (self, "dataset.select-all");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->page->selection_bar)));
  g_assert_cmpstr (lb_selection_bar_get_words (self->page->selection_bar), ==, "4 selected");
  act (self, "dataset.approve");
  wait_words (self, "2 captions approved · 1 has no caption · 1 is invalid");
  g_assert_true (is_approved (self, 0));
  g_assert_true (is_approved (self, 1));
  g_assert_false (is_approved (self, 2));
  g_assert_false (is_approved (self, 3));
  page_settle ();
  g_assert_cmpstr (lb_dataset_footer_get_detail (self->page->footer), ==,
                   "2 of 4 reviewed · 1 invalid · 1 without a caption");
  g_assert_cmpuint (lb_image_tally_get_shown (self->page->tally, LB_SHOW_TO_REVIEW), ==, 0);
  g_assert_cmpuint (lb_image_tally_get_ready (self->page->tally), ==, 2);
  g_assert_cmpuint (n_signs (GTK_WIDGET (self->page->grid)), ==, 2);

  page_fixture_press (&self->base, "_Undo");
  wait_words (self, "2 approvals taken back");
  g_assert_false (is_approved (self, 0));
  g_assert_false (is_approved (self, 1));
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  select_only (self, 2);
  g_assert_true (bar_offers (self, "dataset.approve"));
  act (self, "dataset.approve");
  wait_words (self, "1 has no caption");
  g_assert_false (is_approved (self, 2));

  select_only (self, 0);
  act (self, "dataset.approve");
  wait_words (self, "1 caption approved");
  select_only (self, 1);
  select_only (self, 0);
  g_assert_false (bar_offers (self, "dataset.approve"));

  /* Nothing of a complete dataset is changed. */
  g_object_set (self->base.dataset, "status", "completed", NULL);
  select_only (self, 1);
  g_assert_false (bar_offers (self, "dataset.approve"));
  g_assert_false (bar_offers (self, "dataset.delete-images"));
  g_object_set (self->base.dataset, "status", "draft", NULL);

  act (self, "dataset.clear-selection");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->page->selection_bar)));
}

static void
test_take_back (Fixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (&self->base, 1);

  g_assert_true (wait_true (lb_session_set_approved (self->base.session, image, TRUE)));
  act (self, "dataset.select-all");
  act (self, "dataset.unapprove");
  wait_words (self, "1 approval taken back");
  g_assert_false (is_approved (self, 1));
}

/* What is undone is what somebody did, and nobody approved what was written since. */
static void
test_undo_other_words (Fixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (&self->base, 1);
  g_autofree char *other = make_prompt ("Two gulls on the quay.");

  g_assert_true (wait_true (
    lb_session_set_approved (self->base.session, page_fixture_nth (&self->base, 0), TRUE)));
  g_assert_true (wait_true (lb_session_set_approved (self->base.session, image, TRUE)));
  act (self, "dataset.select-all");
  act (self, "dataset.unapprove");
  wait_words (self, "2 approvals taken back");
  page_fixture_save_caption (&self->base, image, other);

  page_fixture_press (&self->base, "_Undo");
  wait_words (self, "1 caption approved");
  g_assert_true (is_approved (self, 0));
  g_assert_false (is_approved (self, 1));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static gboolean
is_set (gpointer data)
{
  return *(char **) data != NULL;
}

static void
assert_clipboard (Fixture *self, const char *wanted)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->page)), NULL, text_cb,
                                 &text);
  wait_until (is_set, &text, "the clipboard");
  g_assert_cmpstr (text, ==, wanted);
}

static gboolean
holds_picture (gpointer data)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (gtk_widget_get_clipboard (data));

  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
         gdk_content_formats_contain_mime_type (formats, "image/png");
}

static void
test_copy (Fixture *self, gconstpointer data)
{
  g_autofree char *both = g_strdup_printf ("%s\n\n{ not yet", self->caption);

  select_only (self, 0);
  act (self, "dataset.copy-caption");
  assert_clipboard (self, self->caption);

  /* As they are edited here; those without one are left out. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->page->selection), 2, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->page->selection), 3, FALSE);
  act (self, "dataset.copy-caption");
  assert_clipboard (self, both);

  select_only (self, 2);
  act (self, "dataset.copy-caption");
  wait_words (self, "There is no caption to copy");
  assert_clipboard (self, both);

  act (self, "dataset.copy-image");
  wait_words (self, "Image copied");
  g_assert_true (holds_picture (self->page));
}

static gboolean
has_origin (gpointer data)
{
  return ((LbDatasetPage *) data)->has_origin;
}

static void
test_origin (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "lookbook-origin-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  LbImage *image = page_fixture_nth (&self->base, 1);
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  file = g_file_new_for_path (path);
  g_assert_true (wait_true (lb_session_set_origin (self->base.session, image, file)));

  select_only (self, 0);
  g_assert_false (self->page->has_origin);
  select_only (self, 1);
  wait_until (has_origin, self->page, "the origin of the second");
  act (self, "dataset.select-all");
  g_assert_false (self->page->has_origin);

  g_assert_true (g_file_delete (file, NULL, NULL));
  select_only (self, 1);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.show-in-files", NULL);
  page_settle ();
  g_assert_false (self->page->has_origin);
}

static gboolean
has_alert (gpointer data)
{
  return page_fixture_alert (data) != NULL;
}

static gboolean
has_no_run (gpointer data)
{
  Fixture *self = data;

  return lb_dataset_jobs_find (lb_caption_runs_get (self->base.session), self->base.dataset) ==
         NULL;
}

static char *
caption_of (Fixture *self, guint position)
{
  return g_strdup (lb_image_get_caption (page_fixture_nth (&self->base, position)));
}

static void
test_regenerate (Fixture *self, gconstpointer data)
{
  g_autofree char *by_hand = caption_of (self, 0);
  AdwAlertDialog *alert;

  /* One without a caption and one by hand, which is kept. */
  select_only (self, 2);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->page->selection), 0, FALSE);
  act (self, "dataset.regenerate");
  wait_until (has_alert, &self->base, "the question");
  alert = page_fixture_alert (&self->base);
  g_assert_cmpstr (adw_alert_dialog_get_heading (alert), ==, "Regenerate 2 Captions?");
  g_assert_true (adw_alert_dialog_get_response_enabled (alert, "regenerate"));
  page_fixture_answer (&self->base, "regenerate");
  wait_until (has_no_run, self, "the end of the run");
  g_assert_nonnull (lb_image_get_caption (page_fixture_nth (&self->base, 2)));
  g_assert_cmpstr (lb_image_get_caption (page_fixture_nth (&self->base, 0)), ==, by_hand);

  /* Only by hand: chosen, or nothing to do. */
  select_only (self, 0);
  act (self, "dataset.regenerate");
  wait_until (has_alert, &self->base, "the question");
  alert = page_fixture_alert (&self->base);
  g_assert_false (adw_alert_dialog_get_response_enabled (alert, "regenerate"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (adw_alert_dialog_get_extra_child (alert)), TRUE);
  g_assert_true (adw_alert_dialog_get_response_enabled (alert, "regenerate"));
  page_fixture_answer (&self->base, "regenerate");
  wait_until (has_no_run, self, "the end of the second run");
  g_assert_cmpstr (lb_image_get_caption (page_fixture_nth (&self->base, 0)), !=, by_hand);

  select_only (self, 1);
  act (self, "dataset.regenerate");
  wait_until (has_alert, &self->base, "the question");
  page_fixture_answer (&self->base, "cancel");
  g_assert_true (has_no_run (self));
}

static void
test_row_names (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) image = g_object_ref (page_fixture_nth (&self->base, 0));
  g_autofree char *before = lb_image_dup_words (self->base.session, self->base.dataset, image);
  g_autofree char *after = NULL;

  g_assert_true (g_str_has_suffix (before, ", To review, hand-written"));
  g_assert_true (wait_true (lb_session_set_approved (self->base.session, image, TRUE)));
  after = lb_image_dup_words (self->base.session, self->base.dataset, image);
  g_assert_true (g_str_has_suffix (after, ", Approved, hand-written"));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/review/approve", test_approve);
  add ("/ui/review/refusals", test_refusals);
  add ("/ui/review/take-back", test_take_back);
  add ("/ui/review/undo-other-words", test_undo_other_words);
  add ("/ui/review/copy", test_copy);
  add ("/ui/review/origin", test_origin);
  add ("/ui/review/regenerate", test_regenerate);
  add ("/ui/review/row-names", test_row_names);

  return g_test_run ();
}
