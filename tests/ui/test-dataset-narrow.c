#include "config.h"

#include "page-fixture.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/upload/lb-review-sheet.h"

#define NARROW 360

typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
} Fixture;

static gboolean
is_ready (gpointer data)
{
  return !g_str_equal (gtk_stack_get_visible_child_name (((LbDatasetPage *) data)->stack),
                       "loading");
}

static gboolean
is_narrow (gpointer data)
{
  return ((LbDatasetPage *) data)->narrow;
}

static gboolean
is_tiny (gpointer data)
{
  return ((LbDatasetPage *) data)->tiny;
}

static void
scale_text (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100,
                "gtk-decoration-layout", "appmenu:close", NULL);
}

static void
set_up (Fixture *self, int n_images, int percent)
{
  scale_text (percent);
  page_fixture_set_up (&self->base, n_images);
  gtk_window_set_default_size (GTK_WINDOW (self->base.window), NARROW, 720);
  self->page = lb_dataset_page_new (self->base.session, self->base.dataset);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
  wait_until (is_ready, self->page, "the page");
  wait_until (percent > 100 ? is_tiny : is_narrow, self->page, "a narrow page");
  page_settle ();
}

static void
set_up_some (Fixture *self, gconstpointer data)
{
  set_up (self, 3, GPOINTER_TO_INT (data));
}

static void
set_up_empty (Fixture *self, gconstpointer data)
{
  set_up (self, 0, GPOINTER_TO_INT (data));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  scale_text (100);
}

static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Says which of the widgets within is too wide. */
static void
assert_fits (GtkWidget *widget, int width)
{
  if (!gtk_widget_get_visible (widget) || minimum_width (widget) <= width)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_fits (child, width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    g_test_message ("%s: %d", G_OBJECT_TYPE_NAME (child), minimum_width (child));
  g_error ("%s in %s needs %d of %d", G_OBJECT_TYPE_NAME (widget),
           G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), minimum_width (widget), width);
}

/* Once the style and the sizes have followed what was changed. */
static void
wait_fits (GtkWidget *widget, int width)
{
  const gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while ((gtk_widget_get_width (widget) == 0 || minimum_width (widget) > width) &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  assert_fits (widget, width);
}

static void
assert_page_fits (Fixture *self)
{
  wait_fits (adw_breakpoint_bin_get_child (self->page->bin),
             gtk_widget_get_width (GTK_WIDGET (self->page)));
}

static void
test_page (Fixture *self, gconstpointer data)
{
  LbDatasetPage *page = self->page;

  g_assert_false (gtk_widget_get_visible (page->add_button));
  g_assert_true (gtk_widget_get_visible (page->add_slot));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (page->footer)));
  assert_page_fits (self);

  gtk_widget_activate_action (GTK_WIDGET (page), "dataset.select-all", NULL);
  page_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (page->selection_row)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->selection_bar)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->footer)));
  assert_page_fits (self);
  gtk_widget_activate_action (GTK_WIDGET (page), "dataset.clear-selection", NULL);

  g_object_set (page, "view", "list", NULL);
  page_settle ();
  assert_page_fits (self);
  gtk_widget_activate_action (GTK_WIDGET (page), "dataset.search", NULL);
  gtk_editable_set_text (page->search_entry, "nothing says this");
  page_settle ();
  assert_page_fits (self);
}

static void
test_other_pages (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "empty", "failed", "no-result", "loading" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gtk_stack_set_visible_child_name (self->page->stack, names[i]);
      page_settle ();
      assert_page_fits (self);
    }

  g_object_set (self->base.dataset, "captions-update-status", "in_progress", NULL);
  page_settle ();
  assert_page_fits (self);
}

typedef struct
{
  LbDatasetPage *page;
  int width;
} Wanted;

static gboolean
is_as_wide (gpointer data)
{
  Wanted *wanted = data;

  return gtk_widget_get_width (GTK_WIDGET (wanted->page)) >= wanted->width;
}

/* Nowhere between narrow and wide is the page too wide for its window. */
static void
test_widths (Fixture *self, gconstpointer data)
{
  g_object_set (self->page, "view", "list", NULL);
  for (int width = 380; width <= 1200; width += 60)
    {
      gtk_window_set_default_size (GTK_WINDOW (self->base.window), width, 720);
      wait_until (is_as_wide, &(Wanted) { self->page, width - 12 }, "the width");
      assert_page_fits (self);
    }
  g_object_set (self->page, "view", "grid", NULL);
}

static gboolean
is_low (gpointer data)
{
  return ((LbDatasetPage *) data)->low;
}

/* As low as the window can be. */
static void
test_low (Fixture *self, gconstpointer data)
{
  GtkWidget *content = adw_breakpoint_bin_get_child (self->page->bin);
  int minimum;

  gtk_window_set_default_size (GTK_WINDOW (self->base.window), NARROW, 294);
  wait_until (is_low, self->page, "a low page");
  page_settle ();
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, NARROW, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 294);
  g_assert_false (gtk_widget_get_visible (self->page->add_slot));
}

static void
assert_dialog_fits (AdwDialog *dialog)
{
  wait_fits (adw_dialog_get_child (dialog), NARROW - 10);
}

static void
test_complete (Fixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog =
    lb_complete_dialog_new (self->base.session, self->base.dataset, self->base.images, NULL);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->base.window));
  assert_dialog_fits (ADW_DIALOG (dialog));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_review (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = lb_check_job_new (self->base.dataset, self->base.images);
  g_autoptr (GBytes) small = make_picture (200, 180, 0x336699);
  g_autoptr (GBytes) large = make_picture (1024, 1024, 0x336699);
  LbReviewSheet *sheet = lb_review_sheet_new (job, NULL, 9);

  g_assert_true (wait_true (lb_check_job_run_bytes (
    job, small, "a picture with a rather long name that goes on for a while.png")));
  for (guint i = 0; i < 2; i++)
    g_assert_true (wait_true (lb_check_job_run_bytes (
      job, large, "twins that share a rather long name which goes on for a while.png")));
  adw_dialog_present (ADW_DIALOG (sheet), GTK_WIDGET (self->base.window));
  assert_dialog_fits (ADW_DIALOG (sheet));
  adw_dialog_force_close (ADW_DIALOG (sheet));
}

static void
add (const char *path,
     void (*set_up_page) (Fixture *, gconstpointer),
     void (*test) (Fixture *, gconstpointer))
{
  static const int percents[] = { 100, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      g_autofree char *name = g_strdup_printf ("/ui/narrow/%s/%d", path, percents[i]);

      g_test_add (name, Fixture, GINT_TO_POINTER (percents[i]), set_up_page, test, tear_down);
    }
}

/* What the program loads by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, LB_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* The toolkit only warns that something is too wide; the tests say what. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  dex_init ();
  adw_init ();
  load_style ();

  add ("page", set_up_some, test_page);
  add ("widths", set_up_some, test_widths);
  add ("low", set_up_some, test_low);
  add ("other-pages", set_up_empty, test_other_pages);
  add ("complete", set_up_some, test_complete);
  add ("review", set_up_some, test_review);

  return g_test_run ();
}
