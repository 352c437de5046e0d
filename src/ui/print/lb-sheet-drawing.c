#include "config.h"

#include "ui/print/lb-sheet-drawing.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"

#define TITLE_FONT "Sans Bold 12"
#define NUMBER_FONT "Sans 7.5"
#define TITLE_SHARE 0.7 /* of the width, at most */
#define NUMBER_GAP 6

gboolean
lb_sheet_is_mirrored (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

PangoLayout *
lb_sheet_new_layout (GtkPrintContext *context, double width, const char *font, const char *words)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, words, -1);

  return layout;
}

/* An alignment goes by the direction of the words. */
static PangoAlignment
get_alignment (PangoLayout *layout, gboolean at_start)
{
  PangoLayoutLine *first = pango_layout_get_line_readonly (layout, 0);
  const gboolean is_rtl = pango_layout_line_get_resolved_direction (first) == PANGO_DIRECTION_RTL;

  return (is_rtl == lb_sheet_is_mirrored ()) == at_start ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

void
lb_sheet_align_start (PangoLayout *layout)
{
  pango_layout_set_alignment (layout, get_alignment (layout, TRUE));
}

static void
draw_cut (GtkPrintContext *context, PangoLayout *layout, int lines, double x, double y)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  pango_layout_set_height (layout, -lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

void
lb_sheet_draw_words (GtkPrintContext *context,
                     double x,
                     double y,
                     double width,
                     int lines,
                     const char *font,
                     const char *words)
{
  g_autoptr (PangoLayout) layout = lb_sheet_new_layout (context, width, font, words);

  draw_cut (context, layout, lines, x, y);
}

void
lb_sheet_draw_picture (
  cairo_t *cr, GdkTexture *texture, double x, double y, double width, double height)
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
  cairo_translate (
    cr, x + (lb_sheet_is_mirrored () ? width - scale * gdk_texture_get_width (texture) : 0),
    y + height - scale * gdk_texture_get_height (texture));
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

void
lb_sheet_draw_head (GtkPrintOperation *operation,
                    GtkPrintContext *context,
                    guint page,
                    double x,
                    double y,
                    double width,
                    const char *name)
{
  double title_width = 0;
  int number_width = 0;
  int n_pages = 0;
  g_autofree char *title = lb_visible_text (name);
  g_autofree char *number = NULL;
  g_autoptr (PangoLayout) title_layout = NULL;
  g_autoptr (PangoLayout) number_layout = NULL;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  /* Translators: on paper: the number of a page, and how many there are */
  number = g_strdup_printf (_ ("Page %'u of %'u"), page + 1, (guint) n_pages);
  number_layout = lb_sheet_new_layout (context, width, NUMBER_FONT, number);
  pango_layout_get_pixel_size (number_layout, &number_width, NULL);
  title_width = CLAMP (width - number_width - NUMBER_GAP, 0, width * TITLE_SHARE);
  title_layout = lb_sheet_new_layout (context, title_width, TITLE_FONT, title);
  lb_sheet_align_start (title_layout);
  draw_cut (context, title_layout, 1, x + (lb_sheet_is_mirrored () ? width - title_width : 0), y);
  pango_layout_set_alignment (number_layout, get_alignment (number_layout, FALSE));
  draw_cut (context, number_layout, 1, x, y + 4);
}
