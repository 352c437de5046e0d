#include "config.h"

#include <string.h>

#include "base/lb-json.h"
#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/print/lb-caption-entry.h"
#include "ui/print/lb-page-flow.h"
#include "ui/print/lb-print-images.h"
#include "ui/print/lb-sheet-drawing.h"
#include "ui/prompt/lb-choice-row.h"

#define N_IMAGES 3
#define MARGIN_MM 10
#define PAGE_HEIGHT 100 /* points, of a text that flows */

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
  g_autoptr (GtkPrintOperation) operation =
    lb_print_images_new (self->base.session, self->base.dataset, images);
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
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), self);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                           GTK_WINDOW (self->base.window), NULL);
  wait_until (is_set, &self->done, "the paper");

  g_assert_true (g_file_get_contents (self->path, &pdf, size, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  g_object_get (operation, "n-pages", &n_pages, NULL);

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

/* One image, on paper of so many millimetres. */
static int
print_first (Fixture *self, double width_mm, double height_mm, gsize *size)
{
  g_autoptr (GListStore) one = g_list_store_new (LB_TYPE_IMAGE);

  g_list_store_append (one, page_fixture_nth (&self->base, 0));
  return print (self, G_LIST_MODEL (one), width_mm, height_mm, size);
}

/* (transfer full): an example of the contract with @n_more objects more. */
static char *
make_long_prompt (guint n_more)
{
  g_autofree char *example = read_example ("structured-prompt.illustration.json");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (example, NULL);

  g_assert_nonnull (prompt);
  for (guint i = 0; i < n_more; i++)
    {
      g_autofree char *path =
        g_strdup_printf ("objects[%u]", lb_prompt_get_length (prompt, "objects"));
      g_autofree char *object = lb_prompt_get (prompt, "objects[0]");
      g_autoptr (LbPrompt) longer = lb_prompt_set (prompt, path, object, NULL);

      g_assert_nonnull (longer);
      g_set_object (&prompt, longer);
    }

  return g_strdup (lb_prompt_get_text (prompt));
}

/* One has its picture and all its caption, on as many pages as that needs. */
static void
test_single (Fixture *self, gconstpointer data)
{
  g_autoptr (GListStore) none = g_list_store_new (LB_TYPE_IMAGE);
  g_autofree char *short_caption = make_long_prompt (0);
  g_autofree char *long_caption = make_long_prompt (6);
  gsize size = 0;
  gsize size_of_none = 0;
  int n_pages = 0;

  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), short_caption);
  print (self, G_LIST_MODEL (none), 210, 297, &size_of_none);
  n_pages = print_first (self, 210, 297, &size);
  g_assert_cmpint (n_pages, <=, 2);
  g_assert_cmpuint (size, >, size_of_none + 100);
  g_assert_cmpint (print_first (self, 70, 74, &size), >, n_pages);

  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), long_caption);
  g_assert_cmpint (print_first (self, 210, 297, &size), >, n_pages);
}

/* Plain words are printed whole, too, over several pages. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) words = g_string_new ("a quiet harbour");
  g_autoptr (GPtrArray) entries = NULL;
  LbCaptionEntry *entry = NULL;
  gsize size = 0;
  int n_pages = 0;

  page_fixture_use_plain (&self->base);
  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), words->str);
  n_pages = print_first (self, 210, 297, &size);
  g_assert_cmpint (n_pages, ==, 1);

  for (int i = 0; i < 400; i++)
    g_string_append (words, ", with one more boat at its old pier");
  entries = lb_caption_entries_new (self->base.dataset, words->str);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->title, ==, "Caption prefix");
  entry = g_ptr_array_index (entries, 1);
  g_assert_null (entry->title);
  g_assert_cmpstr (entry->text, ==, words->str);

  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), words->str);
  g_assert_cmpint (print_first (self, 210, 297, &size), >, 1);
}

/* Whether @text is what one of @entries says. */
static gboolean
is_said (GPtrArray *entries, const char *text)
{
  for (guint i = 0; i < entries->len; i++)
    {
      LbCaptionEntry *entry = g_ptr_array_index (entries, i);

      if (entry->text != NULL && strstr (entry->text, text) != NULL)
        return TRUE;
    }

  return FALSE;
}

