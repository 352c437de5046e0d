#pragma once

#include <adwaita.h>

#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

/* One file on its way: progress, or what became of it. Recycled. */
#define LB_TYPE_UPLOAD_ROW (lb_upload_row_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadRow, lb_upload_row, LB, UPLOAD_ROW, AdwBin)

GtkWidget *lb_upload_row_new (void);
/* @candidate: (nullable) */
void lb_upload_row_bind (LbUploadRow *self, LbCandidate *candidate);

G_END_DECLS
