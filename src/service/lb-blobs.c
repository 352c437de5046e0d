#include "service/lb-blobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "service/lb-fault.h"

/* Everything is reached from the folder that is held open, and no link is followed on the way: what
 * somebody plants here leads nowhere. */
struct _LbBlobs
{
  GObject parent_instance;

  int folder; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbBlobs, lb_blobs, G_TYPE_OBJECT)

static void
lb_blobs_finalize (GObject *object)
{
  LbBlobs *self = LB_BLOBS (object);

  g_clear_fd (&self->folder, NULL);

  G_OBJECT_CLASS (lb_blobs_parent_class)->finalize (object);
}

static void
lb_blobs_class_init (LbBlobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_blobs_finalize;
}

static void
lb_blobs_init (LbBlobs *self)
{
  self->folder = -1;
}

static gboolean
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s: %s", what, g_strerror (code));

  return FALSE;
}

static gboolean
is_name (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

/* -1 with errno set, also when the folder is a link or somebody else's. @mode (nullable) is what it
 * is at present. */
static int
open_own (int parent, const char *name, mode_t *mode)
{
  g_autofd int fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0)
    return -1;

  if (info.st_uid != geteuid ())
    {
      errno = EPERM;
      return -1;
    }
  if (mode != NULL)
    *mode = info.st_mode & 07777;

  return g_steal_fd (&fd);
}

/* A folder that is as it should be stays untouched, so that there is nothing of it to sync. */
static int
make_own (int parent, const char *name, GError **error)
{
  mode_t mode = 0;
  g_autofd int fd = open_own (parent, name, &mode);

  if (fd < 0 && errno == ENOENT && (mkdirat (parent, name, 0700) == 0 || errno == EEXIST))
    fd = open_own (parent, name, &mode);
  if (fd < 0 || (mode != 0700 && fchmod (fd, 0700) != 0))
    {
      g_autofree char *what = g_strdup_printf ("Could not make the folder “%s”", name);

      fail_errno (what, error);
      return -1;
    }

  return g_steal_fd (&fd);
}

static DIR *
list_folder (int fd)
{
  int again = openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = again >= 0 ? fdopendir (again) : NULL;

  if (dir == NULL && again >= 0)
    close (again);

  return dir;
}

/* Where files are written before they have their name. */
static int
open_fresh (LbBlobs *self, GError **error)
{
  return make_own (self->folder, "fresh", error);
}

/* What an interrupted write left. */
static void
clear_fresh (int fresh)
{
  DIR *dir = list_folder (fresh);
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)))
    if (g_uuid_string_is_valid (entry->d_name))
      unlinkat (fresh, entry->d_name, 0);

  g_clear_pointer (&dir, closedir);
}

LbBlobs *
lb_blobs_new (const char *folder, GError **error)
{
  g_autoptr (LbBlobs) self = g_object_new (LB_TYPE_BLOBS, NULL);
  g_autofd int fresh = -1;

  if ((self->folder = make_own (AT_FDCWD, folder, error)) < 0 ||
      (fresh = open_fresh (self, error)) < 0)
    return NULL;

  clear_fresh (fresh);

  return g_steal_pointer (&self);
}

static gboolean
write_synced (int fd, GBytes *bytes, GError **error)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (!lb_disk_write (fd, data, size))
    return fail_errno ("Could not write a picture", error);

  return fsync (fd) == 0 || fail_errno ("Could not sync a picture", error);
}

/* The two folders that a file's name leads through. */
typedef struct
{
  char outer_name[3];
  char inner_name[3];
  int outer;
  int inner;
} Place;

