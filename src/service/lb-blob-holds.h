#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Who relies on a blob that no image names yet. From before a picture is put until its image is in
 * the database, somebody holds the blob's name (see LbBlobHold); what is held is not removed,
 * whoever else may have deleted the last image of it meanwhile. */

typedef struct _LbBlobHolds LbBlobHolds;

LbBlobHolds *lb_blob_holds_new (void);
LbBlobHolds *lb_blob_holds_ref (LbBlobHolds *self);
void lb_blob_holds_unref (LbBlobHolds *self);
/* Holds @name once more, and once less. Blocking, on a thread of work: what is being removed is
 * waited for. On any thread: less. */
void lb_blob_holds_more (LbBlobHolds *self, const char *name);
void lb_blob_holds_less (LbBlobHolds *self, const char *name);
/* Calls @remove unless @name is held, and returns whether it did; who comes to hold it waits until
 * that is over. Where it is held, lb_blob_holds_wait() tells when it is worth asking again. */
gboolean lb_blob_holds_remove (LbBlobHolds *self,
                               const char *name,
                               void (*remove) (const char *name, gpointer data),
                               gpointer data);
/* Resolves once something is held no more that was to be removed meanwhile. */
DexFuture *lb_blob_holds_wait (LbBlobHolds *self);

G_END_DECLS
