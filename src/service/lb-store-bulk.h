#pragma once

#include <sqlite3.h>

#include "model/lb-bulk-upload.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/* What the store keeps of bulk uploads: the one try of a dataset (R74), its place in the ZIP, and
 * what failed. The row stays when the job has ended, and goes with its dataset. */

/* How much of a job is done once its ZIP has been fetched. */
#define LB_BULK_FETCH_PERCENT 30

/* A job as it stands. */
typedef struct
{
  gint64 dataset_id;
  char *zip_url;
  gboolean automatic_captioning;
  char *mark;       /* (nullable): what the file was like when the job began; NULL: to be fetched */
  gboolean fetched; /* the whole ZIP is in the spool */
  gboolean begun;   /* its directory has been read */
  guint next_entry; /* the first one that is not dealt with */
} LbBulkJob;

#define LB_TYPE_BULK_JOB (lb_bulk_job_get_type ())
GType lb_bulk_job_get_type (void);
LbBulkJob *lb_bulk_job_copy (const LbBulkJob *self);
void lb_bulk_job_free (LbBulkJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkJob, lb_bulk_job_free)

#define LB_BULK_WHOLE G_MAXUINT /* stands for the ZIP file itself, after its entries */

/* What has become of one entry: an image, a failure, or nothing that is told of. */
typedef struct
{
  guint entry;        /* its number in the directory, or LB_BULK_WHOLE */
  char *filename;     /* (nullable) */
  LbPicture *picture; /* (nullable) */
  char *caption;      /* (nullable): none yet */
  gboolean manual;    /* the caption came with the picture */
  int error_code;     /* 0: none */
  char *error_message;
} LbBulkOutcome;

#define LB_TYPE_BULK_OUTCOME (lb_bulk_outcome_get_type ())
GType lb_bulk_outcome_get_type (void);
LbBulkOutcome *lb_bulk_outcome_new (guint entry, const char *filename);
LbBulkOutcome *lb_bulk_outcome_copy (const LbBulkOutcome *self);
void lb_bulk_outcome_free (LbBulkOutcome *self);
/* As a single upload would be refused (R79). */
void lb_bulk_outcome_fail (LbBulkOutcome *self, const GError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkOutcome, lb_bulk_outcome_free)

/* Resolves to TRUE when a bulk upload may be started now (R73, R74). */
DexFuture *lb_store_check_bulk (LbStore *self, gint64 dataset_id);
/* Judges that again and notes the job. @mark: (nullable): of a file. Resolves to the LbBulkUpload.
 */
DexFuture *lb_store_start_bulk (LbStore *self,
                                gint64 dataset_id,
                                const char *zip_url,
                                const char *mark,
                                gboolean automatic_captioning);
/* Resolves to the LbBulkUpload; R83. */
DexFuture *lb_store_get_bulk (LbStore *self, gint64 dataset_id);
/* Resolves to the boxed LbBulkJob; LB_ERROR_NOT_FOUND once it has ended, or its dataset has gone,
 * as do the next four. */
DexFuture *lb_store_get_bulk_job (LbStore *self, gint64 dataset_id);
/* Notes that the job is at work: pending -> processing (R83). */
DexFuture *lb_store_set_bulk_working (LbStore *self, gint64 dataset_id);
DexFuture *lb_store_set_bulk_fetched (LbStore *self, gint64 dataset_id);
/* Notes how many entries there are, and where the captions come from (R81). */
DexFuture *lb_store_begin_bulk (LbStore *self, gint64 dataset_id, guint n_entries);
/* In one transaction: what has become of the entries before @next_entry, and that place. An image
 * beyond the 5000th becomes a failure (R77). @outcomes: (transfer full) (element-type
 * LbBulkOutcome) */
DexFuture *
lb_store_step_bulk (LbStore *self, gint64 dataset_id, GPtrArray *outcomes, guint next_entry);
/* Ends the job: completed, or failed for @failure (nullable, transfer full), which is listed with
 * the entries. @forget: what the job has stored goes with it (R85). */
DexFuture *
lb_store_end_bulk (LbStore *self, gint64 dataset_id, LbBulkOutcome *failure, gboolean forget);
/* Blocking: the datasets whose job was under way when the service ended. */
GArray *lb_store_list_bulks (LbStore *self, GError **error);

/* On the database's thread: whether a job of this dataset has not ended (R32, R70). */
gboolean
lb_store_read_bulk_running (sqlite3 *db, gint64 dataset_id, gboolean *running, GError **error);

G_END_DECLS
