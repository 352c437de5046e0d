#include "config.h"

#include "ui/crop/lb-crop-frame.h"

#include <adwaita.h>
#include <math.h>

#include "ui/crop/lb-crop-words.h"
#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-sight.h"

#define MARGIN 12         /* around the picture, for the handles */
#define HANDLE 14         /* a side */
#define REACH 22          /* of a handle, from the edge of the frame */
#define STEP_PART 100     /* of the longer side, by one key */
#define SIDE_STEP 256     /* device pixels are asked for in steps */
#define PREVIEW_LINE 1.5f /* of one that only shows */

struct _LbCropFrame
{
  GtkWidget parent_instance;

  GFile *file;         /* (owned) (nullable) */
  GBytes *bytes;       /* (owned) (nullable) */
  GdkTexture *texture; /* (owned) (nullable) */
  LbSight *sight;      /* (owned) */
  LbCropRoom room;
  LbCrop crop;
  LbCrop before;               /* when the pointer took hold of it */
  const LbAspectBucket *shape; /* (nullable) */
  LbCropEdges held;
  int max_side;  /* what was asked for last, device pixels */
  guint request; /* counts up; an answer to an older one is dropped */
  gboolean interactive;
};

G_DEFINE_FINAL_TYPE (LbCropFrame, lb_crop_frame, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_INTERACTIVE = 1
} LbCropFrameProperty;

static GParamSpec *props[PROP_INTERACTIVE + 1];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GWeakRef widget;
  guint request;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_weak_ref_clear (&answer->widget);
  g_free (answer);
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  Answer *answer = data;
  g_autoptr (LbCropFrame) self = g_weak_ref_get (&answer->widget);
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), NULL);

  if (self != NULL && self->request == answer->request && texture != NULL &&
      g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));

  return dex_future_new_true ();
}

static DexFuture *
load_cb (GtkWidget *widget)
{
  LbCropFrame *self = LB_CROP_FRAME (widget);
  Answer *answer = g_new0 (Answer, 1);

  g_weak_ref_init (&answer->widget, self);
  answer->request = ++self->request;

  return dex_future_finally (lb_picture_loader_load_file (self->file, self->bytes, self->max_side),
                             loaded_cb, answer, answer_free);
}

static void
ask (LbCropFrame *self)
{
  if (self->max_side > 0 && (self->file != NULL || self->bytes != NULL))
    lb_sight_await (self->sight);
}

/* Where the picture is drawn; FALSE when there is none. */
static gboolean
get_picture_box (LbCropFrame *self, graphene_rect_t *box)
{
  const float margin = self->interactive ? MARGIN : 0;
  float width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * margin;
  float height = gtk_widget_get_height (GTK_WIDGET (self)) - 2 * margin;
  float scale;

  if (self->room.width <= 0 || self->room.height <= 0 || width <= 0 || height <= 0)
    return FALSE;

  scale = MIN (width / self->room.width, height / self->room.height);
  graphene_rect_init (box, roundf (margin + (width - self->room.width * scale) / 2),
                      roundf (margin + (height - self->room.height * scale) / 2),
                      self->room.width * scale, self->room.height * scale);
  return TRUE;
}

static double
get_scale (LbCropFrame *self, const graphene_rect_t *box)
{
  return graphene_rect_get_width (box) / self->room.width;
}

static graphene_rect_t
get_frame_box (LbCropFrame *self, const graphene_rect_t *box)
{
  const float scale = (float) get_scale (self, box);

  /* On whole pixels: between two parts of one shade no line is to be seen. */
  const float left = roundf (box->origin.x + self->crop.x * scale);
  const float top = roundf (box->origin.y + self->crop.y * scale);

  return GRAPHENE_RECT_INIT (
    left, top, roundf (box->origin.x + (self->crop.x + self->crop.width) * scale) - left,
    roundf (box->origin.y + (self->crop.y + self->crop.height) * scale) - top);
}

