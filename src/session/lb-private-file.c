#include "session/lb-private-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"

#define MAX_BYTES (256 * 1024)
#define NAME_TRIES 16
#define TEMPORARY_DIGITS 8

static gboolean
fail_errno (const char *what, const char *name, GError **error)
{
  int code = errno;
  LbError kind = lb_disk_error_code (code);

  if (code == ENOENT)
    kind = LB_ERROR_NOT_FOUND;
  else if (code == ELOOP)
    kind = LB_ERROR_FORBIDDEN;
  g_set_error (error, LB_ERROR, kind, "%s “%s”: %s", what, name, g_strerror (code));

  return FALSE;
}

/* What others could look into is closed to them; that this can't be is not what was asked for. */
static void
tighten (int fd, const struct stat *about, mode_t mode)
{
  if (about->st_uid == geteuid () && (about->st_mode & 077) != 0)
    (void) fchmod (fd, mode);
}

/* -1 when it is not there, is a link, or is somebody else's. */
static int
open_folder (const char *folder, GError **error)
{
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat about;

  if (fd < 0 || fstat (fd, &about) != 0)
    {
      fail_errno ("Could not open the folder", folder, error);
      return -1;
    }
  if (about.st_uid != geteuid ())
    {
      g_set_error (error, LB_ERROR, LB_ERROR_FORBIDDEN, "The folder “%s” is somebody else's",
                   folder);
      return -1;
    }
  tighten (fd, &about, 0700);

  return g_steal_fd (&fd);
}

gboolean
lb_private_file_make_folder (const char *folder, GError **error)
{
  g_autofd int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno ("Could not make the folder", folder, error);
  if ((fd = open_folder (folder, error)) < 0)
    return FALSE;
  if (fchmod (fd, 0700) != 0)
    return fail_errno ("Could not close to others the folder", folder, error);

  return TRUE;
}

/* Whether @found is what make_temporary() would call a file for @name. */
static gboolean
is_temporary (const char *found, const char *name)
{
  g_autofree char *start = g_strdup_printf (".%s.", name);

  return g_str_has_prefix (found, start) && strlen (found) == strlen (start) + TEMPORARY_DIGITS &&
         strspn (found + strlen (start), "0123456789abcdef") == TEMPORARY_DIGITS;
}

static void
overwrite (int fd)
{
  static const char zeros[4096];
  struct stat about;

  if (fstat (fd, &about) != 0 || !S_ISREG (about.st_mode) || about.st_nlink != 1)
    return;

  lb_disk_write (fd, zeros, (gsize) MIN (about.st_size, (goffset) sizeof zeros));
  fsync (fd);
}

/* FALSE when what was opened as @name has another name by now: it was written meanwhile. */
static gboolean
is_still (int folder, const char *name, int fd)
{
  struct stat about;
  struct stat named;

  return fstat (fd, &about) == 0 && fstatat (folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         about.st_dev == named.st_dev && about.st_ino == named.st_ino;
}

/* Removes what a crash has left of writing @name: there may be a secret in it. What is being
 * written is locked. */
static void
tidy (int folder, const char *name)
{
  int copy = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = copy >= 0 ? fdopendir (copy) : NULL;
  struct dirent *entry = NULL;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    {
      g_autofd int fd = -1;

      if (!is_temporary (entry->d_name, name))
        continue;
      fd = openat (folder, entry->d_name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
      if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0 || !is_still (folder, entry->d_name, fd))
        continue;
      overwrite (fd);
      unlinkat (folder, entry->d_name, 0);
    }
  if (dir != NULL)
    closedir (dir);
  else if (copy >= 0)
    close (copy);
}

/* FALSE when somebody tidies the file away, or has done so before it was locked. */
static gboolean
make_own (int fd)
{
  struct stat about;

  return flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &about) == 0 && about.st_nlink > 0;
}

/* A file of a name that nobody could have foreseen, locked. @name: (out) (transfer full). */
static int
make_temporary (int folder, const char *wanted, char **name)
{
  for (guint i = 0; i < NAME_TRIES; i++)
    {
      g_autofree char *tried =
        g_strdup_printf (".%s.%0*x", wanted, TEMPORARY_DIGITS, g_random_int ());
      int fd =
        openat (folder, tried, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t) 0600);

      if (fd >= 0 && make_own (fd))
        {
          *name = g_steal_pointer (&tried);
          return fd;
        }
      if (fd >= 0)
        close (fd);
      else if (errno != EEXIST)
        return -1;
    }

  return -1;
}

gboolean
lb_private_file_write (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *temporary = NULL;
  g_autofd int directory = open_folder (folder, error);
  g_autofd int fd = -1;

  if (directory < 0)
    return FALSE;
  tidy (directory, name);
  if ((fd = make_temporary (directory, name, &temporary)) < 0)
    return fail_errno ("Could not make", name, error);

  if (fchmod (fd, 0600) != 0 || !lb_disk_write (fd, text, strlen (text)) || fsync (fd) != 0 ||
      renameat (directory, temporary, directory, name) != 0)
    {
      fail_errno ("Could not write", name, error);
      unlinkat (directory, temporary, 0);
      return FALSE;
    }
  if (fsync (directory) != 0)
    return fail_errno ("Could not keep", name, error);

  return TRUE;
}

/* Nothing but a plain file, closed to others from now on; with @alone, one of this person's that
 * always was. */
static gboolean
judge (int fd, const char *name, gboolean alone, struct stat *about, GError **error)
{
  if (fstat (fd, about) != 0)
    return fail_errno ("Could not look at", name, error);
  if (!S_ISREG (about->st_mode) || about->st_size > MAX_BYTES)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "“%s” is no small file", name);
      return FALSE;
    }
  if (alone && (about->st_uid != geteuid () || (about->st_mode & 077) != 0))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_FORBIDDEN, "Others can read “%s”", name);
      return FALSE;
    }
  tighten (fd, about, 0600);

  return TRUE;
}

char *
lb_private_file_read (const char *folder, const char *name, gboolean alone, GError **error)
{
  g_autofd int directory = open_folder (folder, error);
  g_autofd int fd = -1;
  struct stat about;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (directory < 0)
    return NULL;
  tidy (directory, name);
  if ((fd = openat (directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) < 0)
    {
      fail_errno ("Could not open", name, error);
      return NULL;
    }
  if (!judge (fd, name, alone, &about, error))
    return NULL;

  text = g_malloc0 ((gsize) about.st_size + 1);
  while (length < (gsize) about.st_size)
    {
      ssize_t got = read (fd, text + length, (gsize) about.st_size - length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          fail_errno ("Could not read", name, error);
          return NULL;
        }
      if (got == 0)
        break;
      length += (gsize) got;
    }

  return g_steal_pointer (&text);
}

gboolean
lb_private_file_wipe (const char *folder, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofd int directory = open_folder (folder, &failure);
  g_autofd int fd = -1;

  if (directory < 0)
    {
      if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  /* What can't be overwritten, such as a link, is still removed. */
  tidy (directory, name);
  fd = openat (directory, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0)
    overwrite (fd);
  if (unlinkat (directory, name, 0) != 0 && errno != ENOENT)
    return fail_errno ("Could not remove", name, error);
  fsync (directory);

  return TRUE;
}
