#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Leaves this process the system calls that decoding makes, for good: memory, the clock, its socket
 * and the files it is handed. Opening one by its name fails with EACCES; any other call ends the
 * process. FALSE when the system refuses. Does nothing in a build with a sanitizer, which makes
 * calls of its own. */
gboolean worker_calls_enter (void);

G_END_DECLS
