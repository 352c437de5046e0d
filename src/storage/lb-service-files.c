#include "storage/lb-service-files.h"

static const char *const names[] = { LB_SERVICE_FILE_LOCK, LB_SERVICE_FILE_BLOBS,
                                     LB_SERVICE_FILE_BULK, LB_SERVICE_FILE_COMMAND_LINE, NULL };

gboolean
lb_service_files_has (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_strv_contains (names, name) || g_str_has_prefix (name, LB_SERVICE_FILE_DATABASE);
}
