#include "config.h"

#include <signal.h>

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/image/lb-film-strip.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/widgets/lb-patient-spinner.h"

static gpointer
child (LbImagePage *page, const char *name)
{
  return page_child (page, LB_TYPE_IMAGE_PAGE, name);
}

static void
activate (LbImagePage *page, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
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
set_view (const char *view)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  g_settings_set_string (settings, "caption-view", view);
}

static char *
get_view (void)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  return g_settings_get_string (settings, "caption-view");
}

static void
set_up (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("One boat.");

  set_view (data != NULL ? data : "json");
  page_fixture_set_up (self, 3);
  page_fixture_save_caption (self, page_fixture_nth (self, 0), caption);
  page_fixture_save_caption (self, page_fixture_nth (self, 1), caption);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static gboolean
is_narrow (gpointer data)
{
  return g_strcmp0 (adw_multi_layout_view_get_layout_name (child (data, "layouts")), "narrow") ==
           0 &&
         gtk_widget_get_mapped (child (data, "narrow_toggles"));
}

static gboolean
is_wide (gpointer data)
{
  return g_strcmp0 (adw_multi_layout_view_get_layout_name (child (data, "layouts")), "wide") == 0 &&
         gtk_widget_get_mapped (child (data, "strip"));
}

static void
make_narrow (PageFixture *self, LbImagePage *page, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 720);
  wait_until (is_narrow, page, "the narrow page");
  page_fixture_wait_drawn (self);
}

static void
make_wide (PageFixture *self, LbImagePage *page)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1200, 800);
  wait_until (is_wide, page, "the wide page");
}

static GtkWidget *
focus (PageFixture *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self->window));
}

/* The same widgets in other places: who writes goes on where he was. */
static void
test_turned (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  GtkTextView *view = lb_text_pane_get_view (child (page, "editor"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *before = lb_text_pane_dup_text (child (page, "editor"));
  g_autofree char *after = NULL;
  GtkTextIter iter;

  wait_until (is_wide, page, "the wide page");
  g_assert_true (focus (self) == GTK_WIDGET (view));
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 25);
  gtk_text_buffer_place_cursor (buffer, &iter);

  make_narrow (self, page, 400);
  page_settle ();
  g_assert_true (focus (self) == GTK_WIDGET (view));
  g_assert_false (gtk_widget_get_mapped (child (page, "strip")));
  g_assert_false (gtk_widget_get_mapped (child (page, "toggles")));
  g_assert_false (gtk_widget_get_mapped (child (page, "skip_button")));
  g_assert_true (gtk_widget_get_mapped (child (page, "approve_button")));
  g_assert_true (gtk_widget_get_mapped (child (page, "picture")));

  make_wide (self, page);
  page_settle ();
  g_assert_true (focus (self) == GTK_WIDGET (view));
  g_assert_true (gtk_widget_get_mapped (child (page, "toggles")));
  g_assert_true (gtk_widget_get_mapped (child (page, "skip_button")));
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==, 25);
  after = lb_text_pane_dup_text (child (page, "editor"));
  g_assert_cmpstr (after, ==, before);
}

/* The cursor of the text, from the top of what is seen of the page. */
static gboolean
sees_cursor (gpointer data)
{
  GtkTextView *view = lb_text_pane_get_view (child (data, "editor"));
  GtkWidget *scrolled = child (data, "narrow_scrolled");
  GdkRectangle cursor;
  graphene_point_t top;
  int x, y;

  gtk_text_view_get_cursor_locations (view, NULL, &cursor, NULL);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, cursor.x, cursor.y, &x, &y);
  return gtk_widget_compute_point (GTK_WIDGET (view), scrolled,
                                   &GRAPHENE_POINT_INIT ((float) x, (float) y), &top) &&
         top.y >= 0 && top.y + (float) cursor.height <= (float) gtk_widget_get_height (scrolled);
}

