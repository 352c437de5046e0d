#pragma once

#include <glib-object.h>

#include "service/lb-blob-holds.h"

G_BEGIN_DECLS

/* A blob's name that is held, for as long as there is a reference to this. */
typedef struct _LbBlobHold LbBlobHold;

#define LB_TYPE_BLOB_HOLD (lb_blob_hold_get_type ())
GType lb_blob_hold_get_type (void);
/* Blocking, on a thread of work: see lb_blob_holds_more(). */
LbBlobHold *lb_blob_hold_new (LbBlobHolds *holds, const char *name);
LbBlobHold *lb_blob_hold_ref (LbBlobHold *self);
void lb_blob_hold_unref (LbBlobHold *self);
const char *lb_blob_hold_get_name (LbBlobHold *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBlobHold, lb_blob_hold_unref)

G_END_DECLS
