#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): "10 requests a minute", or "no limit" for 0. */
char *lb_plan_words (guint requests_a_minute);

G_END_DECLS
