#pragma once

#include "service/lb-store-download.h"

G_BEGIN_DECLS

/**
 * LbDownloadWriter:
 *
 * The two files of a download, each written to a stream, on a thread, without being held:
 *
 * - the archive, a ZIP file of the stored pictures, oldest first, not compressed any further. In a
 *   legacy dataset NAME.txt stands beside each picture that has a caption, so that the archive can
 *   be uploaded again with `automatic_captioning` off (R81);
 * - the captions, in JSON Lines: for each image one object with `file_name`, its name in the
 *   archive, and `caption`, a text as in the API.
 *
 * Both are for use outside, so captions of legacy datasets have the prefix in front (R63).
 */
typedef struct _LbDownloadWriter LbDownloadWriter;

LbDownloadWriter *lb_download_writer_new (LbStore *store, LbDownloadPlan *plan);
void lb_download_writer_free (LbDownloadWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDownloadWriter, lb_download_writer_free)

/* Each an LbStreamWrite; @data: an LbDownloadWriter. */
gboolean lb_download_write_archive (GOutputStream *output,
                                    gpointer data,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lb_download_write_captions (GOutputStream *output,
                                     gpointer data,
                                     GCancellable *cancellable,
                                     GError **error);
/* Resolves to TRUE when every picture's file is there; LB_ERROR_GONE otherwise (R66). */
DexFuture *lb_download_check_files (LbStore *store, LbDownloadPlan *plan);

G_END_DECLS
