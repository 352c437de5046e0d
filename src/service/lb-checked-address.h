#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbCheckedAddress:
 *
 * A host as a connection knows it, its name for the certificate, that leads to the addresses it was
 * made with and is never looked up again.
 */
#define LB_TYPE_CHECKED_ADDRESS (lb_checked_address_get_type ())
G_DECLARE_FINAL_TYPE (LbCheckedAddress, lb_checked_address, LB, CHECKED_ADDRESS, GNetworkAddress)

/* @addresses: (element-type GInetAddress), in the order in which they are tried. */
GSocketConnectable *lb_checked_address_new (const char *host, guint16 port, GPtrArray *addresses);

G_END_DECLS
