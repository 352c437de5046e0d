#include "config.h"

#include "ui/print/lb-contact-sheet.h"

#include <libdex.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/print/lb-sheet-drawing.h"
#include "ui/widgets/lb-picture-loader.h"

/* In points, of 1/72 inch. */
#define CELL_WIDTH 124.0 /* at least */
#define GAP 12.0
#define LINE 11.0
#define WORDS_LINES 3 /* the name, and two lines of the caption */
#define FONT "Sans 7.5"
#define NAME_FONT "Sans Bold 7.5"

#define PICTURE_SIDE 480 /* px */

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
};

G_DEFINE_FINAL_TYPE (LbContactSheet, lb_contact_sheet, GTK_TYPE_PRINT_OPERATION)

static guint
per_page (LbContactSheet *self)
{
  return self->n_columns * self->n_rows;
}

/* As many as fit in a row; the paper's width is shared out among them. */
static void
lay_out (LbContactSheet *self, double width, double height)
{
  self->n_columns = (guint) MAX (1, (width + GAP) / (CELL_WIDTH + GAP));
  self->cell_width = (width + GAP) / self->n_columns - GAP;
  self->picture_height = self->cell_width * 0.8;
  self->cell_height = self->picture_height + WORDS_LINES * LINE + 4;
  self->n_rows = (guint) MAX (1, (height + GAP) / (self->cell_height + GAP));
}

static void
lb_contact_sheet_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  LbContactSheet *self = LB_CONTACT_SHEET (operation);
  const double width = gtk_print_context_get_width (context);
  const double height = gtk_print_context_get_height (context) - LB_SHEET_HEAD;

  lay_out (self, width, height);
  gtk_print_operation_set_n_pages (
    operation, (int) MAX (1, (self->images->len + per_page (self) - 1) / per_page (self)));
}

/* The whole picture over the beginning of its words. */
static void
draw_cell (
  LbContactSheet *self, GtkPrintContext *context, guint place, LbImage *image, GdkTexture *texture)
{
  const guint column = place % self->n_columns;
  const double x =
    (lb_sheet_is_mirrored () ? self->n_columns - 1 - column : column) * (self->cell_width + GAP);
  const double y = LB_SHEET_HEAD + (place / self->n_columns) * (self->cell_height + GAP);
  const double below = y + self->picture_height + 4;
  const LbImageState state = lb_image_state (self->session, self->dataset, image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  g_autofree char *line = lb_visible_text (lb_image_line (self->dataset, image, state));

  lb_sheet_draw_picture (gtk_print_context_get_cairo_context (context), texture, x, y,
                         self->cell_width, self->picture_height);
  lb_sheet_draw_words (context, x, below, self->cell_width, 1, NAME_FONT, name);
  lb_sheet_draw_words (context, x, below + LINE, self->cell_width, WORDS_LINES - 1, FONT, line);
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
    g_ptr_array_add (futures, lb_picture_loader_load_thumbnail (
                                self->session, g_ptr_array_index (self->images, i), PICTURE_SIDE));
  lb_sheet_draw_head (GTK_PRINT_OPERATION (self), page->context, page->number, 0, 0,
                      gtk_print_context_get_width (page->context),
                      lb_dataset_get_name (self->dataset));
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
