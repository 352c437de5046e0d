#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What has the place of an export already. All of it blocks: for a worker thread. */

/* Whether @path is a folder, or with @zip a ZIP file, that an export has written; somebody may have
 * changed it since. */
gboolean lb_export_earlier_is_there (const char *path, gboolean zip);

/* (transfer full) (nullable): the first file in the export at @folder that was added or changed
 * since it was written, by its path from there on; NULL when nothing would be lost with it. What
 * desktops leave in folders does not count. */
char *lb_export_earlier_find_changed (const char *folder);

G_END_DECLS