static void
place_clear (Place *place)
{
  g_clear_fd (&place->outer, NULL);
  g_clear_fd (&place->inner, NULL);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

#define PLACE_OF(name) { { (name)[0], (name)[1], '\0' }, { (name)[2], (name)[3], '\0' }, -1, -1 }

static gboolean
make_place (LbBlobs *self, Place *place, GError **error)
{
  return (place->outer = make_own (self->folder, place->outer_name, error)) >= 0 &&
         (place->inner = make_own (place->outer, place->inner_name, error)) >= 0;
}

/* Each time, also for a file that is there already: whoever put it may have been cut off before. A
 * folder in which nothing is new costs nothing. */
static gboolean
sync_place (LbBlobs *self, const Place *place, GError **error)
{
  if (fsync (place->inner) == 0 && fsync (place->outer) == 0 && fsync (self->folder) == 0)
    return TRUE;

  return fail_errno ("Could not sync a folder", error);
}

static gboolean
is_there (const Place *place, const char *name, gsize size)
{
  struct stat info;

  return fstatat (place->inner, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (info.st_mode) &&
         (gsize) info.st_size == size;
}

static gboolean
put_file (LbBlobs *self, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *unique = g_uuid_string_random ();
  g_auto (Place) place = PLACE_OF (name);
  g_autofd int fresh = -1;
  g_autofd int fd = -1;

  if (!make_place (self, &place, error))
    return FALSE;
  if (is_there (&place, name, g_bytes_get_size (bytes)))
    return sync_place (self, &place, error);

  if ((fresh = open_fresh (self, error)) < 0)
    return FALSE;
  fd = openat (fresh, unique, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail_errno ("Could not make a file", error);

  if (!write_synced (fd, bytes, error) || (renameat (fresh, unique, place.inner, name) != 0 &&
                                           !fail_errno ("Could not name a picture", error)))
    {
      unlinkat (fresh, unique, 0);
      return FALSE;
    }

  return sync_place (self, &place, error);
}

/* A file to write or to read, on its way to a thread. */
typedef struct
{
  LbBlobs *self; /* (owned) */
  GBytes *bytes; /* (owned) (nullable) */
  char *name;    /* (owned) (nullable) while it is not known */
} Job;

static Job *
job_new (LbBlobs *self, GBytes *bytes, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  job->name = g_strdup (name);

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->self);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->name);
  g_free (job);
}

static DexFuture *
on_thread (DexFiberFunc work, Job *job)
{
  return lb_threads_run (work, job, job_free);
}

static DexFuture *
put_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  if (job->name == NULL)
    job->name = lb_sha256_of_bytes (job->bytes);
  if (!put_file (job->self, job->name, job->bytes, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (g_steal_pointer (&job->name));
}

DexFuture *
lb_blobs_put (LbBlobs *self, GBytes *bytes, const char *sha256)
{
  return lb_threads_run_writing (put_fiber, job_new (self, bytes, sha256), job_free);
}

/* -1 with errno set. */
static int
open_file (LbBlobs *self, const char *name)
{
  g_auto (Place) place = PLACE_OF (name);

  if ((place.outer = open_own (self->folder, place.outer_name, NULL)) < 0 ||
      (place.inner = open_own (place.outer, place.inner_name, NULL)) < 0)
    return -1;

  return openat (place.inner, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

static GBytes *
read_all (int fd, gsize size, GError **error)
{
  g_autofree char *data = g_malloc (size + 1);
  gsize done = 0;
  gssize got = 1;

  while (got != 0 && done < size)
    {
      got = read (fd, data + done, size - done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          fail_errno ("Could not read a picture", error);
          return NULL;
        }
      done += (gsize) got;
    }

  return g_bytes_new_take (g_steal_pointer (&data), done);
}

int
lb_blobs_open (LbBlobs *self, const char *name, guint64 *size_bytes, GError **error)
{
  g_autofd int fd = -1;
  struct stat info;

  errno = ENOENT;
  fd = is_name (name) ? open_file (self, name) : -1;
  if (fd < 0 && errno == ENOENT)
    {
      lb_fault_set (error, LB_ERROR_GONE, "R66", NULL,
                    "The picture's file is gone from the storage");
      return -1;
    }
  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      fail_errno ("Could not open a picture", error);
      return -1;
    }

  *size_bytes = (guint64) info.st_size;

  return g_steal_fd (&fd);
}

static DexFuture *
get_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GBytes *bytes;
  guint64 size_bytes;
  g_autofd int fd = lb_blobs_open (job->self, job->name, &size_bytes, &error);

  if (fd >= 0 && (bytes = read_all (fd, size_bytes, &error)))
    return dex_future_new_take_boxed (G_TYPE_BYTES, bytes);

  return dex_future_new_for_error (error);
}

DexFuture *
lb_blobs_get (LbBlobs *self, const char *name)
{
  return on_thread (get_fiber, job_new (self, NULL, name));
}

static gboolean
is_folder_name (const char *name)
{
  return strlen (name) == 2 && strspn (name, "0123456789abcdef") == 2;
}

/* @prefix: what the names of the files start with. */
static void
sweep_folder (int folder, const char *prefix, GHashTable *wanted)
{
  DIR *dir = list_folder (folder);
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)))
    {
      const char *name = entry->d_name;
      g_autofd int inner = -1;

      if (strlen (prefix) == 4)
        {
          if (is_name (name) && g_str_has_prefix (name, prefix) &&
              !g_hash_table_contains (wanted, name))
            unlinkat (folder, name, 0);
        }
      else if (is_folder_name (name) && (inner = open_own (folder, name, NULL)) >= 0)
        {
          g_autofree char *longer = g_strconcat (prefix, name, NULL);

          sweep_folder (inner, longer, wanted);
        }
    }

  g_clear_pointer (&dir, closedir);
}

void
lb_blobs_sweep (LbBlobs *self, GHashTable *wanted)
{
  sweep_folder (self->folder, "", wanted);
}
