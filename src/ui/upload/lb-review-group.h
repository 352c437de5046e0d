#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One of the two lists of the review sheet. More than eight of one verdict fold into a row that
 * opens them, a hundred at a time, so that thousands cost nothing. */
#define LB_TYPE_REVIEW_GROUP (lb_review_group_get_type ())
G_DECLARE_FINAL_TYPE (LbReviewGroup, lb_review_group, LB, REVIEW_GROUP, AdwBin)

GtkWidget *lb_review_group_new (void);
/* @candidates: (element-type LbCandidate): kept by reference; hidden when there are none. */
void lb_review_group_set (LbReviewGroup *self, const char *title, GPtrArray *candidates);
const char *lb_review_group_get_title (LbReviewGroup *self);
/* Rows there are now, a fold counting as one. */
guint lb_review_group_get_n_rows (LbReviewGroup *self);

G_END_DECLS
