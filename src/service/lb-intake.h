#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LbIntake:
 *
 * What is held of the bodies of all requests together: each up to the cap of its operation, all of
 * them up to a sum.
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

LbIntake *lb_intake_new (gsize max_bytes);
/* With the headers there and the body not: @cap is the most that the operation takes, 0 when it
 * takes none; then what comes is not kept. FALSE when there is no room, by the length it says. */
gboolean lb_intake_admit (LbIntake *self, SoupServerMessage *message, gsize cap);
/* With the body there. @body: (out) (transfer full) (nullable): NULL where nothing of it is held.
 */
LbIntakeResult lb_intake_take (SoupServerMessage *message, GBytes **body);

G_END_DECLS
