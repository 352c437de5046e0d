#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small disks, of some MiB, that nobody else sees. */

/* Before all else in a program: whoever is not root becomes it in a world of its own. */
void fault_disk_go_aside (void);
void fault_disk_mount (const char *folder, guint size_mib);
void fault_disk_unmount (const char *folder);
/* To the last byte but @left. */
void fault_disk_fill (const char *folder, gsize left);
void fault_disk_make_room (const char *folder);

G_END_DECLS
