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
