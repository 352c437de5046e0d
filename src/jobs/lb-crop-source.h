#pragma once

#include <libdex.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * LbCropSource:
 *
 * Where pictures come from of which a part only may be sent: what is to be added, or imported. What
 * a picture is, is the source's own business: anything that is an object.
 */
#define LB_TYPE_CROP_SOURCE (lb_crop_source_get_type ())
G_DECLARE_INTERFACE (LbCropSource, lb_crop_source, LB, CROP_SOURCE, GObject)

struct _LbCropSourceInterface
{
  GTypeInterface parent_iface;

  GPtrArray *(*list_uncropped) (LbCropSource *self);
  const char *(*get_name) (LbCropSource *self, gpointer picture);
  LbCropRoom (*get_room) (LbCropSource *self, gpointer picture);
  GFile *(*get_file) (LbCropSource *self, gpointer picture);
  DexFuture *(*read) (LbCropSource *self, gpointer picture);
  void (*crop) (LbCropSource *self, const GPtrArray *pictures, const LbCrop *crops);
};

/* (transfer full) (element-type GObject): the pictures that go in and are not cropped yet. */
GPtrArray *lb_crop_source_list_uncropped (LbCropSource *self);
/* (transfer none): as it is written in the file system, or in an archive. */
const char *lb_crop_source_get_name (LbCropSource *self, gpointer picture);
/* What a crop of it may be. */
LbCropRoom lb_crop_source_get_room (LbCropSource *self, gpointer picture);
/* (transfer none) (nullable): where a picture can be read; one without is read by
 * lb_crop_source_read(). */
GFile *lb_crop_source_get_file (LbCropSource *self, gpointer picture);
/* Resolves to the GBytes of a picture without a file of its own. */
DexFuture *lb_crop_source_read (LbCropSource *self, gpointer picture);
/* Sends a part of some pictures only, or all of them again where the crop is not set. Crops are
 * fitted to what is allowed. @crops: (array): one for each of @pictures */
void lb_crop_source_crop (LbCropSource *self, const GPtrArray *pictures, const LbCrop *crops);
/* Sends all of @pictures again. */
void lb_crop_source_uncrop (LbCropSource *self, GListModel *pictures);

G_END_DECLS
