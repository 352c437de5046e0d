#include "config.h"

#include "ui/dataset/lb-image-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/dataset/lb-image-watch.h"
#include "ui/widgets/lb-pixel-size.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbImageCell
{
  GtkWidget parent_instance;

  LbImageCellKind kind;
  LbThumbnail *thumbnail; /* (nullable) */
  GtkImage *icon;
  GtkWidget *spinner;
  GtkLabel *line;
  GtkLabel *detail;

  LbImageWatch watch; /* an image or, while unbound, none */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (LbImageCell, lb_image_cell, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_COMPACT = 1
} LbImageCellProperty;

static GParamSpec *props[PROP_COMPACT + 1];

char *
lb_image_cell_date_words (GDateTime *moment, GDateTime *now)
{
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  const int year = g_date_time_get_year (moment);
  const int day = g_date_time_get_day_of_year (moment);
  const GTimeSpan age = g_date_time_difference (now, moment);

  if (age >= 0 && age < G_TIME_SPAN_MINUTE)
    return g_strdup (_ ("Just now"));
  if (age >= 0 && age < G_TIME_SPAN_HOUR)
    {
      const guint minutes = (guint) (age / G_TIME_SPAN_MINUTE);

      return g_strdup_printf (ngettext ("%'u minute ago", "%'u minutes ago", minutes), minutes);
    }
  if (year == g_date_time_get_year (now) && day == g_date_time_get_day_of_year (now))
    /* Translators: a moment of today such as “Today, 09:12”; see g_date_time_format() */
    return g_date_time_format (moment, _ ("Today, %H:%M"));
  if (year == g_date_time_get_year (yesterday) && day == g_date_time_get_day_of_year (yesterday))
    return g_strdup (_ ("Yesterday"));

  /* Translators: a date such as “12 Mar 2026”; see g_date_time_format() */
  return g_date_time_format (moment, _ ("%-d %b %Y"));
}

static void
show_picture (LbImageCell *self)
{
  const LbImageState state =
    lb_image_state (self->watch.session, self->watch.dataset, self->watch.image);
  const char *caption = lb_caption_line (self->watch.dataset, self->watch.image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->watch.image));
  const gboolean described = *caption != '\0';

  gtk_label_set_label (self->line, lb_image_line (self->watch.dataset, self->watch.image, state));
  gtk_label_set_label (self->detail, name);
  if (described)
    gtk_widget_remove_css_class (GTK_WIDGET (self->line), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->line), "dim-label");
}

static void
show_state (LbImageCell *self)
{
  const LbImageState state =
    lb_image_state (self->watch.session, self->watch.dataset, self->watch.image);
  const char *style;

  gtk_image_set_from_icon_name (self->icon, lb_image_state_icon (state, &style));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { style, NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->icon), state != LB_IMAGE_WRITING);
  gtk_widget_set_visible (self->spinner, state == LB_IMAGE_WRITING);
  gtk_label_set_label (self->line, lb_image_state_words (state));
}

static void
show_source (LbImageCell *self)
{
  gtk_label_set_label (self->line,
                       lb_image_source_words (self->watch.session, self->watch.image, NULL));
}

static void
show_size (LbImageCell *self)
{
  g_autofree char *words = NULL;

  if (lb_image_get_width (self->watch.image) > 0)
    words = lb_pixel_size_words (lb_image_get_width (self->watch.image),
                                 lb_image_get_height (self->watch.image));
  gtk_label_set_label (self->line, words != NULL ? words : "");
}

static void
show_changed (LbImageCell *self)
{
  const gint64 seconds = lb_image_get_updated_at (self->watch.image) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) moment = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *words = moment != NULL ? lb_image_cell_date_words (moment, now) : NULL;

  gtk_label_set_label (self->line, words != NULL ? words : "");
}

/* Asked for, not set: to set one asks the display where the pointer is, several times. */
static gboolean
lb_image_cell_query_tooltip (
  GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  const char *words = gtk_label_get_label (LB_IMAGE_CELL (widget)->line);

  gtk_tooltip_set_text (tooltip, words);
  return *words != '\0';
}

