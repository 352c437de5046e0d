#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Hides @images (element-type LbImage) of @dataset at once and offers to bring them back, with a
 * toast over the window that @from is in. They are deleted when it has closed; it goes on when
 * @from is gone. */
void lb_image_deletion_start (GtkWidget *from,
                              LbSession *session,
                              LbDataset *dataset,
                              GPtrArray *images);

G_END_DECLS
