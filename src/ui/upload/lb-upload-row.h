#pragma once

#include <adwaita.h>

#include "jobs/lb-upload-queue.h"
#include "ui/upload/lb-upload-rows.h"

G_BEGIN_DECLS

/* One picture on its way: progress, what became of it, and what can be done about it. Recycled.
 * Properties (notify): words (string): all of that in one line, for who can't see it. */
#define LB_TYPE_UPLOAD_ROW (lb_upload_row_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadRow, lb_upload_row, LB, UPLOAD_ROW, AdwBin)

GtkWidget *lb_upload_row_new (LbUploadQueue *queue, LbUploadRows *rows);
/* @upload: (nullable): of the queue */
void lb_upload_row_bind (LbUploadRow *self, LbUpload *upload);

G_END_DECLS
