#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbImageSheet:
 *
 * One image on paper: its picture, its name and all that its caption says, on as many pages as that
 * needs. To be run like any print operation; the picture is loaded when its page is drawn, so that
 * it has to be run with "allow-async".
 */
#define LB_TYPE_IMAGE_SHEET (lb_image_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbImageSheet, lb_image_sheet, LB, IMAGE_SHEET, GtkPrintOperation)

/* @image: of @dataset. */
LbImageSheet *lb_image_sheet_new (LbSession *session, LbDataset *dataset, LbImage *image);

G_END_DECLS
