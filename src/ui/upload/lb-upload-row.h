#pragma once

#include <adwaita.h>

#include "jobs/lb-upload.h"

G_BEGIN_DECLS

/* One file on its way: progress, or what became of it. Recycled. */
#define LB_TYPE_UPLOAD_ROW (lb_upload_row_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadRow, lb_upload_row, LB, UPLOAD_ROW, AdwBin)

GtkWidget *lb_upload_row_new (void);
/* @upload: (nullable) */
void lb_upload_row_bind (LbUploadRow *self, LbUpload *upload);

G_END_DECLS
