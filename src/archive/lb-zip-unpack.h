#pragma once

#include "archive/lb-zip-directory.h"
#include "archive/lb-zip-reader.h"

G_BEGIN_DECLS

/* Unpacks one checked entry through libarchive and hands its bytes to @func. On error @refusal
 * says why if it was the file's fault. */
gboolean lb_zip_unpack (LbZipSource *source,
                        const LbZipRecord *record,
                        LbZipChunkFunc func,
                        gpointer user_data,
                        LbZipRefusal *refusal,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
