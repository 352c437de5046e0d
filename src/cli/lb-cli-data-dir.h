#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks at what was given with --data (nullable) before anything is made there: it has to be a data
 * folder, or to become one, empty or in a folder that is there. With a wrong path there would be a
 * new collection with nothing in it, among somebody's files. In the place of the folder that all of
 * Lookbook's is in comes the data folder in that. FALSE, and said so on standard error. */
gboolean lb_cli_take_data_dir (char **data_dir);

G_END_DECLS
