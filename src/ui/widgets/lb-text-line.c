#include "config.h"

#include "ui/widgets/lb-text-line.h"

#include <math.h>
#include <string.h>

struct _LbTextLine
{
  GtkWidget parent_instance;

  char *text;          /* (owned) (nullable) */
  PangoLayout *layout; /* (owned) (nullable): since it was seen with this text */
  PangoEllipsizeMode ellipsize;
  int chars;
};

/* Characters @start to @end, and the NUL behind them. */
static GBytes *
get_contents (GtkAccessibleText *accessible, unsigned int start, unsigned int end)
{
  const char *text = LB_TEXT_LINE (accessible)->text;
  const unsigned int length = text != NULL ? (unsigned int) g_utf8_strlen (text, -1) : 0;
  char *part;

  end = MIN (end, length);
  start = MIN (start, end);
  part = text != NULL ? g_utf8_substring (text, start, end) : g_strdup ("");

  return g_bytes_new_take (part, strlen (part) + 1);
}

/* It is one line, and one sentence. */
static GBytes *
get_contents_at (GtkAccessibleText *accessible,
                 unsigned int offset,
                 GtkAccessibleTextGranularity granularity,
                 unsigned int *start,
                 unsigned int *end)
{
  const gboolean one = granularity == GTK_ACCESSIBLE_TEXT_GRANULARITY_CHARACTER;
  const char *text = LB_TEXT_LINE (accessible)->text;
  const unsigned int length = text != NULL ? (unsigned int) g_utf8_strlen (text, -1) : 0;

  *start = one ? MIN (offset, length) : 0;
  *end = one ? MIN (*start + 1, length) : length;

  return get_contents (accessible, *start, *end);
}

static void
accessible_text_init (GtkAccessibleTextInterface *iface)
{
  iface->get_contents = get_contents;
  iface->get_contents_at = get_contents_at;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LbTextLine,
                               lb_text_line,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_TEXT,
                                                      accessible_text_init))

typedef enum
{
  PROP_TEXT = 1,
  PROP_ELLIPSIZE,
  PROP_CHARS
} LbTextLineProperty;

static GParamSpec *props[PROP_CHARS + 1];

/* (transfer full): a line break would be a second line. */
static char *
dup_one_line (const char *text)
{
  char *line = g_strdup (text != NULL ? text : "");

  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';

  return line;
}

/* Returns: (transfer none): as wide as the widget at most */
static PangoLayout *
ensure_layout (LbTextLine *self)
{
  if (self->layout == NULL)
    {
      g_autofree char *line = dup_one_line (self->text);

      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), line);
      pango_layout_set_ellipsize (self->layout, self->ellipsize);
    }
  pango_layout_set_width (self->layout, gtk_widget_get_width (GTK_WIDGET (self)) * PANGO_SCALE);

  return self->layout;
}

static void
lb_text_line_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  LbTextLine *self = LB_TEXT_LINE (widget);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int ascent = pango_font_metrics_get_ascent (metrics);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural =
        PANGO_PIXELS_CEIL (self->chars * pango_font_metrics_get_approximate_char_width (metrics));
    }
  else
    {
      *minimum = *natural = PANGO_PIXELS_CEIL (ascent + pango_font_metrics_get_descent (metrics));
      *minimum_baseline = *natural_baseline = PANGO_PIXELS (ascent);
    }
  pango_font_metrics_unref (metrics);
}

/* It starts where the reading starts, whatever the direction of its own letters. */
static void
lb_text_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbTextLine *self = LB_TEXT_LINE (widget);
  const int width = gtk_widget_get_width (widget);
  PangoLayout *layout;
  PangoRectangle logical;
  GdkRGBA color;
  float x;
  float y;

  if (self->text == NULL || *self->text == '\0' || width <= 0)
    return;

  layout = ensure_layout (self);
  pango_layout_get_pixel_extents (layout, NULL, &logical);
  x = (float) (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                 ? width - logical.x - logical.width
                 : -logical.x);
  y = floorf ((float) (gtk_widget_get_height (widget) - logical.height) / 2);
  gtk_widget_get_color (widget, &color);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static gboolean
lb_text_line_query_tooltip (
  GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  LbTextLine *self = LB_TEXT_LINE (widget);

  if (!lb_text_line_is_cut (self))
    return FALSE;

  gtk_tooltip_set_text (tooltip, self->text);
  return TRUE;
}

/* The layout belongs to the fonts of the display it is on. */
static void
lb_text_line_unroot (GtkWidget *widget)
{
  g_clear_object (&LB_TEXT_LINE (widget)->layout);

  GTK_WIDGET_CLASS (lb_text_line_parent_class)->unroot (widget);
}

static void
lb_text_line_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbTextLine *self = LB_TEXT_LINE (object);

  switch ((LbTextLineProperty) prop_id)
    {
    case PROP_TEXT:      g_value_set_string (value, self->text); break;
    case PROP_ELLIPSIZE: g_value_set_enum (value, (int) self->ellipsize); break;
    case PROP_CHARS:     g_value_set_int (value, self->chars); break;
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_text_line_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbTextLine *self = LB_TEXT_LINE (object);

  switch ((LbTextLineProperty) prop_id)
    {
    case PROP_TEXT: lb_text_line_set_text (self, g_value_get_string (value)); break;
    case PROP_ELLIPSIZE:
      self->ellipsize = (PangoEllipsizeMode) g_value_get_enum (value);
      g_clear_object (&self->layout);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_CHARS:
      self->chars = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_text_line_finalize (GObject *object)
{
  LbTextLine *self = LB_TEXT_LINE (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (lb_text_line_parent_class)->finalize (object);
}

static void
lb_text_line_class_init (LbTextLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_text_line_get_property;
  object_class->set_property = lb_text_line_set_property;
  object_class->finalize = lb_text_line_finalize;

  widget_class->measure = lb_text_line_measure;
  widget_class->snapshot = lb_text_line_snapshot;
  widget_class->query_tooltip = lb_text_line_query_tooltip;
  widget_class->unroot = lb_text_line_unroot;

  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_ELLIPSIZE] = g_param_spec_enum ("ellipsize", NULL, NULL, PANGO_TYPE_ELLIPSIZE_MODE,
                                             PANGO_ELLIPSIZE_END, flags);
  props[PROP_CHARS] = g_param_spec_int ("chars", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "text-line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
lb_text_line_init (LbTextLine *self)
{
  self->ellipsize = PANGO_ELLIPSIZE_END;
}

void
lb_text_line_set_text (LbTextLine *self, const char *text)
{
  g_return_if_fail (LB_IS_TEXT_LINE (self));

  if (!g_set_str (&self->text, text))
    return;

  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

const char *
lb_text_line_get_text (LbTextLine *self)
{
  g_return_val_if_fail (LB_IS_TEXT_LINE (self), NULL);

  return self->text;
}

gboolean
lb_text_line_is_cut (LbTextLine *self)
{
  g_return_val_if_fail (LB_IS_TEXT_LINE (self), FALSE);

  return self->text != NULL && pango_layout_is_ellipsized (ensure_layout (self));
}
