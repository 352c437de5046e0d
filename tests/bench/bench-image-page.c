#include <stdlib.h>
#include <string.h>

#include "../ui/page-fixture.h"
#include "bench-begin.h"
#include "bench-figures.h"
#include "loop-probe.h"
#include "model/lb-prompt-schema.h"
#include "model/lb-prompt.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dataset/lb-image-tile.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"

/* Opens the image page as a double click in the grid does, for one large picture after the other,
 * and then types. What is there is found by what it shows, whatever shows it. */

#define PICTURE_WIDTH 6000
#define PICTURE_HEIGHT 4000
#define CAPTION_BYTES 4096
#define FULL_SIDE 1200 /* the stored thumbnail is far smaller, what is made for the page larger */
#define ROUNDS_MIN 9
#define N_KEYS 200
#define KEY_MS 30
#define MARK "Breakwater"

static const char *const typed_words =
  "the old light at the end of the breakwater is still lit, and ";

typedef struct
{
  PageFixture base;
  BenchFigures *figures;  /* (owned) */
  LbDatasetPage *grid;    /* (unowned) in the window */
  LbImagePage *page;      /* (unowned) (nullable) in the window */
  gint64 since_us;        /* when the image was activated, or the key went in */
  gint64 text_us;         /* when a frame with the text was painted, 0 until then */
  gint64 first_us;        /* one with the text and a picture */
  gint64 full_us;         /* one with the whole picture */
  gboolean key_waits;     /* a key is not painted yet */
  gboolean form_waits;    /* a form is not painted yet */
  GtkWidget *typing_view; /* (unowned) (nullable) */
  guint n_typed;
  const char *view_name;
} Bench;

/* The picture. */

static guint32
scramble (guint32 x, guint32 y, guint32 seed)
{
  guint32 value = x * 0x9E3779B1u ^ y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;

  value ^= value >> 15;
  value *= 0x2C1B3C6Du;
  return value ^ value >> 13;
}

/* Smooth noise, 0 to 255, with details of @size pixels. */
static guint32
noise (guint32 x, guint32 y, guint32 size, guint32 seed)
{
  const guint32 column = x / size;
  const guint32 row = y / size;
  const guint32 dx = x % size;
  const guint32 dy = y % size;
  const guint32 top = (scramble (column, row, seed) & 255) * (size - dx) +
                      (scramble (column + 1, row, seed) & 255) * dx;
  const guint32 bottom = (scramble (column, row + 1, seed) & 255) * (size - dx) +
                         (scramble (column + 1, row + 1, seed) & 255) * dx;

  return (guint32) (((guint64) top * (size - dy) + (guint64) bottom * dy) / size / size);
}

/* Compresses about as a photograph does: large and small masses, and a little grain. */
static GBytes *
make_photograph (void)
{
  g_autoptr (GdkPixbuf) picture =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, PICTURE_WIDTH, PICTURE_HEIGHT);
  const guint stride = (guint) gdk_pixbuf_get_rowstride (picture);
  guchar *pixels = gdk_pixbuf_get_pixels (picture);
  g_autoptr (GError) error = NULL;
  char *buffer = NULL;
  gsize size = 0;

  for (guint32 y = 0; y < PICTURE_HEIGHT; y++)
    for (guint32 x = 0; x < PICTURE_WIDTH; x++)
      {
        guint32 light = noise (x, y, 900, 1) * 4 + noise (x, y, 60, 2) * 2 + noise (x, y, 12, 3);
        guint32 grain = scramble (x, y, 4) & 7;
        guchar *pixel = pixels + (gsize) y * stride + (gsize) x * 3;

        light = light / 7;
        pixel[0] = (guchar) MIN (light + grain, 255);
        pixel[1] = (guchar) MIN ((light * 3 + noise (x, y, 400, 5)) / 4 + grain, 255);
        pixel[2] = (guchar) MIN ((light + noise (x, y, 700, 6)) / 2 + grain, 255);
      }
  gdk_pixbuf_save_to_buffer (picture, &buffer, &size, "jpeg", &error, "quality", "90", NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, size);
}

