#include "jobs/lb-unpacked.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/lb-disk.h"

#define PREFIX "zip-"
#define LOCK "lock"
#define DAY_S (24 * 60 * 60)
#define RESERVE_BYTES (64 * 1024 * 1024)

struct _LbUnpacked
{
  GObject parent_instance;

  char *path;  /* (owned) */
  int lock_fd; /* held as long as somebody may read from the folder */
};

G_DEFINE_FINAL_TYPE (LbUnpacked, lb_unpacked, G_TYPE_OBJECT)

/* Only files of ours are in it, and no folders. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

static void
lb_unpacked_finalize (GObject *object)
{
  LbUnpacked *self = LB_UNPACKED (object);

  if (self->path != NULL)
    remove_folder (self->path);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->path);

  G_OBJECT_CLASS (lb_unpacked_parent_class)->finalize (object);
}

static void
lb_unpacked_class_init (LbUnpackedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_unpacked_finalize;
}

static void
lb_unpacked_init (LbUnpacked *self)
{
  self->lock_fd = -1;
}

static int
lock (const char *path)
{
  g_autofree char *file = g_build_filename (path, LOCK, NULL);
  int fd = open (file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      return -1;
    }

  return fd;
}

/* Uploads of a killed program may go on from its copies for a while, so they have a day. */
static void
remove_old (const char *parent)
{
  g_autoptr (GDir) folder = g_dir_open (parent, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);
      GStatBuf info;
      int fd;

      if (!g_str_has_prefix (name, PREFIX) || g_lstat (path, &info) != 0 ||
          !S_ISDIR (info.st_mode) || info.st_mtime > time (NULL) - DAY_S || (fd = lock (path)) < 0)
        continue;
      remove_folder (path);
      close (fd);
    }
}

static gboolean
has_room (const char *folder, guint64 bytes)
{
  struct statvfs info;

  return statvfs (folder, &info) != 0 ||
         (guint64) info.f_bavail * info.f_frsize > bytes + RESERVE_BYTES;
}

LbUnpacked *
lb_unpacked_new (guint64 bytes, GError **error)
{
  g_autoptr (LbUnpacked) self = g_object_new (LB_TYPE_UNPACKED, NULL);
  g_autofree char *parent =
    g_build_filename (g_get_user_cache_dir (), "lookbook", "unpacked", NULL);
  g_autofree char *path = g_build_filename (parent, PREFIX "XXXXXX", NULL);

  if (g_mkdir_with_parents (parent, 0700) == 0)
    remove_old (parent);
  if (!has_room (parent, bytes))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NO_SPACE, "No room to unpack the ZIP file");
      return NULL;
    }
  if (g_mkdtemp (path) == NULL)
    {
      g_set_error (error, LB_ERROR, lb_disk_error_code (errno), "No folder can be made in “%s”: %s",
                   parent, g_strerror (errno));
      return NULL;
    }

  self->path = g_steal_pointer (&path);
  self->lock_fd = lock (self->path);
  return g_steal_pointer (&self);
}

GFile *
lb_unpacked_get_file (LbUnpacked *self, guint number)
{
  g_autofree char *name = g_strdup_printf ("%u", number);

  return g_file_new_build_filename (self->path, name, NULL);
}
