#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the address in @text (nullable) of something that a service may
 * fetch, written as it is sent: http or https, with a host, without a name or password, without
 * blanks or anything else that no address has, at most 2048 bytes. NULL for anything else. */
char *lb_address_parse (const char *text);
/* (transfer full): the host of such an address, to be named in a sentence. */
char *lb_address_get_host (const char *address);
/* (transfer full): what a picture from there is called: the last part of the address, else its
 * host. */
char *lb_address_dup_name (const char *address);

G_END_DECLS
