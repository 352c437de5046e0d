#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * LbPageFlow:
 *
 * Texts one under the other on as many pages as they need. What stands side by side breaks at the
 * same lines; a title stays with what follows it, and no line of a text is alone on a page. All
 * lengths are in the units of the page; y counts downward from the top of what a page holds.
 */
typedef struct _LbPageFlow LbPageFlow;

/* A text beside others: as wide as its layout. */
typedef struct
{
  PangoLayout *layout; /* (nullable): nothing */
  double x;
} LbFlowColumn;

/* @height: of a page; @top: where the text begins on the first one. */
LbPageFlow *lb_page_flow_new (double height, double top);
void lb_page_flow_free (LbPageFlow *self);

/* Puts @columns under what is there, after @space, which is left out at the top of a page. The
 * layouts are kept, and not to be changed any more. @is_title: they are not to be the last on a
 * page. */
void lb_page_flow_add (
  LbPageFlow *self, const LbFlowColumn *columns, guint n_columns, double space, gboolean is_title);
/* Gives all that was added its place. Returns the number of pages, at least 1. */
guint lb_page_flow_place (LbPageFlow *self);
/* @page: from 0; @x, @y: the left top of what it holds. */
void lb_page_flow_draw (LbPageFlow *self, cairo_t *cr, guint page, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPageFlow, lb_page_flow_free)

G_END_DECLS
