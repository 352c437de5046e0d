#include "base/lb-duration.h"

#define MINUTES_MAX 119

LbDurationUnit
lb_duration_round (double seconds, guint *n)
{
  const double minutes = CLAMP (seconds / 60, 0, G_MAXINT);

  g_return_val_if_fail (n != NULL, LB_DURATION_MOMENT);

  *n = 0;
  if (!(minutes >= 1))
    return LB_DURATION_MOMENT;

  *n = (guint) minutes + ((guint) minutes < minutes);
  if (*n <= MINUTES_MAX)
    return LB_DURATION_MINUTES;

  *n = (*n + 30) / 60;

  return LB_DURATION_HOURS;
}
