#pragma once

#include <libdex.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Makes a finished dataset of the drawings that come with the program, or finds the one that was
 * made before. Properties (notify): step (int, LbSampleStep: the one under way, or the one that
 * failed), fraction (double), running (boolean). */
#define LB_TYPE_SAMPLE_JOB (lb_sample_job_get_type ())
G_DECLARE_FINAL_TYPE (LbSampleJob, lb_sample_job, LB, SAMPLE_JOB, GObject)

typedef enum
{
  LB_SAMPLE_LOOKING,  /* whether it is there already */
  LB_SAMPLE_READING,  /* what comes with the program */
  LB_SAMPLE_CREATING, /* project and dataset */
  LB_SAMPLE_PICTURES,
  LB_SAMPLE_CAPTIONS,
  LB_SAMPLE_SCHEMA,
  LB_SAMPLE_DONE
} LbSampleStep;

/* The pictures go through the upload queue of @session, one of the job's own where there is none.
 * @folder: (nullable): of the set, NULL for lb_sample_set_find_folder(). */
LbSampleJob *lb_sample_job_new (LbSession *session, const char *folder);
DexFuture *lb_sample_job_run (LbSampleJob *self); /* resolves to the live LbDataset */
void lb_sample_job_cancel (LbSampleJob *self);
LbSampleStep lb_sample_job_get_step (LbSampleJob *self);
double lb_sample_job_get_fraction (LbSampleJob *self);
gboolean lb_sample_job_get_running (LbSampleJob *self);

G_END_DECLS
