#include "config.h"

#include "ui/print/lb-contact-sheet.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-toast.h"

/* In points, of 1/72 inch. */
#define CELL_WIDTH 124.0 /* at least */
#define GAP 12.0
#define HEAD 30.0
#define LINE 11.0
#define WORDS_LINES 3 /* the name, and two lines of the caption */
#define FONT "Sans 7.5"
#define NAME_FONT "Sans Bold 7.5"
#define TITLE_FONT "Sans Bold 12"

/* Of a single image. */
#define LARGE_LINE 14.0
#define LARGE_FONT "Sans 10"
#define LARGE_NAME_FONT "Sans Bold 10"
#define LARGE_SHARE 0.65 /* of the page's height, at most, for the picture */

#define PICTURE_SIDE 480 /* px */
#define LARGE_SIDE 2048  /* px */

struct _LbContactSheet
{
  GtkPrintOperation parent_instance;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *images;  /* (owned) (element-type LbImage) */
  guint n_columns;
  guint n_rows;
  double cell_width;
  double cell_height;
  double picture_height;
  double line;
  int caption_lines;
};

G_DEFINE_FINAL_TYPE (LbContactSheet, lb_contact_sheet, GTK_TYPE_PRINT_OPERATION)

static guint
per_page (LbContactSheet *self)
{
  return self->n_columns * self->n_rows;
}

static gboolean
is_single (LbContactSheet *self)
{
  return self->images->len == 1;
}

/* All of the page for one. */
static void
lay_out_single (LbContactSheet *self, double width, double height)
{
  self->n_columns = self->n_rows = 1;
  self->cell_width = width;
  self->cell_height = height;
  self->picture_height = height * LARGE_SHARE;
  self->line = LARGE_LINE;
  self->caption_lines =
    (int) MAX (1, (height - self->picture_height - 4 - LARGE_LINE) / LARGE_LINE);
}

/* As many as fit in a row; the paper's width is shared out among them. */
static void
lay_out_many (LbContactSheet *self, double width, double height)
{
  self->n_columns = (guint) MAX (1, (width + GAP) / (CELL_WIDTH + GAP));
  self->cell_width = (width + GAP) / self->n_columns - GAP;
  self->picture_height = self->cell_width * 0.8;
  self->cell_height = self->picture_height + WORDS_LINES * LINE + 4;
  self->n_rows = (guint) MAX (1, (height + GAP) / (self->cell_height + GAP));
  self->line = LINE;
  self->caption_lines = WORDS_LINES - 1;
}

static void
lb_contact_sheet_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  LbContactSheet *self = LB_CONTACT_SHEET (operation);
  const double width = gtk_print_context_get_width (context);
  const double height = gtk_print_context_get_height (context) - HEAD;

  if (is_single (self))
    lay_out_single (self, width, height);
  else
    lay_out_many (self, width, height);
  gtk_print_operation_set_n_pages (
    operation, (int) MAX (1, (self->images->len + per_page (self) - 1) / per_page (self)));
}

