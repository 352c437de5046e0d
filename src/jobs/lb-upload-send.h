#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbUploadSending:
 * @name: what the service is told
 * @cancel: stops it at once as long as bytes are left to send, when the service can't have taken
 * it; after that the answer is waited for a little longer, because it says what became of the
 * picture
 * @progress: as for lb_session_upload_image()
 *
 * One picture on its way. Nothing of it is kept.
 */
typedef struct
{
  LbSession *session;
  LbDataset *dataset;
  const char *name;
  gboolean increase_resolution;
  gboolean content_moderation;
  GCancellable *cancel;
  GFileProgressCallback progress;
  gpointer data;
} LbUploadSending;

/* For a fiber, which waits in it. Returns (nullable) (transfer full): the stored image. */
LbImage *lb_upload_send (const LbUploadSending *how, GBytes *bytes, GError **error);
/* The same for a file that the service on this computer reads itself; LB_ERROR_GONE, if it can't.
 * @sha256: the sum of it. */
LbImage *lb_upload_send_file (const LbUploadSending *how,
                              const char *file_url,
                              const char *sha256,
                              GError **error);
/* The same for a picture that the service fetches from @address. */
LbImage *lb_upload_send_address (const LbUploadSending *how, const char *address, GError **error);

G_END_DECLS
