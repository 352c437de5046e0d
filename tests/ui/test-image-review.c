#include "config.h"

#include "api/lb-client.h"
#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/image/lb-film-strip.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/widgets/lb-picture-loader.h"

static gpointer
child (LbImagePage *page, const char *name)
{
  return page_child (page, LB_TYPE_IMAGE_PAGE, name);
}

static const char *
words (LbImagePage *page, const char *label)
{
  return gtk_label_get_label (child (page, label));
}

static gboolean
is_sensitive (LbImagePage *page, const char *name)
{
  return gtk_widget_is_sensitive (child (page, name));
}

static void
activate (LbImagePage *page, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

/* What the page does with a key, wherever the focus is. */
static gboolean
press (LbImagePage *page, const char *key)
{
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (key);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (page));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                 GTK_WIDGET (page), NULL);
        }
    }
  g_error ("There is no %s", key);
}

static void
type (LbImagePage *page, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (lb_text_pane_get_view (child (page, "editor")));
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
}

static LbImagePage *
open_page (PageFixture *self, guint position)
{
  LbImagePage *page = lb_image_page_new (self->session, self->dataset, self->images,
                                         page_fixture_nth (self, position));

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
caption_all (PageFixture *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->images); i++)
    {
      g_autofree char *description = g_strdup_printf ("Boat %u.", i + 1);
      g_autofree char *caption = make_prompt (description);

      page_fixture_save_caption (self, page_fixture_nth (self, i), caption);
    }
}

static void
set_up_captions (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
  caption_all (self);
}

static void
set_up_plain (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static LbImagePage *
visible_page (PageFixture *self)
{
  return LB_IMAGE_PAGE (adw_navigation_view_get_visible_page (self->views));
}

typedef struct
{
  PageFixture *fixture;
  guint position;
  const char *words;
} Wanted;

static gboolean
shows (gpointer data)
{
  Wanted *wanted = data;

  return lb_image_page_get_image (visible_page (wanted->fixture)) ==
         page_fixture_nth (wanted->fixture, wanted->position);
}

static void
wait_shown (PageFixture *self, guint position)
{
  Wanted wanted = { self, position, NULL };

  wait_until (shows, &wanted, "the image");
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  gboolean found = FALSE;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;

  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL && !found;
       one = gtk_widget_get_next_sibling (one))
    found = has_text (one, text);
  return found;
}

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  return has_text (GTK_WIDGET (wanted->fixture->window), wanted->words);
}

/* Somewhere in the window: a toast. */
static void
wait_said (PageFixture *self, const char *text)
{
  Wanted wanted = { self, 0, text };

  wait_until (says, &wanted, text);
}

static gboolean
approved (PageFixture *self, guint position)
{
  return lb_session_is_approved (self->session, page_fixture_nth (self, position));
}

/* The pictures of the strip that have the sign of an approval. */
static guint
n_signs (GtkWidget *widget)
{
  guint n = GTK_IS_IMAGE (widget) && gtk_widget_has_css_class (widget, "approved") &&
            gtk_widget_get_mapped (widget);

  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    n += n_signs (one);
  return n;
}

typedef struct
{
  LbImagePage *page;
  const char *words;
} Place;

static gboolean
is_placed (gpointer data)
{
  Place *place = data;

  return g_strcmp0 (adw_window_title_get_subtitle (child (place->page, "window_title")),
                    place->words) == 0;
}

/* Below the name of the image. */
static void
wait_place (LbImagePage *page, const char *words)
{
  Place place = { page, words };

  wait_until (is_placed, &place, words);
}

