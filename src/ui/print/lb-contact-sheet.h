#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbContactSheet:
 *
 * The images of a dataset on paper, small, with their names and the first words of their captions.
 * To be run like any print operation; a page's pictures
 * are loaded when it is drawn, so that it has to be run with "allow-async".
 */
#define LB_TYPE_CONTACT_SHEET (lb_contact_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbContactSheet, lb_contact_sheet, LB, CONTACT_SHEET, GtkPrintOperation)

/* @images: (element-type LbImage): of @dataset, in the order in which they come; what is added to
 * the list later is left out. */
LbContactSheet *lb_contact_sheet_new (LbSession *session, LbDataset *dataset, GListModel *images);

G_END_DECLS