static void
update (gpointer data)
{
  LbImageCell *self = data;

  if (self->watch.image == NULL)
    return;

  switch (self->kind)
    {
    case LB_IMAGE_CELL_STATE:   show_state (self); break;
    case LB_IMAGE_CELL_SOURCE:  show_source (self); break;
    case LB_IMAGE_CELL_SIZE:    show_size (self); break;
    case LB_IMAGE_CELL_CHANGED: show_changed (self); break;
    case LB_IMAGE_CELL_PICTURE:
    default:                    show_picture (self);
    }
  if (self->kind != LB_IMAGE_CELL_PICTURE)
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), self->compact);
}

static void
set_compact (LbImageCell *self, gboolean compact)
{
  self->compact = compact;
  gtk_widget_set_visible (GTK_WIDGET (self->line), !compact || self->kind == LB_IMAGE_CELL_PICTURE);
  update (self);
}

static void
lb_image_cell_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbImageCellProperty) prop_id)
    {
    case PROP_COMPACT: g_value_set_boolean (value, LB_IMAGE_CELL (object)->compact); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_cell_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((LbImageCellProperty) prop_id)
    {
    case PROP_COMPACT: set_compact (LB_IMAGE_CELL (object), g_value_get_boolean (value)); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_cell_dispose (GObject *object)
{
  LbImageCell *self = LB_IMAGE_CELL (object);
  GtkWidget *child;

  lb_image_watch_clear (&self->watch);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_IMAGE_CELL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->thumbnail = NULL;

  G_OBJECT_CLASS (lb_image_cell_parent_class)->dispose (object);
}

static void
lb_image_cell_class_init (LbImageCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_image_cell_get_property;
  object_class->set_property = lb_image_cell_set_property;
  object_class->dispose = lb_image_cell_dispose;
  widget_class->query_tooltip = lb_image_cell_query_tooltip;

  props[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "image-cell");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-image-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, LbImageCell, icon);
  gtk_widget_class_bind_template_child (widget_class, LbImageCell, spinner);
  gtk_widget_class_bind_template_child (widget_class, LbImageCell, line);
  gtk_widget_class_bind_template_child (widget_class, LbImageCell, detail);
}

static void
lb_image_cell_init (LbImageCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_image_cell_new (LbImageCellKind kind)
{
  LbImageCell *self = g_object_new (LB_TYPE_IMAGE_CELL, NULL);

  self->kind = kind;
  if (kind == LB_IMAGE_CELL_PICTURE)
    {
      GtkWidget *thumbnail = g_object_new (
        LB_TYPE_THUMBNAIL, "aspect", 1.25, "natural-width", 60, "minimum-width", 60, "valign",
        GTK_ALIGN_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (thumbnail, "row");
      gtk_widget_set_margin_end (thumbnail, 4);
      gtk_widget_insert_after (thumbnail, GTK_WIDGET (self), NULL);
      self->thumbnail = LB_THUMBNAIL (thumbnail);
      gtk_widget_set_visible (GTK_WIDGET (self->detail), TRUE);
      gtk_label_set_width_chars (self->line, 7);
    }
  else
    {
      /* Columns stay where they are, whatever the rows shown say. */
      gtk_label_set_width_chars (self->line, kind == LB_IMAGE_CELL_CHANGED ? 13 : 11);
      if (kind != LB_IMAGE_CELL_STATE)
        gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
    }
  if (kind == LB_IMAGE_CELL_SIZE || kind == LB_IMAGE_CELL_CHANGED)
    gtk_widget_add_css_class (GTK_WIDGET (self->line), "numeric");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), kind == LB_IMAGE_CELL_STATE);

  return GTK_WIDGET (self);
}

void
lb_image_cell_bind (LbImageCell *self, LbSession *session, LbDataset *dataset, LbImage *image)
{
  g_return_if_fail (LB_IS_IMAGE_CELL (self));

  if (self->thumbnail != NULL)
    lb_thumbnail_set_image (self->thumbnail, session, session != NULL ? image : NULL);
  lb_image_watch_set (&self->watch, session, dataset, image, update, self);
}

void
lb_image_cell_refresh (LbImageCell *self)
{
  g_return_if_fail (LB_IS_IMAGE_CELL (self));

  update (self);
}

LbImage *
lb_image_cell_get_image (LbImageCell *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_CELL (self), NULL);

  return self->watch.image;
}

const char *
lb_image_cell_get_words (LbImageCell *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_CELL (self), NULL);

  return gtk_label_get_label (self->line);
}

const char *
lb_image_cell_get_detail (LbImageCell *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_CELL (self), NULL);

  return gtk_label_get_label (self->detail);
}
