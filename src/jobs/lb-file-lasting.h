#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether @file has a path that a later run can find it by: not one on another machine or in a ZIP,
 * nor one that a portal lends to a confined program for a while. */
gboolean lb_file_is_lasting (GFile *file);

G_END_DECLS
