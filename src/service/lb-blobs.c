#include "service/lb-blobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "service/lb-fault.h"

#define PIECE_BYTES (64 * 1024)

/* A folder for each of the first two digits of a name. */
#define N_FOLDERS 256

/* Everything is reached from the folder that is held open, and no link is followed on the way: what
 * somebody plants here leads nowhere. */
struct _LbBlobs
{
  GObject parent_instance;

  char *path;                /* (owned) of @folder, to be told */
  int folder;                /* (owned) */
  LbBlobHolds *holds;        /* (owned) */
  gint is_synced[N_FOLDERS]; /* atomic: that @folder has the folder in it is on the disk */
};

G_DEFINE_FINAL_TYPE (LbBlobs, lb_blobs, G_TYPE_OBJECT)

static void
lb_blobs_finalize (GObject *object)
{
  LbBlobs *self = LB_BLOBS (object);

  g_clear_fd (&self->folder, NULL);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->holds, lb_blob_holds_unref);

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
  self->holds = lb_blob_holds_new ();
}

static gboolean
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s: %s", what, g_strerror (code));

  return FALSE;
}

/* What stands in the way stays there until a person has put it away: to try again is no use. As for
 * @place (nullable), it is in the folder. */
static gboolean
fail_blocked (LbBlobs *self, const char *folder_name, const char *place, int code, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, folder_name, place, NULL);
  g_autofree char *shown = g_filename_display_name (path);

  lb_fault_set (error, LB_ERROR_CONFLICT, NULL, NULL,
                "The place of the picture on the disk, “%s”, is blocked: %s", shown,
                g_strerror (code));

  return FALSE;
}

static gboolean
is_blocked (int code)
{
  return code == EACCES || code == EPERM || code == ENOTDIR || code == ELOOP || code == EISDIR ||
         code == ENOTEMPTY || code == EEXIST;
}

