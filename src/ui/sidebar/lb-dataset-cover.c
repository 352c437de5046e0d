#include "config.h"

#include "ui/sidebar/lb-dataset-cover.h"

#include "ui/widgets/lb-sight.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbDatasetCover
{
  AdwBin parent_instance;

  GtkStack *stack;
  LbThumbnail *thumbnail;

  LbSession *session; /* (owned) (nullable) */
  LbDataset *dataset; /* (owned) (nullable) */
  GListModel *images; /* (owned) (nullable): of it */
  LbSight *sight;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbDatasetCover, lb_dataset_cover, ADW_TYPE_BIN)

static void
update (LbDatasetCover *self)
{
  g_autoptr (LbImage) first = self->images != NULL ? g_list_model_get_item (self->images, 0) : NULL;

  lb_thumbnail_set_image (self->thumbnail, self->session, first);
  gtk_stack_set_visible_child_name (self->stack, first != NULL ? "cover" : "empty");
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
  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template unparents it behind its back */
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DATASET_COVER);

  G_OBJECT_CLASS (lb_dataset_cover_parent_class)->dispose (object);
}

static void
lb_dataset_cover_class_init (LbDatasetCoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_dataset_cover_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-dataset-cover.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDatasetCover, stack);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetCover, thumbnail);
}

static void
lb_dataset_cover_init (LbDatasetCover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
