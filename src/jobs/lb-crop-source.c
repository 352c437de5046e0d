#include "jobs/lb-crop-source.h"

G_DEFINE_INTERFACE (LbCropSource, lb_crop_source, G_TYPE_OBJECT)

static void
lb_crop_source_default_init (LbCropSourceInterface *iface)
{
}

GPtrArray *
lb_crop_source_list_uncropped (LbCropSource *self)
{
  g_return_val_if_fail (LB_IS_CROP_SOURCE (self), NULL);
  return LB_CROP_SOURCE_GET_IFACE (self)->list_uncropped (self);
}

const char *
lb_crop_source_get_name (LbCropSource *self, gpointer picture)
{
  g_return_val_if_fail (LB_IS_CROP_SOURCE (self), "");
  return LB_CROP_SOURCE_GET_IFACE (self)->get_name (self, picture);
}

LbCropRoom
lb_crop_source_get_room (LbCropSource *self, gpointer picture)
{
  g_return_val_if_fail (LB_IS_CROP_SOURCE (self), (LbCropRoom) { 0 });
  return LB_CROP_SOURCE_GET_IFACE (self)->get_room (self, picture);
}

GFile *
lb_crop_source_get_file (LbCropSource *self, gpointer picture)
{
  g_return_val_if_fail (LB_IS_CROP_SOURCE (self), NULL);
  return LB_CROP_SOURCE_GET_IFACE (self)->get_file (self, picture);
}

DexFuture *
lb_crop_source_read (LbCropSource *self, gpointer picture)
{
  dex_return_error_if_fail (LB_IS_CROP_SOURCE (self));
  return LB_CROP_SOURCE_GET_IFACE (self)->read (self, picture);
}

void
lb_crop_source_crop (LbCropSource *self, const GPtrArray *pictures, const LbCrop *crops)
{
  g_return_if_fail (LB_IS_CROP_SOURCE (self));
  LB_CROP_SOURCE_GET_IFACE (self)->crop (self, pictures, crops);
}

void
lb_crop_source_uncrop (LbCropSource *self, GListModel *pictures)
{
  const guint n = g_list_model_get_n_items (pictures);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree LbCrop *none = g_new0 (LbCrop, n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (pictures, i));
  lb_crop_source_crop (self, all, none);
}
