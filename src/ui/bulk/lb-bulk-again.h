#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Makes an empty dataset in the same project with the same settings: name, version, kind of upload,
 * schema or prefix. Resolves to the live LbDataset. */
DexFuture *lb_bulk_again (LbSession *session, LbDataset *dataset);

G_END_DECLS
