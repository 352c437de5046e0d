#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-image-finder.h"

G_BEGIN_DECLS

/**
 * LbQueryBar:
 *
 * An entry for a query, with what completes it, what is wrong with it, and the filters that are
 * kept. What it says is given to an LbImageFinder; while it is wrong, the finder stays as it is.
 */
#define LB_TYPE_QUERY_BAR (lb_query_bar_get_type ())
G_DECLARE_FINAL_TYPE (LbQueryBar, lb_query_bar, LB, QUERY_BAR, GtkBox)

void lb_query_bar_set_dataset (LbQueryBar *self,
                               LbSession *session,
                               LbDataset *dataset,
                               LbImageFinder *finder);
GtkEditable *lb_query_bar_get_entry (LbQueryBar *self);

G_END_DECLS
