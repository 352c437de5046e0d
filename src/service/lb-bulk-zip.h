#pragma once

#include "archive/lb-zip-reader.h"
#include "service/lb-bulk-source.h"

G_BEGIN_DECLS

/**
 * LbBulkZip:
 *
 * The entries of a ZIP file as a bulk upload takes them: one picture after the other, each with the
 * text beside it. Works on threads; one call at a time.
 */
#define LB_TYPE_BULK_ZIP (lb_bulk_zip_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkZip, lb_bulk_zip, LB, BULK_ZIP, GObject)

/* A picture, and its text. */
typedef struct
{
  GBytes *picture;
  GBytes *text; /* (nullable): there is none, or it was not asked for */
} LbBulkItem;

#define LB_TYPE_BULK_ITEM (lb_bulk_item_get_type ())
GType lb_bulk_item_get_type (void);
LbBulkItem *lb_bulk_item_copy (const LbBulkItem *self);
void lb_bulk_item_free (LbBulkItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkItem, lb_bulk_item_free)

/* Resolves to an LbBulkZip whose directory is checked. A file that is refused as a whole is an
 * error as LbZipRefusal says; LB_ERROR_UNPROCESSABLE when it can't be read. */
DexFuture *lb_bulk_zip_open (LbBulkFd *fd, GCancellable *cancel);
guint lb_bulk_zip_get_n_entries (LbBulkZip *self);
const char *lb_bulk_zip_get_name (LbBulkZip *self, guint index);
guint64 lb_bulk_zip_get_size (LbBulkZip *self, guint index);
/* Whether nothing is to be told of an entry: a folder, a text, what a desktop left (R80, R85). */
gboolean lb_bulk_zip_passes_over (LbBulkZip *self, guint index);
/* FALSE with @error when it is clear without reading that an entry is refused (R57, R77, R85). */
gboolean lb_bulk_zip_check (LbBulkZip *self, guint index, GError **error);

/* Why reading has failed. */
typedef enum
{
  LB_BULK_FAULT_ENTRY, /* the others can still be read */
  LB_BULK_FAULT_WHOLE, /* the file is refused, with what was read of it (R85) */
  LB_BULK_FAULT_SOURCE /* the file can't be read on: gone, changed, or stopped */
} LbBulkFault;

/* Resolves to a boxed LbBulkItem. @with_text: whether the text beside it is wanted (R81). */
DexFuture *
lb_bulk_zip_read (LbBulkZip *self, guint index, gboolean with_text, GCancellable *cancel);
/* Of the last read, when it failed. */
LbBulkFault lb_bulk_zip_get_fault (LbBulkZip *self);

G_END_DECLS
