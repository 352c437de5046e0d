#pragma once

#include "cli/lb-cli-place.h"
#include "jobs/lb-image-finder.h"

G_BEGIN_DECLS

/* @text: (nullable): what --filter says; @query: (out) (transfer full) (nullable): NULL for none.
 * FALSE when it is wrong; it is then said on standard error where. */
gboolean lb_cli_filter_read (const char *text, LbQuery **query);
/* (transfer full) (nullable) (element-type LbImage): those of the place's dataset, whose images
 * @finder has, that @query (nullable) finds. When that can't be, or when it asks for a field that
 * there is not, it is said on standard error, and @exit (out) is what to end with. */
GPtrArray *lb_cli_filter_find (LbImageFinder *finder,
                               const LbCliPlace *place,
                               LbQuery *query,
                               LbCliExit *exit);

G_END_DECLS
