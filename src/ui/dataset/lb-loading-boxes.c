#include "config.h"

#include "ui/dataset/lb-loading-boxes.h"

/* As the grid and its tiles. */
#define MARGIN 18
#define MARGIN_NARROW 12
#define NARROW 560
#define GAP 22
#define WIDEST 240
#define RADIUS 8
#define CAPTION 44 /* a line under the picture, and what is around it */
#define ASPECT 0.8

struct _LbLoadingBoxes
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (LbLoadingBoxes, lb_loading_boxes, GTK_TYPE_WIDGET)

static void
draw_box (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double w, double h)
{
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (
    &box, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) w, (float) h), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, color, &box.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
lb_loading_boxes_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const double margin = width <= NARROW ? MARGIN_NARROW : MARGIN;
  const double room = width - 2 * margin;
  const int columns = MAX ((int) ((room + GAP) / (WIDEST + GAP) + 0.999), 2);
  const double w = (room - (columns - 1) * GAP) / columns;
  const double h = w * ASPECT;
  GdkRGBA color;

  if (w <= 0)
    return;

  gtk_widget_get_color (widget, &color);
  color.alpha *= 0.08f;
  for (double y = 10; y < height; y += h + CAPTION)
    for (int i = 0; i < columns; i++)
      draw_box (snapshot, &color, margin + i * (w + GAP), y, w, h);
}

static void
lb_loading_boxes_class_init (LbLoadingBoxesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = lb_loading_boxes_snapshot;
  gtk_widget_class_set_css_name (widget_class, "loading-boxes");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lb_loading_boxes_init (LbLoadingBoxes *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
