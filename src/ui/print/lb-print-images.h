#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* (transfer full): what puts @images on paper: a single one with its whole caption, several as a
 * contact sheet. @images: (element-type LbImage): of @dataset, in the order in which they come. */
GtkPrintOperation *lb_print_images_new (LbSession *session, LbDataset *dataset, GListModel *images);
/* Has the desktop's dialog print @images, over the window that @widget is in; there it says what
 * fails. */
void
lb_print_images (GtkWidget *widget, LbSession *session, LbDataset *dataset, GListModel *images);

G_END_DECLS
