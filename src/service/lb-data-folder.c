#include "service/lb-data-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"

static int
fail (const char *what, const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, code == ENOSPC ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE,
               "%s “%s”: %s", what, path, g_strerror (code));

  return -1;
}

int
lb_data_folder_lock (const char *path, GError **error)
{
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  g_autofd int folder = -1;
  g_autofd int fd = -1;

  if (g_mkdir_with_parents (path, 0700) != 0)
    return fail ("Could not make", path, error);

  folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || fchmod (folder, 0700) != 0)
    return fail ("Could not make private", path, error);

  fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail ("Could not open", lock, error);

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return g_steal_fd (&fd);

  if (errno != EWOULDBLOCK)
    return fail ("Could not lock", lock, error);

  g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "Another service has the folder “%s”", path);

  return -1;
}
