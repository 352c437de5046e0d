#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): "10 requests a minute", or "no limit" for 0. */
char *lb_plan_words (guint requests_a_minute);

/* Bria's own plans, and no limit at all, are offered; @other is one more, 0 for none. */
gboolean lb_plan_is_usual (guint requests_a_minute);
/* (transfer full) (element-type GtkStringObject) */
GListModel *lb_plan_list_choices (guint other);
guint lb_plan_of_choice (guint position, guint other);
guint lb_plan_to_choice (guint requests_a_minute, guint other);

G_END_DECLS
