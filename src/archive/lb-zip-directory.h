#pragma once

#include "archive/lb-zip-entry.h"
#include "archive/lb-zip-source.h"

G_BEGIN_DECLS

/* One entry as the checked directory has it. */
typedef struct
{
  LbZipEntry entry;
  guint64 offset;      /* of the local header */
  guint64 data_offset; /* of the compressed bytes */
  guint32 crc;
  guint16 method; /* LB_ZIP_STORED or LB_ZIP_DEFLATED, unless refused */
} LbZipRecord;

enum
{
  LB_ZIP_STORED = 0,
  LB_ZIP_DEFLATED = 8,
};

/* Reads the directory at the end of a ZIP file and holds it against the header before each entry.
 * (transfer full): the entries, an array of LbZipRecord in the order of the directory. Looks at
 * bounds only, not at the caps of sizes. On error @refusal says why if it was the file's fault. */
GArray *lb_zip_directory_read (LbZipSource *source,
                               guint max_entries,
                               LbZipRefusal *refusal,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
