#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether --deep was said, which it takes out of @argv. */
gboolean fault_take_deep (int *argc, char **argv);

G_END_DECLS
