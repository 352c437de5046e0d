#include "config.h"

#include <gtksourceview/gtksource.h>

#include "page-fixture.h"
#include "ui/image/lb-film-strip.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"

static gpointer
child (LbImagePage *page, const char *name)
{
  return page_child (page, LB_TYPE_IMAGE_PAGE, name);
}

static LbTextPane *
pane (LbImagePage *page)
{
  return child (page, "editor");
}

static GtkTextBuffer *
buffer (LbImagePage *page)
{
  return gtk_text_view_get_buffer (lb_text_pane_get_view (pane (page)));
}

static int
cursor (GtkTextBuffer *buffer)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_offset (&iter);
}

static void
place_cursor (GtkTextBuffer *buffer, int offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, offset);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

/* Types at the end of the text. */
static void
type (LbImagePage *page, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer (page), &end);
  gtk_text_buffer_insert (buffer (page), &end, text, -1);
}

static void
assert_shown (LbImagePage *page, const char *text)
{
  g_autofree char *shown = lb_text_pane_dup_text (pane (page));

  g_assert_cmpstr (shown, ==, text);
}

static const char *
subtitle (LbImagePage *page)
{
  return adw_window_title_get_subtitle (child (page, "window_title"));
}

static void
activate (LbImagePage *page, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

static LbImagePage *
open_page (PageFixture *self, GListModel *images, guint position)
{
  LbImagePage *page =
    lb_image_page_new (self->session, self->dataset, images, page_fixture_nth (self, position));

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
set_up_three (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
}

static void
set_up_one (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 1);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static gboolean
has_no_caption (gpointer item, gpointer data)
{
  return lb_image_get_caption (item) == NULL;
}

/* The filter lets go of an image as soon as it is mended; the review goes on all the same. */
static void
test_review_of_a_filter (PageFixture *self, gconstpointer data)
{
  g_autoptr (GtkCustomFilter) filter = gtk_custom_filter_new (has_no_caption, NULL, NULL);
  g_autoptr (GtkFilterListModel) shown =
    gtk_filter_list_model_new (g_object_ref (self->images), g_object_ref (GTK_FILTER (filter)));
  g_autofree char *caption = make_prompt ("One boat.");
  LbImagePage *page = open_page (self, G_LIST_MODEL (shown), 0);

  g_assert_cmpstr (subtitle (page), ==, "1 of 3 · 0 reviewed");
  page_fixture_save_caption (self, page_fixture_nth (self, 0), caption);
  gtk_filter_changed (GTK_FILTER (filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shown)), ==, 2);

  g_assert_cmpstr (subtitle (page), ==, "1 of 3 · 0 reviewed");
  activate (page, "image.next");
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 1));
  g_assert_cmpstr (subtitle (page), ==, "2 of 3 · 0 reviewed");
  activate (page, "image.previous");
  assert_shown (page, lb_image_get_caption (page_fixture_nth (self, 0)));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (page), "image.previous", NULL) &&
                  lb_image_page_get_image (page) != page_fixture_nth (self, 0));
}

static void
delete_image (PageFixture *self, guint position)
{
  g_assert_true (
    wait_true (lb_session_delete_image (self->session, page_fixture_nth (self, position))));
}

static gboolean
is_left (gpointer data)
{
  PageFixture *self = data;

  return !LB_IS_IMAGE_PAGE (adw_navigation_view_get_visible_page (self->views));
}

static void
test_deleted (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 1);
  g_autoptr (LbImage) last = g_object_ref (page_fixture_nth (self, 2));

  delete_image (self, 0);
  g_assert_cmpstr (subtitle (page), ==, "1 of 2 · 0 reviewed");

  delete_image (self, 0);
  g_assert_true (lb_image_page_get_image (page) == last);
  g_assert_cmpstr (subtitle (page), ==, "1 of 1 · 0 reviewed");

  delete_image (self, 0);
  wait_until (is_left, self, "the way back");
}

