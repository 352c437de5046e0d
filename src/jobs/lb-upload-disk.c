#include "jobs/lb-upload-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/lb-disk.h"

void
lb_upload_disk_set_error (GError **error, int code)
{
  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "The copy can’t be written: %s",
               g_strerror (code));
}

int
lb_upload_disk_create (const char *path, GError **error)
{
  int fd = -1;

  if (g_unlink (path) != 0 && errno != ENOENT)
    {
      lb_upload_disk_set_error (error, errno);
      return -1;
    }
  if ((fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0)
    lb_upload_disk_set_error (error, errno);

  return fd;
}

gboolean
lb_upload_disk_write (int fd, const guint8 *data, gsize size, GError **error)
{
  if (lb_disk_write (fd, data, size))
    return TRUE;

  lb_upload_disk_set_error (error, errno);

  return FALSE;
}

gboolean
lb_upload_disk_keep (int fd, const char *temporary, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (fsync (fd) == 0 && g_rename (temporary, path) == 0 && lb_disk_sync_folder (folder))
    return TRUE;

  lb_upload_disk_set_error (error, errno);

  return FALSE;
}
