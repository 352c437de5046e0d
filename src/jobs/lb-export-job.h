#pragma once

#include "jobs/lb-export-format.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbExportFailure:
 *
 * One picture that an export is without.
 */
typedef struct
{
  LbImage *image; /* (owned) */
  char *name;     /* (owned): as a person knows it, else its number */
  GError *error;  /* (owned): LB_ERROR_DAMAGED when it came, but not as it was stored; GONE, or
                   * another one when it did not come */
} LbExportFailure;

/**
 * LbExportJob:
 *
 * Writes a dataset out for other programs: every picture byte for byte as the service has it, their
 * descriptions in one of the formats, the visual schema, and SHA256SUMS of it all. What comes is
 * checked by its SHA-256 where the service has told that; a picture that can't be had, or is
 * damaged, is left out with its description, and the rest is written. Adding what it
 * has written to another dataset gives the same pictures and descriptions. It works for every kind
 * and state of datasets. The target has what it had before, or all of the export; never a mix.
 *
 * Properties (notify): n-done, n-total (uint, pictures).
 */
#define LB_TYPE_EXPORT_JOB (lb_export_job_get_type ())
G_DECLARE_FINAL_TYPE (LbExportJob, lb_export_job, LB, EXPORT_JOB, GObject)

/* @target: the folder, or with @zip the ZIP file; an export that is there already is replaced. */
LbExportJob *lb_export_job_new (
  LbSession *session, LbDataset *dataset, GFile *target, LbExportFormat format, gboolean zip);
/* @images: (element-type LbImage): only these, of the dataset; before it runs. */
void lb_export_job_set_images (LbExportJob *self, GListModel *images);
/* Once. Resolves TRUE; fails with LB_ERROR_CANCELLED after lb_export_job_cancel(), NOT_FOUND for a
 * dataset without pictures, CONFLICT when the folder has something else in it, NO_SPACE or
 * STORAGE for the target, with the system's words, or as fetching a picture does where no other one
 * can be had either; see lb_export_job_get_failed(). */
DexFuture *lb_export_job_run (LbExportJob *self);
void lb_export_job_cancel (LbExportJob *self);
LbDataset *lb_export_job_get_dataset (LbExportJob *self);
GFile *lb_export_job_get_target (LbExportJob *self);
guint lb_export_job_get_n_done (LbExportJob *self);
/* With those that are left out. */
guint lb_export_job_get_n_total (LbExportJob *self);
/* (nullable): the name of the picture that could not be had, after a failure it is to blame for. */
const char *lb_export_job_get_failed (LbExportJob *self);
/* (element-type LbExportFailure) (transfer none): the pictures that it is without, in their order;
 * all of them when that is why it failed. */
GPtrArray *lb_export_job_get_left_out (LbExportJob *self);
/* How many drafts are not in it, because they are not valid. */
guint lb_export_job_get_n_drafts (LbExportJob *self);
/* How many pictures are in it without a caption. */
guint lb_export_job_get_n_missing (LbExportJob *self);
/* What it has written, once it is done. */
guint64 lb_export_job_get_bytes (LbExportJob *self);

/* (transfer full): a name for the folder or ZIP file, without an ending. */
char *lb_export_name (LbDataset *dataset);
/* About what an export of @images (element-type LbImage) takes on disk; bytes. */
guint64 lb_export_estimate (GListModel *images);

G_END_DECLS
