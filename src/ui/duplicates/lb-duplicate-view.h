#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/**
 * LbDuplicateView:
 *
 * A group with its pictures side by side, of which one is kept, and what the caption of that takes
 * from the others. Its buttons are the actions duplicates.part and duplicates.apply-one.
 */
#define LB_TYPE_DUPLICATE_VIEW (lb_duplicate_view_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateView, lb_duplicate_view, LB, DUPLICATE_VIEW, GtkBox)

/* @group: (nullable) */
void lb_duplicate_view_set_group (LbDuplicateView *self,
                                  LbSession *session,
                                  LbDataset *dataset,
                                  LbDuplicateGroup *group);
LbDuplicateGroup *lb_duplicate_view_get_group (LbDuplicateView *self); /* (nullable) */
/* On the image that is kept. */
gboolean lb_duplicate_view_focus (LbDuplicateView *self);

G_END_DECLS
