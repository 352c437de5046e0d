#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is in a data folder, by its name: the service's own, and what a program keeps there that
 * works with it. */
#define LB_SERVICE_FILE_DATABASE "service.sqlite"
#define LB_SERVICE_FILE_LOCK "lock"
#define LB_SERVICE_FILE_BLOBS "blobs"
#define LB_SERVICE_FILE_BULK "bulk"
#define LB_SERVICE_FILE_COMMAND_LINE "command-line"

/* Whether @name, without a folder, is one of these or lies beside the database. */
gboolean lb_service_files_has (const char *name);

G_END_DECLS
