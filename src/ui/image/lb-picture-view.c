#include "config.h"

#include "ui/image/lb-picture-view.h"

#include <math.h>

#define RADIUS 8
/* So many pixels of a touch pad are one step of a wheel. */
#define PIXELS_A_STEP 40.0

struct _LbPictureView
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* (owned) (nullable) */
  int picture_width;   /* 0 when there is none */
  int picture_height;
  int max_height;         /* 0: none */
  char *alternative_text; /* (owned) (nullable) */

  double zoom;             /* 0: the whole picture, however large the view is */
  graphene_point_t middle; /* of the picture, from the middle of the view */
  graphene_point_t pointer;
  graphene_point_t start; /* @middle when the drag began */
  double pinch_zoom;      /* when the pinch began */
};

G_DEFINE_FINAL_TYPE (LbPictureView, lb_picture_view, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_MAX_HEIGHT = 1
} LbPictureViewProperty;

static GParamSpec *props[PROP_MAX_HEIGHT + 1];

enum
{
  SIGNAL_NEEDS_PIXELS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

/* An edge of what is larger than the view never comes into it. */
static float
keep_within (float middle, double shown, int size)
{
  const float room = MAX ((float) (shown - size) / 2, 0.0f);

  return CLAMP (middle, -room, room);
}

void
lb_picture_view_get_place (LbPictureView *self, graphene_rect_t *place)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  float shown_width, shown_height;

  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  if (self->picture_width == 0)
    {
      graphene_rect_init (place, 0, 0, 0, 0);
      return;
    }

  if (self->zoom <= 0)
    {
      lb_picture_view_fit (self->picture_width, self->picture_height, width, height, place);
      return;
    }

  shown_width = MAX ((float) (self->picture_width * self->zoom), 1.0f);
  shown_height = MAX ((float) (self->picture_height * self->zoom), 1.0f);
  graphene_rect_init (
    place,
    floorf (((float) width - shown_width) / 2 + keep_within (self->middle.x, shown_width, width)),
    floorf (((float) height - shown_height) / 2 +
            keep_within (self->middle.y, shown_height, height)),
    shown_width, shown_height);
}

static gboolean
is_larger (LbPictureView *self)
{
  graphene_rect_t place;

  if (self->picture_width == 0 || self->zoom <= 0)
    return FALSE;

  lb_picture_view_get_place (self, &place);
  return place.size.width > (float) gtk_widget_get_width (GTK_WIDGET (self)) ||
         place.size.height > (float) gtk_widget_get_height (GTK_WIDGET (self));
}

static void
ask_for_pixels (LbPictureView *self)
{
  const double seen =
    lb_picture_view_get_zoom (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->texture == NULL || self->zoom <= 0)
    return;

  if (gdk_texture_get_width (self->texture) < self->picture_width &&
      gdk_texture_get_width (self->texture) < self->picture_width * seen)
    g_signal_emit (self, signals[SIGNAL_NEEDS_PIXELS], 0);
}

static void
show_zoom (LbPictureView *self)
{
  ask_for_pixels (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_larger (self) ? "grab" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What is at that place of the view stays there. */
static void
zoom_around (LbPictureView *self, double zoom, float x, float y)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t place;
  float from_x, from_y, factor;

  if (self->picture_width == 0 || width <= 0 || height <= 0)
    return;

  zoom = CLAMP (zoom, LB_PICTURE_ZOOM_MIN, LB_PICTURE_ZOOM_MAX);
  lb_picture_view_get_place (self, &place);
  factor = (float) (zoom * self->picture_width) / place.size.width;
  from_x = x - (float) width / 2;
  from_y = y - (float) height / 2;
  self->middle.x = place.origin.x + place.size.width / 2 - (float) width / 2;
  self->middle.y = place.origin.y + place.size.height / 2 - (float) height / 2;
  self->zoom = zoom;
  self->middle.x =
    keep_within (from_x - (from_x - self->middle.x) * factor, self->picture_width * zoom, width);
  self->middle.y =
    keep_within (from_y - (from_y - self->middle.y) * factor, self->picture_height * zoom, height);
  show_zoom (self);
}

static void
moved_cb (GtkEventControllerMotion *motion, double x, double y, LbPictureView *self)
{
  graphene_point_init (&self->pointer, (float) x, (float) y);
}

static gboolean
scrolled_cb (GtkEventControllerScroll *scroll, double dx, double dy, LbPictureView *self)
{
  const GdkModifierType keys =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  double steps = dy;

  /* In a page that scrolls the wheel is the page's. */
  if (self->picture_width == 0 || (self->max_height > 0 && (keys & GDK_CONTROL_MASK) == 0))
    return GDK_EVENT_PROPAGATE;

  if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE)
    steps /= PIXELS_A_STEP;
  zoom_around (self, lb_picture_view_get_zoom (self) * pow (LB_PICTURE_ZOOM_STEP, -steps),
               self->pointer.x, self->pointer.y);
  return GDK_EVENT_STOP;
}

static void
pinch_began_cb (GtkGesture *gesture, GdkEventSequence *sequence, LbPictureView *self)
{
  self->pinch_zoom = lb_picture_view_get_zoom (self);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinched_cb (GtkGestureZoom *gesture, double scale, LbPictureView *self)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_around (self, self->pinch_zoom * scale, (float) x, (float) y);
}

