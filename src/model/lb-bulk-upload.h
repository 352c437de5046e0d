#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

/* The state of a ZIP import (R82). Properties: status (string), progress-percentage,
 * total-processed, done, failed (int). Of a live one "failed" says that the failures have changed.
 */
#define LB_TYPE_BULK_UPLOAD (lb_bulk_upload_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkUpload, lb_bulk_upload, LB, BULK_UPLOAD, LbRecord)

typedef struct
{
  char *filename;
  int error_code; /* the HTTP status that the same fault gives on single upload */
  char *error_message;
} LbBulkFailure;

LbBulkUpload *lb_bulk_upload_new (void);
const char *lb_bulk_upload_get_status (LbBulkUpload *self);
/* R83: it is over, whether it went well or not; a status that is not known is one under way. */
gboolean lb_bulk_upload_get_ended (LbBulkUpload *self);
int lb_bulk_upload_get_progress_percentage (LbBulkUpload *self);
int lb_bulk_upload_get_total_processed (LbBulkUpload *self);
int lb_bulk_upload_get_done (LbBulkUpload *self);
int lb_bulk_upload_get_failed (LbBulkUpload *self);
void lb_bulk_upload_add_failure (LbBulkUpload *self,
                                 const char *filename,
                                 int error_code,
                                 const char *error_message);
/* (transfer none) (element-type LbBulkFailure) */
GPtrArray *lb_bulk_upload_get_failures (LbBulkUpload *self);
/* Takes over the whole state of @other; the array of failures stays the same one. */
void lb_bulk_upload_update_from (LbBulkUpload *self, LbBulkUpload *other);

G_END_DECLS
