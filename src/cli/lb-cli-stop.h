#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): cancelled by Ctrl+C or SIGTERM, so that a command can bring what is under way to
 * an end. The second time ends the program at once. */
GCancellable *lb_cli_stop_new (void);

G_END_DECLS
