#include "config.h"

#include <glib/gi18n.h>

#include "contract/lb-limits.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/schema/lb-schema-pictures.h"
#include "ui/widgets/lb-thumbnail.h"

#define PROPOSED 7
#define PICTURE_WIDTH 106
#define PICTURE_ASPECT 1.25

struct _LbSchemaPictures
{
  GtkBox parent_instance;

  GtkLabel *count_label;
  GtkBox *strip;
  GtkWidget *add_button;
  GtkPopover *add_popover;
  GtkListView *add_list;

  LbSession *session; /* (owned) */
  GListModel *images; /* (owned) */
  GListStore *chosen; /* (owned) */
  GtkFilter *filter;  /* (unowned) of @add_list: those not chosen */
};

G_DEFINE_FINAL_TYPE (LbSchemaPictures, lb_schema_pictures, GTK_TYPE_BOX)

enum
{
  PROP_N_CHOSEN = 1
};

static GParamSpec *props[PROP_N_CHOSEN + 1];

static void
remove_clicked_cb (GtkButton *button, LbSchemaPictures *self)
{
  LbImage *image = g_object_get_data (G_OBJECT (button), "image");
  guint position;

  if (g_list_store_find (self->chosen, image, &position))
    g_list_store_remove (self->chosen, position);
  gtk_widget_grab_focus (self->add_button);
}

static GtkWidget *
new_picture (LbSchemaPictures *self, LbImage *image)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *thumbnail = lb_thumbnail_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: takes the image of this name out of the chosen ones */
  g_autofree char *words = g_strdup_printf (_ ("Remove “%s”"), lb_image_shown_name (image));

  /* Of one size, not as high as its width asks for: the last one would get that of the strip. */
  gtk_widget_set_size_request (thumbnail, PICTURE_WIDTH, (int) (PICTURE_WIDTH / PICTURE_ASPECT));
  gtk_widget_set_tooltip_text (thumbnail, lb_image_shown_name (image));
  gtk_accessible_update_property (GTK_ACCESSIBLE (thumbnail), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lb_image_shown_name (image), -1);
  lb_thumbnail_set_image (LB_THUMBNAIL (thumbnail), self->session, image);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), thumbnail);

  gtk_widget_add_css_class (remove, "osd");
  gtk_widget_add_css_class (remove, "circular");
  gtk_widget_add_css_class (remove, "remove");
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  gtk_widget_set_valign (remove, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (remove, words);
  g_object_set_data_full (G_OBJECT (remove), "image", g_object_ref (image), g_object_unref);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), remove);

  return overlay;
}

static GtkWidget *
nth_picture (LbSchemaPictures *self, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->strip));

  while (position-- > 0 && child != NULL)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
show_count (LbSchemaPictures *self)
{
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self);
  g_autofree char *words = g_strdup_printf (
    /* Translators: pictures; then the least and the most that may be chosen */
    ngettext ("%'u chosen, %d to %d needed. They stand for the whole set.",
              "%'u chosen, %d to %d needed. They stand for the whole set.", n_chosen),
    n_chosen, LB_LIMIT_SCHEMA_IMAGES_MIN, LB_LIMIT_SCHEMA_IMAGES_MAX);

  gtk_label_set_label (self->count_label, words);
  gtk_widget_set_visible (self->add_button, n_chosen < LB_LIMIT_SCHEMA_IMAGES_MAX &&
                                              n_chosen < g_list_model_get_n_items (self->images));
}

static void
chosen_changed_cb (LbSchemaPictures *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    gtk_box_remove (self->strip, nth_picture (self, position));

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->chosen), position + i);
      GtkWidget *before = position + i > 0 ? nth_picture (self, position + i - 1) : NULL;

      gtk_box_insert_child_after (self->strip, new_picture (self, image), before);
    }

  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHOSEN]);
}

static void
images_changed_cb (LbSchemaPictures *self)
{
  /* A picture that was deleted can't stand for the set any more. */
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->chosen)); i-- > 0;)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      if (lb_session_find_image (self->session, lb_image_get_id (image)) != image)
        g_list_store_remove (self->chosen, i);
    }
  show_count (self);
}

static gboolean
is_not_chosen (gpointer item, gpointer data)
{
  LbSchemaPictures *self = data;

  return self->chosen == NULL || !g_list_store_find (self->chosen, item, NULL);
}