/* Every text at @path and in it says @number as well. Takes @prompt. */
static LbPrompt *
number_texts (LbPrompt *prompt, const char *path, guint number)
{
  g_autofree char *text = lb_prompt_get_string (prompt, path);
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, path);
  const guint n_elements = lb_prompt_get_length (prompt, path);

  if (text != NULL && !g_strv_contains (lb_prompt_schema_get_scores (), text))
    {
      g_autoptr (LbPrompt) before = prompt;
      g_autofree char *words = g_strdup_printf ("%s, taken %u", text, number);

      prompt = lb_prompt_set_string (before, path, words, NULL);
      g_assert_nonnull (prompt);
    }
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *member = g_strconcat (path, *path != '\0' ? "." : "", keys[i], NULL);

      prompt = number_texts (prompt, member, number);
    }
  for (guint i = 0; keys == NULL && i < n_elements; i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", path, i);

      prompt = number_texts (prompt, element, number);
    }

  return prompt;
}

/* (transfer full): a valid prompt of some 4 kB with objects to fold and unfold, of which another
 * number has no text in common. */
static char *
make_caption (guint number)
{
  g_autofree char *words = g_strdup_printf (MARK " %u at dawn, with a light at its end.", number);
  g_autofree char *text = make_prompt (words);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *object = lb_prompt_get (prompt, "objects[0]");

  g_assert_nonnull (object);
  while (strlen (lb_prompt_get_text (prompt)) + strlen (object) < CAPTION_BYTES)
    {
      g_autofree char *path =
        g_strdup_printf ("objects[%u]", lb_prompt_get_length (prompt, "objects"));
      g_autoptr (LbPrompt) longer = lb_prompt_set (prompt, path, object, NULL);

      g_assert_nonnull (longer);
      g_set_object (&prompt, longer);
    }
  prompt = number_texts (g_steal_pointer (&prompt), "", number);

  return lb_prompt_format (prompt);
}

/* What is there. */

typedef gboolean (*WidgetCheck) (GtkWidget *widget);

static GtkWidget *
find_widget (GtkWidget *widget, WidgetCheck check)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (check (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, check);

  return found;
}

/* (transfer full) (nullable) */
static char *
dup_words (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start;
      GtkTextIter end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  if (GTK_IS_TEXT (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));

  return NULL;
}

static gboolean
shows_caption (GtkWidget *widget)
{
  g_autofree char *words = dup_words (widget);

  return words != NULL && strstr (words, MARK) != NULL;
}

static gboolean
is_picture (GtkWidget *widget)
{
  return LB_IS_PICTURE_VIEW (widget);
}

static gboolean
is_text_pane (GtkWidget *widget)
{
  return LB_IS_TEXT_PANE (widget);
}

static GtkWidget *
find_on_page (Bench *self, WidgetCheck check)
{
  return self->page != NULL ? find_widget (GTK_WIDGET (self->page), check) : NULL;
}

static void
painted_cb (GdkFrameClock *clock, Bench *self)
{
  gint64 now_us = g_get_monotonic_time ();
  GtkWidget *view = NULL;
  GdkTexture *texture = NULL;

  if (self->key_waits)
    {
      self->key_waits = FALSE;
      bench_figures_add (self->figures,
                         g_str_equal (self->view_name, "form") ? "form-key-to-frame"
                                                               : "json-key-to-frame",
                         (double) (now_us - self->since_us) / 1000);
    }
  if (self->form_waits && find_on_page (self, shows_caption) != NULL)
    {
      self->form_waits = FALSE;
      bench_figures_add (self->figures, "form-ready", (double) (now_us - self->since_us) / 1000);
    }
  if (self->page == NULL || self->full_us != 0)
    return;

  if (self->text_us == 0 && find_on_page (self, shows_caption) != NULL)
    self->text_us = now_us;
  if ((view = find_on_page (self, is_picture)) != NULL)
    texture = lb_picture_view_get_texture (LB_PICTURE_VIEW (view));
  if (texture == NULL || self->text_us == 0)
    return;
  if (self->first_us == 0)
    self->first_us = now_us;
  if (MAX (gdk_texture_get_width (texture), gdk_texture_get_height (texture)) >= FULL_SIDE)
    self->full_us = now_us;
}

/* Getting ready. */

