#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* (transfer full): "Uploading 17 of 40", on this computer "Adding 17 of 40", "Paused", "37 images
 * added · 3 not sent". */
char *lb_upload_queue_words (LbUploadQueue *queue);
/* (transfer full): what goes with it: "About 3 minutes left at 10 requests a minute"; "" for
 * nothing. It changes with time. */
char *lb_upload_queue_time_words (LbUploadQueue *queue);
/* Whether nothing but another token helps. */
gboolean lb_upload_queue_needs_sign_in (LbUploadQueue *queue);
/* (nullable): why nothing can be done about its rows from here, as long as another program sends
 * them. */
const char *lb_upload_queue_elsewhere_words (LbUploadQueue *queue);
/* (transfer full): "21 more waiting · 17 done", of those that are not shown. */
char *lb_upload_hidden_words (guint n_waiting, guint n_done);

/* (transfer full): "Writing the caption…", "62 %". */
char *lb_upload_state_words (LbUpload *upload, LbUploadQueue *queue);
/* (nullable): with the words; and their style class: "success", "warning", "error", "dim-label". */
const char *lb_upload_state_icon (LbUpload *upload);
const char *lb_upload_state_style (LbUpload *upload);
/* (transfer full): under the name: its size, or what was in the way. */
char *lb_upload_detail_words (LbUpload *upload);

G_END_DECLS
