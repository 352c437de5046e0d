#include "config.h"

#include "ui/print/lb-image-sheet.h"

#include <libdex.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/print/lb-caption-entry.h"
#include "ui/print/lb-page-flow.h"
#include "ui/print/lb-sheet-drawing.h"
#include "ui/widgets/lb-picture-loader.h"

/* In points, of 1/72 inch. */
#define MARGIN 42.0
#define MARGIN_SHARE 0.07  /* of a small paper's width, at most */
#define PICTURE_SHARE 0.45 /* of the page's height, at most */
#define GAP 12.0
#define SMALL_GAP 4.0
#define LABEL_SHARE 0.28 /* of the width */
#define LEAST_BOTH 260.0 /* of the width, for labels beside what they name */
#define LABEL_GRAY 0.35  /* 0 is black */
#define NAME_FONT "Sans Bold 11"
#define GROUP_FONT "Sans Bold 10.5"
#define SECTION_FONT "Sans Bold 9.5"
#define LABEL_FONT "Sans 8.5"
#define TEXT_FONT "Sans 9.5"

#define PICTURE_SIDE 2048 /* px */
#define BATCH 64          /* entries that are laid out in one go */

struct _LbImageSheet
{
  GtkPrintOperation parent_instance;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  LbImage *image;     /* (owned) */

  /* Of one run. */
  double x;
  double y;
  double width;
  double picture_height;
  GPtrArray *entries; /* (owned) (nullable) (element-type LbCaptionEntry) */
  guint n_laid_out;   /* of them */
  LbPageFlow *flow;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbImageSheet, lb_image_sheet, GTK_TYPE_PRINT_OPERATION)

/* What the paper lacks for a margin that is pleasant to read. */
static double
get_inset (GtkPageSetup *setup, double margin)
{
  const double paper_width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);

  return MAX (0, MIN (MARGIN, paper_width * MARGIN_SHARE) - margin);
}

/* (transfer full) (nullable) */
static PangoLayout *
new_layout (
  GtkPrintContext *context, double width, const char *font, double gray, const char *words)
{
  PangoLayout *layout = NULL;
  PangoAttrList *attributes = NULL;
  const guint16 value = (guint16) (gray * G_MAXUINT16);

  if (words == NULL)
    return NULL;

  layout = lb_sheet_new_layout (context, width, font, words);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_foreground_new (value, value, value));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

static void
add_line (LbImageSheet *self,
          GtkPrintContext *context,
          const char *font,
          double gray,
          const char *words,
          double space,
          gboolean is_title)
{
  g_autoptr (PangoLayout) layout = new_layout (context, self->width, font, gray, words);
  const LbFlowColumn column = { layout, 0 };

  if (layout != NULL && is_title)
    lb_sheet_align_start (layout);
  lb_page_flow_add (self->flow, &column, 1, space, is_title);
}

/* The label beside the words, or over them where the paper is narrow. */
static void
add_field (LbImageSheet *self, GtkPrintContext *context, const LbCaptionEntry *entry)
{
  const double label_width = self->width * LABEL_SHARE;
  const double text_width = self->width - label_width - GAP;
  const gboolean mirrored = lb_sheet_is_mirrored ();
  g_autoptr (PangoLayout) label = NULL;
  g_autoptr (PangoLayout) text = NULL;

  if (entry->title == NULL || self->width < LEAST_BOTH)
    {
      add_line (self, context, LABEL_FONT, LABEL_GRAY, entry->title, SMALL_GAP, TRUE);
      add_line (self, context, TEXT_FONT, 0, entry->text, entry->title == NULL ? SMALL_GAP : 0,
                FALSE);
      return;
    }

  label = new_layout (context, label_width, LABEL_FONT, LABEL_GRAY, entry->title);
  lb_sheet_align_start (label);
  text = new_layout (context, text_width, TEXT_FONT, 0, entry->text);
  lb_page_flow_add (self->flow,
                    (const LbFlowColumn[]) { { label, mirrored ? text_width + GAP : 0 },
                                             { text, mirrored ? 0 : label_width + GAP } },
                    2, SMALL_GAP, FALSE);
}

static void
add_entry (LbImageSheet *self, GtkPrintContext *context, const LbCaptionEntry *entry)
{
  switch (entry->kind)
    {
    case LB_CAPTION_GROUP:
      add_line (self, context, GROUP_FONT, 0, entry->title, GAP + SMALL_GAP, TRUE);
      break;
    case LB_CAPTION_SECTION:
      add_line (self, context, SECTION_FONT, 0, entry->title, GAP, TRUE);
      break;
    case LB_CAPTION_FIELD:
    default:               add_field (self, context, entry);
    }
}

/* As the service says that the picture is, or as high as it may be. */
static double
get_picture_height (LbImageSheet *self, double height)
{
  const int image_width = lb_image_get_width (self->image);
  const int image_height = lb_image_get_height (self->image);
  const double most = height * PICTURE_SHARE;

  return image_width > 0 && image_height > 0 ? MIN (most, self->width * image_height / image_width)
                                             : most;
}

