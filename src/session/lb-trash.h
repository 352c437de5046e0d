#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "session/lb-trash-item.h"

G_BEGIN_DECLS

/**
 * LbTrash:
 *
 * What was deleted in an account in the last days, see lb_trash_days_get(), with original pictures,
 * captions and their order on this computer: a list model of #LbTrashItem, latest first. What is
 * deleted stays at the service until its copy is here with its hash; one on this computer that has
 * lost a picture deletes it without. All on the main thread.
 *
 * Properties: n-waiting (uint): items that the service still has; waiting-error (int): LbError of
 * the first one that can't go on, -1 without one.
 */
#define LB_TYPE_TRASH (lb_trash_get_type ())
G_DECLARE_FINAL_TYPE (LbTrash, lb_trash, LB, TRASH, GObject)

guint lb_trash_get_n_waiting (LbTrash *self);
/* Of those, how many can't go on, because a picture or caption can't be copied. */
guint lb_trash_get_n_stuck (LbTrash *self);
/* Whether nobody is at it: all that was meant to go is gone, or what is left can't go on for now.
 * Others of the account's programs may be at theirs. */
gboolean lb_trash_is_at_rest (LbTrash *self);
/* Resolves to boxed GBytes of the encoded picture of an image, or of the first one of a dataset;
 * fails with LB_ERROR_NOT_FOUND while there is none on disk, DAMAGED when it is not what was kept.
 */
DexFuture *lb_trash_load_picture (LbTrash *self, LbTrashItem *item);
/* Brings it back: an image into its dataset while that is a draft, a dataset as a draft with its
 * images in their order, but for lost pictures. Resolves to the live object. What is back already
 * stays back when it fails, and what is not stays in the trash. Fails with LB_ERROR_NOT_FOUND when
 * the image's dataset is gone, CONFLICT when it is complete, GONE when its picture is lost, and as
 * sending does. */
DexFuture *lb_trash_restore (LbTrash *self, LbTrashItem *item);
/* For good, at the service too where it is still there. Resolves TRUE once that is on disk; what
 * the service has stays in the list until it is deleted there. */
DexFuture *lb_trash_delete (LbTrash *self, LbTrashItem *item);
DexFuture *lb_trash_empty (LbTrash *self);

G_END_DECLS
