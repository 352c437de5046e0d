#pragma once

#include <adwaita.h>

#include "ui/upload/lb-upload-words.h"

G_BEGIN_DECLS

/* One line about the uploads that are going, at the window's foot; opens the list. What is paused
 * is resumed from it. Says at every quarter, to those who can't see it, how far they are. */
#define LB_TYPE_UPLOAD_BAR (lb_upload_bar_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadBar, lb_upload_bar, LB, UPLOAD_BAR, AdwBin)

void lb_upload_bar_set_queue (LbUploadBar *self, LbUploadQueue *queue);

G_END_DECLS
