#pragma once

#include "session/lb-trash.h"

G_BEGIN_DECLS

/* (transfer full): what it is called. */
char *lb_trash_name_words (LbTrashItem *item);
/* (transfer full): where it was, and how long it stays or why it waits. */
char *lb_trash_detail_words (LbTrashItem *item);

G_END_DECLS
