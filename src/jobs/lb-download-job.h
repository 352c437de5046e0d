#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbDownloadJob:
 *
 * Fetches all that an advanced dataset holds: the archive of its images into a file and, when the
 * service has one (R91), that of its captions into another beside it. A link that has run out while
 * the archive was asked for is asked for again, once (R92). Each file is there as a whole or not at
 * all. Properties (notify): n-bytes, n-total (int64; -1 while nobody knows; of the file under way).
 */
#define LB_TYPE_DOWNLOAD_JOB (lb_download_job_get_type ())
G_DECLARE_FINAL_TYPE (LbDownloadJob, lb_download_job, LB, DOWNLOAD_JOB, GObject)

/* @file: of the images; replaced when it exists. */
LbDownloadJob *lb_download_job_new (LbSession *session, LbDataset *dataset, GFile *file);
/* Once. Resolves TRUE; fails with LB_ERROR_CANCELLED after lb_download_job_cancel(), NOT_FOUND when
 * the service has nothing stored, NO_SPACE when a file can't be written for want of room. */
DexFuture *lb_download_job_run (LbDownloadJob *self);
void lb_download_job_cancel (LbDownloadJob *self);
/* (transfer none) (nullable): of the images, once they are all there. */
GFile *lb_download_job_get_images_file (LbDownloadJob *self);
/* (transfer none) (nullable): of the captions, the same. */
GFile *lb_download_job_get_captions_file (LbDownloadJob *self);
gint64 lb_download_job_get_n_bytes (LbDownloadJob *self);
gint64 lb_download_job_get_n_total (LbDownloadJob *self);

G_END_DECLS
