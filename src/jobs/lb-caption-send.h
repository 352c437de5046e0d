#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Writes @text as a person's caption of @image, no step of the history; for a fiber, which waits in
 * it until the service has it. FALSE with the reason when the service refuses it, and nothing is
 * kept then, or when it can't be reached: the session keeps it then and sends it by itself. @cancel
 * ends the waiting. */
gboolean lb_caption_send (
  LbSession *session, LbImage *image, const char *text, GCancellable *cancel, GError **error);

G_END_DECLS
