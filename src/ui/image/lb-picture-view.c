#include "config.h"

#include "ui/image/lb-picture-view.h"

#include <math.h>

#define RADIUS 8

struct _LbPictureView
{
  GtkWidget parent_instance;

  GdkTexture *texture;    /* (owned) (nullable) */
  char *alternative_text; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbPictureView, lb_picture_view, GTK_TYPE_WIDGET)

void
lb_picture_view_fit (
  int picture_width, int picture_height, int width, int height, graphene_rect_t *place)
{
  float scale =
    MIN ((float) width / (float) picture_width, (float) height / (float) picture_height);
  float shown_width, shown_height;

  scale = MIN (scale, 1.0f);
  shown_width = MAX (roundf ((float) picture_width * scale), 1.0f);
  shown_height = MAX (roundf ((float) picture_height * scale), 1.0f);
  graphene_rect_init (place, floorf (((float) width - shown_width) / 2),
                      floorf (((float) height - shown_height) / 2), shown_width, shown_height);
}

static void
lb_picture_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  LbPictureView *self = LB_PICTURE_VIEW (widget);

  *minimum = 0;
  *natural = 0;
  if (self->texture == NULL)
    return;

  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? gdk_texture_get_width (self->texture)
                                                       : gdk_texture_get_height (self->texture);
}

static void
lb_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbPictureView *self = LB_PICTURE_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  graphene_rect_t place;
  GskRoundedRect frame;

  if (self->texture == NULL || width <= 0 || height <= 0)
    return;

  lb_picture_view_fit (gdk_texture_get_width (self->texture),
                       gdk_texture_get_height (self->texture), width, height, &place);
  gsk_rounded_rect_init_from_rect (&frame, &place, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR,
                                      &place);
  gtk_snapshot_pop (snapshot);
}

static void
lb_picture_view_finalize (GObject *object)
{
  LbPictureView *self = LB_PICTURE_VIEW (object);

  g_clear_object (&self->texture);
  g_free (self->alternative_text);

  G_OBJECT_CLASS (lb_picture_view_parent_class)->finalize (object);
}

static void
lb_picture_view_class_init (LbPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lb_picture_view_finalize;
  widget_class->measure = lb_picture_view_measure;
  widget_class->snapshot = lb_picture_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lb_picture_view_init (LbPictureView *self)
{
}

GtkWidget *
lb_picture_view_new (void)
{
  return g_object_new (LB_TYPE_PICTURE_VIEW, NULL);
}

void
lb_picture_view_set_texture (LbPictureView *self, GdkTexture *texture)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

GdkTexture *
lb_picture_view_get_texture (LbPictureView *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_VIEW (self), NULL);

  return self->texture;
}

void
lb_picture_view_set_alternative_text (LbPictureView *self, const char *text)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  if (!g_set_str (&self->alternative_text, text))
    return;

  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

const char *
lb_picture_view_get_alternative_text (LbPictureView *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_VIEW (self), NULL);

  return self->alternative_text;
}