static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, LbPictureView *self)
{
  if (n_press != 2)
    return;

  if (lb_picture_view_is_fit (self))
    zoom_around (self, 1, (float) x, (float) y);
  else
    lb_picture_view_zoom_to_fit (self);
}

static void
drag_began_cb (GtkGestureDrag *drag, double x, double y, LbPictureView *self)
{
  if (!is_larger (self))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  self->start = self->middle;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
dragged_cb (GtkGestureDrag *drag, double x, double y, LbPictureView *self)
{
  if (self->picture_width == 0 || self->zoom <= 0)
    return;

  self->middle.x = keep_within (self->start.x + (float) x, self->picture_width * self->zoom,
                                gtk_widget_get_width (GTK_WIDGET (self)));
  self->middle.y = keep_within (self->start.y + (float) y, self->picture_height * self->zoom,
                                gtk_widget_get_height (GTK_WIDGET (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_ended_cb (GtkGestureDrag *drag, double x, double y, LbPictureView *self)
{
  show_zoom (self);
}

static GtkSizeRequestMode
lb_picture_view_get_request_mode (GtkWidget *widget)
{
  return LB_PICTURE_VIEW (widget)->max_height > 0 ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                                  : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* As high as the whole picture is at that width. */
static int
height_for_width (LbPictureView *self, int width)
{
  graphene_rect_t place;

  if (self->picture_width == 0 || width <= 0)
    return self->max_height;

  lb_picture_view_fit (self->picture_width, self->picture_height, width, self->max_height, &place);
  return (int) place.size.height;
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
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = self->picture_width;
  else if (self->max_height > 0)
    *minimum = *natural = height_for_width (self, for_size);
  else
    *natural = self->picture_height;
}

static void
lb_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbPictureView *self = LB_PICTURE_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  graphene_rect_t place, seen;
  GskRoundedRect frame;

  if (self->texture == NULL || self->picture_width == 0 || width <= 0 || height <= 0)
    return;

  lb_picture_view_get_place (self, &place);
  if (!graphene_rect_intersection (&place, &view, &seen))
    return;

  gsk_rounded_rect_init_from_rect (&frame, &seen, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR,
                                      &place);
  gtk_snapshot_pop (snapshot);
}

static void
lb_picture_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPictureView *self = LB_PICTURE_VIEW (object);

  switch ((LbPictureViewProperty) prop_id)
    {
    case PROP_MAX_HEIGHT: g_value_set_int (value, self->max_height); break;
    default:              G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_picture_view_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbPictureView *self = LB_PICTURE_VIEW (object);

  switch ((LbPictureViewProperty) prop_id)
    {
    case PROP_MAX_HEIGHT: lb_picture_view_set_max_height (self, g_value_get_int (value)); break;
    default:              G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_picture_view_get_property;
  object_class->set_property = lb_picture_view_set_property;
  object_class->finalize = lb_picture_view_finalize;
  widget_class->get_request_mode = lb_picture_view_get_request_mode;
  widget_class->measure = lb_picture_view_measure;
  widget_class->snapshot = lb_picture_view_snapshot;

  props[PROP_MAX_HEIGHT] =
    g_param_spec_int ("max-height", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_NEEDS_PIXELS] =
    g_signal_new ("needs-pixels", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lb_picture_view_init (LbPictureView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (moved_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_began_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
lb_picture_view_set_picture (LbPictureView *self, GdkTexture *texture, int width, int height)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  if (texture != NULL && (width <= 0 || height <= 0))
    {
      width = gdk_texture_get_width (texture);
      height = gdk_texture_get_height (texture);
    }

  g_set_object (&self->texture, texture);
  self->picture_width = height > 0 ? MAX (width, 0) : 0;
  self->picture_height = width > 0 ? MAX (height, 0) : 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lb_picture_view_zoom_to_fit (self);
}

void
lb_picture_view_set_texture (LbPictureView *self, GdkTexture *texture)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  if (self->picture_width == 0)
    {
      lb_picture_view_set_picture (self, texture, 0, 0);
      return;
    }

  if (g_set_object (&self->texture, texture))
    show_zoom (self);
}

void
lb_picture_view_set_max_height (LbPictureView *self, int max_height)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));
  g_return_if_fail (max_height >= 0);

  if (self->max_height == max_height)
    return;

  self->max_height = max_height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MAX_HEIGHT]);
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

void
lb_picture_view_set_zoom (LbPictureView *self, double zoom)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  zoom_around (self, zoom, (float) gtk_widget_get_width (GTK_WIDGET (self)) / 2,
               (float) gtk_widget_get_height (GTK_WIDGET (self)) / 2);
}

double
lb_picture_view_get_zoom (LbPictureView *self)
{
  graphene_rect_t place;

  g_return_val_if_fail (LB_IS_PICTURE_VIEW (self), 1);

  if (self->picture_width == 0)
    return 1;
  if (self->zoom > 0)
    return self->zoom;

  lb_picture_view_get_place (self, &place);
  return place.size.width / (double) self->picture_width;
}

void
lb_picture_view_zoom_to_fit (LbPictureView *self)
{
  g_return_if_fail (LB_IS_PICTURE_VIEW (self));

  self->zoom = 0;
  graphene_point_init (&self->middle, 0, 0);
  show_zoom (self);
}

gboolean
lb_picture_view_is_fit (LbPictureView *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_VIEW (self), TRUE);

  return self->zoom <= 0;
}
