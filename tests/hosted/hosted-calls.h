#pragma once

#include "api/lb-client.h"
#include "contract/lb-routes.h"

G_BEGIN_DECLS

/* (nullable): every operation of the contract by its route, with arguments that fit the replies of
 * hosted-replies.h; NULL for a route that is none of a service elsewhere. */
DexFuture *hosted_call (LbClient *client, LbRoute route);
/* Runs the main context until @future is done. Takes @future; returns its error or NULL. */
GError *hosted_outcome (DexFuture *future);
/* The same for one that must be refused with @code. */
GError *hosted_refusal (DexFuture *future, int code);

G_END_DECLS
