#pragma once

#include <libdex.h>

#include "jobs/lb-bulk-entry.h"
#include "jobs/lb-sidecars.h"

G_BEGIN_DECLS

/**
 * LbBulkReader:
 *
 * Looks into every entry of a ZIP file, or every file of some folders, on a worker thread; one call
 * at a time. Of a ZIP file each entry is unpacked to its end, in memory, and nothing of it is ever
 * written, so what is damaged is found before the file is sent.
 */
#define LB_TYPE_BULK_READER (lb_bulk_reader_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkReader, lb_bulk_reader, LB, BULK_READER, GObject)

/* @roots: (element-type GFile): one ZIP file, or files and folders. @prefers_json: as for
 * lb_sidecars_new(). */
LbBulkReader *lb_bulk_reader_new (GPtrArray *roots, gboolean prefers_json, GCancellable *cancel);
/* Resolves TRUE when it is known what there is; fails with LB_ERROR. */
DexFuture *lb_bulk_reader_open (LbBulkReader *self);
/* Resolves TRUE when the next entries are there, some of them; to be called until none come. Fails
 * when the whole ZIP file is found to be bad. */
DexFuture *lb_bulk_reader_read (LbBulkReader *self);
/* (transfer full) (element-type LbBulkEntry): what the last read has brought. */
GPtrArray *lb_bulk_reader_take (LbBulkReader *self);

/* (transfer full) (element-type LbSidecarNote): descriptions that go to no picture; once all is
 * read. */
GPtrArray *lb_bulk_reader_take_notes (LbBulkReader *self);

/* Once it is open: */
guint lb_bulk_reader_get_n_found (LbBulkReader *self);
/* (nullable): of the export of ours that it is. */
LbExportManifest *lb_bulk_reader_get_manifest (LbBulkReader *self);
/* How many files of descriptions are in a ZIP file besides texts that the service passes over. */
guint lb_bulk_reader_get_n_tables (LbBulkReader *self);
/* (nullable): the ZIP file, if it is one; its size. */
GFile *lb_bulk_reader_get_zip (LbBulkReader *self);
guint64 lb_bulk_reader_get_zip_bytes (LbBulkReader *self);
/* Why the whole ZIP file is bad, after an error that it is to blame for. */
LbZipRefusal lb_bulk_reader_get_refusal (LbBulkReader *self);

G_END_DECLS