static void
shade (GtkSnapshot *snapshot, float x, float y, float width, float height)
{
  const GdkRGBA dark = { 0, 0, 0, 0.6f };

  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
shade_rest (GtkSnapshot *snapshot, const graphene_rect_t *box, const graphene_rect_t *frame)
{
  const float left = box->origin.x, top = box->origin.y;
  const float right = left + box->size.width, bottom = top + box->size.height;
  const float frame_bottom = frame->origin.y + frame->size.height;
  const float frame_right = frame->origin.x + frame->size.width;

  shade (snapshot, left, top, box->size.width, frame->origin.y - top);
  shade (snapshot, left, frame_bottom, box->size.width, bottom - frame_bottom);
  shade (snapshot, left, frame->origin.y, frame->origin.x - left, frame->size.height);
  shade (snapshot, frame_right, frame->origin.y, right - frame_right, frame->size.height);
}

/* A light line within a dark one is seen on any picture. */
static void
draw_border (GtkSnapshot *snapshot,
             const graphene_rect_t *rect,
             float outset,
             float width,
             const GdkRGBA *color)
{
  GskRoundedRect outline;
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gsk_rounded_rect_shrink (&outline, -outset, -outset, -outset, -outset);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
draw_thirds (GtkSnapshot *snapshot, const graphene_rect_t *frame)
{
  const GdkRGBA light = { 1, 1, 1, 0.4f };

  for (int i = 1; i < 3; i++)
    {
      gtk_snapshot_append_color (snapshot, &light,
                                 &GRAPHENE_RECT_INIT (frame->origin.x + frame->size.width * i / 3,
                                                      frame->origin.y, 1, frame->size.height));
      gtk_snapshot_append_color (snapshot, &light,
                                 &GRAPHENE_RECT_INIT (frame->origin.x,
                                                      frame->origin.y + frame->size.height * i / 3,
                                                      frame->size.width, 1));
    }
}

/* A square on each corner and, where there is room, in the middle of each edge. */
static void
draw_handles (GtkSnapshot *snapshot, const graphene_rect_t *frame, const GdkRGBA *color)
{
  const GdkRGBA dark = { 0, 0, 0, 0.7f };

  for (int column = 0; column < 3; column++)
    for (int row = 0; row < 3; row++)
      {
        const gboolean across = column == 1, down = row == 1;
        graphene_rect_t handle = GRAPHENE_RECT_INIT (
          frame->origin.x + frame->size.width * column / 2 - HANDLE / 2.0f,
          frame->origin.y + frame->size.height * row / 2 - HANDLE / 2.0f, HANDLE, HANDLE);

        if ((across && down) || (across && frame->size.width < 4 * HANDLE) ||
            (down && frame->size.height < 4 * HANDLE))
          continue;
        gtk_snapshot_append_color (snapshot, color, &handle);
        draw_border (snapshot, &handle, 1, 1, &dark);
      }
}

static void
draw_frame (LbCropFrame *self, GtkSnapshot *snapshot, const graphene_rect_t *box)
{
  const graphene_rect_t frame = get_frame_box (self, box);
  const GdkRGBA dark = { 0, 0, 0, 0.7f }, white = { 1, 1, 1, 1 };
  g_autoptr (GdkRGBA) accent = NULL;

  shade_rest (snapshot, box, &frame);
  if (!self->interactive)
    {
      if (!lb_crop_is_whole (&self->crop, &self->room))
        {
          draw_border (snapshot, &frame, 1, 1, &dark);
          draw_border (snapshot, &frame, 0, PREVIEW_LINE, &white);
        }
      return;
    }

  draw_thirds (snapshot, &frame);
  draw_border (snapshot, &frame, 2, 1, &dark);
  draw_border (snapshot, &frame, 1, 2, &white);
  accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  draw_handles (snapshot, &frame,
                gtk_widget_has_visible_focus (GTK_WIDGET (self)) ? accent : &white);
}

static void
lb_crop_frame_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbCropFrame *self = LB_CROP_FRAME (widget);
  graphene_rect_t box;

  if (!get_picture_box (self, &box))
    return;

  if (self->texture != NULL)
    gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR,
                                        &box);
  draw_frame (self, snapshot, &box);
}

static void
lb_crop_frame_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  LbCropFrame *self = LB_CROP_FRAME (widget);

  *minimum = self->interactive ? 120 : 24;
  *natural = self->interactive ? 400 : 24;
}