/* From one to the next that needs it, those left out last, and then all is done. */
static void
test_approve (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  g_assert_cmpstr (words (page, "review_label"), ==, "To review");
  g_assert_cmpstr (words (page, "approve_label"), ==, "Approve and Next");
  g_assert_cmpstr (words (page, "source_label"), ==, "Hand-written");
  g_assert_cmpuint (n_signs (child (page, "strip")), ==, 0);
  wait_place (page, "1 of 3 · 0 reviewed");

  /* Skipped, and not approved. */
  gtk_widget_activate (child (page, "skip_button"));
  wait_shown (self, 1);
  g_assert_false (approved (self, 0));

  g_assert_true (press (page, "<Control>Return|<Control>KP_Enter"));
  wait_shown (self, 2);
  g_assert_true (approved (self, 1));
  g_assert_false (is_sensitive (page, "skip_button"));
  wait_place (page, "3 of 3 · 1 reviewed");

  /* The last one: back to what was skipped. */
  gtk_widget_activate (child (page, "approve_button"));
  wait_shown (self, 0);
  g_assert_true (approved (self, 2));

  /* All are: on to the next one, and said. */
  activate (page, "image.approve");
  wait_shown (self, 1);
  wait_said (self, "All images are reviewed");
  wait_place (page, "2 of 3 · 3 reviewed");
  g_assert_true (approved (self, 0));
  g_assert_cmpstr (words (page, "review_label"), ==, "Approved");
  g_assert_cmpuint (n_signs (child (page, "strip")), ==, 3);
  g_assert_cmpstr (words (page, "approve_label"), ==, "Next");
  g_assert_true (gtk_widget_has_css_class (child (page, "review_tag"), "approved"));

  /* An approved one is passed by. */
  activate (page, "image.approve");
  wait_shown (self, 2);
  activate (page, "image.approve");
  page_settle ();
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 2));
}

static void
test_approve_next_to_review (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  g_assert_true (
    wait_true (lb_session_set_approved (self->session, page_fixture_nth (self, 1), TRUE)));
  activate (page, "image.approve");
  wait_shown (self, 2);
  g_assert_cmpstr (words (page, "review_label"), ==, "To review");
}

static gboolean
is_not_approved (gpointer data)
{
  return !approved (data, 0);
}

static void
test_take_back (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("Another boat.");
  LbImagePage *page = open_page (self, 0);

  activate (page, "image.approve");
  wait_shown (self, 1);
  activate (page, "image.previous");
  g_assert_cmpstr (words (page, "review_label"), ==, "Approved");
  activate (page, "image.take-back");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "review_label", "To review");
  g_assert_false (approved (self, 0));
  g_assert_cmpstr (words (page, "approve_label"), ==, "Approve and Next");

  /* Other words are not approved. */
  activate (page, "image.approve");
  wait_shown (self, 1);
  activate (page, "image.previous");
  lb_text_pane_replace (child (page, "editor"), caption);
  g_assert_cmpstr (words (page, "review_label"), ==, "To review");
  wait_until (is_not_approved, self, "the end of the approval");
}

static gboolean
can_not_approve (gpointer data)
{
  return !is_sensitive (data, "approve_button");
}

/* What can't be sent can't be approved, and the button says why. */
static void
test_approve_refused (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  g_assert_false (is_sensitive (page, "approve_button"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child (page, "approve_button")), ==,
                   "There is no caption to approve");
  g_assert_false (gtk_widget_get_visible (child (page, "review_tag")));
  g_assert_cmpstr (words (page, "source_label"), ==, "No caption");

  /* The key is taken all the same, and does nothing. */
  g_assert_true (press (page, "<Control>Return|<Control>KP_Enter"));
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 0));

  type (page, "{ not yet");
  wait_until (can_not_approve, page, "the verdict");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Not valid yet: line 1, this can’t be read as JSON");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child (page, "approve_button")), ==,
                   "Solve the problem first");
  g_assert_true (gtk_widget_has_css_class (child (page, "state_label"), "error"));
  g_assert_false (approved (self, 0));
}

static void
test_first_issue (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  g_autofree char *text = make_prompt ("One boat.");
  g_autoptr (LbPrompt) right = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) wrong = lb_prompt_set (right, "short_description", "5", NULL);
  g_autoptr (LbPrompt) worse = lb_prompt_set (wrong, "objects[0].location", "6", NULL);

  lb_text_pane_replace (child (page, "editor"), lb_prompt_get_text (worse));
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Not valid yet: line 2, short_description must be a text");
  g_assert_false (is_sensitive (page, "approve_button"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child (page, "state_label")), ==,
                   "And 1 more problem");
}

