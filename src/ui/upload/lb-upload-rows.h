#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbUploadRows:
 *
 * Which pictures of a queue are worth a row, and in what order: a GListModel of LbUpload. Those
 * under way come first, then what needs attention, what waits, and what is done, which goes after
 * five seconds. Of those that wait the first few are there, or all.
 *
 * Properties (notify): first-waiting (LbUpload, nullable): the one that is sent next; has-namesakes
 * (boolean): pictures of several folders have one name.
 */
#define LB_TYPE_UPLOAD_ROWS (lb_upload_rows_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadRows, lb_upload_rows, LB, UPLOAD_ROWS, GObject)

LbUploadRows *lb_upload_rows_new (LbUploadQueue *queue);
/* (transfer none) */
GListModel *lb_upload_rows_get_model (LbUploadRows *self);
/* Looks again; to be called now and then, as time passes for what is done. @now_us: monotonic.
 * Returns whether it will have to be called for that reason. */
gboolean lb_upload_rows_update (LbUploadRows *self, gint64 now_us);
void lb_upload_rows_set_all_waiting (LbUploadRows *self, gboolean all);
/* (transfer none) (nullable) */
LbUpload *lb_upload_rows_get_first_waiting (LbUploadRows *self);
/* (transfer full) (nullable): what tells it from others of its name. */
char *lb_upload_rows_dup_folder (LbUploadRows *self, LbUpload *upload);
/* Those without a row. */
guint lb_upload_rows_get_n_waiting (LbUploadRows *self);
guint lb_upload_rows_get_n_done (LbUploadRows *self);

G_END_DECLS
