#include "service/lb-local-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-threads.h"
#include "service/lb-fault.h"

char *
lb_local_file_dup_path (const char *url)
{
  g_autofree char *host = NULL;
  g_autofree char *path = g_filename_from_uri (url, &host, NULL);

  if (path == NULL || !g_path_is_absolute (path) ||
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

typedef struct
{
  char *url; /* (owned) */
  gsize max_bytes;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_free (self->url);
  g_free (self);
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

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autofree char *path = lb_local_file_dup_path (self->url);
  g_autofd int fd = path != NULL ? lb_local_file_open (path) : -1;
  struct stat info = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    lb_fault_set (&error, LB_ERROR_GONE, NULL, NULL, "The file is not there, or can’t be read");
  else if (info.st_size > (goffset) self->max_bytes)
    lb_fault_set (&error, LB_ERROR_TOO_LARGE, "R57", NULL, "The file is too large");
  else if (!(bytes = read_all (fd, (gsize) info.st_size)))
    lb_fault_set (&error, LB_ERROR_GONE, NULL, NULL, "The file can’t be read: %s",
                  g_strerror (errno));

  return error != NULL ? dex_future_new_for_error (error)
                       : dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
lb_local_file_read (const char *url, gsize max_bytes)
{
  Reading *self = g_new0 (Reading, 1);

  self->url = g_strdup (url);
  self->max_bytes = max_bytes;

  return lb_threads_run (read_fiber, self, reading_free);
}
