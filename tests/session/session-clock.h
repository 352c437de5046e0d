#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Polls of @session come after some milliseconds instead of seconds. */
void session_clock_hurry (LbSession *session);

G_END_DECLS
