#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The strip of pictures that stand for a dataset, with a place to add one. Property: n-chosen
 * (uint, read only, notified). */
#define LB_TYPE_SCHEMA_PICTURES (lb_schema_pictures_get_type ())
G_DECLARE_FINAL_TYPE (LbSchemaPictures, lb_schema_pictures, LB, SCHEMA_PICTURES, GtkBox)

/* @images: all that may be chosen, live; @chosen: (nullable): those chosen at first. Without 5 to
 * 10 of them, up to seven that are spread over the dataset are proposed. */
void lb_schema_pictures_set_images (LbSchemaPictures *self,
                                    LbSession *session,
                                    GListModel *images,
                                    GListModel *chosen);
/* (transfer full) (element-type LbImage) */
GPtrArray *lb_schema_pictures_dup_chosen (LbSchemaPictures *self);
guint lb_schema_pictures_get_n_chosen (LbSchemaPictures *self);

G_END_DECLS
