#include "service/lb-bulk-spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "base/lb-threads.h"
#include "service/lb-fault.h"
#include "storage/lb-service-files.h"

#define FOLDER LB_SERVICE_FILE_BULK
#define ENDING ".zip"
#define RESERVE_BYTES (64 * 1024 * 1024)

struct _LbBulkSpool
{
  GObject parent_instance;

  int folder; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbBulkSpool, lb_bulk_spool, G_TYPE_OBJECT)

static void
lb_bulk_spool_finalize (GObject *object)
{
  LbBulkSpool *self = LB_BULK_SPOOL (object);

  g_clear_fd (&self->folder, NULL);

  G_OBJECT_CLASS (lb_bulk_spool_parent_class)->finalize (object);
}

static void
lb_bulk_spool_class_init (LbBulkSpoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_spool_finalize;
}

static void
lb_bulk_spool_init (LbBulkSpool *self)
{
  self->folder = -1;
}

static gpointer
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s: %s", what, g_strerror (code));

  return NULL;
}

LbBulkSpool *
lb_bulk_spool_new (const char *data_dir, GError **error)
{
  g_autoptr (LbBulkSpool) self = g_object_new (LB_TYPE_BULK_SPOOL, NULL);
  g_autofree char *path = g_build_filename (data_dir, FOLDER, NULL);
  struct stat info;

  if ((mkdir (path, 0700) != 0 && errno != EEXIST) ||
      (self->folder = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0 ||
      fstat (self->folder, &info) != 0)
    return fail_errno ("Could not make the folder of fetched files", error);

  errno = EPERM;
  if (info.st_uid != geteuid () || fchmod (self->folder, 0700) != 0)
    return fail_errno ("Could not take the folder of fetched files", error);

  return g_steal_pointer (&self);
}

static char *
get_name (gint64 dataset_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ENDING, dataset_id);
}

LbBulkFd *
lb_bulk_spool_create (LbBulkSpool *self, gint64 dataset_id, GError **error)
{
  g_autofree char *name = get_name (dataset_id);
  int fd;

  unlinkat (self->folder, name, 0);
  fd = openat (self->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_errno ("Could not make a file to fetch into", error);

  return lb_bulk_fd_new (fd);
}

LbBulkFd *
lb_bulk_spool_open (LbBulkSpool *self, gint64 dataset_id, GError **error)
{
  g_autofree char *name = get_name (dataset_id);
  int fd = openat (self->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd >= 0)
    return lb_bulk_fd_new (fd);

  if (errno != ENOENT)
    return fail_errno ("Could not open a fetched file", error);

  lb_fault_set (error, LB_ERROR_GONE, "R84", NULL, "The fetched ZIP file is no longer there");

  return NULL;
}

typedef struct
{
  LbBulkSpool *self; /* (owned) */
  LbBulkFd *fd;      /* (owned) */
} Sync;

static void
sync_free (gpointer data)
{
  Sync *sync = data;

  g_clear_object (&sync->self);
  g_clear_pointer (&sync->fd, lb_bulk_fd_unref);
  g_free (sync);
}

static DexFuture *
sync_fiber (gpointer data)
{
  Sync *sync = data;
  GError *error = NULL;

  if (fsync (sync->fd->fd) == 0 && fsync (sync->self->folder) == 0)
    return dex_future_new_for_boolean (TRUE);

  fail_errno ("Could not sync a fetched file", &error);

  return dex_future_new_for_error (error);
}

DexFuture *
lb_bulk_spool_sync (LbBulkSpool *self, LbBulkFd *fd)
{
  Sync *sync = g_new0 (Sync, 1);

  sync->self = g_object_ref (self);
  sync->fd = lb_bulk_fd_ref (fd);

  return lb_threads_run (sync_fiber, sync, sync_free);
}

void
lb_bulk_spool_remove (LbBulkSpool *self, gint64 dataset_id)
{
  g_autofree char *name = get_name (dataset_id);

  unlinkat (self->folder, name, 0);
}

/* 0 for what is none of ours. */
static gint64
read_name (const char *name)
{
  char *end;
  gint64 id = g_ascii_strtoll (name, &end, 10);

  return id > 0 && g_str_equal (end, ENDING) ? id : 0;
}

static gboolean
is_wanted (GArray *wanted, gint64 id)
{
  for (guint i = 0; i < wanted->len; i++)
    if (g_array_index (wanted, gint64, i) == id)
      return TRUE;

  return FALSE;
}

void
lb_bulk_spool_sweep (LbBulkSpool *self, GArray *wanted)
{
  int again = openat (self->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = again >= 0 ? fdopendir (again) : NULL;
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)))
    {
      gint64 id = read_name (entry->d_name);

      if (id > 0 && !is_wanted (wanted, id))
        unlinkat (self->folder, entry->d_name, 0);
    }

  if (dir != NULL)
    closedir (dir);
  else if (again >= 0)
    close (again);
}

gboolean
lb_bulk_spool_has_room (LbBulkSpool *self, guint64 bytes)
{
  struct statvfs info;

  return fstatvfs (self->folder, &info) != 0 ||
         (guint64) info.f_bavail * info.f_frsize >= bytes + RESERVE_BYTES;
}
