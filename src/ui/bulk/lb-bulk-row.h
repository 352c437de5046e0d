#pragma once

#include "ui/bulk/lb-bulk-pictures.h"
#include "ui/check/lb-check-group.h"

G_BEGIN_DECLS

/* (transfer none): how entries of an import show in a group; its data: (nullable): the
 * LbBulkPictures that the rows have their pictures from, without which they have none. */
const LbCheckKind *lb_bulk_row_get_kind (void);

G_END_DECLS
