#include "config.h"

#include "page-fixture.h"

#include <glib/gstdio.h>

#include "session/lb-session-history.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-sight.h"

#define TOKEN "the-token-of-an-account-0123456789abcdef"

static void
add_image (PageFixture *self, int number)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x104060u * (guint32) number);
  g_autofree char *name = g_strdup_printf ("%d.png", number);
  g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
    self->session, self->dataset, bytes, name, TRUE, FALSE, NULL, NULL, NULL));

  g_assert_nonnull (image);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
make_window (PageFixture *self)
{
  GtkWidget *views = adw_navigation_view_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  /* Without a window manager, one that blinks may miss that the focus left, and warns of it. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  self->window = ADW_WINDOW (g_object_ref_sink (adw_window_new ()));
  self->views = ADW_NAVIGATION_VIEW (views);
  adw_navigation_view_set_animate_transitions (self->views, FALSE);
  adw_navigation_view_add (self->views, adw_navigation_page_new (adw_bin_new (), "Datasets"));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1200, 800);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), views);
  adw_window_set_content (self->window, overlay);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_mapped, self->window, "the window");
}

static void
fill (PageFixture *self, int n_images)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  g_assert_true (wait_true (lb_session_open (self->session)));
  g_object_set (wanted, "project-name", "Storybook", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  self->dataset =
    wait_object (lb_session_create_dataset (self->session, project, "Harbour", NULL, NULL));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->images = lb_session_get_images (self->session, self->dataset);
  for (int i = 1; i <= n_images; i++)
    add_image (self, i);
  g_assert_cmpuint (g_list_model_get_n_items (self->images), ==, n_images);
  make_window (self);
}

void
page_fixture_set_up (PageFixture *self, int n_images)
{
  service_fixture_set_up (&self->service);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  fill (self, n_images);
}

void
page_fixture_set_up_hosted (PageFixture *self, int n_images)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *base_url = NULL;
  g_autoptr (GError) error = NULL;

  service_fixture_set_up (&self->service);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", TOKEN, TRUE);
  self->elsewhere =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"), "--data",
                                 self->service.data_dir, "--port", "0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->elsewhere));
  base_url = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  self->session = lb_session_new_hosted (base_url, TOKEN, self->service.state_dir);
  fill (self, n_images);
}

/* What a fiber holds that is left behind would count as a leak. */
static gboolean
no_pictures (gpointer data)
{
  return lb_picture_loader_is_idle () && lb_sight_is_idle ();
}

void
page_fixture_tear_down (PageFixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
  page_settle ();
  wait_until (no_pictures, NULL, "the last pictures");
  lb_session_close (self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  if (self->elsewhere != NULL)
    {
      g_subprocess_force_exit (self->elsewhere);
      g_subprocess_wait (self->elsewhere, NULL, NULL);
    }
  g_clear_object (&self->elsewhere);
  service_fixture_tear_down (&self->service);
}

LbImage *
page_fixture_nth (PageFixture *self, guint position)
{
  g_autoptr (LbImage) image = g_list_model_get_item (self->images, position);

  g_assert_nonnull (image);
  return image; /* the list keeps it */
}

void
page_fixture_set_schema (PageFixture *self)
{
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) live =
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema));

  g_assert_true (live == self->dataset);
}

void
page_fixture_use_plain (PageFixture *self)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  g_object_set (wanted, "project-name", "Words", "ip-medium", "illustration", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  g_clear_object (&self->dataset);
  self->dataset =
    wait_object (lb_session_create_dataset (self->session, project, "Foxes", "max", NULL));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->images = lb_session_get_images (self->session, self->dataset);
  g_object_unref (
    wait_object (lb_session_set_caption_prefix (self->session, self->dataset, "A fox, ")));
  add_image (self, 1);
}

typedef struct
{
  LbSession *session;
  LbImage *image;
} Saving;

static gboolean
is_saved (gpointer data)
{
  Saving *saving = data;

  return lb_session_get_edit_state (saving->session, saving->image) == LB_EDIT_SAVED;
}

void
page_fixture_save_caption (PageFixture *self, LbImage *image, const char *text)
{
  Saving saving = { self->session, image };

  g_assert_true (wait_true (lb_session_edit_caption (self->session, image, text)));
  wait_until (is_saved, &saving, "the caption in the service");
}

char *
page_fixture_write_by_hand (PageFixture *self, guint position, const char *words)
{
  g_autofree char *prompt = make_prompt (words);
  char *text = g_strdup (g_strchomp (prompt));

  lb_history_close_edit (lb_session_get_history (self->session));
  page_fixture_save_caption (self, page_fixture_nth (self, position), text);
  lb_history_close_edit (lb_session_get_history (self->session));

  return text;
}

void
page_fixture_push (PageFixture *self, AdwNavigationPage *page)
{
  adw_navigation_view_push (self->views, page);
  wait_until (is_mapped, page, "the page");
  page_settle ();
}