static guint
assert_all_said (GPtrArray *entries, const LbJsonNode *node)
{
  guint n_said = 0;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    n_said += assert_all_said (entries, lb_json_node_element (node, i));
  if (node->string != NULL && *node->string != '\0' && node->type != LB_JSON_NULL)
    {
      const char *score = lb_choice_row_words (node->string);

      g_assert_true (is_said (entries, node->string) ||
                     (score != NULL && is_said (entries, score)));
      n_said++;
    }

  return n_said;
}

/* (transfer full): the titles of all, and of which kind they are. */
static char *
list_titles (GPtrArray *entries)
{
  static const char *const marks[] = { "# ", "## ", "" };
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      LbCaptionEntry *entry = g_ptr_array_index (entries, i);

      g_string_append_printf (titles, "%s%s\n", marks[entry->kind],
                              entry->title != NULL ? entry->title : "-");
    }

  return g_string_free_and_steal (titles);
}

/* No value of a caption is left out. */
static void
test_all (void)
{
  static const char *const names[] = { "structured-prompt.illustration.json",
                                       "structured-prompt.photo.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *caption = read_example (names[i]);
      g_autoptr (LbJsonDocument) document = lb_json_document_new (caption, -1, NULL);
      g_autoptr (GPtrArray) entries = lb_caption_entries_new (NULL, caption);

      g_assert_cmpuint (assert_all_said (entries, lb_json_document_get_root (document)), >, 20);
    }
}

/* The names and the order of the form; what is empty is left out, what is unknown is not. */
static void
test_titles (void)
{
  g_autoptr (GPtrArray) entries = lb_caption_entries_new (
    NULL, "{\"context\": \"book cover\", \"notes\": {\"by\": [\"A\", \"B\"]}, \"extra\": 3,"
          " \"lighting\": {\"direction\": \"from left\", \"conditions\": \"dusk\","
          " \"shadows\": null}, \"aesthetics\": {\"composition\": \"\"},"
          " \"text_render\": [{\"text\": \"AHOY\", \"size\": \"large\"}],"
          " \"objects\": [{\"pose\": \"sitting\", \"description\": \"Rusty, a fox\","
          " \"wings\": \"none\"}, {\"pose\": \"standing\"}, {}],"
          " \"background_setting\": \"a pier\", \"short_description\": \"Rusty waits\"}");
  g_autofree char *titles = list_titles (entries);

  g_assert_cmpstr (titles, ==,
                   "# Short Description\n-\n"
                   "# Objects\n## Object 1 · Rusty\nDescription\nPose\nwings\n"
                   "## Object 2\nPose\n"
                   "# Scene\nBackground\n## Lighting\nConditions\nDirection\n"
                   "# Text in the Image\n## Text 1\nText\nSize\n"
                   "# Purpose\nContext\n"
                   "# Other Fields\n## notes\nby\nextra\n");
  g_assert_true (is_said (entries, "A\nB"));
}

/* In the words of the form; what is no score stays as it is. */
static void
test_scores (void)
{
  g_autoptr (GPtrArray) entries = lb_caption_entries_new (
    NULL, "{\"aesthetics\": {\"preference_score\": \"very high\", \"aesthetic_score\": \"superb\","
          " \"composition\": \"low\"}}");

  g_assert_true (is_said (entries, "Very high"));
  g_assert_false (is_said (entries, "very high"));
  g_assert_true (is_said (entries, "superb"));
  g_assert_true (is_said (entries, "low"));
}

/* Whether anything is drawn in a column of @surface. */
static gboolean
has_ink (cairo_surface_t *surface, int x)
{
  const guchar *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    if (*(const guint32 *) (pixels + y * stride + x * 4) != 0)
      return TRUE;

  return FALSE;
}

/* How wide is what is drawn behind @from. */
static int
measure_ink (cairo_surface_t *surface, int from)
{
  int first = from;
  int last = cairo_image_surface_get_width (surface) - 1;

  cairo_surface_flush (surface);
  while (first < last && !has_ink (surface, first))
    first++;
  while (last > first && !has_ink (surface, last))
    last--;

  return last - first;
}