static void
test_cursor_in_view (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (lb_text_pane_get_view (child (page, "editor")));
  GtkTextIter iter;

  make_narrow (self, page, 400);
  gtk_text_buffer_get_end_iter (buffer, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  wait_until (sees_cursor, page, "the cursor at the end");
  gtk_text_buffer_get_start_iter (buffer, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  wait_until (sees_cursor, page, "the cursor at the start");
}

static void
test_turned_form (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  GtkWidget *before = focus (self);

  g_assert_cmpstr (lb_text_pane_get_view_name (child (page, "editor")), ==, "form");
  g_assert_nonnull (before);
  g_assert_true (gtk_widget_is_ancestor (before, child (page, "editor")));
  make_narrow (self, page, 400);
  page_settle ();
  g_assert_true (focus (self) == before);
  make_wide (self, page);
  page_settle ();
  g_assert_true (focus (self) == before);
}

static void
assert_fits (LbImagePage *page, int width)
{
  int minimum = 0;

  gtk_widget_measure (child (page, "toolbar"), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, width);
}

static void
test_fits (PageFixture *self, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  LbImagePage *page = open_page (self, 0);
  int dpi;

  make_narrow (self, page, 360);
  page_settle ();
  assert_fits (page, 360);

  /* With text of twice the size. */
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * 1024), NULL);
  page_settle ();
  assert_fits (page, 360);

  /* And the longest that the state has to say. */
  lb_text_pane_replace (child (page, "editor"), "{ not yet");
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label",
                   "Not valid yet: line 1, this can’t be read as JSON");
  assert_fits (page, 360);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static gboolean
says_little (gpointer data)
{
  return g_str_equal (adw_window_title_get_subtitle (child (data, "window_title")), "1 of 3");
}

/* Words give way before they are cut. */
static void
test_little_room (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  GtkWidget *state = child (page, "state_label");
  const gint64 now = g_get_real_time ();

  wait_until (is_wide, page, "the wide page");
  g_object_set (page_fixture_nth (self, 0), "updated-at", now - 130 * G_USEC_PER_SEC, NULL);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label", "Saved 2 minutes ago");

  make_narrow (self, page, 360);
  wait_until (says_little, page, "the place alone");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (state)), ==, "Saved");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (state), ==, "Saved 2 minutes ago");

  make_narrow (self, page, 700);
  page_wait_label (page, LB_TYPE_IMAGE_PAGE, "state_label", "Saved 2 minutes ago");
  g_assert_null (gtk_widget_get_tooltip_text (state));
  g_assert_cmpstr (adw_window_title_get_subtitle (child (page, "window_title")), ==,
                   "1 of 3 · 0 reviewed");
}

static int
form_width (LbImagePage *page)
{
  return gtk_widget_get_width (child (page, "paned")) -
         gtk_paned_get_position (child (page, "paned"));
}

static gboolean
has_form_width (gpointer data)
{
  return form_width (data) == 564;
}

static gboolean
has_own_width (gpointer data)
{
  return gtk_widget_get_width (child (data, "paned")) > 1100 &&
         gtk_paned_get_position (child (data, "paned")) == 500;
}

static void
test_divider (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  int minimum = 0;

  wait_until (is_wide, page, "the wide page");
  page_settle ();
  g_assert_cmpint (form_width (page), ==, 564);
  gtk_widget_measure (child (page, "paned"), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 790);
  g_assert_cmpint (minimum, >=, 780);

  /* The form has its width again after the window was small. */
  make_narrow (self, page, 400);
  make_wide (self, page);
  wait_until (has_form_width, page, "the width of the form");

  /* Where the user has put it, it stays. */
  gtk_paned_set_position (child (page, "paned"), 500);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 800);
  page_fixture_wait_drawn (self);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1200, 800);
  wait_until (has_own_width, page, "the width that the user gave the form");
}

static const char *
active (LbImagePage *page, const char *name)
{
  return adw_toggle_group_get_active_name (child (page, name));
}

static gboolean
form_is_enabled (LbImagePage *page, const char *name)
{
  return adw_toggle_get_enabled (adw_toggle_group_get_toggle_by_name (child (page, name), "form"));
}

static gboolean
has_no_form (gpointer data)
{
  return !form_is_enabled (data, "toggles");
}

static gboolean
has_form (gpointer data)
{
  return form_is_enabled (data, "toggles");
}

static void
test_view (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  LbTextPane *editor = child (page, "editor");
  g_autofree char *kept = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpstr (lb_text_pane_get_view_name (editor), ==, "form");
  g_assert_cmpstr (active (page, "toggles"), ==, "form");

  activate (page, "image.toggle-view");
  g_assert_cmpstr (lb_text_pane_get_view_name (editor), ==, "json");
  g_assert_cmpstr (active (page, "toggles"), ==, "json");
  g_assert_cmpstr (active (page, "narrow_toggles"), ==, "json");
  kept = get_view ();
  g_assert_cmpstr (kept, ==, "json");

  adw_toggle_group_set_active_name (child (page, "narrow_toggles"), "form");
  g_assert_cmpstr (lb_text_pane_get_view_name (editor), ==, "form");
  g_assert_cmpstr (active (page, "toggles"), ==, "form");
  after = get_view ();
  g_assert_cmpstr (after, ==, "form");
}