LbImagePage *
page_fixture_open_image (PageFixture *self, guint position)
{
  LbImagePage *page = lb_image_page_new (self->session, self->dataset, self->images,
                                         page_fixture_nth (self, position));

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static gboolean
shows_images (gpointer page)
{
  return lb_dataset_page_shows_images (page);
}

LbDatasetPage *
page_fixture_open_dataset (PageFixture *self)
{
  LbDatasetPage *page = lb_dataset_page_new (self->session, self->dataset);

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  wait_until (shows_images, page, "the images");

  return page;
}

static gboolean
has_no_dialog (gpointer window)
{
  return adw_window_get_visible_dialog (window) == NULL;
}

void
page_fixture_wait_no_dialog (PageFixture *self)
{
  wait_until (has_no_dialog, self->window, "the end of the dialog");
}

void
page_show_text (void)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  g_settings_set_string (settings, "caption-view", "json");
}

gpointer
page_child (gpointer widget, GType type, const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, type, name);

  g_assert_nonnull (child);
  return child;
}

gpointer
page_find (GtkWidget *widget, GType type, const char *title)
{
  gpointer found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (title == NULL ||
       g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0))
    return widget;

  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL && found == NULL;
       one = gtk_widget_get_next_sibling (one))
    found = page_find (one, type, title);
  return found;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  int *frames = data;

  *frames += 1;
  return *frames < 3;
}

static gboolean
is_drawn (gpointer data)
{
  return *(int *) data >= 3;
}

void
page_fixture_wait_drawn (PageFixture *self)
{
  int frames = 0;

  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), tick_cb, &frames, NULL);
  wait_until (is_drawn, &frames, "the window drawn again");
}

void
page_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

AdwAlertDialog *
page_fixture_alert (PageFixture *self)
{
  AdwDialog *dialog = adw_window_get_visible_dialog (self->window);

  return dialog != NULL ? ADW_ALERT_DIALOG (dialog) : NULL;
}

static gboolean
is_closed (gpointer data)
{
  return gtk_widget_get_root (data) == NULL;
}

void
page_fixture_answer (PageFixture *self, const char *response)
{
  g_autoptr (AdwAlertDialog) alert = NULL;

  g_assert_nonnull (page_fixture_alert (self));
  alert = g_object_ref (page_fixture_alert (self));
  g_assert_true (adw_alert_dialog_has_response (alert, response));
  if (g_strcmp0 (response, adw_alert_dialog_get_close_response (alert)) != 0)
    g_signal_emit_by_name (alert, "response", response);
  if (gtk_widget_get_root (GTK_WIDGET (alert)) != NULL)
    adw_dialog_force_close (ADW_DIALOG (alert));
  wait_until (is_closed, alert, "the end of the question");
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

typedef struct
{
  PageFixture *fixture;
  const char *label;
} Press;

static gboolean
has_button (gpointer data)
{
  Press *press = data;

  return find_button (GTK_WIDGET (press->fixture->window), press->label) != NULL;
}

void
page_fixture_press (PageFixture *self, const char *label)
{
  Press press = { self, label };

  wait_until (has_button, &press, label);
  g_signal_emit_by_name (find_button (GTK_WIDGET (self->window), label), "clicked");
}

typedef struct
{
  GtkLabel *label;
  const char *words;
} Wanted;

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  return g_strcmp0 (gtk_label_get_label (wanted->label), wanted->words) == 0;
}

void
page_wait_label (gpointer widget, GType type, const char *name, const char *words)
{
  Wanted wanted = { page_child (widget, type, name), words };

  wait_until (says, &wanted, words);
}

GListModel *
page_make_namesakes (const char *root)
{
  static const char *const paths[] = { "2023/boat.png", "2024/boat.png", "2023/tea.png" };
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = g_build_filename (root, paths[i], NULL);
      g_autofree char *folder = g_path_get_dirname (path);
      g_autoptr (GFile) file = g_file_new_for_path (folder);
      g_autoptr (GBytes) png = make_picture (1024, 1024, 0x224466 + (guint) i * 0x1111);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, g_bytes_get_data (png, NULL),
                                          (gssize) g_bytes_get_size (png), NULL));
      if (i < 2)
        g_list_store_append (files, file);
    }

  return G_LIST_MODEL (files);
}

GBytes *
page_make_framed (guint8 blue)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1500, 1400);
  char *data = NULL;
  gsize length = 0;

  gdk_pixbuf_fill (pixels, 0xffffffff);
  for (int y = 200; y < 1280; y++)
    for (int x = 100; x < 1200; x++)
      {
        guint8 *pixel =
          gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3;

        pixel[0] = (guint8) (x / 8 * 40);
        pixel[1] = (guint8) (y / 8 * 56);
        pixel[2] = blue;
      }
  g_assert_true (gdk_pixbuf_save_to_buffer (pixels, &data, &length, "png", NULL, NULL));

  return g_bytes_new_take (data, length);
}
