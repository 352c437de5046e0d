#pragma once

#include "jobs/lb-export-job.h"
#include "ui/widgets/lb-dataset-jobs.h"

G_BEGIN_DECLS

/* (transfer none): the exports of @session that run, each an LbExportJob. */
LbDatasetJobs *lb_exports_get (LbSession *session);

G_END_DECLS
