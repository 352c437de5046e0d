#pragma once

#include <libdex.h>

#include "jobs/lb-bulk-report.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

typedef enum
{
  LB_BULK_STEP_WAITING,
  LB_BULK_STEP_PACKING,  /* a ZIP file of what is ready is made */
  LB_BULK_STEP_SENDING,  /* it goes to its upload address */
  LB_BULK_STEP_STARTING, /* the service is asked */
  LB_BULK_STEP_STARTED   /* the one try is used */
} LbBulkStep;

/**
 * LbBulkJob:
 *
 * From a checked report to an import under way. The service on this computer is handed the file;
 * one elsewhere is told an address, where the file is put first if there is an upload address too.
 * A ZIP file that had to be made is removed when the import is over, or has not begun. Descriptions
 * that come along and are not in it are given by #LbBulkCaptions.
 *
 * Properties (notify): step (int), fraction (double 0..1, of packing or sending).
 */
#define LB_TYPE_BULK_JOB (lb_bulk_job_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkJob, lb_bulk_job, LB, BULK_JOB, GObject)

LbBulkJob *lb_bulk_job_new (LbSession *session, LbDataset *dataset, LbBulkReport *report);
/* Whether a new ZIP file is made without what is not ready, also where the old one could go. */
void lb_bulk_job_set_only_ready (LbBulkJob *self, gboolean only_ready);
/* Whether a service elsewhere is to look at the pictures first (R52). */
void lb_bulk_job_set_content_moderation (LbBulkJob *self, gboolean moderation);
/* Whether the dataset gets the visual schema or prefix of the export of ours that it is. */
void lb_bulk_job_set_takes_settings (LbBulkJob *self, gboolean takes_settings);
/* For a service elsewhere. @address: where it finds the ZIP file; @upload_address: (nullable):
 * where the file is put before, with PUT. NULL: it is there already. */
void lb_bulk_job_set_addresses (LbBulkJob *self, const char *address, const char *upload_address);
/* Once. Resolves to the live LbBulkUpload when the service has accepted it. */
DexFuture *lb_bulk_job_run (LbBulkJob *self);
/* Stops the packing and the sending; what the service was asked for goes on. */
void lb_bulk_job_cancel (LbBulkJob *self);
LbBulkStep lb_bulk_job_get_step (LbBulkJob *self);
double lb_bulk_job_get_fraction (LbBulkJob *self);
guint lb_bulk_job_get_n_entries (LbBulkJob *self); /* that the service is to look at */

G_END_DECLS
