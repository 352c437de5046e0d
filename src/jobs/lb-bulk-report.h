#pragma once

#include "jobs/lb-bulk-entry.h"
#include "jobs/lb-sidecars.h"

G_BEGIN_DECLS

/* What keeps an import from being started at all. */
typedef enum
{
  LB_BULK_CAN_GO,
  LB_BULK_NO_IMAGES,   /* nothing in it is ready */
  LB_BULK_TOO_MANY,    /* R77: over 5,000 images that are ready */
  LB_BULK_TOO_BIG,     /* R76: over 5 * 10^9 bytes */
  LB_BULK_ZIP_REFUSED, /* R85: the ZIP file as a whole; lb_bulk_report_get_refusal() says why */
  LB_BULK_CANT_OPEN    /* lb_bulk_report_get_error() says why */
} LbBulkObstacle;

/**
 * LbBulkReport:
 *
 * What was found in a ZIP file or a folder before any of it is sent, since a dataset takes one try
 * only (R74). Signal: changed, when the counts or the obstacle may be others. All on the main
 * thread.
 */
#define LB_TYPE_BULK_REPORT (lb_bulk_report_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkReport, lb_bulk_report, LB, BULK_REPORT, GObject)

/* @takes_texts: whether the captions of the dataset are plain text (R81). */
LbBulkReport *lb_bulk_report_new (gboolean takes_texts);
/* (transfer none) (element-type LbBulkEntry): in the order of the ZIP file, or of names. Folders,
 * texts and what desktops leave behind are not in it. */
GListModel *lb_bulk_report_get_entries (LbBulkReport *self);
guint lb_bulk_report_count (LbBulkReport *self, LbBulkVerdict verdict);
guint lb_bulk_report_get_n_ready (LbBulkReport *self);
guint lb_bulk_report_get_n_refused (LbBulkReport *self);
gboolean lb_bulk_report_get_takes_texts (LbBulkReport *self);
/* How many of what is ready have a description with them, and which descriptions go to no picture:
 * (transfer none) (element-type LbSidecarNote). */
guint lb_bulk_report_get_n_captions (LbBulkReport *self);
GPtrArray *lb_bulk_report_get_stray_captions (LbBulkReport *self);
/* Whether descriptions come along; they do at first. Judges again. */
gboolean lb_bulk_report_get_takes_captions (LbBulkReport *self);
void lb_bulk_report_set_takes_captions (LbBulkReport *self, gboolean takes_captions);
/* Whether they do, for that reason or since the ZIP file has to have texts (R81). */
gboolean lb_bulk_report_brings_captions (LbBulkReport *self);
/* (nullable) (transfer none): of the export of ours that it is. */
LbExportManifest *lb_bulk_report_get_manifest (LbBulkReport *self);
/* Whether all that is ready has its description in the ZIP file that goes out (R81). Where it has
 * not, descriptions that come along follow the pictures one by one. */
gboolean lb_bulk_report_carries_texts (LbBulkReport *self);
/* R81: whether captions are written by machine, TRUE at first; judges again. */
gboolean lb_bulk_report_get_automatic_captioning (LbBulkReport *self);
void lb_bulk_report_set_automatic_captioning (LbBulkReport *self, gboolean automatic);
/* Whether a ZIP file is made of what is ready: what is there twice then goes in once. Judges again.
 */
void lb_bulk_report_set_only_ready (LbBulkReport *self, gboolean only_ready);
/* Only a part of some entries goes in, or all of them again where the crop is not set. Judges
 * again: what is cropped goes in by a ZIP file that is made. @crops: (array length=n) */
void
lb_bulk_report_crop (LbBulkReport *self, LbBulkEntry *const *entries, const LbCrop *crops, guint n);
/* How many are cropped, ready or not. */
guint lb_bulk_report_get_n_cropped (LbBulkReport *self);
/* Whose rules they are; those of the service on this computer at first. Judges again. */
void lb_bulk_report_set_rules_mode (LbBulkReport *self, LbRulesMode mode);
/* (nullable): the file that was checked; none for a folder. */
GFile *lb_bulk_report_get_zip (LbBulkReport *self);
/* Whether there is no ZIP file that could be sent as it is: one is to be made of what is ready. */
gboolean lb_bulk_report_must_pack (LbBulkReport *self);
/* Whether a ZIP file is better made where it can be: there are files of descriptions in it, which
 * the service takes for pictures that are none. */
gboolean lb_bulk_report_should_pack (LbBulkReport *self);
/* How many bytes would be sent. @packed: when only what is ready is. */
guint64 lb_bulk_report_get_n_bytes (LbBulkReport *self, gboolean packed);
LbBulkObstacle lb_bulk_report_get_obstacle (LbBulkReport *self);
LbZipRefusal lb_bulk_report_get_refusal (LbBulkReport *self);
const GError *lb_bulk_report_get_error (LbBulkReport *self); /* (nullable) */

/* By the check: */
void lb_bulk_report_set_zip (LbBulkReport *self, GFile *zip, guint64 size_bytes);
/* Once everything that is there is known. @notes: (transfer full) (element-type LbSidecarNote);
 * @manifest: (nullable); @n_tables: how many files of descriptions are in it besides texts that the
 * service passes over. */
void lb_bulk_report_set_sidecars (LbBulkReport *self,
                                  GPtrArray *notes,
                                  LbExportManifest *manifest,
                                  guint n_tables);
/* Judges @entries (element-type LbBulkEntry) and adds them. */
void lb_bulk_report_add (LbBulkReport *self, GPtrArray *entries);
/* @refusal: of the whole file, or %LB_ZIP_REFUSAL_NONE when it can't be read. */
void lb_bulk_report_refuse (LbBulkReport *self, LbZipRefusal refusal, const GError *error);

G_END_DECLS