/* Without JSON there is no form, and that is said; the choice stays what it was. */
static void
test_no_form (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  LbTextPane *editor = child (page, "editor");
  g_autofree char *before = lb_text_pane_dup_text (editor);
  g_autofree char *kept = NULL;
  AdwToggle *form = adw_toggle_group_get_toggle_by_name (child (page, "toggles"), "form");

  lb_text_pane_replace (editor, "{ not yet");
  wait_until (has_no_form, page, "the end of the form");
  g_assert_cmpstr (active (page, "toggles"), ==, "json");
  g_assert_cmpstr (adw_toggle_get_tooltip (form), ==,
                   "There is a form once the text is right JSON");
  activate (page, "image.toggle-view");
  g_assert_cmpstr (lb_text_pane_get_view_name (editor), ==, "json");

  /* Who writes JSON stays with it; the next image is shown as before. */
  lb_text_pane_replace (editor, before);
  wait_until (has_form, page, "the form");
  g_assert_cmpstr (adw_toggle_get_tooltip (form), ==, "");
  activate (page, "image.next");
  g_assert_cmpstr (lb_text_pane_get_view_name (editor), ==, "form");
  kept = get_view ();
  g_assert_cmpstr (kept, ==, "form");
}

static void
test_plain (PageFixture *self, gconstpointer data)
{
  LbImagePage *page;

  g_object_set (self->dataset, "training-version", "max", NULL);
  g_object_set (page_fixture_nth (self, 0), "caption", "a fox", NULL);
  page = open_page (self, 0);
  g_assert_false (gtk_widget_get_visible (child (page, "toggles")));
  g_assert_false (gtk_widget_get_visible (child (page, "narrow_toggles")));
  g_assert_true (gtk_widget_is_sensitive (child (page, "approve_button")));
  g_assert_true (gtk_widget_get_visible (child (page, "review_tag")));
}

static void
test_undo (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  LbTextPane *editor = child (page, "editor");
  g_autofree char *before = lb_text_pane_dup_text (editor);
  g_autofree char *caption = make_prompt ("Two boats.");
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  gboolean can_undo = TRUE;

  g_object_get (editor, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  lb_text_pane_replace (editor, caption);
  g_assert_true (gtk_widget_is_sensitive (child (page, "undo_button")));
  activate (page, "image.undo");
  undone = lb_text_pane_dup_text (editor);
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (gtk_widget_is_sensitive (child (page, "redo_button")));
  activate (page, "image.redo");
  redone = lb_text_pane_dup_text (editor);
  g_assert_cmpstr (redone, ==, caption);

  /* The editor begins anew with another image; what was done before is in the account's history. */
  activate (page, "image.next");
  g_object_get (editor, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  g_assert_true (gtk_widget_is_sensitive (child (page, "undo_button")));
}

static gboolean
has_picture (gpointer data)
{
  GdkTexture *texture = lb_picture_view_get_texture (child (data, "picture"));

  return texture != NULL && gdk_texture_get_width (texture) == 1024;
}

static gboolean
shows_error (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (child (data, "picture_stack")), "error") == 0;
}

static gboolean
has_thumbnail (gpointer data)
{
  return lb_picture_view_get_texture (child (data, "picture")) != NULL;
}

/* What the grid has is there at once, in the place of the whole picture. */
static void
test_picture_at_once (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  LbPictureView *picture = child (page, "picture");
  graphene_rect_t before, after;

  wait_until (has_picture, page, "the picture");
  lb_picture_view_get_place (picture, &before);
  activate (page, "image.next");
  activate (page, "image.previous");
  g_assert_true (has_thumbnail (page));
  g_assert_false (lb_patient_spinner_is_spinning (child (page, "wait_spinner")));
  lb_picture_view_get_place (picture, &after);
  g_assert_true (graphene_rect_equal (&before, &after));
}

static int
texture_width (LbImagePage *page)
{
  GdkTexture *texture = lb_picture_view_get_texture (child (page, "picture"));

  return texture != NULL ? gdk_texture_get_width (texture) : 0;
}

static gboolean
has_some_pixels (gpointer data)
{
  return texture_width (data) == 2048;
}

static gboolean
has_all_pixels (gpointer data)
{
  return texture_width (data) == 3000;
}

/* All pixels of a large picture come once they are looked at, and it stays in its place. */
static void
test_all_pixels (PageFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_picture (3000, 2400, 0x204060);
  g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
    self->session, self->dataset, bytes, "large.png", TRUE, FALSE, NULL, NULL, NULL));
  LbImagePage *page = open_page (self, 3);
  LbPictureView *picture = child (page, "picture");
  graphene_rect_t before, after;

  g_assert_true (lb_image_page_get_image (page) == image);
  wait_until (has_some_pixels, page, "the picture");
  activate (page, "image.zoom-100");
  g_assert_cmpfloat (lb_picture_view_get_zoom (picture), ==, 1);
  lb_picture_view_get_place (picture, &before);
  g_assert_cmpfloat (before.size.width, ==, 3000);
  wait_until (has_all_pixels, page, "all its pixels");
  lb_picture_view_get_place (picture, &after);
  g_assert_true (graphene_rect_equal (&before, &after));
}

