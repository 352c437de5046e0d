#include "jobs/lb-file-error.h"

#include <gio/gio.h>

#include "base/lb-error.h"

static const char *
reason (GIOErrorEnum code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:         return "There is no such file";
    case G_IO_ERROR_PERMISSION_DENIED: return "The file may not be read";
    case G_IO_ERROR_WRONG_ETAG:        return "The file has changed since it was checked";
    case G_IO_ERROR_IS_DIRECTORY:      return "The file is a folder now";
    case G_IO_ERROR_NOT_REGULAR_FILE:  return "Neither file nor folder";
    case G_IO_ERROR_TOO_MANY_LINKS:    return "A link that leads nowhere";
    case G_IO_ERROR_WOULD_RECURSE:     return "A link to a folder, which is not followed";
    case G_IO_ERROR_FILENAME_TOO_LONG: return "The path is too long";
    default:                           return "The file can’t be read";
    }
}

GError *
lb_file_error_new (const GError *error)
{
  GIOErrorEnum code = error->domain == G_IO_ERROR ? (GIOErrorEnum) error->code : G_IO_ERROR_FAILED;

  if (error->domain == LB_ERROR)
    return g_error_copy (error);

  g_debug ("A file can’t be read: %s", error->message);
  return g_error_new_literal (G_IO_ERROR, (int) code, reason (code));
}
