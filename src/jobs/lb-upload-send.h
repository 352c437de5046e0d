#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Sends one picture; for a fiber, which waits in it. @cancel stops it at once as long as bytes are
 * left to send, when the service can't have taken it; after that the answer is waited for a little
 * longer, because it says what became of the picture. @progress: as for lb_session_upload_image().
 * Returns (nullable) (transfer full): the stored image. */
LbImage *lb_upload_send (LbSession *session,
                         LbDataset *dataset,
                         GBytes *bytes,
                         const char *name,
                         gboolean increase_resolution,
                         gboolean content_moderation,
                         GCancellable *cancel,
                         GFileProgressCallback progress,
                         gpointer data,
                         GError **error);

G_END_DECLS