static gboolean
says_not_valid (gpointer data)
{
  return g_str_has_prefix (words (data, "state_label"), "Not valid: line 1, ");
}

/* What came to the service by other ways, or before it judged captions. */
static void
test_stored_invalid (PageFixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (self, 0);
  LbImagePage *page = open_page (self, 0);

  g_object_set (image, "caption", "[1,2]", NULL);
  wait_until (says_not_valid, page, "what is wrong");
  g_assert_cmpint (lb_session_get_edit_state (self->session, image), ==, LB_EDIT_SAVED);
  g_assert_true (gtk_widget_has_css_class (child (page, "state_label"), "error"));
  g_assert_cmpstr (words (page, "review_label"), ==, "Invalid");
  g_assert_true (gtk_widget_has_css_class (child (page, "review_tag"), "invalid"));
  g_assert_false (is_sensitive (page, "approve_button"));

  /* A draft that is not valid is no other thing. */
  type (page, "{ not yet");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "review_label", "Invalid");
}

static void
test_deleted_elsewhere (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("Another boat.");
  g_autoptr (LbClient) client = lb_client_new_for_socket (self->service.socket_path);
  g_autoptr (LbImage) image = g_object_ref (page_fixture_nth (self, 0));
  LbImagePage *page;

  page_fixture_set_schema (self);
  page = open_page (self, 0);
  g_assert_true (is_sensitive (page, "approve_button"));
  g_assert_true (is_sensitive (page, "regenerate_button"));
  g_assert_true (wait_true (
    lb_client_delete_image (client, lb_dataset_get_id (self->dataset), lb_image_get_id (image))));

  lb_text_pane_replace (child (page, "editor"), caption);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Not sent: this image was deleted elsewhere. Your words are kept here.");
  g_assert_true (gtk_widget_has_css_class (child (page, "state_label"), "error"));
  g_assert_false (is_sensitive (page, "approve_button"));
  g_assert_false (is_sensitive (page, "regenerate_button"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child (page, "approve_button")), ==,
                   "This image was deleted elsewhere");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child (page, "regenerate_button")), ==,
                   "This image was deleted elsewhere");
  g_assert_false (gtk_widget_get_visible (child (page, "review_tag")));
  lb_client_close (client);
}

static void
set_saved (PageFixture *self, gint64 seconds)
{
  g_object_set (page_fixture_nth (self, 0), "updated-at",
                g_get_real_time () - seconds * G_USEC_PER_SEC, NULL);
}

static void
test_saved_when (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  g_assert_cmpstr (words (page, "state_label"), ==, "Saved");
  set_saved (self, 130);
  g_assert_cmpstr (words (page, "state_label"), ==, "Saved 2 minutes ago");
  set_saved (self, 61);
  g_assert_cmpstr (words (page, "state_label"), ==, "Saved 1 minute ago");
  set_saved (self, 3 * 3600 + 5);
  g_assert_cmpstr (words (page, "state_label"), ==, "Saved 3 hours ago");
  g_object_set (page_fixture_nth (self, 0), "updated-at", (gint64) 1773316800 * G_USEC_PER_SEC,
                NULL);
  g_assert_cmpstr (words (page, "state_label"), ==, "Saved 12 March 2026");
  /* A clock that is ahead of ours. */
  set_saved (self, -500);
  g_assert_cmpstr (words (page, "state_label"), ==, "Saved");
}

static void
test_completed (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  gboolean bars;

  g_object_get (child (page, "wide_side"), "reveal-bottom-bars", &bars, NULL);
  g_assert_true (bars);
  g_object_set (self->dataset, "status", "completed", NULL);
  wait_place (page, "1 of 3");
  g_object_get (child (page, "wide_side"), "reveal-bottom-bars", &bars, NULL);
  g_assert_false (bars);
  g_assert_cmpstr (words (page, "state_label"), ==, "Complete: can’t be changed");
  g_assert_false (gtk_widget_get_visible (child (page, "approve_button")));
  activate (page, "image.delete");
  page_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (self->images), ==, 3);
}

typedef struct
{
  char *text;
  gboolean done;
} Reading;

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  reading->done = TRUE;
}

