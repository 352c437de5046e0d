#include "config.h"

#include <unistd.h>

#include "shell-fixture.h"
#include "ui/application/lb-window-private.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/export/lb-exports.h"

/* How an export went is said in the window, however it went. */

#define NARROW 360

static void
set_up (ShellFixture *self, gconstpointer data)
{
  shell_fixture_set_up (self, 2);
}

static void
set_up_empty (ShellFixture *self, gconstpointer data)
{
  shell_fixture_set_up (self, 0);
}

static void
tear_down (ShellFixture *self, gconstpointer data)
{
  shell_fixture_tear_down (self);
}

typedef struct
{
  GtkWidget *widget;
  const char *prefix;
} Words;

static gboolean
says (GtkWidget *widget, const char *prefix)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), prefix))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, prefix))
      return TRUE;
  return FALSE;
}

static gboolean
are_said (gpointer data)
{
  const Words *words = data;

  return says (words->widget, words->prefix);
}

static void
wait_words (ShellFixture *self, const char *prefix)
{
  Words words = { GTK_WIDGET (self->window), prefix };

  wait_until (are_said, &words, prefix);
}

static gboolean
shows_dataset (gpointer data)
{
  ShellFixture *self = data;

  return self->window->page != NULL;
}

static gboolean
is_silent (gpointer data)
{
  ShellFixture *self = data;

  return !adw_banner_get_revealed (page_child (self->window->page, LB_TYPE_DATASET_PAGE, "banner"));
}

/* @place: (transfer full): below the folder of the test. */
static void
start_export (ShellFixture *self, char *place)
{
  g_autofree char *path = g_build_filename (self->page.service.state_dir, place, NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (LbExportJob) job = NULL;

  g_free (place);
  wait_until (shows_dataset, self, "the page of the dataset");
  job = lb_export_job_new (self->page.session, self->page.dataset, target, LB_EXPORT_IMAGEFOLDER,
                           FALSE);
  g_assert_true (
    lb_dataset_jobs_start (lb_exports_get (self->page.session), self->page.dataset, job));
}

static void
write_file (ShellFixture *self, const char *place)
{
  g_autofree char *path = g_build_filename (self->page.service.state_dir, place, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_file_set_contents (path, "Mine.", -1, &error);
  g_assert_no_error (error);
}

/* How far it is, in a window of any width, with a way to stop it. */
static void
test_done (ShellFixture *self, gconstpointer data)
{
  AdwBanner *banner = NULL;
  int needed = 0;

  gtk_window_set_default_size (GTK_WINDOW (self->window), NARROW, 720);
  start_export (self, g_strdup ("export"));
  banner = page_child (self->window->page, LB_TYPE_DATASET_PAGE, "banner");
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_true (g_str_has_prefix (adw_banner_get_title (banner), "Exporting"));
  g_assert_cmpstr (adw_banner_get_button_label (banner), ==, "_Stop");
  gtk_widget_measure (GTK_WIDGET (banner), GTK_ORIENTATION_HORIZONTAL, -1, &needed, NULL, NULL,
                      NULL);
  g_assert_cmpint (needed, <=, NARROW);
  wait_words (self, "2 images of “Harbour” were exported");
  wait_until (is_silent, self, "the end of the banner");
}

static void
test_occupied (ShellFixture *self, gconstpointer data)
{
  write_file (self, "mine/notes.txt");
  start_export (self, g_strdup ("mine"));
  wait_words (self, "Not exported: the folder has something else in it");
  wait_until (is_silent, self, "the end of the banner");
}

static void
test_not_written (ShellFixture *self, gconstpointer data)
{
  write_file (self, "mine");
  start_export (self, g_build_filename ("mine", "export", NULL));
  wait_words (self, "Not exported to the folder “mine”: ");
}

static void
test_nothing (ShellFixture *self, gconstpointer data)
{
  start_export (self, g_strdup ("export"));
  wait_words (self, "Not exported: the dataset has no images");
}

/* Cuts the picture of the @nth image on the disk of the service. */
static void
damage (ShellFixture *self, guint nth)
{
  GListModel *images = lb_session_get_images (self->page.session, self->page.dataset);
  g_autoptr (LbImage) image = g_list_model_get_item (images, nth);
  const char *sha256 = lb_image_get_stored_sha256 (image);
  g_autofree char *outer = g_strndup (sha256, 2);
  g_autofree char *path =
    g_build_filename (self->page.service.data_dir, "blobs", outer, sha256, NULL);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_no_errno (truncate (path, 100));
}

/* What is damaged is named, and the rest is exported. */
static void
test_left_out (ShellFixture *self, gconstpointer data)
{
  wait_until (shows_dataset, self, "the page of the dataset");
  damage (self, 0);
  start_export (self, g_strdup ("some"));
  wait_words (self, "Not All Exported");
  wait_words (self, "1 image of “");
}

static void
test_none_left (ShellFixture *self, gconstpointer data)
{
  wait_until (shows_dataset, self, "the page of the dataset");
  damage (self, 0);
  damage (self, 1);
  start_export (self, g_strdup ("none"));
  wait_words (self, "Nothing Exported");
  wait_words (self, "2 images of “");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

#define ADD(path, before, test)                                                                    \
  g_test_add ("/shell-exports/" path, ShellFixture, NULL, before, test, tear_down)
  ADD ("done", set_up, test_done);
  ADD ("occupied", set_up, test_occupied);
  ADD ("not-written", set_up, test_not_written);
  ADD ("nothing", set_up_empty, test_nothing);
  ADD ("left-out", set_up, test_left_out);
  ADD ("none-left", set_up, test_none_left);

  return g_test_run ();
}
