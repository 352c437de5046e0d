#pragma once

#include <adwaita.h>

#include "session/lb-trash.h"

G_BEGIN_DECLS

/* (transfer full): what it is called. */
char *lb_trash_name_words (LbTrashItem *item);
/* (transfer full): where it was, and how long it stays or why it waits. */
char *lb_trash_detail_words (LbTrashItem *item);
/* (transfer full): how much is in it, and how long it stays. */
char *lb_trash_amount_words (guint n_items);
/* (transfer none) (floating): asks whether to empty it; its responses are "cancel" and "delete". */
AdwDialog *lb_trash_empty_question (guint n_items);

G_END_DECLS
