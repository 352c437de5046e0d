#include "archive/lb-zip-io-error.h"

#include "base/lb-error.h"

static LbError
code_of_io (int code)
{
  switch ((GIOErrorEnum) code)
    {
    case G_IO_ERROR_NOT_FOUND:         return LB_ERROR_NOT_FOUND;
    case G_IO_ERROR_NO_SPACE:          return LB_ERROR_NO_SPACE;
    case G_IO_ERROR_PERMISSION_DENIED: return LB_ERROR_FORBIDDEN;
    case G_IO_ERROR_CANCELLED:         return LB_ERROR_CANCELLED;
    case G_IO_ERROR_TIMED_OUT:         return LB_ERROR_TIMED_OUT;
    default:                           return LB_ERROR_STORAGE;
    }
}

void
lb_zip_io_error_propagate (GError **error, GError *below)
{
  if (below->domain == LB_ERROR)
    {
      g_propagate_error (error, below);
      return;
    }

  g_set_error_literal (error, LB_ERROR,
                       below->domain == G_IO_ERROR ? code_of_io (below->code) : LB_ERROR_STORAGE,
                       below->message);
  g_error_free (below);
}

void
lb_zip_io_error_set_errno (GError **error, int number)
{
  g_set_error_literal (error, LB_ERROR, code_of_io (g_io_error_from_errno (number)),
                       g_strerror (number));
}

gboolean
lb_zip_io_error_check_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "It was stopped");

  return FALSE;
}
