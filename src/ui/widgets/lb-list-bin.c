#include "config.h"

#include "ui/widgets/lb-list-bin.h"

struct _LbListBin
{
  GtkWidget parent_instance;

  GtkWidget *child; /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbListBin, lb_list_bin, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CHILD = 1
} LbListBinProperty;

static GParamSpec *props[PROP_CHILD + 1];

static void
set_child (LbListBin *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static GtkSizeRequestMode
lb_list_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The height of all rows at a width: of those that are made, and the others are taken to be alike.
 * The list itself does not know of widths. */
static int
rows_height (LbListBin *self, int width)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (self->child);
  GtkListView *list = GTK_LIST_VIEW (gtk_scrolled_window_get_child (scrolled));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  const gint64 n_items = model != NULL ? g_list_model_get_n_items (model) : 0;
  gint64 height = 0;
  gint64 n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      int minimum, natural;

      if (!gtk_widget_should_layout (row))
        continue;

      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, &natural, NULL,
                          NULL);
      height += natural;
      n_rows++;
    }

  if (n_rows == 0)
    return 0;
  return (int) MIN (height * n_items / n_rows,
                    gtk_scrolled_window_get_max_content_height (scrolled));
}

static void
lb_list_bin_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  LbListBin *self = LB_LIST_BIN (widget);

  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *natural = MAX (*natural, rows_height (self, for_size));
}

static void
lb_list_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbListBin *self = LB_LIST_BIN (widget);

  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
lb_list_bin_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbListBin *self = LB_LIST_BIN (object);

  switch ((LbListBinProperty) prop_id)
    {
    case PROP_CHILD: g_value_set_object (value, self->child); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_list_bin_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbListBin *self = LB_LIST_BIN (object);

  switch ((LbListBinProperty) prop_id)
    {
    case PROP_CHILD: set_child (self, g_value_get_object (value)); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_list_bin_dispose (GObject *object)
{
  set_child (LB_LIST_BIN (object), NULL);

  G_OBJECT_CLASS (lb_list_bin_parent_class)->dispose (object);
}

static void
lb_list_bin_class_init (LbListBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_list_bin_get_property;
  object_class->set_property = lb_list_bin_set_property;
  object_class->dispose = lb_list_bin_dispose;
  widget_class->get_request_mode = lb_list_bin_get_request_mode;
  widget_class->measure = lb_list_bin_measure;
  widget_class->size_allocate = lb_list_bin_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_SCROLLED_WINDOW,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_list_bin_init (LbListBin *self)
{
}
