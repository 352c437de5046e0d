#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @url is an http or https address that names a host. */
gboolean lb_rules_is_web_address (const char *url);
/* Whether @url is a file URI of this computer. */
gboolean lb_rules_is_file_address (const char *url);

G_END_DECLS
