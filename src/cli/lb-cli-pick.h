#pragma once

#include "cli/lb-cli-place.h"
#include "model/lb-query.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) (element-type LbImage): those of the place's dataset, whose images are
 * loaded, that @names say and @query (nullable) finds, in the order of the dataset; all without
 * both. A name is a number, what the image is called, or a pattern such as "beach-*". One that fits
 * no image is said on standard error, as is where there is none left; then NULL, and @exit (out) is
 * what to end with. */
GPtrArray *lb_cli_pick_images (LbCliPlace *place, char **names, LbQuery *query, LbCliExit *exit);

G_END_DECLS
