#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which addresses may be fetched from on behalf of somebody else: public ones, spelled in the one
 * usual way. No function here looks anything up or keeps anything. */

/* The longest address that is looked at. */
#define LB_ADDRESS_FILTER_MAX_URL 8192

/* (transfer full) (nullable): what is to be fetched, its host in ASCII and lower case, without a
 * user, a fragment or a dot at its end. @base: (nullable): what @url may be relative to, as in a
 * redirect. Fails with LB_ERROR_UNPROCESSABLE when @url is neither http nor https or is spelled so
 * that two readers could see two hosts in it. Says nothing about where the host is. */
GUri *lb_address_filter_parse (const char *url, GUri *base, GError **error);
/* From 1 to 65535. */
guint lb_address_filter_get_port (GUri *uri);
/* Whether the host, before it is looked up, may be a public one: no name of this machine, and no
 * address that lb_address_filter_is_public() refuses. */
gboolean lb_address_filter_judge_host (GUri *uri, GError **error);
/* Whether packets to @address leave for the public internet by the usual way: global unicast, that
 * carries no other address inside. */
gboolean lb_address_filter_is_public (GInetAddress *address);

G_END_DECLS
