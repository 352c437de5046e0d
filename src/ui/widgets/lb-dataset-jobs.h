#pragma once

#include <libdex.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbDatasetJobKind:
 *
 * What has to be known of jobs of one kind.
 */
typedef struct
{
  const char *name; /* unique */
  DexFuture *(*run) (gpointer job);
  void (*cancel) (gpointer job);
  /* A job whose run has ended well is found until lb_dataset_jobs_drop(). */
  gboolean lasts;
} LbDatasetJobKind;

/**
 * LbDatasetJobs:
 *
 * The jobs of one kind that run in a session, at most one for a dataset. They belong to no page:
 * any page of the dataset can show its own and stop it, and going elsewhere ends none.
 *
 * Signals: changed (LbDataset): the dataset's job has begun, moved on or ended; ended (LbDataset,
 * GObject *job, GError): after it; the error is NULL when all went well.
 */
#define LB_TYPE_DATASET_JOBS (lb_dataset_jobs_get_type ())
G_DECLARE_FINAL_TYPE (LbDatasetJobs, lb_dataset_jobs, LB, DATASET_JOBS, GObject)

/* (transfer none): those of @session, made when they are first asked for. @kind: static. */
LbDatasetJobs *lb_dataset_jobs_get (LbSession *session, const LbDatasetJobKind *kind);
/* @job: (transfer none) (type GObject): not started yet. Returns FALSE, without starting it, when
 * @dataset has one. */
gboolean lb_dataset_jobs_start (LbDatasetJobs *self, LbDataset *dataset, gpointer job);
/* (transfer none) (nullable): the job of @dataset. */
gpointer lb_dataset_jobs_find (LbDatasetJobs *self, LbDataset *dataset);
gboolean lb_dataset_jobs_are_running (LbDatasetJobs *self);
/* (transfer container) (element-type GObject) */
GList *lb_dataset_jobs_list (LbDatasetJobs *self);
/* Asks the job of @dataset (nullable) to end; without one, all. */
void lb_dataset_jobs_stop (LbDatasetJobs *self, LbDataset *dataset);
/* Forgets a job that has ended but lasts. Returns whether there was one. */
gboolean lb_dataset_jobs_drop (LbDatasetJobs *self, LbDataset *dataset);

G_END_DECLS