static void
open_image_cb (LbDatasetPage *grid, GListModel *images, LbImage *image, Bench *self)
{
  self->page = lb_image_page_new (self->base.session, self->base.dataset, images, image);
  adw_navigation_view_push (self->base.views, ADW_NAVIGATION_PAGE (self->page));
}

static gboolean
is_tile (GtkWidget *widget)
{
  return LB_IS_IMAGE_TILE (widget);
}

static gboolean
shows_tiles (gpointer data)
{
  Bench *self = data;

  return find_widget (GTK_WIDGET (self->grid), is_tile) != NULL;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
run_for (guint wait_ms)
{
  gint64 until_us = g_get_monotonic_time () + (gint64) wait_ms * 1000;
  guint timer = g_timeout_add (10, wake_cb, NULL);

  while (g_get_monotonic_time () < until_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

static void
set_up (Bench *self, int n_rounds)
{
  g_autoptr (GBytes) bytes = make_photograph ();

  g_printerr ("A picture of %.1f MB, %d times…\n", (double) g_bytes_get_size (bytes) / 1e6,
              n_rounds + 1);
  page_fixture_set_up (&self->base, 0);
  page_fixture_set_schema (&self->base);
  /* One more than there are rounds: the first loads what is loaded once only. */
  for (int i = 0; i <= n_rounds; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02d.jpg", i);
      g_autofree char *caption = make_caption ((guint) i);
      g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
        self->base.session, self->base.dataset, bytes, name, FALSE, FALSE, NULL, NULL, NULL));

      page_fixture_save_caption (&self->base, image, caption);
    }

  self->grid = lb_dataset_page_new (self->base.session, self->base.dataset);
  g_signal_connect (self->grid, "open-image", G_CALLBACK (open_image_cb), self);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->grid));
  wait_until (shows_tiles, self, "the grid");
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->base.window)), "after-paint",
                    G_CALLBACK (painted_cb), self);
  run_for (1500); /* tiles, and what follows saving */
}

/* Opening. */

static gboolean
is_open (gpointer data)
{
  Bench *self = data;

  return self->full_us != 0;
}

static void
open_image (Bench *self, guint position)
{
  GtkWidget *grid = page_child (self->grid, LB_TYPE_DATASET_PAGE, "grid");

  self->text_us = self->first_us = self->full_us = 0;
  loop_probe_take_longest_us ();
  self->since_us = g_get_monotonic_time ();
  g_signal_emit_by_name (grid, "activate", position);
  wait_until (is_open, self, "the whole picture");
}

static void
leave_image (Bench *self)
{
  self->page = NULL;
  adw_navigation_view_pop (self->base.views);
  run_for (300);
}

static void
add_opening (Bench *self)
{
  bench_figures_add (self->figures, "open-text", (double) (self->text_us - self->since_us) / 1000);
  bench_figures_add (self->figures, "open-text-and-picture",
                     (double) (self->first_us - self->since_us) / 1000);
  bench_figures_add (self->figures, "open-full-picture",
                     (double) (self->full_us - self->since_us) / 1000);
  bench_figures_add (self->figures, "open-longest-block",
                     (double) loop_probe_take_longest_us () / 1000);
}

/* The form of another caption, from its text to the frame with its fields. */

static gboolean
shows_form (gpointer data)
{
  Bench *self = data;

  return !self->form_waits;
}

static void
measure_form (Bench *self, int n_rounds)
{
  LbTextPane *pane = LB_TEXT_PANE (find_on_page (self, is_text_pane));

  for (int i = 0; i <= n_rounds; i++)
    {
      g_autofree char *caption = make_caption ((guint) i);

      lb_text_pane_set_view_name (pane, "json");
      run_for (300);
      self->since_us = g_get_monotonic_time ();
      self->form_waits = TRUE;
      lb_text_pane_set_text (pane, caption);
      lb_text_pane_set_view_name (pane, "form");
      wait_until (shows_form, self, "the form");
      run_for (300);
    }
}

/* Typing. */

static void
put_cursor (GtkWidget *view)
{
  if (GTK_IS_TEXT_VIEW (view))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
      GtkTextIter iter;
      GtkTextIter end;

      gtk_text_buffer_get_start_iter (buffer, &iter);
      g_assert_true (gtk_text_iter_forward_search (&iter, MARK, 0, NULL, &end, NULL));
      gtk_text_buffer_place_cursor (buffer, &end);
    }
  else
    gtk_editable_set_position (GTK_EDITABLE (view), strlen (MARK));
  gtk_widget_grab_focus (view);
}

