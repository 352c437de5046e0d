#pragma once

#include <adwaita.h>

#include "ui/dataset/lb-image-state.h"

G_BEGIN_DECLS

/* Asks which captions are to be written again, and has them written: one by one, in the background,
 * as the dataset's caption run. Hand-written ones only where somebody says so. What all captions
 * share may be frozen before, and captions that differ from what is frozen are led to. */
#define LB_TYPE_REGENERATE_DIALOG (lb_regenerate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  LbRegenerateDialog, lb_regenerate_dialog, LB, REGENERATE_DIALOG, AdwAlertDialog)

/* @from: what it is to be over. @images: (element-type LbImage): all of @dataset; @show: what is
 * chosen at first, where there are any: LB_SHOW_STALE, LB_SHOW_MISSING or LB_SHOW_ALL. */
AdwDialog *lb_regenerate_dialog_new (
  GtkWidget *from, LbSession *session, LbDataset *dataset, GListModel *images, LbImageShow show);

G_END_DECLS
