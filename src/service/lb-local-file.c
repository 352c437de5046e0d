#include "service/lb-local-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "service/lb-fault.h"

char *
lb_local_file_dup_path (const char *url)
{
  g_autofree char *host = NULL;
  g_autofree char *path = g_filename_from_uri (url, &host, NULL);

  /* In a name those two are escaped. */
  if (path == NULL || strpbrk (url, "?#") != NULL || !g_path_is_absolute (path) ||
      (host != NULL && *host != '\0' && g_ascii_strcasecmp (host, "localhost") != 0))
    return NULL;

  return g_steal_pointer (&path);
}

/* Root's service can open what is somebody's alone, and is not to do so for a name in a request. */
static gboolean
may_read (int fd)
{
  struct stat info;

  return geteuid () != 0 ||
         (fstat (fd, &info) == 0 && (info.st_uid == 0 || (info.st_mode & S_IROTH) != 0));
}

/* Links are followed: the caller is the user, and reads no more by a link than without one. */
int
lb_local_file_open (const char *path)
{
  g_autofd int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd >= 0 && !may_read (fd))
    {
      errno = EACCES;
      return -1;
    }

  return g_steal_fd (&fd);
}

/* What has come to its end early is read as far as it goes. (nullable) with errno. */
static GBytes *
read_all (int fd, gsize size)
{
  g_autofree guint8 *bytes = g_malloc (MAX (size, 1));
  gsize got = 0;

  while (got < size)
    {
      const gssize n = read (fd, bytes + got, size - got);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      got += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&bytes), got);
}

GBytes *
lb_local_file_load (const char *url, gsize max_bytes, GError **error)
{
  g_autofree char *path = lb_local_file_dup_path (url);
  g_autofd int fd = path != NULL ? lb_local_file_open (path) : -1;
  struct stat info = { 0 };
  GBytes *bytes = NULL;

  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    lb_fault_set (error, LB_ERROR_GONE, NULL, NULL, "The file is not there, or can’t be read");
  else if (info.st_size > (goffset) max_bytes)
    lb_fault_set (error, LB_ERROR_TOO_LARGE, "R57", NULL, "The file is too large");
  else if (!(bytes = read_all (fd, (gsize) info.st_size)))
    lb_fault_set (error, LB_ERROR_GONE, NULL, NULL, "The file can’t be read: %s",
                  g_strerror (errno));

  return bytes;
}
