#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LB_DURATION_MOMENT, /* less than a minute */
  LB_DURATION_MINUTES,
  LB_DURATION_HOURS
} LbDurationUnit;

/* How long something takes, as a person wants it said: minutes rounded up, and from two hours on
 * the nearest hour. @n: (out): how many, 0 of a moment. */
LbDurationUnit lb_duration_round (double seconds, guint *n);

G_END_DECLS