static gboolean
key_cb (gpointer data)
{
  Bench *self = data;
  const char key[] = { typed_words[self->n_typed % strlen (typed_words)], '\0' };

  if (self->n_typed > 0)
    bench_figures_add (self->figures,
                       g_str_equal (self->view_name, "form") ? "form-typing-block"
                                                             : "json-typing-block",
                       (double) loop_probe_take_longest_us () / 1000);
  if (self->n_typed == N_KEYS)
    {
      self->typing_view = NULL;
      return G_SOURCE_REMOVE;
    }

  self->n_typed++;
  self->since_us = g_get_monotonic_time ();
  self->key_waits = TRUE;
  g_signal_emit_by_name (self->typing_view, "insert-at-cursor", key);
  return G_SOURCE_CONTINUE;
}

static gboolean
has_typed (gpointer data)
{
  Bench *self = data;

  return self->typing_view == NULL;
}

static gboolean
shows_text (gpointer data)
{
  return find_on_page (data, shows_caption) != NULL;
}

/* Returns whether there is such a view. */
static gboolean
type (Bench *self, const char *view_name)
{
  GtkWidget *pane = find_on_page (self, is_text_pane);
  g_autofree char *shown = NULL;

  if (pane != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (pane), "view-name") != NULL)
    {
      g_object_set (pane, "view-name", view_name, NULL);
      g_object_get (pane, "view-name", &shown, NULL);
    }
  if (g_strcmp0 (shown != NULL ? shown : "json", view_name) != 0)
    return FALSE;

  run_for (500);
  wait_until (shows_text, self, "the text");
  self->typing_view = find_on_page (self, shows_caption);
  put_cursor (self->typing_view);
  run_for (500);
  self->view_name = view_name;
  self->n_typed = 0;
  loop_probe_take_longest_us ();
  g_timeout_add (KEY_MS, key_cb, self);
  wait_until (has_typed, self, "the end of typing");
  run_for (1000);

  return TRUE;
}

/* Where others want the processors as well the figures are not of this program alone. */
static void
warn_of_load (void)
{
  double load = 0;

  if (getloadavg (&load, 1) == 1 && load > g_get_num_processors ())
    g_printerr ("Other programs keep this machine busy (load %.1f on %u processors): what follows "
                "says little.\n",
                load, g_get_num_processors ());
}

static void
name_figures (Bench *self)
{
  self->figures = bench_figures_new ("image-page");
  bench_figures_name (self->figures, "first-open-text-and-picture", 0);
  bench_figures_name (self->figures, "open-text", 0);
  bench_figures_name (self->figures, "open-text-and-picture", 100);
  bench_figures_name (self->figures, "open-full-picture", 0);
  bench_figures_name (self->figures, "open-longest-block", 0);
  bench_figures_name (self->figures, "form-ready", 50);
  bench_figures_name (self->figures, "form-typing-block", 16);
  bench_figures_name (self->figures, "form-key-to-frame", 0);
  bench_figures_name (self->figures, "json-typing-block", 16);
  bench_figures_name (self->figures, "json-key-to-frame", 0);
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int n_rounds = ROUNDS_MIN;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often a page is opened, 9 or more", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Bench self = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  n_rounds = MAX (n_rounds, ROUNDS_MIN);
  bench_begin (argv);
  warn_of_load ();
  name_figures (&self);

  set_up (&self, n_rounds);
  for (int i = 0; i <= n_rounds; i++)
    {
      open_image (&self, (guint) i);
      if (i > 0)
        add_opening (&self);
      else
        bench_figures_add (self.figures, "first-open-text-and-picture",
                           (double) (self.first_us - self.since_us) / 1000);
      if (i < n_rounds)
        leave_image (&self);
    }
  measure_form (&self, n_rounds);
  type (&self, "form");
  g_assert_true (type (&self, "json"));
  leave_image (&self);

  bench_figures_print (self.figures, json);
  page_fixture_tear_down (&self.base);
  bench_figures_free (self.figures);

  return 0;
}
