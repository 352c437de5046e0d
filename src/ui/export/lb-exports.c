#include "config.h"

#include "ui/export/lb-exports.h"

static DexFuture *
run (gpointer job)
{
  return lb_export_job_run (job);
}

static void
cancel (gpointer job)
{
  lb_export_job_cancel (job);
}

LbDatasetJobs *
lb_exports_get (LbSession *session)
{
  static const LbDatasetJobKind kind = { .name = "exports", .run = run, .cancel = cancel };

  return lb_dataset_jobs_get (session, &kind);
}
