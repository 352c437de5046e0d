#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* A dataset that files can be added to: its first picture, its name, where it is and how far it is.
 * It stays as the dataset is. */
#define LB_TYPE_TARGET_ROW (lb_target_row_get_type ())
G_DECLARE_FINAL_TYPE (LbTargetRow, lb_target_row, LB, TARGET_ROW, AdwActionRow)

GtkWidget *lb_target_row_new (LbSession *session, LbDataset *dataset);

G_END_DECLS
