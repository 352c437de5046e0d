#include "service/lb-data-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "storage/lb-service-files.h"

static int
fail (const char *what, const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s “%s”: %s", what, path,
               g_strerror (code));

  return -1;
}

static gboolean
holds_only_ours (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    if (!lb_service_files_has (name))
      return FALSE;

  return dir != NULL;
}

static gboolean
refuse (const char *path, const char *why, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_FORBIDDEN, "The folder “%s” %s", path, why);

  return FALSE;
}

/* A folder that was there and holds other things keeps its mode, and then others must not be able
 * to write in it. */
static gboolean
make_private (int folder, const char *path, GError **error)
{
  struct stat info;

  if (fstat (folder, &info) != 0)
    return fail ("Could not look at", path, error) == 0;
  if (info.st_uid != geteuid ())
    return refuse (path, "belongs to somebody else", error);
  if ((info.st_mode & S_ISVTX) != 0)
    return refuse (path, "is shared with others", error);

  if (holds_only_ours (path))
    return fchmod (folder, 0700) == 0 || fail ("Could not make private", path, error) == 0;
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return refuse (path, "can be written to by others", error);

  return TRUE;
}

int
lb_data_folder_lock (const char *path, GError **error)
{
  g_autofree char *lock = g_build_filename (path, LB_SERVICE_FILE_LOCK, NULL);
  g_autofd int folder = -1;
  g_autofd int fd = -1;

  if (g_mkdir_with_parents (path, 0700) != 0)
    return fail ("Could not make", path, error);

  folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return fail ("Could not open", path, error);
  if (!make_private (folder, path, error))
    return -1;

  fd = openat (folder, LB_SERVICE_FILE_LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail ("Could not open", lock, error);

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return ftruncate (fd, 0) == 0 ? g_steal_fd (&fd) : fail ("Could not empty", lock, error);

  if (errno != EWOULDBLOCK)
    return fail ("Could not lock", lock, error);

  g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "Another service has the folder “%s”", path);

  return -1;
}

void
lb_data_folder_say (int fd, const char *socket_path)
{
  g_autofree char *path = g_canonicalize_filename (socket_path, NULL);
  g_autofree char *line = g_strconcat (path, "\n", NULL);

  /* Without it, as on a full disk, the socket is found by its name alone. */
  if (ftruncate (fd, 0) != 0 || lseek (fd, 0, SEEK_SET) != 0 ||
      !lb_disk_write (fd, line, strlen (line)))
    g_debug ("It is not said where the service listens: %s", g_strerror (errno));
}