/* R62: what the service stores is what is shown; here it cuts the blanks. */
static void
test_repaired (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("One boat.");
  g_autofree char *stored = g_strchomp (g_strdup (caption));
  g_autofree char *longer = g_strconcat (stored, "\n\n", NULL);
  LbImagePage *page = open_page (self, self->images, 0);

  page_fixture_save_caption (self, page_fixture_nth (self, 0), stored);
  assert_shown (page, stored);

  place_cursor (buffer (page), 17);
  type (page, "\n\n");
  assert_shown (page, longer);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label", "Saved");
  assert_shown (page, stored);
  g_assert_cmpint (cursor (buffer (page)), ==, 17);

  /* Not an edit of the user: nothing further is sent, and undo has what was typed. */
  g_assert_cmpint (lb_session_get_edit_state (self->session, page_fixture_nth (self, 0)), ==,
                   LB_EDIT_SAVED);
  gtk_text_buffer_undo (buffer (page));
  assert_shown (page, longer);
}

static void
test_changed_while_typing (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("One boat.");
  LbImagePage *page = open_page (self, self->images, 0);

  type (page, "{");
  g_object_set (page_fixture_nth (self, 0), "caption", caption, NULL);
  assert_shown (page, "{");
}

static void
test_too_long (PageFixture *self, gconstpointer data)
{
  g_autofree char *words = g_strnfill (300 * 1024, 'a');
  g_autofree char *text = make_prompt (words);
  LbImagePage *page = open_page (self, self->images, 0);

  type (page, text);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Kept here, not sent: longer than 256 KiB");
  g_assert_true (gtk_widget_has_css_class (child (page, "state_label"), "error"));

  activate (page, "image.next");
  assert_shown (page, "");
  activate (page, "image.previous");
  assert_shown (page, text);
}

static guint
marked (LbImagePage *page)
{
  return lb_film_strip_get_current (child (page, "strip"));
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static GtkListView *
strip_list (LbImagePage *page)
{
  return GTK_LIST_VIEW (find_type (child (page, "strip"), GTK_TYPE_LIST_VIEW));
}

/* As a click does. */
static void
choose (LbImagePage *page, guint position)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (strip_list (page)), "list.select-item",
                                             "(ubb)", position, FALSE, FALSE));
}

static gboolean
has_typed_focus (gpointer data)
{
  PageFixture *self = data;
  LbImagePage *page = LB_IMAGE_PAGE (adw_navigation_view_get_visible_page (self->views));

  return gtk_window_get_focus (GTK_WINDOW (self->window)) ==
         GTK_WIDGET (lb_text_pane_get_view (pane (page)));
}

static void
test_strip (PageFixture *self, gconstpointer data)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *kept = NULL;
  GListModel *shown;
  LbImagePage *page;

  adw_navigation_page_set_child (adw_navigation_view_get_visible_page (self->views), button);
  g_assert_true (gtk_widget_grab_focus (button));
  page = open_page (self, self->images, 1);
  shown = G_LIST_MODEL (gtk_list_view_get_model (strip_list (page)));
  g_assert_true (has_typed_focus (self));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 3);
  g_assert_cmpuint (marked (page), ==, 1);
  activate (page, "image.next");
  g_assert_cmpuint (marked (page), ==, 2);
  activate (page, "image.previous");
  g_assert_cmpuint (marked (page), ==, 1);

  type (page, "{ not yet");
  choose (page, 0);
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 0));
  g_assert_cmpstr (subtitle (page), ==, "1 of 3 · 0 reviewed");
  g_assert_true (has_typed_focus (self));
  assert_shown (page, "");
  kept = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 1));
  g_assert_cmpstr (kept, ==, "{ not yet");

  choose (page, 1);
  assert_shown (page, "{ not yet");

  /* The one before is gone: the mark stays on the same image. */
  delete_image (self, 0);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 2);
  g_assert_cmpuint (marked (page), ==, 0);
  assert_shown (page, "{ not yet");

  /* This one is gone: the next one has the mark. */
  delete_image (self, 0);
  g_assert_cmpuint (marked (page), ==, 0);
  g_assert_true (lb_image_page_get_image (page) == page_fixture_nth (self, 0));
}

