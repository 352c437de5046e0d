#pragma once

#include "session/lb-frozen-fields.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Fields that are to have one value in all captions of a dataset, kept on this computer. A caption
 * that the service makes gets these values as it comes, as far as it is no less valid with them;
 * those that are there already stay as they are. Signals of #LbSession: "frozen-changed"
 * (LbDataset); "frozen-left-out" (LbImage, GStrv): a caption that has come would be less valid with
 * the values at these paths, and has its own there. */

/* (transfer none) (nullable): NULL for none. */
LbFrozenFields *lb_session_get_frozen (LbSession *self, LbDataset *dataset);
/* @fields: (nullable): none any more. A step of the history. Resolves TRUE once it is on disk;
 * fails with LB_ERROR_STORAGE or NO_SPACE, before lb_session_open() with INVALID. */
DexFuture *lb_session_set_frozen (LbSession *self, LbDataset *dataset, LbFrozenFields *fields);

G_END_DECLS
