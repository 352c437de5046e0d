#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Like lb_session_edit_caption_from() for an edit that was made elsewhere over @base (nullable), an
 * older caption of @image: when the image has another one by now, both were changed, and that is a
 * conflict to be decided. */
DexFuture *lb_session_edit_caption_over (
  LbSession *self, LbImage *image, const char *text, const char *source, const char *base);

G_END_DECLS