/* The keyboard gets there too: it comes in at the marked one, which says its name. */
static void
test_strip_keyboard (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 1);
  GtkWidget *strip = child (page, "strip");
  GtkWidget *row;

  g_assert_true (gtk_widget_child_focus (strip, GTK_DIR_TAB_FORWARD));
  row = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_is_ancestor (row, strip));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "2.png");
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  g_assert_cmpuint (marked (page), ==, 1);

  g_assert_true (gtk_widget_child_focus (strip, GTK_DIR_RIGHT));
  row = gtk_window_get_focus (GTK_WINDOW (self->window));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "3.png");
}

/* The middle of the marked row, from the left of the strip. */
static gboolean
is_centred (gpointer data)
{
  GtkScrolledWindow *scrolled =
    GTK_SCROLLED_WINDOW (find_type (child (data, "strip"), GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (scrolled);
  const guint n_images =
    g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (strip_list (data))));
  const double step = gtk_adjustment_get_upper (adjustment) / n_images;
  double middle = (marked (data) + 0.5) * step - gtk_adjustment_get_value (adjustment);

  return gtk_adjustment_get_page_size (adjustment) < gtk_adjustment_get_upper (adjustment) &&
         ABS (middle - gtk_adjustment_get_page_size (adjustment) / 2) <= 1;
}

/* The same three again and again, more than there is room for. */
static void
test_strip_centre (PageFixture *self, gconstpointer data)
{
  g_autoptr (GListStore) many = g_list_store_new (LB_TYPE_IMAGE);
  LbImagePage *page;

  for (guint i = 0; i < 30; i++)
    g_list_store_append (many, page_fixture_nth (self, i % 3));
  page = open_page (self, self->images, 1);
  lb_film_strip_set_images (child (page, "strip"), self->session, G_LIST_MODEL (many));
  lb_film_strip_set_current (child (page, "strip"), 15);
  wait_until (is_centred, page, "the marked image in the middle");
  lb_film_strip_set_current (child (page, "strip"), 20);
  wait_until (is_centred, page, "the next marked image in the middle");
}

static gboolean
shows_error (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (child (data, "picture_stack")), "error") == 0;
}

static gboolean
shows_picture (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (child (data, "picture_stack")), "picture") ==
           0 &&
         lb_picture_view_get_texture (child (data, "picture")) != NULL;
}

static void
test_picture_error (PageFixture *self, gconstpointer data)
{
  LbImagePage *page;

  /* An address that the service doesn't know. */
  g_object_set (page_fixture_nth (self, 0), "image-url", "/nothing/here.png", NULL);
  page = open_page (self, self->images, 0);
  wait_until (shows_error, page, "the error");

  activate (page, "image.next");
  g_assert_false (shows_error (page));
  wait_until (shows_picture, page, "the next picture");
}

static GtkEventController *
controller (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  const guint n_controllers = g_list_model_get_n_items (controllers);

  for (guint i = 0; i < n_controllers; i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (one) == type)
        return one; /* the widget keeps it */
    }
  g_assert_not_reached ();
}

static void
scroll (LbPictureView *picture, double dy)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (controller (picture, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, dy,
                         &taken);
  g_assert_true (taken);
}

static void
double_click (LbPictureView *picture, double x, double y)
{
  g_signal_emit_by_name (controller (picture, GTK_TYPE_GESTURE_CLICK), "released", 2, x, y);
}

