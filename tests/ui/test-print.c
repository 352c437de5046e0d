#include "config.h"

#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/print/lb-contact-sheet.h"

#define N_IMAGES 3
#define MARGIN_MM 10

typedef struct
{
  PageFixture base;
  char *path; /* (owned): where the paper goes */
  gboolean done;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, N_IMAGES);
  self->path = g_build_filename (self->base.service.root, "sheet.pdf", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  page_fixture_tear_down (&self->base);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Fixture *self)
{
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  self->done = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

/* A sheet of so many millimetres with @images in a file; how many pages it has. */
static int
print (Fixture *self, GListModel *images, double width_mm, double height_mm, gsize *size)
{
  g_autoptr (LbContactSheet) sheet =
    lb_contact_sheet_new (self->base.session, self->base.dataset, images);
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (sheet);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *paper =
    gtk_paper_size_new_custom ("test", "Test", width_mm, height_mm, GTK_UNIT_MM);
  g_autofree char *pdf = NULL;
  int n_pages = 0;

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_top_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, self->path);
  self->done = FALSE;
  g_signal_connect (sheet, "done", G_CALLBACK (done_cb), self);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                           GTK_WINDOW (self->base.window), NULL);
  wait_until (is_set, &self->done, "the paper");

  g_assert_true (g_file_get_contents (self->path, &pdf, size, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  g_object_get (sheet, "n-pages", &n_pages, NULL);

  return n_pages;
}

/* What does not fit goes onto the next page; the pictures are in it. */
static void
test_pages (Fixture *self, gconstpointer data)
{
  g_autoptr (GListStore) none = g_list_store_new (LB_TYPE_IMAGE);
  gsize size = 0;
  gsize size_of_none = 0;

  g_assert_cmpint (print (self, self->base.images, 210, 297, &size), ==, 1);
  g_assert_cmpint (print (self, G_LIST_MODEL (none), 210, 297, &size_of_none), ==, 1);
  g_assert_cmpuint (size, >, size_of_none + N_IMAGES * 100);
  g_assert_cmpint (print (self, self->base.images, 70, 74, &size), ==, N_IMAGES);
}

/* One has all of a page, large or small, with its picture. */
static void
test_single (Fixture *self, gconstpointer data)
{
  g_autoptr (GListStore) one = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (GListStore) none = g_list_store_new (LB_TYPE_IMAGE);
  gsize size = 0;
  gsize size_of_none = 0;

  g_list_store_append (one, page_fixture_nth (&self->base, 0));
  g_assert_cmpint (print (self, G_LIST_MODEL (none), 210, 297, &size_of_none), ==, 1);
  g_assert_cmpint (print (self, G_LIST_MODEL (one), 210, 297, &size), ==, 1);
  g_assert_cmpuint (size, >, size_of_none + 100);
  g_assert_cmpint (print (self, G_LIST_MODEL (one), 70, 74, &size), ==, 1);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog") &&
          gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window; /* GTK keeps it */
    }

  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
has_none (gpointer data)
{
  return find_dialog () == NULL;
}

/* From the menu and by the key: the desktop's own dialog. */
static void
test_dialog (Fixture *self, gconstpointer data)
{
  LbDatasetPage *page = page_fixture_open_dataset (&self->base);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "dataset.print", NULL));
  wait_until (has_dialog, NULL, "the dialog");
  gtk_window_close (find_dialog ());
  wait_until (has_none, NULL, "the end of the dialog");
}

/* The one image that is open. */
static void
test_image (Fixture *self, gconstpointer data)
{
  LbImagePage *page = page_fixture_open_image (&self->base, 1);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.print", NULL));
  wait_until (has_dialog, NULL, "the dialog");
  gtk_window_close (find_dialog ());
  wait_until (has_none, NULL, "the end of the dialog");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add ("/ui/print/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/ui/print/single", Fixture, NULL, set_up, test_single, tear_down);
  g_test_add ("/ui/print/image", Fixture, NULL, set_up, test_image, tear_down);
  g_test_add ("/ui/print/dialog", Fixture, NULL, set_up, test_dialog, tear_down);

  return g_test_run ();
}
