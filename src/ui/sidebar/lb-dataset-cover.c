#include "config.h"

#include "ui/sidebar/lb-dataset-cover.h"

#include "ui/widgets/lb-sight.h"
#include "ui/widgets/lb-thumbnail.h"

#define SIDE 36 /* pixels, of the picture and of the icon */

struct _LbDatasetCover
{
  GtkWidget parent_instance;

  /* Made when they are first wanted: a sidebar makes hundreds of covers before its first frame. */
  GtkWidget *sign;      /* (nullable) */
  GtkWidget *thumbnail; /* (nullable) */

  LbSession *session; /* (owned) (nullable) */
  LbDataset *dataset; /* (owned) (nullable) */
  GListModel *images; /* (owned) (nullable): of it */
  LbSight *sight;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbDatasetCover, lb_dataset_cover, GTK_TYPE_WIDGET)

static GtkWidget *
make_sign (void)
{
  GtkWidget *sign = g_object_new (GTK_TYPE_IMAGE, "icon-name", "image-x-generic-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (sign, "cover-empty");
  gtk_widget_add_css_class (sign, "dim-label");

  return sign;
}

static GtkWidget *
make_thumbnail (void)
{
  GtkWidget *thumbnail =
    g_object_new (LB_TYPE_THUMBNAIL, "minimum-width", SIDE, "natural-width", SIDE,
                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (thumbnail, "row");

  return thumbnail;
}

static void
show (LbDatasetCover *self, GtkWidget **part, GtkWidget *(*make) (void), gboolean shown)
{
  if (shown && *part == NULL)
    {
      *part = make ();
      gtk_widget_set_size_request (*part, SIDE, SIDE);
      gtk_widget_set_parent (*part, GTK_WIDGET (self));
    }
  if (*part != NULL)
    gtk_widget_set_visible (*part, shown);
}

static void
update (LbDatasetCover *self)
{
  g_autoptr (LbImage) first = self->images != NULL ? g_list_model_get_item (self->images, 0) : NULL;

  show (self, &self->thumbnail, make_thumbnail, first != NULL);
  show (self, &self->sign, make_sign, first == NULL);
  if (self->thumbnail != NULL)
    lb_thumbnail_set_image (LB_THUMBNAIL (self->thumbnail), self->session, first);
}

static DexFuture *
load_cb (GtkWidget *widget)
{
  LbDatasetCover *self = LB_DATASET_COVER (widget);

  return lb_session_load_first_images (self->session, self->dataset, 1);
}

static void
let_go (LbDatasetCover *self)
{
  if (self->images != NULL)
    g_signal_handlers_disconnect_by_data (self->images, self);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
}

static void
lb_dataset_cover_dispose (GObject *object)
{
  LbDatasetCover *self = LB_DATASET_COVER (object);

  let_go (self);
  g_clear_pointer (&self->sight, lb_sight_free);
  g_clear_pointer (&self->sign, gtk_widget_unparent);
  g_clear_pointer (&self->thumbnail, gtk_widget_unparent);

  G_OBJECT_CLASS (lb_dataset_cover_parent_class)->dispose (object);
}

static void
lb_dataset_cover_class_init (LbDatasetCoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_dataset_cover_dispose;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "dataset-cover");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lb_dataset_cover_init (LbDatasetCover *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  self->sight = lb_sight_new (GTK_WIDGET (self), load_cb);
}

GtkWidget *
lb_dataset_cover_new (void)
{
  return g_object_new (LB_TYPE_DATASET_COVER, NULL);
}

void
lb_dataset_cover_set (LbDatasetCover *self, LbSession *session, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_DATASET_COVER (self));

  lb_sight_cancel (self->sight);
  let_go (self);
  if (dataset != NULL)
    {
      self->session = g_object_ref (session);
      self->dataset = g_object_ref (dataset);
      self->images = g_object_ref (lb_session_get_images (session, dataset));
      g_signal_connect_swapped (self->images, "items-changed", G_CALLBACK (update), self);
      if (g_list_model_get_n_items (self->images) == 0 && lb_dataset_get_images_count (dataset) > 0)
        lb_sight_await (self->sight);
    }
  update (self);
}