static void
lb_image_sheet_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  LbImageSheet *self = LB_IMAGE_SHEET (operation);
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  const double left = get_inset (setup, gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS));
  const double right = get_inset (setup, gtk_page_setup_get_right_margin (setup, GTK_UNIT_POINTS));
  const double top = get_inset (setup, gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS));
  const double bottom =
    get_inset (setup, gtk_page_setup_get_bottom_margin (setup, GTK_UNIT_POINTS));
  const double height = gtk_print_context_get_height (context) - top - bottom;
  const LbImageState state = lb_image_state (self->session, self->dataset, self->image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->image));

  self->x = left;
  self->y = top;
  self->width = gtk_print_context_get_width (context) - left - right;
  self->picture_height = get_picture_height (self, height);
  g_clear_pointer (&self->flow, lb_page_flow_free);
  self->flow = lb_page_flow_new (height - LB_SHEET_HEAD, self->picture_height + GAP);
  add_line (self, context, NAME_FONT, 0, name, 0, TRUE);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = lb_caption_entries_new (self->dataset, lb_image_get_text (self->image));
  self->n_laid_out = 0;
  if (self->entries->len == 0)
    add_line (self, context, TEXT_FONT, 0, lb_image_line (self->dataset, self->image, state),
              SMALL_GAP, FALSE);
}

/* A long caption, a piece at a time: the window goes on meanwhile. */
static gboolean
lb_image_sheet_paginate (GtkPrintOperation *operation, GtkPrintContext *context)
{
  LbImageSheet *self = LB_IMAGE_SHEET (operation);
  const guint end = MIN (self->n_laid_out + BATCH, self->entries->len);

  for (; self->n_laid_out < end; self->n_laid_out++)
    add_entry (self, context, g_ptr_array_index (self->entries, self->n_laid_out));
  if (self->n_laid_out < self->entries->len)
    return FALSE;

  gtk_print_operation_set_n_pages (operation, (int) lb_page_flow_place (self->flow));
  return TRUE;
}

static void
draw_text (LbImageSheet *self, GtkPrintContext *context, guint page)
{
  lb_sheet_draw_head (GTK_PRINT_OPERATION (self), context, page, self->x, self->y, self->width,
                      lb_dataset_get_name (self->dataset));
  lb_page_flow_draw (self->flow, gtk_print_context_get_cairo_context (context), page, self->x,
                     self->y + LB_SHEET_HEAD);
}

/* The first page, which waits for its picture. */
typedef struct
{
  LbImageSheet *self;       /* (owned) */
  GtkPrintContext *context; /* (owned) */
} First;

static void
first_free (gpointer data)
{
  First *first = data;

  g_object_unref (first->context);
  g_object_unref (first->self);
  g_free (first);
}

static DexFuture *
draw_fiber (gpointer data)
{
  First *first = data;
  LbImageSheet *self = first->self;
  g_autoptr (GdkTexture) texture = dex_await_object (
    lb_picture_loader_load_picture (self->session, self->image, PICTURE_SIDE), NULL);

  draw_text (self, first->context, 0);
  lb_sheet_draw_picture (gtk_print_context_get_cairo_context (first->context), texture, self->x,
                         self->y + LB_SHEET_HEAD, self->width, self->picture_height);
  gtk_print_operation_draw_page_finish (GTK_PRINT_OPERATION (self));

  return dex_future_new_true ();
}

static void
lb_image_sheet_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number)
{
  LbImageSheet *self = LB_IMAGE_SHEET (operation);
  First *first = NULL;

  if (number > 0)
    {
      draw_text (self, context, (guint) number);
      return;
    }

  first = g_new0 (First, 1);
  first->self = g_object_ref (self);
  first->context = g_object_ref (context);
  gtk_print_operation_set_defer_drawing (operation);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, draw_fiber, first, first_free));
}

static void
lb_image_sheet_dispose (GObject *object)
{
  LbImageSheet *self = LB_IMAGE_SHEET (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->image);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->flow, lb_page_flow_free);

  G_OBJECT_CLASS (lb_image_sheet_parent_class)->dispose (object);
}

static void
lb_image_sheet_class_init (LbImageSheetClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_image_sheet_dispose;
  operation_class->begin_print = lb_image_sheet_begin_print;
  operation_class->paginate = lb_image_sheet_paginate;
  operation_class->draw_page = lb_image_sheet_draw_page;
}

static void
lb_image_sheet_init (LbImageSheet *self)
{
}

LbImageSheet *
lb_image_sheet_new (LbSession *session, LbDataset *dataset, LbImage *image)
{
  LbImageSheet *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  self = g_object_new (LB_TYPE_IMAGE_SHEET, "unit", GTK_UNIT_POINTS, "allow-async", TRUE,
                       "embed-page-setup", TRUE, "job-name", lb_dataset_get_name (dataset), NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);

  return self;
}
