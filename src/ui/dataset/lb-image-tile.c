#include "config.h"

#include "ui/dataset/lb-image-tile.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-watch.h"
#include "ui/widgets/lb-text-line.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbImageTile
{
  GtkWidget parent_instance;

  GtkOverlay *picture;
  LbThumbnail *thumbnail;
  GtkBox *badge;
  GtkImage *badge_icon;
  GtkLabel *badge_label;
  GtkWidget *spinner; /* (nullable): in the badge, since the first time it was wanted */
  GtkWidget *mark;    /* (nullable): on the picture, since then */
  GtkWidget *pencil;
  GtkWidget *approved;
  LbTextLine *caption;

  LbImageWatch watch; /* an image or, while unbound, none */
  int state;          /* the LbImageState that the badge shows, -1 before the first */
  char *words;        /* (owned) (nullable) */
  gboolean selecting;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (LbImageTile, lb_image_tile, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_SELECTING = 1,
  PROP_COMPACT,
  PROP_WORDS
} LbImageTileProperty;

static GParamSpec *props[PROP_WORDS + 1];

enum
{
  SIGNAL_TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* There are many tiles, most of which never need it. */
static void
show_spinner (LbImageTile *self, gboolean shown)
{
  if (shown && self->spinner == NULL)
    {
      self->spinner = adw_spinner_new ();
      gtk_widget_set_size_request (self->spinner, 12, 12);
      gtk_box_prepend (self->badge, self->spinner);
    }
  if (self->spinner != NULL)
    gtk_widget_set_visible (self->spinner, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->badge_icon), !shown);
}

/* Only for what needs work: a caption that waits to be read is no fault of the picture. */
static void
update_badge (LbImageTile *self, LbImageState state)
{
  static const char *const styles[] = { "osd", "error", "warning" };
  const char *style = "osd";

  if (self->state == (int) state)
    return;

  self->state = (int) state;
  if (state == LB_IMAGE_INVALID || state == LB_IMAGE_CONFLICT)
    lb_image_state_icon (state, &style);
  gtk_widget_set_visible (GTK_WIDGET (self->badge),
                          !lb_image_state_is_ready (state) || state == LB_IMAGE_STALE);
  gtk_label_set_label (self->badge_label, lb_image_state_words (state));
  show_spinner (self, state == LB_IMAGE_WRITING);
  gtk_image_set_from_icon_name (self->badge_icon, lb_image_state_icon (state, NULL));
  /* A class that goes and comes again is styled anew. */
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (!g_str_equal (styles[i], style))
      gtk_widget_remove_css_class (GTK_WIDGET (self->badge), styles[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), style);
}

static void
update_mark (LbImageTile *self)
{
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (self->mark == NULL || self->watch.image == NULL)
    return;

  name = lb_visible_text (lb_image_shown_name (self->watch.image));
  /* Translators: the name of an image */
  words = g_strdup_printf (_ ("Select or unselect %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
mark_clicked_cb (LbImageTile *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
show_mark (LbImageTile *self, gboolean shown)
{
  if (shown && self->mark == NULL)
    {
      self->mark = gtk_button_new_from_icon_name ("object-select-symbolic");
      gtk_widget_set_halign (self->mark, GTK_ALIGN_END);
      gtk_widget_set_valign (self->mark, GTK_ALIGN_START);
      gtk_widget_set_focusable (self->mark, FALSE);
      gtk_widget_add_css_class (self->mark, "mark");
      g_signal_connect_swapped (self->mark, "clicked", G_CALLBACK (mark_clicked_cb), self);
      gtk_overlay_add_overlay (self->picture, self->mark);
      update_mark (self);
    }
  if (self->mark != NULL)
    gtk_widget_set_visible (self->mark, shown);
}

static void
update_words (LbImageTile *self)
{
  g_autofree char *words =
    lb_image_dup_words (self->watch.session, self->watch.dataset, self->watch.image);

  update_mark (self);
  if (g_set_str (&self->words, words))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
}

static void
update (gpointer data)
{
  LbImageTile *self = data;
  const LbImageState state =
    lb_image_state (self->watch.session, self->watch.dataset, self->watch.image);
  const gboolean by_hand = lb_image_is_hand_written (self->watch.session, self->watch.image);

  lb_text_line_set_text (self->caption,
                         lb_image_line (self->watch.dataset, self->watch.image, state));
  gtk_widget_set_visible (self->pencil, by_hand);
  gtk_widget_set_visible (self->approved, state == LB_IMAGE_APPROVED);
  if (state == LB_IMAGE_MISSING)
    gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->caption), "dim-label");

  update_badge (self, state);
  update_words (self);
}

static gboolean
is_over (LbImageTile *self, GtkWidget *part, int x, int y)
{
  graphene_rect_t bounds;

  return part != NULL && gtk_widget_get_visible (part) &&
         gtk_widget_compute_bounds (part, GTK_WIDGET (self), &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

/* Asked for, not set: to set one asks the display each time where the pointer is, which a scroll
 * that shows other images can't wait for. */
static gboolean
lb_image_tile_query_tooltip (
  GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  LbImageTile *self = LB_IMAGE_TILE (widget);
  g_autofree char *name = NULL;

  if (self->watch.image == NULL)
    return FALSE;

  if (!by_keyboard && is_over (self, self->mark, x, y))
    gtk_tooltip_set_text (tooltip, _ ("Select or Unselect"));
  else if (!by_keyboard && is_over (self, GTK_WIDGET (self->badge), x, y))
    gtk_tooltip_set_text (tooltip, gtk_label_get_label (self->badge_label));
  else
    {
      name = lb_visible_text (lb_image_shown_name (self->watch.image));
      gtk_tooltip_set_text (tooltip, name);
    }

  return TRUE;
}

static void
lb_image_tile_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbImageTile *self = LB_IMAGE_TILE (object);

  switch ((LbImageTileProperty) prop_id)
    {
    case PROP_SELECTING: g_value_set_boolean (value, self->selecting); break;
    case PROP_COMPACT:   g_value_set_boolean (value, self->compact); break;
    case PROP_WORDS:     g_value_set_string (value, self->words); break;
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_tile_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbImageTile *self = LB_IMAGE_TILE (object);

  switch ((LbImageTileProperty) prop_id)
    {
    case PROP_SELECTING:
      self->selecting = g_value_get_boolean (value);
      show_mark (self, self->selecting);
      break;
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      gtk_widget_set_visible (GTK_WIDGET (self->badge_label), !self->compact);
      break;
    case PROP_WORDS:
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_tile_dispose (GObject *object)
{
  LbImageTile *self = LB_IMAGE_TILE (object);
  GtkWidget *child;

  lb_image_watch_clear (&self->watch);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_IMAGE_TILE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (lb_image_tile_parent_class)->dispose (object);
}

static void
lb_image_tile_class_init (LbImageTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_image_tile_get_property;
  object_class->set_property = lb_image_tile_set_property;
  object_class->dispose = lb_image_tile_dispose;
  widget_class->query_tooltip = lb_image_tile_query_tooltip;

  props[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_WORDS] =
    g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_TEXT_LINE);
  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_css_name (widget_class, "image-tile");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-image-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, picture);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, badge);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, badge_icon);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, badge_label);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, pencil);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, approved);
  gtk_widget_class_bind_template_child (widget_class, LbImageTile, caption);
}

static void
lb_image_tile_init (LbImageTile *self)
{
  self->state = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_image_tile_new (void)
{
  return g_object_new (LB_TYPE_IMAGE_TILE, NULL);
}

void
lb_image_tile_bind (LbImageTile *self, LbSession *session, LbDataset *dataset, LbImage *image)
{
  g_return_if_fail (LB_IS_IMAGE_TILE (self));

  lb_thumbnail_set_image (self->thumbnail, session, session != NULL ? image : NULL);
  lb_image_watch_set (&self->watch, session, dataset, image, update, self);
}

LbImage *
lb_image_tile_get_image (LbImageTile *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_TILE (self), NULL);

  return self->watch.image;
}

LbImageState
lb_image_tile_get_state (LbImageTile *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_TILE (self), LB_IMAGE_MISSING);

  return lb_image_state (self->watch.session, self->watch.dataset, self->watch.image);
}

const char *
lb_image_tile_get_words (LbImageTile *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_TILE (self), NULL);

  return self->words;
}
