#include "config.h"

#include "ui/widgets/lb-thumbnail.h"

#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-sight.h"

/* Device pixels are asked for in steps, so that a resize does not load each picture anew. */
#define SIDE_STEP 128

struct _LbThumbnail
{
  GtkWidget parent_instance;

  LbSession *session;  /* (owned) (nullable) */
  LbImage *image;      /* (owned) (nullable) */
  GFile *file;         /* (owned) (nullable) */
  GBytes *bytes;       /* (owned) (nullable) */
  GdkTexture *texture; /* (owned) (nullable) */
  LbSight *sight;      /* (owned) */
  GtkWidget *missing;  /* (nullable): since it failed for the first time */

  double aspect;
  int natural_width;
  int minimum_width;
  int max_side;  /* what was asked for last, device pixels */
  guint request; /* counts up; an answer to an older one is dropped */
  gboolean shows_long;
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (LbThumbnail, lb_thumbnail, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_ASPECT = 1,
  PROP_NATURAL_WIDTH,
  PROP_MINIMUM_WIDTH,
  PROP_SHOWS_LONG,
  PROP_FAILED
} LbThumbnailProperty;

static GParamSpec *props[PROP_FAILED + 1];

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

static void
set_failed (LbThumbnail *self, gboolean failed)
{
  if (self->failed == failed)
    return;

  self->failed = failed;
  if (failed && self->missing == NULL)
    {
      self->missing = gtk_image_new_from_icon_name ("image-missing-symbolic");
      gtk_widget_add_css_class (self->missing, "dim-label");
      gtk_widget_set_parent (self->missing, GTK_WIDGET (self));
    }
  if (self->missing != NULL)
    gtk_widget_set_visible (self->missing, failed);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FAILED]);
}

static void
set_texture (LbThumbnail *self, GdkTexture *texture)
{
  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  Answer *answer = data;
  g_autoptr (LbThumbnail) self = g_weak_ref_get (&answer->widget);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), &error);

  if (self == NULL || self->request != answer->request)
    return dex_future_new_true ();

  if (texture != NULL)
    set_texture (self, texture);
  else
    set_failed (self, self->texture == NULL);

  return dex_future_new_true ();
}

/* Returns: (transfer full): a future that ends when what was loaded is shown */
static DexFuture *
show_when_loaded (LbThumbnail *self, DexFuture *load)
{
  Answer *answer = g_new0 (Answer, 1);

  g_weak_ref_init (&answer->widget, self);
  answer->request = ++self->request;

  return dex_future_finally (load, loaded_cb, answer, answer_free);
}

static DexFuture *
load_cb (GtkWidget *widget)
{
  LbThumbnail *self = LB_THUMBNAIL (widget);

  return show_when_loaded (
    self, self->image != NULL
            ? lb_picture_loader_load_thumbnail (self->session, self->image, self->max_side)
            : lb_picture_loader_load_file (self->file, self->bytes, self->max_side));
}

/* What is at hand is shown at once, anything else once it can be seen. */
static void
ask (LbThumbnail *self)
{
  GdkTexture *at_hand = NULL;

  if (self->max_side == 0 || (self->image == NULL && self->file == NULL && self->bytes == NULL))
    return;
  if (self->image != NULL)
    at_hand = lb_picture_loader_peek_thumbnail (self->image, self->max_side);
  if (at_hand == NULL)
    {
      lb_sight_await (self->sight);
      return;
    }

  self->request++;
  lb_sight_cancel (self->sight);
  set_texture (self, at_hand);
}

static int
wanted_side (LbThumbnail *self, int width, int height)
{
  int side = MAX (width, height) * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return (side + SIDE_STEP - 1) / SIDE_STEP * SIDE_STEP;
}

static GtkSizeRequestMode
lb_thumbnail_get_request_mode (GtkWidget *widget)
{
  return LB_THUMBNAIL (widget)->aspect > 0 ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                           : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
lb_thumbnail_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  LbThumbnail *self = LB_THUMBNAIL (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->minimum_width;
      *natural = MAX (self->natural_width, self->minimum_width);
    }
  else if (self->aspect > 0)
    *minimum = *natural = (int) ((for_size < 0 ? self->natural_width : for_size) / self->aspect);
  else
    *minimum = *natural = self->minimum_width;
}

static void
lb_thumbnail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbThumbnail *self = LB_THUMBNAIL (widget);
  int side = wanted_side (self, width, height);
  GtkAllocation all = { 0, 0, width, height };

  if (self->missing != NULL)
    gtk_widget_size_allocate (self->missing, &all, -1);

  if (side > self->max_side)
    {
      self->max_side = side;
      ask (self);
    }
}

