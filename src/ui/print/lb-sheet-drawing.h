#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What sheets of paper with pictures have in common. All lengths are in points, of 1/72 inch. */

#define LB_SHEET_HEAD 30.0 /* the height of what lb_sheet_draw_head() draws, with the gap below */

/* Whether columns go from right to left. */
gboolean lb_sheet_is_mirrored (void);
/* (transfer full): @words, @width wide, in @font as pango_font_description_from_string() has it;
 * broken into lines. */
PangoLayout *
lb_sheet_new_layout (GtkPrintContext *context, double width, const char *font, const char *words);
/* Moves the words to the side where columns begin, whatever they are written in: without it they
 * are at that where their own writing begins. */
void lb_sheet_align_start (PangoLayout *layout);
/* @words at @x, @y, cut after @lines lines. */
void lb_sheet_draw_words (GtkPrintContext *context,
                          double x,
                          double y,
                          double width,
                          int lines,
                          const char *font,
                          const char *words);
/* The whole picture, at the bottom of the place that it has; a frame where there is none. @texture:
 * (nullable). */
void lb_sheet_draw_picture (
  cairo_t *cr, GdkTexture *texture, double x, double y, double width, double height);
/* The name of a dataset, and which page of how many it is, from 0; @x, @y, @width: its place. */
void lb_sheet_draw_head (GtkPrintOperation *operation,
                         GtkPrintContext *context,
                         guint page,
                         double x,
                         double y,
                         double width,
                         const char *name);

G_END_DECLS
