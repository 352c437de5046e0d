#include "jobs/lb-upload-end.h"

#include "base/lb-error.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000

LbUploadEnd
lb_upload_end_judge (const GError *error)
{
  if (lb_error_is_doubtful (error))
    return LB_UPLOAD_END_DOUBT;

  switch ((LbError) error->code)
    {
    case LB_ERROR_PROTOCOL: /* it is somewhere else, for all alike */
    case LB_ERROR_OFFLINE:       return LB_UPLOAD_END_OFFLINE;
    case LB_ERROR_TIMED_OUT:
    case LB_ERROR_CANCELLED:
    case LB_ERROR_SERVER:
    case LB_ERROR_STORAGE:       return LB_UPLOAD_END_AGAIN;
    case LB_ERROR_RATE_LIMITED:  return LB_UPLOAD_END_REST;
    case LB_ERROR_UNAUTHORIZED:  return LB_UPLOAD_END_SIGN_IN;
    case LB_ERROR_NO_SPACE:      return LB_UPLOAD_END_SPACE;
    case LB_ERROR_INVALID:
    case LB_ERROR_FORBIDDEN:
    case LB_ERROR_NOT_FOUND:
    case LB_ERROR_CONFLICT:
    case LB_ERROR_GONE:
    case LB_ERROR_TOO_SMALL:
    case LB_ERROR_TOO_LARGE:
    case LB_ERROR_UNSUPPORTED:
    case LB_ERROR_UNPROCESSABLE:
    case LB_ERROR_DAMAGED:
    case LB_ERROR_NEWER:
    default:                     return LB_UPLOAD_END_REFUSED;
    }
}

guint
lb_upload_end_backoff_ms (guint attempts)
{
  guint most_ms = BACKOFF_FIRST_MS << MIN (MAX (attempts, 1) - 1, 6);

  return (guint) g_random_int_range (0, (gint32) MIN (most_ms, BACKOFF_LAST_MS) + 1);
}
