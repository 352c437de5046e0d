#include "session/lb-change-verdict.h"

#include "base/lb-error.h"

LbChangeVerdict
lb_change_verdict (const GError *error)
{
  if (error == NULL)
    return LB_VERDICT_SETTLE;
  if (error->domain != LB_ERROR)
    return LB_VERDICT_RETRY;

  switch ((LbError) error->code)
    {
    case LB_ERROR_UNAUTHORIZED: return LB_VERDICT_PAUSE;

    case LB_ERROR_RATE_LIMITED:
    case LB_ERROR_OFFLINE:      return LB_VERDICT_WAIT;

    /* The way to the service, or a fault on either side: nothing about the change itself. */
    case LB_ERROR_SERVER:
    case LB_ERROR_TIMED_OUT:
    case LB_ERROR_STORAGE:
    case LB_ERROR_NO_SPACE:
    case LB_ERROR_NEWER:     return LB_VERDICT_RETRY;

    case LB_ERROR_CANCELLED: return LB_VERDICT_STOP;

    case LB_ERROR_INVALID:
    case LB_ERROR_FORBIDDEN:
    case LB_ERROR_NOT_FOUND:
    case LB_ERROR_CONFLICT:
    case LB_ERROR_GONE:
    case LB_ERROR_TOO_SMALL:
    case LB_ERROR_TOO_LARGE:
    case LB_ERROR_UNSUPPORTED:
    case LB_ERROR_UNPROCESSABLE:
    case LB_ERROR_PROTOCOL:
    case LB_ERROR_DAMAGED:
    default:                     return LB_VERDICT_REFUSE;
    }
}
