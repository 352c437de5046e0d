#pragma once

#include <libdex.h>

#include "service/lb-blobs.h"
#include "service/lb-picture.h"

G_BEGIN_DECLS

/**
 * LbIngest:
 *
 * From bytes that someone sent to a picture in the blobs: judged (R46..R48, R57), made black where
 * it was transparent (R50), enlarged (R49), with a thumbnail. Few at a time, for the memory's sake.
 */
#define LB_TYPE_INGEST (lb_ingest_get_type ())
G_DECLARE_FINAL_TYPE (LbIngest, lb_ingest, LB, INGEST, GObject)

LbIngest *lb_ingest_new (LbBlobs *blobs);
/* Resolves to a boxed LbPicture whose bytes are set and whose ids are not. */
DexFuture *lb_ingest_add (LbIngest *self, GBytes *source, gboolean increase_resolution);
/* The same for a file of this computer, read when it is its turn; see lb_local_file_load().
 * @sha256: what the sum of it has to be, else LB_ERROR_GONE. */
DexFuture *lb_ingest_add_file (LbIngest *self,
                               const char *file_url,
                               const char *sha256,
                               gboolean increase_resolution);

G_END_DECLS