static gboolean
is_mirrored (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

static void
draw_words (GtkPrintContext *context,
            double x,
            double y,
            double width,
            int lines,
            const char *font,
            PangoAlignment alignment,
            const char *words)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_height (layout, -lines);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_text (layout, words, -1);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/* The whole picture over the beginning of its words; a frame where there is none. */
static void
draw_picture (cairo_t *cr, GdkTexture *texture, double x, double y, double width, double height)
{
  cairo_surface_t *surface = NULL;
  double scale = 0;

  if (texture == NULL)
    {
      cairo_set_line_width (cr, 0.5);
      cairo_rectangle (cr, x, y, width, height);
      cairo_stroke (cr);
      return;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                        gdk_texture_get_height (texture));
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);

  scale = MIN (width / gdk_texture_get_width (texture), height / gdk_texture_get_height (texture));
  cairo_save (cr);
  cairo_translate (cr, x + (is_mirrored () ? width - scale * gdk_texture_get_width (texture) : 0),
                   y + height - scale * gdk_texture_get_height (texture));
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The words of a single one follow its picture. */
static double
get_picture_height (LbContactSheet *self, GdkTexture *texture)
{
  if (!is_single (self) || texture == NULL)
    return self->picture_height;

  return MIN (self->picture_height, self->cell_width * gdk_texture_get_height (texture) /
                                      gdk_texture_get_width (texture));
}

static void
draw_cell (
  LbContactSheet *self, GtkPrintContext *context, guint place, LbImage *image, GdkTexture *texture)
{
  const guint column = place % self->n_columns;
  const double x =
    (is_mirrored () ? self->n_columns - 1 - column : column) * (self->cell_width + GAP);
  const double y = HEAD + (place / self->n_columns) * (self->cell_height + GAP);
  const double height = get_picture_height (self, texture);
  const double below = y + height + 4;
  const char *font = is_single (self) ? LARGE_FONT : FONT;
  const char *name_font = is_single (self) ? LARGE_NAME_FONT : NAME_FONT;
  const LbImageState state = lb_image_state (self->session, self->dataset, image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  g_autofree char *line = lb_visible_text (lb_image_line (self->dataset, image, state));

  draw_picture (gtk_print_context_get_cairo_context (context), texture, x, y, self->cell_width,
                height);
  draw_words (context, x, below, self->cell_width, 1, name_font, PANGO_ALIGN_LEFT, name);
  draw_words (context, x, below + self->line, self->cell_width, self->caption_lines, font,
              PANGO_ALIGN_LEFT, line);
}

static void
draw_head (LbContactSheet *self, GtkPrintContext *context, guint page)
{
  const double width = gtk_print_context_get_width (context);
  int n_pages = 0;
  g_autofree char *title = lb_visible_text (lb_dataset_get_name (self->dataset));
  g_autofree char *number = NULL;

  g_object_get (self, "n-pages", &n_pages, NULL);
  /* Translators: on paper: the number of a page, and how many there are */
  number = g_strdup_printf (_ ("Page %'u of %'u"), page + 1, (guint) n_pages);
  draw_words (context, is_mirrored () ? width * 0.3 : 0, 0, width * 0.7, 1, TITLE_FONT,
              PANGO_ALIGN_LEFT, title);
  draw_words (context, is_mirrored () ? 0 : width * 0.7, 4, width * 0.3, 1, FONT, PANGO_ALIGN_RIGHT,
              number);
}

/* A page that waits for its pictures. */
typedef struct
{
  LbContactSheet *self;     /* (owned) */
  GtkPrintContext *context; /* (owned) */
  guint number;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_object_unref (page->context);
  g_object_unref (page->self);
  g_free (page);
}

static DexFuture *
load (LbContactSheet *self, LbImage *image)
{
  return is_single (self) ? lb_picture_loader_load_picture (self->session, image, LARGE_SIDE)
                          : lb_picture_loader_load_thumbnail (self->session, image, PICTURE_SIDE);
}

/* The pictures first, all at once: what is drawn meanwhile goes onto the same paper. */
static DexFuture *
draw_fiber (gpointer data)
{
  Page *page = data;
  LbContactSheet *self = page->self;
  const guint first = page->number * per_page (self);
  const guint end = MIN (first + per_page (self), self->images->len);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = first; i < end; i++)
    g_ptr_array_add (futures, load (self, g_ptr_array_index (self->images, i)));
  draw_head (self, page->context, page->number);
  for (guint i = first; i < end; i++)
    {
      g_autoptr (GdkTexture) texture =
        dex_await_object (dex_ref (g_ptr_array_index (futures, i - first)), NULL);

      draw_cell (self, page->context, i - first, g_ptr_array_index (self->images, i), texture);
    }
  gtk_print_operation_draw_page_finish (GTK_PRINT_OPERATION (self));

  return dex_future_new_true ();
}

static void
lb_contact_sheet_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number)
{
  Page *page = g_new0 (Page, 1);

  page->self = LB_CONTACT_SHEET (g_object_ref (operation));
  page->context = g_object_ref (context);
  page->number = (guint) number;
  gtk_print_operation_set_defer_drawing (operation);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, draw_fiber, page, page_free));
}

static void
lb_contact_sheet_dispose (GObject *object)
{
  LbContactSheet *self = LB_CONTACT_SHEET (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_ptr_array_set_size (self->images, 0);

  G_OBJECT_CLASS (lb_contact_sheet_parent_class)->dispose (object);
}

static void
lb_contact_sheet_finalize (GObject *object)
{
  g_ptr_array_unref (LB_CONTACT_SHEET (object)->images);

  G_OBJECT_CLASS (lb_contact_sheet_parent_class)->finalize (object);
}

static void
lb_contact_sheet_class_init (LbContactSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  object_class->dispose = lb_contact_sheet_dispose;
  object_class->finalize = lb_contact_sheet_finalize;
  operation_class->begin_print = lb_contact_sheet_begin_print;
  operation_class->draw_page = lb_contact_sheet_draw_page;
}

static void
lb_contact_sheet_init (LbContactSheet *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
}

LbContactSheet *
lb_contact_sheet_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbContactSheet *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_CONTACT_SHEET, "unit", GTK_UNIT_POINTS, "allow-async", TRUE,
                       "embed-page-setup", TRUE, "job-name", lb_dataset_get_name (dataset), NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    g_ptr_array_add (self->images, g_list_model_get_item (images, i));

  return self;
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  lb_toast_show (widget, lb_error_toast_new (_ ("Not printed"), error));
}

void
lb_contact_sheet_print (LbContactSheet *self, GtkWidget *widget)
{
  g_return_if_fail (LB_IS_CONTACT_SHEET (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect_object (self, "done", G_CALLBACK (done_cb), widget, 0);
  gtk_print_operation_run (GTK_PRINT_OPERATION (self), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}
