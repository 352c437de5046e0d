#include "fault-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>

static void
write_line (const char *path, const char *line)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd < 0 || write (fd, line, strlen (line)) < 0)
    g_error ("%s: %s", path, g_strerror (errno));
}

void
fault_disk_go_aside (void)
{
  const guint uid = geteuid ();
  const guint gid = getegid ();
  g_autofree char *users = g_strdup_printf ("0 %u 1", uid);
  g_autofree char *groups = g_strdup_printf ("0 %u 1", gid);

  if (unshare (uid == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0)
    g_error ("No mount namespace: %s", g_strerror (errno));
  if (uid != 0)
    {
      write_line ("/proc/self/setgroups", "deny");
      write_line ("/proc/self/uid_map", users);
      write_line ("/proc/self/gid_map", groups);
    }
  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    g_error ("Mounts can’t be made private: %s", g_strerror (errno));
}

void
fault_disk_mount (const char *folder, guint size_mib)
{
  g_autofree char *options = g_strdup_printf ("size=%um,mode=0700", size_mib);

  g_assert_cmpint (mount ("tmpfs", folder, "tmpfs", 0, options), ==, 0);
}

void
fault_disk_unmount (const char *folder)
{
  g_assert_cmpint (umount (folder), ==, 0);
}

static char *
get_ballast (const char *folder)
{
  return g_build_filename (folder, "ballast", NULL);
}

void
fault_disk_fill (const char *folder, gsize left)
{
  static const char block[4096];
  g_autofree char *ballast = get_ballast (folder);
  g_autofd int fd = open (ballast, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  off_t size = 0;

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  size = lseek (fd, 0, SEEK_END);
  g_assert_cmpint (ftruncate (fd, size - (off_t) MIN (left, (gsize) size)), ==, 0);
}

void
fault_disk_make_room (const char *folder)
{
  g_autofree char *ballast = get_ballast (folder);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
}