static gboolean
is_read (gpointer data)
{
  return ((Reading *) data)->done;
}

static void
test_copy_caption (PageFixture *self, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  LbImagePage *page = open_page (self, 0);
  Reading reading = { NULL };

  type (page, "\n\n\n");
  g_assert_true (press (page, "<Shift><Control>c"));
  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &reading);
  wait_until (is_read, &reading, "the text");
  g_assert_true (g_str_has_suffix (reading.text, "\n\n\n"));
  g_assert_nonnull (strstr (reading.text, "Boat 1."));
  g_free (reading.text);
}

static gboolean
has_picture (gpointer data)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (data);

  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
         gdk_content_formats_contain_mime_type (formats, "image/png");
}

static void
test_copy_image (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 1);

  activate (page, "image.copy-image");
  wait_until (has_picture, gtk_widget_get_clipboard (GTK_WIDGET (self->window)),
              "the picture on the clipboard");
}

static void
test_show_in_files (PageFixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/at/all/1.png");
  LbImagePage *page = open_page (self, 1);

  /* Not known: nothing happens. */
  activate (page, "image.show-in-files");
  page_settle ();

  g_assert_true (
    wait_true (lb_session_set_origin (self->session, page_fixture_nth (self, 0), file)));
  activate (page, "image.previous");
  activate (page, "image.show-in-files");
  wait_said (self, "The file is not there any more");
}

static gboolean
has_two (gpointer data)
{
  PageFixture *self = data;

  return g_list_model_get_n_items (self->images) == 2;
}

static gboolean
has_three (gpointer data)
{
  PageFixture *self = data;

  return g_list_model_get_n_items (self->images) == 3;
}

/* The next one comes up; when it is brought back it is where it was. */
static void
test_delete (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 1);
  const gint64 id = lb_image_get_id (page_fixture_nth (self, 1));

  /* In the text the key is the text's. */
  g_assert_true (
    gtk_widget_grab_focus (GTK_WIDGET (lb_text_pane_get_view (child (page, "editor")))));
  g_assert_false (press (page, "Delete"));
  page_settle ();
  g_assert_true (has_three (self));

  g_assert_true (gtk_widget_child_focus (child (page, "strip"), GTK_DIR_TAB_FORWARD));
  g_assert_true (press (page, "Delete"));
  wait_until (has_two, self, "the deletion");
  wait_said (self, "1 image deleted");
  g_assert_false (has_text (GTK_WIDGET (self->window), "The image was deleted"));
  wait_place (page, "2 of 2 · 0 reviewed");
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 1));

  page_fixture_press (self, "_Undo");
  wait_until (has_three, self, "the image that was brought back");
  g_assert_cmpint (lb_image_get_id (lb_image_page_get_image (page)), ==, id);
  wait_place (page, "2 of 3 · 0 reviewed");
}

static void
add (const char *path,
     void (*set_up) (PageFixture *, gconstpointer),
     void (*test) (PageFixture *, gconstpointer))
{
  g_test_add (path, PageFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  page_show_text (); /* these are about the text itself */

  add ("/ui/image-review/approve", set_up_captions, test_approve);
  add ("/ui/image-review/next-to-review", set_up_captions, test_approve_next_to_review);
  add ("/ui/image-review/take-back", set_up_captions, test_take_back);
  add ("/ui/image-review/refused", set_up_plain, test_approve_refused);
  add ("/ui/image-review/first-issue", set_up_plain, test_first_issue);
  add ("/ui/image-review/stored-invalid", set_up_plain, test_stored_invalid);
  add ("/ui/image-review/deleted-elsewhere", set_up_captions, test_deleted_elsewhere);
  add ("/ui/image-review/saved-when", set_up_captions, test_saved_when);
  add ("/ui/image-review/completed", set_up_captions, test_completed);
  add ("/ui/image-review/copy-caption", set_up_captions, test_copy_caption);
  add ("/ui/image-review/copy-image", set_up_captions, test_copy_image);
  add ("/ui/image-review/show-in-files", set_up_captions, test_show_in_files);
  add ("/ui/image-review/delete", set_up_captions, test_delete);

  return g_test_run ();
}