static void
lb_crop_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbCropFrame *self = LB_CROP_FRAME (widget);
  int side = MAX (width, height) * gtk_widget_get_scale_factor (widget);

  side = (side + SIDE_STEP - 1) / SIDE_STEP * SIDE_STEP;
  if (side > self->max_side)
    {
      self->max_side = side;
      ask (self);
    }
}

static void
say_where (LbCropFrame *self)
{
  g_autofree char *place = NULL;

  /* One that only shows is within what says it. */
  if (!self->interactive || !lb_crop_is_set (&self->crop))
    return;

  place = lb_crop_place_words (&self->crop);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place,
                                  -1);
}

static void
show_crop (LbCropFrame *self)
{
  say_where (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pull (LbCropFrame *self, const LbCrop *from, LbCropEdges edges, int dx, int dy)
{
  LbCrop crop = *from;

  lb_crop_pull (&crop, edges, dx, dy, self->shape, &self->room);
  if (lb_crop_equal (&crop, &self->crop))
    return;

  self->crop = crop;
  show_crop (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A frame that lies at the edge grows on its other side. */
static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  LbCropFrame *self = LB_CROP_FRAME (widget);
  LbCropEdges edges = LB_CROP_EDGE_NONE;
  gboolean pulls = FALSE, fine = FALSE;
  int across = 0, down = 0, step;
  g_autofree char *place = NULL;

  if (!self->interactive)
    return GDK_EVENT_PROPAGATE;

  g_variant_get (arguments, "(iibb)", &across, &down, &pulls, &fine);
  step = fine ? 1 : MAX (1, MAX (self->room.width, self->room.height) / STEP_PART);
  if (pulls && across != 0)
    edges = LB_CROP_EDGE_RIGHT;
  else if (pulls)
    edges = LB_CROP_EDGE_BOTTOM;
  if (pulls && across > 0 && self->crop.x + self->crop.width >= self->room.width)
    {
      edges = LB_CROP_EDGE_LEFT;
      step = -step;
    }
  else if (pulls && down > 0 && self->crop.y + self->crop.height >= self->room.height)
    {
      edges = LB_CROP_EDGE_TOP;
      step = -step;
    }
  pull (self, &self->crop, edges, across * step, down * step);
  place = lb_crop_place_words (&self->crop);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), place,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return GDK_EVENT_STOP;
}

/* What of the frame is under the pointer; FALSE: nothing. */
static gboolean
find_edges (LbCropFrame *self, double x, double y, LbCropEdges *edges)
{
  graphene_rect_t box, frame;
  double right, bottom;

  if (!get_picture_box (self, &box))
    return FALSE;

  frame = get_frame_box (self, &box);
  right = frame.origin.x + frame.size.width;
  bottom = frame.origin.y + frame.size.height;
  *edges = LB_CROP_EDGE_NONE;
  if (x < frame.origin.x - REACH || x > right + REACH || y < frame.origin.y - REACH ||
      y > bottom + REACH)
    return FALSE;

  /* A small frame is held by the edge that is nearer, and has a middle to be moved by. */
  if (fabs (x - frame.origin.x) <= MIN (REACH, frame.size.width / 3))
    *edges |= LB_CROP_EDGE_LEFT;
  else if (fabs (x - right) <= MIN (REACH, frame.size.width / 3))
    *edges |= LB_CROP_EDGE_RIGHT;
  if (fabs (y - frame.origin.y) <= MIN (REACH, frame.size.height / 3))
    *edges |= LB_CROP_EDGE_TOP;
  else if (fabs (y - bottom) <= MIN (REACH, frame.size.height / 3))
    *edges |= LB_CROP_EDGE_BOTTOM;

  return TRUE;
}

static const char *
get_cursor (LbCropEdges edges)
{
  switch ((int) edges)
    {
    case LB_CROP_EDGE_LEFT:
    case LB_CROP_EDGE_RIGHT:                       return "ew-resize";
    case LB_CROP_EDGE_TOP:
    case LB_CROP_EDGE_BOTTOM:                      return "ns-resize";
    case LB_CROP_EDGE_LEFT | LB_CROP_EDGE_TOP:
    case LB_CROP_EDGE_RIGHT | LB_CROP_EDGE_BOTTOM: return "nwse-resize";
    case LB_CROP_EDGE_RIGHT | LB_CROP_EDGE_TOP:
    case LB_CROP_EDGE_LEFT | LB_CROP_EDGE_BOTTOM:  return "nesw-resize";
    default:                                       return "move";
    }
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, LbCropFrame *self)
{
  LbCropEdges edges;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   find_edges (self, x, y, &edges) ? get_cursor (edges) : NULL);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, LbCropFrame *self)
{
  if (!find_edges (self, x, y, &self->held))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->before = self->crop;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, LbCropFrame *self)
{
  graphene_rect_t box;

  if (get_picture_box (self, &box))
    pull (self, &self->before, self->held, (int) lround (dx / get_scale (self, &box)),
          (int) lround (dy / get_scale (self, &box)));
}

static void
add_controllers (LbCropFrame *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
lb_crop_frame_constructed (GObject *object)
{
  LbCropFrame *self = LB_CROP_FRAME (object);

  G_OBJECT_CLASS (lb_crop_frame_parent_class)->constructed (object);

  gtk_widget_set_focusable (GTK_WIDGET (self), self->interactive);
  if (self->interactive)
    add_controllers (self);
}

static void
lb_crop_frame_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbCropFrameProperty) prop_id)
    {
    case PROP_INTERACTIVE: g_value_set_boolean (value, LB_CROP_FRAME (object)->interactive); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_crop_frame_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((LbCropFrameProperty) prop_id)
    {
    case PROP_INTERACTIVE: LB_CROP_FRAME (object)->interactive = g_value_get_boolean (value); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_crop_frame_dispose (GObject *object)
{
  LbCropFrame *self = LB_CROP_FRAME (object);

  g_clear_pointer (&self->sight, lb_sight_free);
  g_clear_object (&self->texture);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (lb_crop_frame_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, pad;
    int across, down;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (int mode = 0; mode < 4; mode++)
      {
        const gboolean pulls = (mode & 1) != 0, fine = (mode & 2) != 0;
        const GdkModifierType modifiers =
          (pulls ? GDK_SHIFT_MASK : 0) | (fine ? GDK_CONTROL_MASK : 0);

        gtk_widget_class_add_binding (widget_class, keys[i].key, modifiers, key_cb, "(iibb)",
                                      keys[i].across, keys[i].down, pulls, fine);
        gtk_widget_class_add_binding (widget_class, keys[i].pad, modifiers, key_cb, "(iibb)",
                                      keys[i].across, keys[i].down, pulls, fine);
      }
}

static void
lb_crop_frame_class_init (LbCropFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lb_crop_frame_constructed;
  object_class->get_property = lb_crop_frame_get_property;
  object_class->set_property = lb_crop_frame_set_property;
  object_class->dispose = lb_crop_frame_dispose;

  widget_class->measure = lb_crop_frame_measure;
  widget_class->size_allocate = lb_crop_frame_size_allocate;
  widget_class->snapshot = lb_crop_frame_snapshot;

  props[PROP_INTERACTIVE] =
    g_param_spec_boolean ("interactive", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "crop-frame");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
lb_crop_frame_init (LbCropFrame *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->sight = lb_sight_new (GTK_WIDGET (self), load_cb);
}

void
lb_crop_frame_set_file (LbCropFrame *self, GFile *file, GBytes *bytes, const LbCropRoom *room)
{
  g_return_if_fail (LB_IS_CROP_FRAME (self));

  self->request++;
  lb_sight_cancel (self->sight);
  g_clear_object (&self->texture);
  g_set_object (&self->file, file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->room = *room;
  self->crop = (LbCrop) { 0, 0, room->width, room->height };
  show_crop (self);
  ask (self);
}

const LbCrop *
lb_crop_frame_get_crop (LbCropFrame *self)
{
  g_return_val_if_fail (LB_IS_CROP_FRAME (self), NULL);

  return &self->crop;
}

void
lb_crop_frame_set_crop (LbCropFrame *self, const LbCrop *crop)
{
  g_return_if_fail (LB_IS_CROP_FRAME (self));

  self->crop =
    lb_crop_is_set (crop) ? *crop : (LbCrop) { 0, 0, self->room.width, self->room.height };
  show_crop (self);
}

void
lb_crop_frame_set_shape (LbCropFrame *self, const LbAspectBucket *shape)
{
  g_return_if_fail (LB_IS_CROP_FRAME (self));

  self->shape = shape;
}
