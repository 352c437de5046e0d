#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Opens the file (made 0600, its folder 0700 when it has to be made) and brings it up to date. */
sqlite3 *lb_database_open_file (const char *path,
                                const LbMigration *migrations,
                                guint n_migrations,
                                GError **error);

/* Renames the file at @path if there is one that SQLite calls broken; @aside: its new name, or NULL
 * when there was no need. FALSE with STORAGE when it can't be renamed. */
gboolean lb_database_set_aside (const char *path, char **aside, GError **error);

G_END_DECLS
