#pragma once

#include "jobs/lb-download-job.h"

G_BEGIN_DECLS

/**
 * LbDownloads:
 *
 * The downloads of a session that run, at most one for a dataset. They belong to no page: any page
 * of the dataset can show its own and stop it, and going elsewhere ends none.
 *
 * Signals: changed (LbDataset): the dataset's download has begun, moved on or ended; ended
 * (LbDownloadJob, GError): after it; the error is NULL when all is there.
 */
#define LB_TYPE_DOWNLOADS (lb_downloads_get_type ())
G_DECLARE_FINAL_TYPE (LbDownloads, lb_downloads, LB, DOWNLOADS, GObject)

/* (transfer none): those of @session. */
LbDownloads *lb_downloads_get (LbSession *session);
/* @job: (transfer none): not started yet. Returns FALSE, without starting it, when its dataset is
 * being downloaded already. */
gboolean lb_downloads_start (LbDownloads *self, LbDownloadJob *job);
/* (transfer none) (nullable): the job that runs for @dataset. */
LbDownloadJob *lb_downloads_find (LbDownloads *self, LbDataset *dataset);
gboolean lb_downloads_are_running (LbDownloads *self);
/* Stops the download of @dataset (nullable); without one, all. */
void lb_downloads_stop (LbDownloads *self, LbDataset *dataset);

G_END_DECLS
