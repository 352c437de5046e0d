#pragma once

#include "jobs/lb-image-finder.h"

G_BEGIN_DECLS

/* @text: (nullable): what --filter says; @query: (out) (transfer full) (nullable): NULL for none.
 * FALSE when it is wrong; it is then said on standard error where. */
gboolean lb_cli_filter_read (const char *text, LbQuery **query);
/* (transfer full) (nullable) (element-type LbImage): those of @dataset, whose images @finder has,
 * that @query (nullable) finds. @stop: as for lb_cli_wait(). */
GPtrArray *lb_cli_filter_find (LbImageFinder *finder,
                               LbSession *session,
                               LbDataset *dataset,
                               LbQuery *query,
                               GCancellable *stop,
                               GError **error);

G_END_DECLS