static void
drag (LbPictureView *picture, double x, double y)
{
  GtkEventController *gesture = controller (picture, GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", 0.0, 0.0);
  g_signal_emit_by_name (gesture, "drag-update", x, y);
  g_signal_emit_by_name (gesture, "drag-end", x, y);
}

static void
assert_zoom (LbPictureView *picture, double zoom)
{
  g_assert_cmpfloat_with_epsilon (lb_picture_view_get_zoom (picture), zoom, 0.001);
  g_assert_false (lb_picture_view_is_fit (picture));
}

static gboolean
shows_smaller (gpointer data)
{
  return shows_picture (data) && lb_picture_view_get_zoom (child (data, "picture")) < 0.9 &&
         gtk_widget_get_width (child (data, "picture")) > 0;
}

static void
test_zoom (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 0);
  LbPictureView *picture = child (page, "picture");
  double fit;

  wait_until (shows_smaller, page, "the picture");
  fit = lb_picture_view_get_zoom (picture);
  g_assert_true (lb_picture_view_is_fit (picture));

  activate (page, "image.zoom-100");
  assert_zoom (picture, 1);
  activate (page, "image.zoom-in");
  assert_zoom (picture, 1.25);
  activate (page, "image.zoom-out");
  assert_zoom (picture, 1);
  activate (page, "image.zoom-fit");
  g_assert_true (lb_picture_view_is_fit (picture));
  g_assert_cmpfloat (lb_picture_view_get_zoom (picture), ==, fit);

  scroll (picture, -1);
  assert_zoom (picture, fit * 1.25);
  for (int i = 0; i < 40; i++)
    scroll (picture, -1);
  assert_zoom (picture, 8);
  for (int i = 0; i < 60; i++)
    scroll (picture, 1);
  assert_zoom (picture, 0.05);

  /* Another image is whole again, and so is this one afterwards. */
  activate (page, "image.next");
  wait_until (shows_smaller, page, "the next picture");
  g_assert_true (lb_picture_view_is_fit (picture));
}

static void
test_zoom_place (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 0);
  LbPictureView *picture = child (page, "picture");
  graphene_rect_t whole, large, moved;
  float across, width;

  wait_until (shows_smaller, page, "the picture");
  width = gtk_widget_get_width (GTK_WIDGET (picture));
  lb_picture_view_get_place (picture, &whole);
  g_assert_cmpfloat (whole.origin.x, >=, 0);

  /* Whole, it can't be dragged. */
  drag (picture, 30, 0);
  lb_picture_view_get_place (picture, &moved);
  g_assert_true (graphene_rect_equal (&whole, &moved));

  /* What is under the pointer stays under it. */
  across = (100 - whole.origin.x) / whole.size.width;
  double_click (picture, 100, 300);
  assert_zoom (picture, 1);
  lb_picture_view_get_place (picture, &large);
  g_assert_cmpfloat (large.size.width, ==, 1024);
  g_assert_cmpfloat_with_epsilon ((100 - large.origin.x) / large.size.width, across, 0.01);

  /* Dragged about, but never out of the view. */
  drag (picture, -30, 0);
  lb_picture_view_get_place (picture, &moved);
  g_assert_cmpfloat_with_epsilon (moved.origin.x, large.origin.x - 30, 1.5);
  drag (picture, 5000, 0);
  lb_picture_view_get_place (picture, &moved);
  g_assert_cmpfloat_with_epsilon (moved.origin.x, 0, 1.5);
  drag (picture, -5000, 0);
  lb_picture_view_get_place (picture, &moved);
  g_assert_cmpfloat_with_epsilon (moved.origin.x + moved.size.width, width, 1.5);

  double_click (picture, 100, 300);
  lb_picture_view_get_place (picture, &moved);
  g_assert_true (graphene_rect_equal (&whole, &moved));
}

static void
test_words (PageFixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (self, 0);
  g_autofree char *caption = make_prompt ("One boat.");
  LbImagePage *page = open_page (self, self->images, 0);
  LbPictureView *picture = child (page, "picture");

  g_assert_cmpstr (lb_picture_view_get_alternative_text (picture), ==, "1.png");
  g_object_set (image, "caption", caption, NULL);
  g_assert_cmpstr (lb_picture_view_get_alternative_text (picture), ==, "One boat.");

  g_object_set (image, "image-name", NULL, NULL);
  g_assert_cmpstr (adw_window_title_get_title (child (page, "window_title")), ==, "Unnamed image");
}

static gboolean
is_regenerated (gpointer data)
{
  PageFixture *self = data;

  return lb_image_get_caption (page_fixture_nth (self, 0)) != NULL &&
         !lb_session_is_regenerating (self->session, page_fixture_nth (self, 0));
}

