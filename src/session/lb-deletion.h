#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

typedef enum
{
  LB_DELETION_HIDDEN,    /* not to be seen here any more; the service knows nothing of it */
  LB_DELETION_COMMITTED, /* copied, then deleted at the service, also after a restart */
  LB_DELETION_UNDONE,    /* all of it is there again */
  LB_DELETION_FAILED     /* the disk would not take note of it; all of it is there again */
} LbDeletionState;

/**
 * LbDeletion:
 *
 * Images, datasets or projects that a person has deleted while this may still be taken back: hidden
 * at once, sent nowhere before lb_deletion_commit(). A program that ends before has not deleted
 * them, unless it closes the session in good order. Property: state (LbDeletionState as uint). On
 * the main thread.
 */
#define LB_TYPE_DELETION (lb_deletion_get_type ())
G_DECLARE_FINAL_TYPE (LbDeletion, lb_deletion, LB, DELETION, GObject)

LbDeletionState lb_deletion_get_state (LbDeletion *self);
/* (transfer none) (element-type LbTrashItem): what it has put into the trash, projects too; they
 * say how far it has come. */
GPtrArray *lb_deletion_get_items (LbDeletion *self);
/* Resolves TRUE once it is on disk that they are hidden; fails with LB_ERROR_STORAGE or NO_SPACE.
 */
DexFuture *lb_deletion_when_kept (LbDeletion *self);
/* It is meant: resolves TRUE once that is on disk. The copies are made then, and what is copied is
 * deleted at the service; LbTrash says what waits. */
DexFuture *lb_deletion_commit (LbDeletion *self);
/* Shows them again; also when it was committed, like lb_session_undo() would. Resolves TRUE. */
DexFuture *lb_deletion_undo (LbDeletion *self);

G_END_DECLS
