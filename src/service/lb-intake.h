#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "service/lb-connections.h"

G_BEGIN_DECLS

/**
 * LbIntake:
 *
 * What is held of the bodies of all requests together: each up to the cap of its operation, all of
 * them up to a sum, and of the large ones, over 1 MiB, four at a time; the next one is not read
 * before one of them has been answered. So with requests that fetch: four of them at a time.
 */
#define LB_TYPE_INTAKE (lb_intake_get_type ())
G_DECLARE_FINAL_TYPE (LbIntake, lb_intake, LB, INTAKE, GObject)

/* How a body came in. */
typedef enum
{
  LB_INTAKE_WHOLE,
  LB_INTAKE_TOO_LARGE, /* over its cap; nothing of it is held */
  LB_INTAKE_NO_ROOM    /* over the sum; nothing of it is held */
} LbIntakeResult;

/* Callers who are made to wait are not taken for slow ones by @connections. */
LbIntake *lb_intake_new (gsize max_bytes, LbConnections *connections);
/* With the headers there and the body not: @cap is the most that the operation takes, 0 when it
 * takes none; then what comes is not kept. @upload: what is in its member "file" is decoded as it
 * comes. FALSE when there is no room, by the length it says. */
gboolean lb_intake_admit (LbIntake *self, SoupServerMessage *message, gsize cap, gboolean upload);
/* With the body there. @body: (out) (transfer full) (nullable): NULL where nothing of it is held.
 * @file: (out) (transfer full) (nullable): of an upload, whose "file" is empty then. */
LbIntakeResult lb_intake_take (SoupServerMessage *message, GBytes **body, GBytes **file);
/* For a request that is going to fetch, and so to hold, much: resolves to TRUE once it is among
 * those who may, where it stays until it has been answered. */
DexFuture *lb_intake_wait (SoupServerMessage *message);

G_END_DECLS
