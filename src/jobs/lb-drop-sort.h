#pragma once

#include "jobs/lb-file-walk.h"

G_BEGIN_DECLS

/* What a drop is besides pictures. Of @found (element-type LbFoundFile), the ZIP files among
 * @roots (element-type GFile) give way to copies of what is in them, and descriptions of pictures
 * are taken out and given to their pictures; where none is of use, files that might hold some stay
 * in the list. @prefers_json: as for lb_sidecars_new(). Blocks: for a worker thread. Returns
 * (transfer full). */
LbSidecars *
lb_drop_sort (GPtrArray *found, GPtrArray *roots, gboolean prefers_json, GCancellable *cancel);

/* The same without looking into ZIP files. */
LbSidecars *lb_drop_match (GPtrArray *found, gboolean prefers_json, GCancellable *cancel);

G_END_DECLS
