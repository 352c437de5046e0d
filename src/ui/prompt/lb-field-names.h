#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): what a person calls the field @key, translated where the contract knows it;
 * another one is shown as it is written. */
char *lb_field_name (const char *key);

G_END_DECLS
