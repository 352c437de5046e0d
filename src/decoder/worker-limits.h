#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives up all that decoding does not need, for good. FALSE when the system refuses. */
gboolean worker_limits_enter (void);
/* Allows the next request its processor time; the process ends when it takes more. */
void worker_limits_start_request (void);

G_END_DECLS
