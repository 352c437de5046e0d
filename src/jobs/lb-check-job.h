#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "jobs/lb-candidate.h"
#include "jobs/lb-sidecars.h"
#include "model/lb-dataset.h"

G_BEGIN_DECLS

/* Checks a drop: walks folders, probes and hashes on worker threads, judges. Nothing is sent.
 * Properties (notify): n-found, n-checked (uint), checking (boolean), increase-resolution (boolean,
 * read-write: re-judges at once), n-addable (uint), n-captions (uint: pictures that come with a
 * description), n-stray (uint: descriptions for none), takes-captions (boolean, read-write). */
#define LB_TYPE_CHECK_JOB (lb_check_job_get_type ())
G_DECLARE_FINAL_TYPE (LbCheckJob, lb_check_job, LB, CHECK_JOB, GObject)

/* @present: (nullable) (element-type LbImage): the dataset's images, for duplicates (see
 * lb_image_hashes_get()) and the limit; @dataset: (nullable): none when only checking. */
LbCheckJob *lb_check_job_new (LbDataset *dataset, GListModel *present);
/* @waiting: (nullable) (element-type LbCandidate): files for the same dataset that were accepted
 * before and are not there yet; those that are sent or given up meanwhile no longer count. */
void lb_check_job_set_waiting (LbCheckJob *self, GListModel *waiting);
/* @sent: (nullable) (element-type gint64 GStrv): what images were made from, by their numbers,
 * where the service itself does not say; see lb_upload_queue_get_sent(). Judges again. */
void lb_check_job_set_sent (LbCheckJob *self, GHashTable *sent);
/* Whose rules they are; those of the service on this computer at first. Judges again. */
void lb_check_job_set_rules_mode (LbCheckJob *self, LbRulesMode mode);
/* @files: (element-type GFile): files and folders; hidden files are left out. Resolves TRUE when
 * all are judged. */
DexFuture *lb_check_job_run (LbCheckJob *self, GListModel *files);
/* A pasted picture. */
DexFuture *lb_check_job_run_bytes (LbCheckJob *self, GBytes *bytes, const char *name);
void lb_check_job_cancel (LbCheckJob *self);
/* (transfer none): live list of LbCandidate, natural order of names. */
GListModel *lb_check_job_get_candidates (LbCheckJob *self);
guint lb_check_job_get_n_addable (LbCheckJob *self);
gboolean lb_check_job_get_increase_resolution (LbCheckJob *self);
void lb_check_job_set_increase_resolution (LbCheckJob *self, gboolean increase);

/* How many more the dataset has room for, beside those that will be added. */
guint lb_check_job_get_room (LbCheckJob *self);
/* Adds a duplicate all the same, or leaves it out again. Judges again. */
void lb_check_job_want (LbCheckJob *self, LbCandidate *candidate, gboolean wanted);
/* Sends a part of some candidates only, or all of them again where the crop is not set. Crops are
 * fitted to what is allowed. Judges again. @crops: (array length=n) */
void
lb_check_job_crop (LbCheckJob *self, LbCandidate *const *candidates, const LbCrop *crops, guint n);

LbDataset *lb_check_job_get_dataset (LbCheckJob *self); /* (nullable) */
/* How many pictures come with a description, left out or not. */
guint lb_check_job_get_n_captions (LbCheckJob *self);
/* (transfer none) (element-type LbSidecarNote): descriptions found that go to no picture, in the
 * order of their finding. */
GPtrArray *lb_check_job_get_stray_captions (LbCheckJob *self);
/* (transfer none) (nullable): of the export of ours that the files are. */
LbExportManifest *lb_check_job_get_manifest (LbCheckJob *self);
/* Whether the descriptions come along; they do at first. */
void lb_check_job_set_takes_captions (LbCheckJob *self, gboolean takes_captions);

G_END_DECLS