/* One image's regeneration is no other's. */
static void
test_regenerate (PageFixture *self, gconstpointer data)
{
  LbImagePage *page;
  LbTextPane *editor;

  page_fixture_set_schema (self);
  page = open_page (self, self->images, 0);
  editor = pane (page);

  activate (page, "image.regenerate");
  g_assert_true (lb_session_is_regenerating (self->session, page_fixture_nth (self, 0)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "regenerate_stack")), ==,
                   "spinner");
  g_assert_false (gtk_text_view_get_editable (lb_text_pane_get_view (editor)));

  activate (page, "image.next");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "regenerate_stack")), ==,
                   "label");
  g_assert_true (gtk_text_view_get_editable (lb_text_pane_get_view (editor)));

  activate (page, "image.previous");
  wait_until (is_regenerated, self, "the caption");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "source_label", "Automatic");
  assert_shown (page, lb_image_get_caption (page_fixture_nth (self, 0)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "regenerate_stack")), ==,
                   "label");
}

static gboolean
has_dialog (gpointer data)
{
  PageFixture *self = data;

  return adw_window_get_visible_dialog (self->window) != NULL;
}

/* What a person wrote comes back after it was written over or thrown away. */
static void
test_undo (PageFixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (self, 0);
  g_autofree char *caption = make_prompt ("Mine.");
  g_autofree char *stored = g_strchomp (g_strdup (caption));
  LbImagePage *page;

  page_fixture_set_schema (self);
  page_fixture_save_caption (self, image, stored);
  page = open_page (self, self->images, 0);
  g_assert_cmpstr (gtk_label_get_label (child (page, "source_label")), ==, "Hand-written");

  activate (page, "image.regenerate");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "source_label", "Automatic");
  wait_until (has_dialog, self, "the question what to take");
  g_assert_true (gtk_widget_activate_action (
    GTK_WIDGET (adw_window_get_visible_dialog (self->window)), "new-caption.apply", NULL));
  page_fixture_press (self, "_Undo");
  assert_shown (page, stored);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label", "Saved");
  g_assert_cmpstr (lb_image_get_caption (image), ==, stored);
}

static void
test_discard (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 0);

  type (page, "{ not yet");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Not valid yet: line 1, this can’t be read as JSON");
  g_assert_cmpstr (gtk_label_get_label (child (page, "source_label")), ==, "Hand-written");

  activate (page, "image.discard");
  assert_shown (page, "");
  g_assert_cmpstr (gtk_label_get_label (child (page, "source_label")), ==, "No caption");
  page_fixture_press (self, "_Undo");
  assert_shown (page, "{ not yet");
}

/* Before the time-out that keeps it has come. */
static void
test_typed_and_left (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 0);
  g_autofree char *kept = NULL;

  type (page, "{ not yet");
  adw_navigation_view_pop (self->views);
  kept = lb_session_dup_caption_text (self->session, page_fixture_nth (self, 0));
  g_assert_cmpstr (kept, ==, "{ not yet");
}

static void
test_legacy (PageFixture *self, gconstpointer data)
{
  LbImagePage *page;

  g_object_set (self->dataset, "training-version", "max", NULL);
  g_object_set (page_fixture_nth (self, 0), "caption", "{ a fox", NULL);
  page = open_page (self, self->images, 0);

  g_assert_false (GTK_SOURCE_IS_VIEW (lb_text_pane_get_view (pane (page))));
  assert_shown (page, "{ a fox");
  page_settle ();
  g_assert_cmpuint (lb_text_pane_get_n_issues (pane (page)), ==, 0);
  g_assert_cmpstr (gtk_label_get_label (child (page, "state_label")), ==, "Saved");
}

static void
test_completed (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, self->images, 0);

  g_object_set (self->dataset, "status", "completed", NULL);
  g_assert_false (gtk_text_view_get_editable (lb_text_pane_get_view (pane (page))));
  g_assert_cmpstr (gtk_label_get_label (child (page, "state_label")), ==,
                   "Complete: can’t be changed");
}

