#pragma once

#include <adwaita.h>

#include "jobs/lb-bulk-check.h"
#include "ui/check/lb-check-sheet.h"

G_BEGIN_DECLS

/**
 * LbBulkSheet:
 *
 * Says of each entry of a ZIP file, or each file of a folder, whether it can be imported, before
 * the one try of the dataset is used.
 */
#define LB_TYPE_BULK_SHEET (lb_bulk_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkSheet, lb_bulk_sheet, LB, BULK_SHEET, LbCheckSheet)

/* @name: (nullable): of what is checked, to be shown. @hosted: whether an address is needed. */
LbBulkSheet *lb_bulk_sheet_new (LbBulkCheck *check, const char *name, gboolean hosted);
/* Once it is accepted: what was chosen. The addresses: (transfer full) (nullable). */
/* Of which dataset it is: what an export has for it is offered then. */
void lb_bulk_sheet_set_dataset (LbBulkSheet *self, LbDataset *dataset);
/* Asks what of the picture of @entry goes in; then all of it again. */
void lb_bulk_sheet_crop (LbBulkSheet *self, LbBulkEntry *entry);
void lb_bulk_sheet_uncrop (LbBulkSheet *self, LbBulkEntry *entry);
/* Whether it is to get the visual schema or prefix of the export that this is. */
gboolean lb_bulk_sheet_get_takes_settings (LbBulkSheet *self);
gboolean lb_bulk_sheet_get_only_ready (LbBulkSheet *self);
/* R52: whether a service elsewhere is to moderate what is sent; not asked at first. */
gboolean lb_bulk_sheet_get_content_moderation (LbBulkSheet *self);
char *lb_bulk_sheet_dup_address (LbBulkSheet *self);
char *lb_bulk_sheet_dup_upload_address (LbBulkSheet *self);

G_END_DECLS
