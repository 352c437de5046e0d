#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The pictures that stand for a dataset, with a place to add one. Properties: n-chosen (uint, read
 * only, notified); narrow (boolean: smaller, so that four are in a line of 320). */
#define LB_TYPE_SCHEMA_PICTURES (lb_schema_pictures_get_type ())
G_DECLARE_FINAL_TYPE (LbSchemaPictures, lb_schema_pictures, LB, SCHEMA_PICTURES, GtkBox)

/* @images: all that may be chosen, live; @chosen: (nullable): those chosen at first. Without 5 to
 * 10 of them, up to seven that are spread over the dataset are proposed, and proposed anew when
 * images come before the user has chosen; a dataset that has no schema yet gets some that differ as
 * soon as they are found. */
void lb_schema_pictures_set_images (LbSchemaPictures *self,
                                    LbSession *session,
                                    LbDataset *dataset,
                                    GListModel *images,
                                    GListModel *chosen);
/* Looks for pictures that differ, in the background, and takes them in place of those chosen, with
 * the reason for each. */
void lb_schema_pictures_choose (LbSchemaPictures *self);
void lb_schema_pictures_stop_choosing (LbSchemaPictures *self);
/* (transfer full) (element-type LbImage) */
GPtrArray *lb_schema_pictures_dup_chosen (LbSchemaPictures *self);
guint lb_schema_pictures_get_n_chosen (LbSchemaPictures *self);
void lb_schema_pictures_set_narrow (LbSchemaPictures *self, gboolean narrow);

G_END_DECLS
