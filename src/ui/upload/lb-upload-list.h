#pragma once

#include <adwaita.h>

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* The queue of uploads, a row for each that matters now: those under way, those that failed, the
 * first that wait and the last that are done. */
#define LB_TYPE_UPLOAD_LIST (lb_upload_list_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadList, lb_upload_list, LB, UPLOAD_LIST, AdwBin)

void lb_upload_list_set_queue (LbUploadList *self, LbUploadQueue *queue);

G_END_DECLS