static gboolean
waits (gpointer data)
{
  return lb_patient_spinner_is_spinning (child (data, "wait_spinner"));
}

/* The service does not answer: after a second the page says that it waits. */
static void
test_picture_slow (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  wait_until (has_picture, page, "the picture");
  kill (service_fixture_get_pid (&self->service), SIGSTOP);
  activate (page, "image.next");
  g_assert_false (waits (page));
  wait_until (waits, page, "the spinner");
  kill (service_fixture_get_pid (&self->service), SIGCONT);
  wait_until (has_picture, page, "the picture in the end");
  g_assert_false (waits (page));
}

static void
test_try_again (PageFixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (self, 0);
  g_autofree char *url = g_strdup (lb_image_get_image_url (image));
  LbImagePage *page;

  g_object_set (image, "image-url", "/nothing/here.png", NULL);
  page = open_page (self, 0);
  wait_until (shows_error, page, "the error");
  g_assert_cmpstr (gtk_label_get_label (child (page, "picture_error")), !=, "");
  g_object_set (image, "image-url", url, NULL);
  page_fixture_press (self, "Try _Again");
  g_assert_false (shows_error (page));
  wait_until (has_picture, page, "the picture");
}

static GtkWidget *
find_tooltip (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;

  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL && found == NULL;
       one = gtk_widget_get_next_sibling (one))
    found = find_tooltip (one, tooltip);
  return found;
}

static void
test_renamed (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);

  g_assert_nonnull (find_tooltip (child (page, "strip"), "2.png"));
  g_object_set (page_fixture_nth (self, 1), "image-name", "boat.png", NULL);
  g_assert_null (find_tooltip (child (page, "strip"), "2.png"));
  g_assert_nonnull (find_tooltip (child (page, "strip"), "boat.png"));
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL && found == NULL;
       one = gtk_widget_get_next_sibling (one))
    found = find_type (one, type);
  return found;
}

/* The row of the marked image is in the middle of the strip, as it is seen. */
static gboolean
is_centred (gpointer data)
{
  GtkWidget *strip = child (data, "strip");
  GtkWidget *list = find_type (strip, GTK_TYPE_LIST_VIEW);
  graphene_rect_t box;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0 &&
        gtk_widget_get_mapped (row) && gtk_widget_compute_bounds (row, strip, &box))
      return ABS (box.origin.x + box.size.width / 2 - (float) gtk_widget_get_width (strip) / 2) < 2;
  return FALSE;
}

