#pragma once

#include <gio/gio.h>

#include "fault-proxy.h"
#include "fault-request.h"

G_BEGIN_DECLS

/* One connection through the proxy: what its faults do to each request and answer. On a thread of
 * its own; returns when the connection is closed. */
void fault_line_serve (FaultProxy *proxy, GSocketConnection *connection);

/* Of the proxy, for its lines: */
/* Of the service behind it. */
guint16 fault_proxy_get_port (FaultProxy *self);
/* Waits while the service is stopped. FALSE: nobody is let in. */
gboolean fault_proxy_lets_in (FaultProxy *self);
/* What is to happen to a request that has come. */
Fault fault_proxy_take_fault (FaultProxy *self, const FaultRequest *request);
/* What has happened to it; @status: the service's, 0 if it was not asked. */
void
fault_proxy_note (FaultProxy *self, const FaultRequest *request, FaultToxic toxic, guint status);
void fault_proxy_count_late (FaultProxy *self, int change);
/* Whether the test is. */
gboolean fault_proxy_is_over (FaultProxy *self);

G_END_DECLS