static void
lb_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbThumbnail *self = LB_THUMBNAIL (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);

  if (self->texture != NULL && width > 0 && height > 0)
    {
      float picture_width = gdk_texture_get_width (self->texture);
      float picture_height = gdk_texture_get_height (self->texture);
      float filling = MAX (width / picture_width, height / picture_height);
      float whole = MIN (width / picture_width, height / picture_height);
      float scale = self->shows_long && whole * 2 < filling ? whole : filling;
      graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, width, height);
      graphene_rect_t picture = GRAPHENE_RECT_INIT ((width - picture_width * scale) / 2,
                                                    (height - picture_height * scale) / 2,
                                                    picture_width * scale, picture_height * scale);

      gtk_snapshot_push_clip (snapshot, &box);
      /* Levels in between are only of use to what is made less than half as large. */
      if (scale * gtk_widget_get_scale_factor (widget) >= 0.5f)
        gtk_snapshot_append_texture (snapshot, self->texture, &picture);
      else
        gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR,
                                            &picture);
      gtk_snapshot_pop (snapshot);
    }

  GTK_WIDGET_CLASS (lb_thumbnail_parent_class)->snapshot (widget, snapshot);
}

static void
lb_thumbnail_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbThumbnail *self = LB_THUMBNAIL (object);

  switch ((LbThumbnailProperty) prop_id)
    {
    case PROP_ASPECT:        g_value_set_double (value, self->aspect); break;
    case PROP_NATURAL_WIDTH: g_value_set_int (value, self->natural_width); break;
    case PROP_MINIMUM_WIDTH: g_value_set_int (value, self->minimum_width); break;
    case PROP_SHOWS_LONG:    g_value_set_boolean (value, self->shows_long); break;
    case PROP_FAILED:        g_value_set_boolean (value, self->failed); break;
    default:                 G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_thumbnail_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbThumbnail *self = LB_THUMBNAIL (object);

  switch ((LbThumbnailProperty) prop_id)
    {
    case PROP_ASPECT:        self->aspect = g_value_get_double (value); break;
    case PROP_NATURAL_WIDTH: self->natural_width = g_value_get_int (value); break;
    case PROP_MINIMUM_WIDTH: self->minimum_width = g_value_get_int (value); break;
    case PROP_SHOWS_LONG:    self->shows_long = g_value_get_boolean (value); break;
    default:                 G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec); return;
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
lb_thumbnail_dispose (GObject *object)
{
  LbThumbnail *self = LB_THUMBNAIL (object);

  g_clear_pointer (&self->missing, gtk_widget_unparent);
  g_clear_pointer (&self->sight, lb_sight_free);
  g_clear_object (&self->texture);
  g_clear_object (&self->image);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_thumbnail_parent_class)->dispose (object);
}

static void
lb_thumbnail_class_init (LbThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_thumbnail_get_property;
  object_class->set_property = lb_thumbnail_set_property;
  object_class->dispose = lb_thumbnail_dispose;

  widget_class->get_request_mode = lb_thumbnail_get_request_mode;
  widget_class->measure = lb_thumbnail_measure;
  widget_class->size_allocate = lb_thumbnail_size_allocate;
  widget_class->snapshot = lb_thumbnail_snapshot;

  props[PROP_ASPECT] = g_param_spec_double ("aspect", NULL, NULL, 0, 100, 0, flags);
  props[PROP_NATURAL_WIDTH] = g_param_spec_int ("natural-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_MINIMUM_WIDTH] = g_param_spec_int ("minimum-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_SHOWS_LONG] = g_param_spec_boolean ("shows-long", NULL, NULL, FALSE, flags);
  props[PROP_FAILED] =
    g_param_spec_boolean ("failed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lb_thumbnail_init (LbThumbnail *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->sight = lb_sight_new (GTK_WIDGET (self), load_cb);
}

GtkWidget *
lb_thumbnail_new (void)
{
  return g_object_new (LB_TYPE_THUMBNAIL, NULL);
}

static void
clear (LbThumbnail *self)
{
  self->request++;
  lb_sight_cancel (self->sight);
  g_clear_object (&self->image);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  set_failed (self, FALSE);
  set_texture (self, NULL);
}

void
lb_thumbnail_set_image (LbThumbnail *self, LbSession *session, LbImage *image)
{
  g_return_if_fail (LB_IS_THUMBNAIL (self));

  if (image != NULL && self->image == image)
    return;

  clear (self);
  g_set_object (&self->session, session);
  g_set_object (&self->image, image);
  ask (self);
}

void
lb_thumbnail_set_file (LbThumbnail *self, GFile *file, GBytes *bytes)
{
  g_return_if_fail (LB_IS_THUMBNAIL (self));

  clear (self);
  g_set_object (&self->file, file);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  ask (self);
}

void
lb_thumbnail_set_future (LbThumbnail *self, DexFuture *texture)
{
  g_return_if_fail (LB_IS_THUMBNAIL (self));

  clear (self);
  dex_future_disown (show_when_loaded (self, texture));
}

void
lb_thumbnail_set_missing (LbThumbnail *self)
{
  g_return_if_fail (LB_IS_THUMBNAIL (self));

  clear (self);
  set_failed (self, TRUE);
}
