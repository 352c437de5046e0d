#include "jobs/lb-upload-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/lb-error.h"

void
lb_upload_disk_set_error (GError **error, int code)
{
  g_set_error (error, LB_ERROR,
               code == ENOSPC || code == EDQUOT ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE,
               "The copy can’t be written: %s", g_strerror (code));
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
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          lb_upload_disk_set_error (error, errno);
          return FALSE;
        }
      data += n;
      size -= (gsize) n;
    }

  return TRUE;
}

/* Whether names in @folder are there after a power loss too. */
static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    lb_upload_disk_set_error (error, errno);
  if (fd >= 0)
    close (fd);

  return done;
}

gboolean
lb_upload_disk_keep (int fd, const char *temporary, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (fsync (fd) != 0 || g_rename (temporary, path) != 0)
    {
      lb_upload_disk_set_error (error, errno);
      return FALSE;
    }

  return sync_folder (folder, error);
}
