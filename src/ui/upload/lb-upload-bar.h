#pragma once

#include <adwaita.h>

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* One line about the uploads that are going, at the window's foot; opens the list. */
#define LB_TYPE_UPLOAD_BAR (lb_upload_bar_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadBar, lb_upload_bar, LB, UPLOAD_BAR, AdwBin)

void lb_upload_bar_set_queue (LbUploadBar *self, LbUploadQueue *queue);
/* (transfer full): "Uploading 17 of 40", "37 added · 3 not sent". */
char *lb_upload_queue_words (LbUploadQueue *queue);

G_END_DECLS
