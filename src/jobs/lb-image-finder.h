#pragma once

#include "model/lb-query-set.h"
#include "model/lb-query.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbImageFinder:
 *
 * Which images of a dataset a query finds, followed as they change. What they say is kept in a form
 * that is quick to search, and is searched on another thread; an answer therefore is of the last
 * look. For the main thread.
 *
 * Signals: changed: the answer is another one; now and then within the call that asked. read: the
 * images were looked at once more.
 */
#define LB_TYPE_IMAGE_FINDER (lb_image_finder_get_type ())
G_DECLARE_FINAL_TYPE (LbImageFinder, lb_image_finder, LB, IMAGE_FINDER, GObject)

/* @images: (element-type LbImage): live */
LbImageFinder *lb_image_finder_new (LbSession *session, LbDataset *dataset, GListModel *images);
/* Reads the captions ahead: a query is about to come. */
void lb_image_finder_prepare (LbImageFinder *self);
/* @query: (nullable): NULL finds all, at once */
void lb_image_finder_set_query (LbImageFinder *self, LbQuery *query);
/* FALSE for one that was not looked at yet. */
gboolean lb_image_finder_finds (LbImageFinder *self, LbImage *image);
/* Resolves TRUE once the answer is of the present query and images. */
DexFuture *lb_image_finder_settle (LbImageFinder *self);
/* (transfer none): the fields of the captions that were read. */
LbQueryPaths *lb_image_finder_get_paths (LbImageFinder *self);
/* (transfer full): what the images say that were read by now. */
LbQuerySet *lb_image_finder_dup_set (LbImageFinder *self);
/* What @image is, for a query. */
LbQueryFacts lb_image_finder_get_facts (LbImageFinder *self, LbImage *image);

G_END_DECLS