static gboolean
is_name (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

/* A folder of ours that we may not enter any more is opened up again. FALSE with errno as it was.
 */
static gboolean
mend_mode (int parent, const char *name)
{
  const int code = errno;
  struct stat info;

  if (fstatat (parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (info.st_mode) &&
      info.st_uid == geteuid () && fchmodat (parent, name, 0700, AT_SYMLINK_NOFOLLOW) == 0)
    return TRUE;

  errno = code;

  return FALSE;
}

/* -1 with errno set, also when the folder is a link or somebody else's. @mode (nullable) is what it
 * is at present. */
static int
open_own (int parent, const char *name, mode_t *mode)
{
  const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  g_autofd int fd = openat (parent, name, flags);
  struct stat info;

  if (fd < 0 && errno == EACCES && mend_mode (parent, name))
    fd = openat (parent, name, flags);

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

/* A folder that is as it should be stays untouched, so that there is nothing of it to sync. -1 with
 * errno set. */
static int
try_make_own (int parent, const char *name)
{
  mode_t mode = 0;
  g_autofd int fd = open_own (parent, name, &mode);

  if (fd < 0 && errno == ENOENT && (mkdirat (parent, name, 0700) == 0 || errno == EEXIST))
    fd = open_own (parent, name, &mode);
  if (fd < 0 || (mode != 0700 && fchmod (fd, 0700) != 0))
    return -1;

  return g_steal_fd (&fd);
}

/* -1 with @error by errno: the folder @name in @parent (nullable) can't be made. */
static int
fail_to_make (const char *parent, const char *name, GError **error)
{
  const int code = errno;
  g_autofree char *path = parent != NULL ? g_build_filename (parent, name, NULL) : g_strdup (name);
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf ("Could not make the folder “%s”", shown);

  errno = code;
  fail_errno (what, error);

  return -1;
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
  const int fd = try_make_own (self->folder, "fresh");

  return fd >= 0 ? fd : fail_to_make (self->path, "fresh", error);
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

  self->path = g_strdup (folder);
  if ((self->folder = try_make_own (AT_FDCWD, folder)) < 0)
    {
      fail_to_make (NULL, folder, error);
      return NULL;
    }
  if ((fresh = open_fresh (self, error)) < 0)
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

#define FOLDER_NAME(name) { (name)[0], (name)[1], '\0' }

/* Files once had their place a folder deeper; those that have it still are found there. */
#define INNER_NAME(name) { (name)[2], (name)[3], '\0' }

/* The file's folder each time, also for a file that is there already: whoever put it may have been
 * cut off before. */
static gboolean
sync_place (LbBlobs *self, const char *folder_name, int folder, GError **error)
{
  gint *is_synced = &self->is_synced[strtoul (folder_name, NULL, 16)];

  if (fsync (folder) != 0 || (!g_atomic_int_get (is_synced) && fsync (self->folder) != 0))
    return fail_errno ("Could not sync a folder", error);

  g_atomic_int_set (is_synced, TRUE);
  return TRUE;
}

/* Reads no more than it has to; a file that can't be read is as good as none. */
static gboolean
holds (int fd, GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *piece = g_malloc (PIECE_BYTES);
  gsize done = 0;

  while (done < size)
    {
      const gssize got = read (fd, piece, MIN (size - done, PIECE_BYTES));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 || memcmp (piece, data + done, (gsize) got) != 0)
        return FALSE;
      done += (gsize) got;
    }

  return TRUE;
}

/* Whole, and as it was put: what the disk or somebody has changed since is not there, so that to
 * put it again mends it. */
static gboolean
is_there (int folder, const char *name, GBytes *bytes)
{
  g_autofd int fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;

  return fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode) &&
         (gsize) info.st_size == g_bytes_get_size (bytes) && holds (fd, bytes);
}

/* The folder that the file of that name has its place in. */
static int
open_place (LbBlobs *self, const char *folder_name, GError **error)
{
  const int fd = try_make_own (self->folder, folder_name);

  if (fd >= 0)
    return fd;
  if (is_blocked (errno))
    {
      fail_blocked (self, folder_name, NULL, errno, error);
      return -1;
    }

  return fail_to_make (self->path, folder_name, error);
}

/* An empty folder in the file's place gives way. */
static gboolean
name_file (
  LbBlobs *self, int fresh, const char *unique, int folder, const char *name, GError **error)
{
  const char folder_name[] = FOLDER_NAME (name);

  if (renameat (fresh, unique, folder, name) == 0 ||
      (errno == EISDIR && unlinkat (folder, name, AT_REMOVEDIR) == 0 &&
       renameat (fresh, unique, folder, name) == 0))
    return TRUE;

  return is_blocked (errno) ? fail_blocked (self, folder_name, name, errno, error)
                            : fail_errno ("Could not name a picture", error);
}

static gboolean
put_file (LbBlobs *self, const char *name, GBytes *bytes, GError **error)
{
  const char folder_name[] = FOLDER_NAME (name);
  g_autofree char *unique = g_uuid_string_random ();
  g_autofd int folder = open_place (self, folder_name, error);
  g_autofd int fresh = -1;
  g_autofd int fd = -1;

  if (folder < 0)
    return FALSE;
  if (is_there (folder, name, bytes))
    return sync_place (self, folder_name, folder, error);

  if ((fresh = open_fresh (self, error)) < 0)
    return FALSE;
  fd = openat (fresh, unique, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail_errno ("Could not make a file", error);

  if (!write_synced (fd, bytes, error) || !name_file (self, fresh, unique, folder, name, error))
    {
      unlinkat (fresh, unique, 0);
      return FALSE;
    }

  return sync_place (self, folder_name, folder, error);
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
  g_autoptr (LbBlobHold) hold = NULL;
  GError *error = NULL;

  if (job->name == NULL)
    job->name = lb_sha256_of_bytes (job->bytes);
  /* Before it is looked for, so that what is found stays. */
  hold = lb_blob_hold_new (job->self->holds, job->name);
  if (!put_file (job->self, job->name, job->bytes, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (LB_TYPE_BLOB_HOLD, g_steal_pointer (&hold));
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
  const char folder_name[] = FOLDER_NAME (name);
  const char inner_name[] = INNER_NAME (name);
  const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  g_autofd int folder = open_own (self->folder, folder_name, NULL);
  g_autofd int inner = -1;
  int fd = -1;

  if (folder < 0)
    return -1;

  fd = openat (folder, name, flags);
  if (fd < 0 && errno == ENOENT && (inner = open_own (folder, inner_name, NULL)) >= 0)
    fd = openat (inner, name, flags);

  return fd;
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
  if (fd >= 0 && fstat (fd, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_clear_fd (&fd, NULL);
      errno = S_ISDIR (info.st_mode) ? EISDIR : EEXIST;
    }
  if (fd < 0)
    {
      const char folder_name[] = FOLDER_NAME (name);

      if (is_blocked (errno))
        fail_blocked (self, folder_name, name, errno, error);
      else
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

static void
remove_cb (const char *name, gpointer data)
{
  LbBlobs *self = data;
  const char folder_name[] = FOLDER_NAME (name);
  const char inner_name[] = INNER_NAME (name);
  g_autofd int folder = open_own (self->folder, folder_name, NULL);
  g_autofd int inner = folder >= 0 ? open_own (folder, inner_name, NULL) : -1;

  if (folder >= 0)
    unlinkat (folder, name, 0);
  if (inner >= 0)
    unlinkat (inner, name, 0);
}

gboolean
lb_blobs_remove (LbBlobs *self, const char *name)
{
  return !is_name (name) || lb_blob_holds_remove (self->holds, name, remove_cb, self);
}

DexFuture *
lb_blobs_wait_for_release (LbBlobs *self)
{
  return lb_blob_holds_wait (self->holds);
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

      if (is_name (name) && *prefix != '\0')
        {
          if (g_str_has_prefix (name, prefix) && !g_hash_table_contains (wanted, name))
            unlinkat (folder, name, 0);
        }
      else if (is_folder_name (name) && strlen (prefix) < 4 &&
               (inner = open_own (folder, name, NULL)) >= 0)
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
