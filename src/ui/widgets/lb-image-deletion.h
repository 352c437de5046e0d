#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Deletes @images (element-type LbImage) of @dataset one by one and offers to bring them back, with
 * a toast over the window that @from is in; what did not work is said there too. It goes on when
 * @from is gone. */
void lb_image_deletion_start (GtkWidget *from,
                              LbSession *session,
                              LbDataset *dataset,
                              GPtrArray *images);

G_END_DECLS
