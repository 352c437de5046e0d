#include "config.h"

#include "ui/dataset/lb-downloads.h"

static DexFuture *
run (gpointer job)
{
  return lb_download_job_run (job);
}

static void
cancel (gpointer job)
{
  lb_download_job_cancel (job);
}

LbDatasetJobs *
lb_downloads_get (LbSession *session)
{
  static const LbDatasetJobKind kind = { .name = "downloads", .run = run, .cancel = cancel };

  return lb_dataset_jobs_get (session, &kind);
}
