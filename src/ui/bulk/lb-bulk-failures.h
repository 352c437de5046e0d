#pragma once

#include <adwaita.h>

#include "model/lb-bulk-upload.h"

G_BEGIN_DECLS

/* The entries that an import has left out, each with its reason. Ctrl+C copies the list. */
#define LB_TYPE_BULK_FAILURES (lb_bulk_failures_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkFailures, lb_bulk_failures, LB, BULK_FAILURES, AdwDialog)

LbBulkFailures *lb_bulk_failures_new (LbBulkUpload *upload);

G_END_DECLS
