#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/**
 * LbDuplicateTile:
 *
 * One of the images of a group: its whole picture, what is different about it, and whether it is
 * the one that is kept. It is made for one group.
 */
#define LB_TYPE_DUPLICATE_TILE (lb_duplicate_tile_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateTile, lb_duplicate_tile, LB, DUPLICATE_TILE, GtkBox)

/* @leader: (nullable): a tile of the same group. */
GtkWidget *lb_duplicate_tile_new (LbSession *session,
                                  LbDataset *dataset,
                                  LbDuplicateGroup *group,
                                  guint position,
                                  LbDuplicateTile *leader);

G_END_DECLS