/* The number of a page is whole on paper that has little room beside a title. */
static void
draw_number_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, int *widths)
{
  static const double rooms[] = { 400, 110 };
  cairo_t *paper = cairo_reference (gtk_print_context_get_cairo_context (context));

  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 40);
      cairo_t *cr = cairo_create (surface);

      gtk_print_context_set_cairo_context (context, cr, 72, 72);
      lb_sheet_draw_head (operation, context, 1199, 0, 0, rooms[i], "I");
      widths[i] = measure_ink (surface, 15);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  gtk_print_context_set_cairo_context (context, paper, 72, 72);
  cairo_destroy (paper);
}

static void
test_number (Fixture *self, gconstpointer data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  int widths[2] = { 0 };

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_export_filename (operation, self->path);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_number_cb), widths);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                           GTK_WINDOW (self->base.window), NULL);
  g_assert_cmpint (widths[0], >, 40);
  g_assert_cmpint (ABS (widths[0] - widths[1]), <=, 1);
}

/* What can't be read is printed as it is. */
static void
test_broken (void)
{
  g_autoptr (GPtrArray) entries = lb_caption_entries_new (NULL, "{\"context\": \nfox");
  g_autoptr (GPtrArray) none = lb_caption_entries_new (NULL, NULL);
  LbCaptionEntry *entry = g_ptr_array_index (entries, 0);

  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (entry->text, ==, "{\"context\": \nfox");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
add_lines (LbPageFlow *flow, PangoContext *context, int n_lines, gboolean is_title)
{
  g_autoptr (GString) text = g_string_new ("1");
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  const LbFlowColumn columns[] = { { NULL, 0 }, { layout, 10 } };

  for (int i = 2; i <= n_lines; i++)
    g_string_append_printf (text, "\n%d", i);
  pango_layout_set_text (layout, text->str, -1);
  lb_page_flow_add (flow, columns, G_N_ELEMENTS (columns), 5, is_title);
}

/* Where what is drawn on @page ends; 0 where nothing is. */
static double
find_end (LbPageFlow *flow, guint page)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  lb_page_flow_draw (flow, cr, page, 0, 0);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (height > 0)
    g_assert_cmpfloat (y, >, -1);

  return height > 0 ? y + height : 0;
}

/* Nothing is cut off at the end of a page, and a title goes with what it is over. */
static void
test_flow (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (LbPageFlow) flow = lb_page_flow_new (PAGE_HEIGHT, 0);
  g_autoptr (LbPageFlow) titled = lb_page_flow_new (PAGE_HEIGHT, PAGE_HEIGHT - 40);
  g_autoptr (LbPageFlow) empty = lb_page_flow_new (PAGE_HEIGHT, 0);
  guint n_pages = 0;

  add_lines (flow, context, 2, TRUE);
  add_lines (flow, context, 40, FALSE);
  add_lines (flow, context, 1, FALSE);
  n_pages = lb_page_flow_place (flow);
  g_assert_cmpuint (n_pages, >, 3);
  for (guint i = 0; i < n_pages; i++)
    {
      g_assert_cmpfloat (find_end (flow, i), >, 0);
      g_assert_cmpfloat (find_end (flow, i), <=, PAGE_HEIGHT);
    }

  /* There is place for the title alone. */
  add_lines (titled, context, 1, TRUE);
  add_lines (titled, context, 3, FALSE);
  g_assert_cmpuint (lb_page_flow_place (titled), ==, 2);
  g_assert_cmpfloat (find_end (titled, 0), ==, 0);
  g_assert_cmpfloat (find_end (titled, 1), >, 0);

  g_assert_cmpuint (lb_page_flow_place (empty), ==, 1);
  g_object_unref (context);
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
  g_test_add ("/ui/print/plain", Fixture, NULL, set_up, test_plain, tear_down);
  g_test_add_func ("/ui/print/all", test_all);
  g_test_add_func ("/ui/print/titles", test_titles);
  g_test_add_func ("/ui/print/scores", test_scores);
  g_test_add ("/ui/print/number", Fixture, NULL, set_up, test_number, tear_down);
  g_test_add_func ("/ui/print/broken", test_broken);
  g_test_add_func ("/ui/print/flow", test_flow);
  g_test_add ("/ui/print/image", Fixture, NULL, set_up, test_image, tear_down);
  g_test_add ("/ui/print/dialog", Fixture, NULL, set_up, test_dialog, tear_down);

  return g_test_run ();
}