static void
add_activated_cb (LbSchemaPictures *self, guint position)
{
  GListModel *shown = G_LIST_MODEL (gtk_list_view_get_model (self->add_list));
  g_autoptr (LbImage) image = g_list_model_get_item (shown, position);

  gtk_popover_popdown (self->add_popover);
  if (image != NULL && lb_schema_pictures_get_n_chosen (self) < LB_LIMIT_SCHEMA_IMAGES_MAX)
    g_list_store_append (self->chosen, image);
}

static void
row_setup_cb (GtkListItemFactory *factory, GtkListItem *item, LbSchemaPictures *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* The name stands beside it. */
  GtkWidget *thumbnail =
    g_object_new (LB_TYPE_THUMBNAIL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *name = gtk_label_new (NULL);

  gtk_widget_add_css_class (thumbnail, "row");
  g_object_set (thumbnail, "width-request", 45, "height-request", 36, "minimum-width", 36, "valign",
                GTK_ALIGN_CENTER, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (row), thumbnail);
  gtk_box_append (GTK_BOX (row), name);
  gtk_list_item_set_child (item, row);
}

static void
row_bind_cb (GtkListItemFactory *factory, GtkListItem *item, LbSchemaPictures *self)
{
  GtkWidget *thumbnail = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  LbImage *image = gtk_list_item_get_item (item);

  lb_thumbnail_set_image (LB_THUMBNAIL (thumbnail), self->session, image);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (thumbnail)),
                       lb_image_shown_name (image));
  gtk_list_item_set_accessible_label (item, lb_image_shown_name (image));
}

static void
lb_schema_pictures_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_N_CHOSEN)
    g_value_set_uint (value, lb_schema_pictures_get_n_chosen (LB_SCHEMA_PICTURES (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lb_schema_pictures_dispose (GObject *object)
{
  LbSchemaPictures *self = LB_SCHEMA_PICTURES (object);

  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SCHEMA_PICTURES);
  g_clear_object (&self->chosen);
  g_clear_object (&self->images);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_schema_pictures_parent_class)->dispose (object);
}

static void
lb_schema_pictures_class_init (LbSchemaPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_schema_pictures_get_property;
  object_class->dispose = lb_schema_pictures_dispose;

  props[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-schema-pictures.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, strip);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_popover);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_list);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
}

static void
lb_schema_pictures_init (LbSchemaPictures *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (row_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bind_cb), self);
  gtk_list_view_set_factory (self->add_list, factory);
}

/* Indices spread evenly over all images, the first and the last among them. */
static void
propose (LbSchemaPictures *self)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  const guint n_wanted = MIN (n_images, PROPOSED);

  for (guint i = 0; i < n_wanted; i++)
    {
      const guint position = n_wanted > 1 ? i * (n_images - 1) / (n_wanted - 1) : 0;
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, position);

      g_list_store_append (self->chosen, image);
    }
}

void
lb_schema_pictures_set_images (LbSchemaPictures *self,
                               LbSession *session,
                               GListModel *images,
                               GListModel *chosen)
{
  const guint n_chosen = chosen != NULL ? g_list_model_get_n_items (chosen) : 0;
  GtkFilterListModel *rest;
  g_autoptr (GtkNoSelection) rows = NULL;

  g_return_if_fail (LB_IS_SCHEMA_PICTURES (self));
  g_return_if_fail (self->images == NULL);

  self->session = g_object_ref (session);
  self->images = g_object_ref (images);
  self->chosen = g_list_store_new (LB_TYPE_IMAGE);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_not_chosen, self, NULL));
  rest = gtk_filter_list_model_new (g_object_ref (images), self->filter);
  rows = gtk_no_selection_new (G_LIST_MODEL (rest));
  gtk_list_view_set_model (self->add_list, GTK_SELECTION_MODEL (rows));

  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (images_changed_cb), self,
                           G_CONNECT_SWAPPED);

  if (n_chosen < LB_LIMIT_SCHEMA_IMAGES_MIN || n_chosen > LB_LIMIT_SCHEMA_IMAGES_MAX)
    propose (self);
  else
    for (guint i = 0; i < n_chosen; i++)
      {
        g_autoptr (LbImage) image = g_list_model_get_item (chosen, i);

        g_list_store_append (self->chosen, image);
      }
  show_count (self);
}

GPtrArray *
lb_schema_pictures_dup_chosen (LbSchemaPictures *self)
{
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self);
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_chosen; i++)
    g_ptr_array_add (chosen, g_list_model_get_item (G_LIST_MODEL (self->chosen), i));
  return chosen;
}

guint
lb_schema_pictures_get_n_chosen (LbSchemaPictures *self)
{
  g_return_val_if_fail (LB_IS_SCHEMA_PICTURES (self), 0);

  return self->chosen != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) : 0;
}