static void
test_fit (void)
{
  graphene_rect_t place;

  /* Made smaller, in the middle. */
  lb_picture_view_fit (1600, 1280, 500, 800, &place);
  g_assert_true (graphene_rect_equal (&place, &GRAPHENE_RECT_INIT (0, 200, 500, 400)));
  lb_picture_view_fit (100, 1000, 300, 500, &place);
  g_assert_true (graphene_rect_equal (&place, &GRAPHENE_RECT_INIT (125, 0, 50, 500)));
  /* Never larger. */
  lb_picture_view_fit (100, 50, 300, 500, &place);
  g_assert_true (graphene_rect_equal (&place, &GRAPHENE_RECT_INIT (100, 225, 100, 50)));
  /* Never nothing. */
  lb_picture_view_fit (10000, 1, 100, 100, &place);
  g_assert_cmpfloat (place.size.height, ==, 1);
}

static void
count_cb (LbTextPane *pane, guint *count)
{
  *count += 1;
}

static void
check_pane (LbTextKind kind)
{
  GtkWidget *window = gtk_window_new ();
  LbTextPane *pane = g_object_new (LB_TYPE_TEXT_PANE, NULL);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  GtkTextBuffer *buffer;
  guint n_edits = 0;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (pane));
  lb_text_pane_set_kind (pane, kind);
  g_signal_connect (pane, "edited", G_CALLBACK (count_cb), &n_edits);
  buffer = gtk_text_view_get_buffer (lb_text_pane_get_view (pane));

  lb_text_pane_set_text (pane, "{ “alt”: 1 }");
  g_assert_cmpuint (n_edits, ==, 0);
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));

  place_cursor (buffer, 12);
  lb_text_pane_update (pane, "{ “älteres”: 1 }");
  g_assert_cmpint (cursor (buffer), ==, 16);
  g_assert_cmpuint (n_edits, ==, 0);

  lb_text_pane_replace (pane, "[]");
  g_assert_cmpuint (n_edits, >, 0);
  after = lb_text_pane_dup_text (pane);
  g_assert_cmpstr (after, ==, "[]");
  gtk_text_buffer_undo (buffer);
  undone = lb_text_pane_dup_text (pane);
  g_assert_cmpstr (undone, ==, "{ “älteres”: 1 }");

  lb_text_pane_set_text (pane, NULL);
  g_assert_true (lb_text_pane_is_blank (pane));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_pane (void)
{
  check_pane (LB_TEXT_CAPTION);
  check_pane (LB_TEXT_SCHEMA);
  check_pane (LB_TEXT_PLAIN);
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

  g_test_add_func ("/ui/picture-view/fit", test_fit);
  g_test_add_func ("/ui/text-pane/changes", test_pane);
  add ("/ui/image-page/review-of-a-filter", set_up_three, test_review_of_a_filter);
  add ("/ui/image-page/deleted", set_up_three, test_deleted);
  add ("/ui/image-page/repaired", set_up_one, test_repaired);
  add ("/ui/image-page/changed-while-typing", set_up_one, test_changed_while_typing);
  add ("/ui/image-page/too-long", set_up_three, test_too_long);
  add ("/ui/image-page/strip", set_up_three, test_strip);
  add ("/ui/image-page/strip-centre", set_up_three, test_strip_centre);
  add ("/ui/image-page/strip-keyboard", set_up_three, test_strip_keyboard);
  add ("/ui/image-page/picture-error", set_up_three, test_picture_error);
  add ("/ui/image-page/zoom", set_up_three, test_zoom);
  add ("/ui/image-page/zoom-place", set_up_one, test_zoom_place);
  add ("/ui/image-page/words", set_up_one, test_words);
  add ("/ui/image-page/regenerate", set_up_three, test_regenerate);
  add ("/ui/image-page/undo", set_up_one, test_undo);
  add ("/ui/image-page/discard", set_up_one, test_discard);
  add ("/ui/image-page/typed-and-left", set_up_one, test_typed_and_left);
  add ("/ui/image-page/legacy", set_up_one, test_legacy);
  add ("/ui/image-page/completed", set_up_one, test_completed);

  return g_test_run ();
}
