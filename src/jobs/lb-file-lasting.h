#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether @file has a path that a later run can find it by: not one on another machine or in a ZIP,
 * nor one that a portal lends to a confined program for a while. */
gboolean lb_file_is_lasting (GFile *file);
/* Whether @file could not be opened because this program is confined and nobody handed it over: a
 * drop from a program that knows no portal gives but its path. */
gboolean lb_file_is_withheld (GFile *file, const GError *error);

G_END_DECLS
