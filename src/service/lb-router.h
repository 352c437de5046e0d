#pragma once

#include "service/lb-request.h"

G_BEGIN_DECLS

/* Resolves once @request holds its answer; never rejects. @request: (transfer full): freed with the
 * fiber, after lb_request_send() and unpausing its message. */
DexFuture *lb_router_answer (LbRequest *request);
/* The most bytes a body at this place may have (R9); 0 where none is taken. */
gsize lb_router_body_cap (const char *method, const char *path);
/* Whether it is an upload, whose body is read as such. */
gboolean lb_router_is_upload (const char *method, const char *path);
gboolean lb_router_is_link (const char *method, const char *path);

G_END_DECLS
