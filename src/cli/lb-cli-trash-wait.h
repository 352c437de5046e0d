#pragma once

#include "session/lb-trash.h"

G_BEGIN_DECLS

/* Until the trash has done what it can for now, for as long as something moves. What waits then
 * goes on with the next program that opens the account. @stop: (nullable): ends the waiting. */
void lb_cli_trash_wait (LbTrash *trash, GCancellable *stop);
/* Says of which pictures of @items (element-type LbTrashItem) no copy can be kept, and which of
 * them the service has still, and why. Returns how many those are. @error: (out): why the first of
 * them waits; unset where that is not known. */
guint lb_cli_trash_tell (LbTrash *trash, GPtrArray *items, GError **error);
/* (transfer full): the name as a person knows it. */
char *lb_cli_trash_dup_name (LbTrashItem *item);

G_END_DECLS
