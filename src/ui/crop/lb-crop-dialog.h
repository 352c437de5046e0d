#pragma once

#include <adwaita.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * LbCropDialog:
 *
 * Asks what of a picture that is not sent yet is to be sent. The file is not touched. Signal:
 * applied, before it closes.
 */
#define LB_TYPE_CROP_DIALOG (lb_crop_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbCropDialog, lb_crop_dialog, LB, CROP_DIALOG, AdwDialog)

/* @name: to be shown; one of @file, @bytes; @probe: of the whole picture; @crop: may be not set;
 * @increase_resolution: whether the service will enlarge it */
LbCropDialog *lb_crop_dialog_new (const char *name,
                                  GFile *file,
                                  GBytes *bytes,
                                  const LbProbeResult *probe,
                                  const LbCrop *crop,
                                  gboolean increase_resolution);
/* Not set: all of it. */
LbCrop lb_crop_dialog_get_crop (LbCropDialog *self);

G_END_DECLS
