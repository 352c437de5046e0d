#pragma once

#include "jobs/lb-bulk-report.h"
#include "model/lb-bulk-upload.h"

G_BEGIN_DECLS

/* (transfer full): the verdict of one entry in translated words: "Too small, 800 × 600". */
char *lb_bulk_verdict_words (LbBulkEntry *entry);
/* For many entries of one verdict. */
const char *lb_bulk_verdict_short_words (LbBulkVerdict verdict);
const char *lb_bulk_verdict_icon (LbBulkVerdict verdict);
/* The style class of the words: "success", "warning", "error" or "dim-label". */
const char *lb_bulk_verdict_style (LbBulkVerdict verdict);
/* (transfer full): "2000 × 1600 · PNG · 1.2 MB", as far as known. */
char *lb_bulk_entry_detail_words (LbBulkEntry *entry);
/* (transfer full): name, then verdict, a line an entry: to be pasted elsewhere. */
char *lb_bulk_entries_to_text (GListModel *entries);

/* Why an import can't be started: a heading, and (transfer full) what to do about it. */
const char *lb_bulk_obstacle_title (LbBulkReport *report);
char *lb_bulk_obstacle_words (LbBulkReport *report);
/* (transfer full) (nullable): why a whole import has failed, as the service says it. */
char *lb_bulk_failure_words (LbBulkUpload *upload);
/* (transfer full): "12 entries were left out". */
char *lb_bulk_left_out_words (LbBulkUpload *upload);

G_END_DECLS
