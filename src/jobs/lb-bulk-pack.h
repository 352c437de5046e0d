#pragma once

#include <libdex.h>

#include "jobs/lb-bulk-report.h"

G_BEGIN_DECLS

/* Makes a ZIP file of what a report found ready: each picture as it is, or the part of it that goes
 * in, see lb_crop_cut(), without compressing, and for a legacy dataset that takes them the texts
 * beside them. On a worker thread. Property (notify): fraction (double 0..1). */
#define LB_TYPE_BULK_PACK (lb_bulk_pack_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkPack, lb_bulk_pack, LB, BULK_PACK, GObject)

/* @target: of this computer; what is there is replaced, and its folder made. */
LbBulkPack *lb_bulk_pack_new (LbBulkReport *report, GFile *target);
/* Whether pictures go into it without what lb_strip_metadata() takes out; one of which that can't
 * be told does not go at all. */
void lb_bulk_pack_set_strips (LbBulkPack *self, gboolean strips);
/* Resolves TRUE when the whole file is there; else nothing is. Rejects with LB_ERROR_NO_SPACE,
 * STORAGE, CONFLICT (a file has changed since it was checked), NOT_FOUND, CANCELLED, and INVALID
 * where a picture that is to be cropped can't be. */
DexFuture *lb_bulk_pack_run (LbBulkPack *self);
void lb_bulk_pack_cancel (LbBulkPack *self);
double lb_bulk_pack_get_fraction (LbBulkPack *self);

G_END_DECLS
