#include "base/lb-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

gboolean
lb_disk_write (int fd, gconstpointer data, gsize size)
{
  const char *left = data;

  while (size > 0)
    {
      const gssize n = write (fd, left, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      left += n;
      size -= (gsize) n;
    }

  return TRUE;
}

gboolean
lb_disk_sync_folder (const char *folder)
{
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return fd >= 0 && fsync (fd) == 0;
}

LbError
lb_disk_error_code (int code)
{
  return code == ENOSPC || code == EDQUOT ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE;
}
