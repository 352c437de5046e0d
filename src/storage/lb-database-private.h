#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Opens the file (made 0600, its folder 0700 when it has to be made) and brings it up to date. */
sqlite3 *lb_database_open_file (const char *path,
                                const LbMigration *migrations,
                                guint n_migrations,
                                GError **error);

G_END_DECLS
