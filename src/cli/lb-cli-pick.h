#pragma once

#include "cli/lb-cli-place.h"
#include "model/lb-query.h"

G_BEGIN_DECLS

/* What somebody has @given to say which images are meant: names, with the list on standard input in
 * place of "-", and a @filter (nullable). With a mistake, or with an empty list, which is not the
 * whole dataset, that is said on standard error; then FALSE, and @exit (out) is what to end with.
 * @names, @query: (out) (transfer full); the query is NULL without a filter. */
gboolean lb_cli_pick_read (char **given,
                           gboolean is_null,
                           const char *filter,
                           char ***names,
                           LbQuery **query,
                           LbCliExit *exit);
/* (transfer full) (nullable) (element-type LbImage): those of the place's dataset, whose images are
 * loaded, that @names say and @query (nullable) finds, in the order of the dataset; all without
 * both. A name is a number, what the image is called, or a pattern such as "beach-*"; "id:" stands
 * before what is a number alone, "name:" before what is a name alone, and what is the number of one
 * and the name of another is refused. One that fits no image is said on standard error, as is where
 * there is none left; then NULL, and @exit (out) is what to end with. */
GPtrArray *lb_cli_pick_images (LbCliPlace *place, char **names, LbQuery *query, LbCliExit *exit);

G_END_DECLS
