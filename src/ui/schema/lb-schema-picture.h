#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* One picture that stands for its dataset, with a button on it that takes it away: there under the
 * pointer and with the focus. Signal "remove": the user wants it away, by the button or by Delete.
 */
#define LB_TYPE_SCHEMA_PICTURE (lb_schema_picture_get_type ())
G_DECLARE_FINAL_TYPE (LbSchemaPicture, lb_schema_picture, LB, SCHEMA_PICTURE, GtkWidget)

GtkWidget *lb_schema_picture_new (LbSession *session, LbDataset *dataset, LbImage *image);
/* Not for a wide page. */
void lb_schema_picture_set_small (LbSchemaPicture *self, gboolean small);
/* @reason: (nullable): in a few words under the picture, why it was proposed. */
void lb_schema_picture_set_reason (LbSchemaPicture *self, const char *reason);
LbImage *lb_schema_picture_get_image (LbSchemaPicture *self); /* (transfer none) */

G_END_DECLS
