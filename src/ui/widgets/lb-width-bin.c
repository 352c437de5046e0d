#include "config.h"

#include "ui/widgets/lb-width-bin.h"

struct _LbWidthBin
{
  GtkWidget parent_instance;

  GtkWidget *child; /* (unowned) (nullable) */
  int natural_width;
  int width; /* that it was given last; 0: none yet */
  guint resize_id;
};

static void lb_width_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbWidthBin,
                               lb_width_bin,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      lb_width_bin_buildable_init))

typedef enum
{
  PROP_CHILD = 1,
  PROP_NATURAL_WIDTH
} LbWidthBinProperty;

static GParamSpec *props[PROP_NATURAL_WIDTH + 1];

static GtkBuildableIface *parent_buildable;

static void
set_child (LbWidthBin *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
lb_width_bin_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    set_child (LB_WIDTH_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
lb_width_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = lb_width_bin_add_child;
}

static int
wanted_width (LbWidthBin *self)
{
  return (int) adw_length_unit_to_px (ADW_LENGTH_UNIT_SP, self->natural_width,
                                      gtk_widget_get_settings (GTK_WIDGET (self)));
}

static GtkSizeRequestMode
lb_width_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lb_width_bin_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  LbWidthBin *self = LB_WIDTH_BIN (widget);
  const gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = 0;
  /* A scrolled window asks for the height of its natural width, also when it is narrower. */
  if (!across && for_size < 0)
    for_size = self->width > 0 ? MIN (self->width, wanted_width (self)) : wanted_width (self);
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, across ? -1 : for_size, minimum, natural, NULL,
                        NULL);
  if (across)
    *natural = MAX (*minimum, wanted_width (self));
}

static void
resize_cb (gpointer data)
{
  LbWidthBin *self = data;

  self->resize_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
lb_width_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbWidthBin *self = LB_WIDTH_BIN (widget);

  if (self->width != width)
    {
      self->width = width;
      /* No size may be asked for while sizes are given. */
      if (self->resize_id == 0)
        self->resize_id = g_idle_add_once (resize_cb, self);
    }
  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
lb_width_bin_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbWidthBin *self = LB_WIDTH_BIN (object);

  switch ((LbWidthBinProperty) prop_id)
    {
    case PROP_CHILD:         g_value_set_object (value, self->child); break;
    case PROP_NATURAL_WIDTH: g_value_set_int (value, self->natural_width); break;
    default:                 G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_width_bin_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbWidthBin *self = LB_WIDTH_BIN (object);

  switch ((LbWidthBinProperty) prop_id)
    {
    case PROP_CHILD: set_child (self, g_value_get_object (value)); break;
    case PROP_NATURAL_WIDTH:
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_width_bin_dispose (GObject *object)
{
  LbWidthBin *self = LB_WIDTH_BIN (object);

  g_clear_handle_id (&self->resize_id, g_source_remove);
  set_child (self, NULL);

  G_OBJECT_CLASS (lb_width_bin_parent_class)->dispose (object);
}

static void
lb_width_bin_class_init (LbWidthBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_width_bin_get_property;
  object_class->set_property = lb_width_bin_set_property;
  object_class->dispose = lb_width_bin_dispose;
  widget_class->get_request_mode = lb_width_bin_get_request_mode;
  widget_class->measure = lb_width_bin_measure;
  widget_class->size_allocate = lb_width_bin_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_NATURAL_WIDTH] = g_param_spec_int ("natural-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_width_bin_init (LbWidthBin *self)
{
}