static void
test_right_to_left (PageFixture *self, gconstpointer data)
{
  g_autoptr (GListStore) many = g_list_store_new (LB_TYPE_IMAGE);
  LbImagePage *page;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  for (guint i = 0; i < 30; i++)
    g_list_store_append (many, page_fixture_nth (self, i % 3));
  page = open_page (self, 0);
  lb_film_strip_set_images (child (page, "strip"), self->session, G_LIST_MODEL (many));
  lb_film_strip_set_current (child (page, "strip"), 8);
  wait_until (is_centred, page, "the marked image in the middle");
  lb_film_strip_set_current (child (page, "strip"), 20);
  wait_until (is_centred, page, "the next marked image in the middle");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* The focus stays where it was when another image comes up. */
static void
test_focus_stays (PageFixture *self, gconstpointer data)
{
  LbImagePage *page = open_page (self, 0);
  GtkWidget *before = focus (self);

  g_assert_nonnull (before);
  g_assert_true (gtk_widget_is_ancestor (before, child (page, "editor")));
  activate (page, "image.approve");
  while (lb_image_page_get_image (page) == page_fixture_nth (self, 0))
    g_main_context_iteration (NULL, TRUE);
  page_settle ();
  g_assert_nonnull (focus (self));
  g_assert_true (gtk_widget_is_ancestor (focus (self), child (page, "editor")));
}

static GtkWidget *
find_grid (PageFixture *self)
{
  return find_type (GTK_WIDGET (adw_navigation_view_get_visible_page (self->views)),
                    GTK_TYPE_GRID_VIEW);
}

static GtkSelectionModel *
grid_model (PageFixture *self)
{
  return gtk_grid_view_get_model (GTK_GRID_VIEW (find_grid (self)));
}

static gboolean
has_grid (gpointer data)
{
  return gtk_widget_get_mapped (find_grid (data)) &&
         g_list_model_get_n_items (G_LIST_MODEL (grid_model (data))) == 3;
}

static gboolean
is_selected (gpointer data)
{
  PageFixture *self = data;

  return gtk_selection_model_is_selected (grid_model (self), 1) &&
         !gtk_selection_model_is_selected (grid_model (self), 0) && focus (self) != NULL &&
         gtk_widget_is_ancestor (focus (self), find_grid (self));
}

static void
popped_cb (AdwNavigationView *views, AdwNavigationPage *page, LbDatasetPage *dataset)
{
  lb_dataset_page_reveal (dataset, lb_image_page_get_image (LB_IMAGE_PAGE (page)));
}

/* The image shown last is the one that has the selection and the focus on the way back. */
static void
test_back (PageFixture *self, gconstpointer data)
{
  LbDatasetPage *dataset = lb_dataset_page_new (self->session, self->dataset);
  LbImagePage *page;

  page_fixture_push (self, ADW_NAVIGATION_PAGE (dataset));
  wait_until (has_grid, self, "the grid");
  gtk_selection_model_select_item (grid_model (self), 0, TRUE);
  g_assert_true (gtk_widget_grab_focus (find_grid (self)));
  page = open_page (self, 0);
  activate (page, "image.next");
  g_signal_connect (self->views, "popped", G_CALLBACK (popped_cb), dataset);
  adw_navigation_view_pop (self->views);
  wait_until (is_selected, self, "the image in the grid");
}

static void
add (const char *path, const char *view, void (*test) (PageFixture *, gconstpointer))
{
  g_test_add (path, PageFixture, view, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/image-layout/turned", "json", test_turned);
  add ("/ui/image-layout/cursor-in-view", "json", test_cursor_in_view);
  add ("/ui/image-layout/turned-form", "form", test_turned_form);
  add ("/ui/image-layout/fits-form", "form", test_fits);
  add ("/ui/image-layout/fits", "json", test_fits);
  add ("/ui/image-layout/little-room", "form", test_little_room);
  add ("/ui/image-layout/divider", "json", test_divider);
  add ("/ui/image-layout/view", "form", test_view);
  add ("/ui/image-layout/no-form", "form", test_no_form);
  add ("/ui/image-layout/plain", "form", test_plain);
  add ("/ui/image-layout/undo", "json", test_undo);
  add ("/ui/image-layout/undo-form", "form", test_undo);
  add ("/ui/image-layout/picture-at-once", "json", test_picture_at_once);
  add ("/ui/image-layout/all-pixels", "json", test_all_pixels);
  add ("/ui/image-layout/picture-slow", "json", test_picture_slow);
  add ("/ui/image-layout/try-again", "json", test_try_again);
  add ("/ui/image-layout/renamed", "json", test_renamed);
  add ("/ui/image-layout/right-to-left", "json", test_right_to_left);
  add ("/ui/image-layout/focus-stays", "json", test_focus_stays);
  add ("/ui/image-layout/focus-stays-form", "form", test_focus_stays);
  add ("/ui/image-layout/back", "json", test_back);

  return g_test_run ();
}
