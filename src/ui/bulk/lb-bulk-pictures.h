#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "jobs/lb-bulk-entry.h"

G_BEGIN_DECLS

/* Small pictures of what is to be imported, also of what is still in its ZIP file: read in a thread
 * one after the other, in the order asked for, and decoded in another process. */
#define LB_TYPE_BULK_PICTURES (lb_bulk_pictures_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkPictures, lb_bulk_pictures, LB, BULK_PICTURES, GObject)

LbBulkPictures *lb_bulk_pictures_new (void);
/* Where the entries without a file of their own are. */
void lb_bulk_pictures_set_zip (LbBulkPictures *self, GFile *zip);
/* Resolves to a GdkTexture. */
DexFuture *lb_bulk_pictures_load (LbBulkPictures *self, LbBulkEntry *entry);
/* Resolves to the GBytes of an entry of the ZIP file, before the pictures that wait. */
DexFuture *lb_bulk_pictures_read (LbBulkPictures *self, LbBulkEntry *entry);
/* Nobody looks any more: what was asked for is rejected. */
void lb_bulk_pictures_stop (LbBulkPictures *self);

G_END_DECLS
