#pragma once

#include "jobs/lb-download-job.h"
#include "ui/widgets/lb-dataset-jobs.h"

G_BEGIN_DECLS

/* (transfer none): the downloads of @session that run, each an LbDownloadJob. */
LbDatasetJobs *lb_downloads_get (LbSession *session);

G_END_DECLS
