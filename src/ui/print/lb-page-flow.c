#include "config.h"

#include "ui/print/lb-page-flow.h"

/* A line of one text. */
typedef struct
{
  PangoLayout *layout;   /* (owned): a line is nothing without it */
  PangoLayoutLine *line; /* (owned) */
  double x;
  guint strip;
} Line;

/* Lines side by side, which are on one page and have one baseline. */
typedef struct
{
  double space; /* above it */
  double ascent;
  double descent;
  gboolean stays; /* on the page of the next one */
  guint page;
  double y;
} Strip;

struct _LbPageFlow
{
  double height;
  double top;
  GArray *strips; /* (owned) (element-type Strip) */
  GArray *lines;  /* (owned) (element-type Line) */
};

static void
line_clear (gpointer data)
{
  Line *line = data;

  pango_layout_line_unref (line->line);
  g_object_unref (line->layout);
}

LbPageFlow *
lb_page_flow_new (double height, double top)
{
  LbPageFlow *self = g_new0 (LbPageFlow, 1);

  self->height = height;
  self->top = top;
  self->strips = g_array_new (FALSE, TRUE, sizeof (Strip));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);

  return self;
}

void
lb_page_flow_free (LbPageFlow *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->strips);
  g_free (self);
}

static Strip *
nth_strip (LbPageFlow *self, guint i)
{
  return &g_array_index (self->strips, Strip, i);
}

static double
get_height (const Strip *strip)
{
  return strip->ascent + strip->descent;
}

/* The lines of @column, from strip @first on; a strip has room for the highest of them. */
static void
add_lines (LbPageFlow *self, const LbFlowColumn *column, guint first)
{
  PangoLayoutIter *iter = pango_layout_get_iter (column->layout);
  guint n = first;

  do
    {
      PangoRectangle extents = { 0 };
      Strip *strip = NULL;
      double ascent = 0;
      Line line = {
        .layout = g_object_ref (column->layout),
        .line = pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter)),
        .strip = n,
      };

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      line.x = column->x + pango_units_to_double (extents.x);
      g_array_append_val (self->lines, line);
      if (n == self->strips->len)
        g_array_set_size (self->strips, n + 1);
      strip = nth_strip (self, n);
      ascent = pango_units_to_double (pango_layout_iter_get_baseline (iter) - extents.y);
      strip->ascent = MAX (strip->ascent, ascent);
      strip->descent = MAX (strip->descent, pango_units_to_double (extents.height) - ascent);
      n++;
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
}

void
lb_page_flow_add (
  LbPageFlow *self, const LbFlowColumn *columns, guint n_columns, double space, gboolean is_title)
{
  const guint first = self->strips->len;
  guint end = 0;

  for (guint i = 0; i < n_columns; i++)
    if (columns[i].layout != NULL)
      add_lines (self, &columns[i], first);

  end = self->strips->len;
  if (end == first)
    return;

  nth_strip (self, first)->space = space;
  for (guint i = first; i < end; i++)
    nth_strip (self, i)->stays = is_title || (i + 1 < end && (i == first || i + 2 == end));
}

/* Of strip @i with those that it stays with. */
static double
get_need (LbPageFlow *self, guint i)
{
  double need = get_height (nth_strip (self, i));

  for (; nth_strip (self, i)->stays && i + 1 < self->strips->len; i++)
    need += nth_strip (self, i + 1)->space + get_height (nth_strip (self, i + 1));

  return need;
}

guint
lb_page_flow_place (LbPageFlow *self)
{
  double y = self->top;
  guint page = 0;
  gboolean is_bound = FALSE; /* to the strip before */

  for (guint i = 0; i < self->strips->len; i++)
    {
      Strip *strip = nth_strip (self, i);
      const double height = is_bound ? get_height (strip) : get_need (self, i);

      if (y > 0 && y + strip->space + height > self->height)
        {
          page++;
          y = 0;
        }
      strip->page = page;
      strip->y = y > 0 ? y + strip->space : 0;
      y = strip->y + get_height (strip);
      is_bound = strip->stays;
    }

  return page + 1;
}

void
lb_page_flow_draw (LbPageFlow *self, cairo_t *cr, guint page, double x, double y)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      const Strip *strip = nth_strip (self, line->strip);

      if (strip->page != page)
        continue;
      cairo_move_to (cr, x + line->x, y + strip->y + strip->ascent);
      pango_cairo_show_layout_line (cr, line->line);
    }
}
