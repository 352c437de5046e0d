#include "jobs/lb-upload-stage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "jobs/lb-file-error.h"

#define RESERVE_BYTES (64 * (guint64) 1024 * 1024)
#define RESERVE_SHARE 8
#define CHUNK_BYTES (256 * 1024)
#define LOCK_NAME "lock"

G_DEFINE_BOXED_TYPE (LbUploadStaged, lb_upload_staged, lb_upload_staged_copy, lb_upload_staged_free)

LbUploadStaged *
lb_upload_staged_copy (const LbUploadStaged *self)
{
  LbUploadStaged *copy = g_memdup2 (self, sizeof *self);

  copy->sent_sha256 = g_strdup (self->sent_sha256);
  copy->original_sha256 = g_strdup (self->original_sha256);

  return copy;
}

void
lb_upload_staged_free (LbUploadStaged *self)
{
  g_clear_pointer (&self->sent_sha256, g_free);
  g_clear_pointer (&self->original_sha256, g_free);
  g_free (self);
}

typedef struct
{
  char *folder;           /* (owned) */
  LbUploadRecord *record; /* (owned) */
  GBytes *bytes;          /* (owned) (nullable) */
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->record, lb_upload_record_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static Work *
work_new (const char *folder, const LbUploadRecord *record, GBytes *bytes)
{
  Work *self = g_new0 (Work, 1);

  self->folder = g_strdup (folder);
  self->record = lb_upload_record_copy (record);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;

  return self;
}

char *
lb_upload_stage_path (const char *folder, const char *uuid)
{
  return g_build_filename (folder, uuid, NULL);
}

static guint64
get_reserve (const struct statvfs *disk)
{
  return MIN (RESERVE_BYTES, (guint64) disk->f_blocks * disk->f_frsize / RESERVE_SHARE);
}

gboolean
lb_upload_stage_has_room (const char *folder, gint64 size_bytes)
{
  struct statvfs disk = { 0 };

  /* What can't be asked will say so itself. */
  return statvfs (folder, &disk) != 0 || (guint64) disk.f_bavail * disk.f_frsize >=
                                           (guint64) MAX (size_bytes, 0) + get_reserve (&disk);
}

gint64
lb_upload_stage_get_reserve (const char *folder)
{
  struct statvfs disk = { 0 };

  return statvfs (folder, &disk) == 0 ? (gint64) get_reserve (&disk) : (gint64) RESERVE_BYTES;
}

/* What failed on our side, as opposed to the file that is read. */
static void
set_disk_error (GError **error, int code)
{
  g_set_error (error, LB_ERROR,
               code == ENOSPC || code == EDQUOT ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE,
               "The copy can’t be written: %s", g_strerror (code));
}

static void
set_file_error (GError **error, int code)
{
  g_autoptr (GError) failure =
    g_error_new_literal (G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));

  g_propagate_error (error, lb_file_error_new (failure));
}

static void
set_changed (GError **error)
{
  g_autoptr (GError) changed =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "Another hash or size");

  g_propagate_error (error, lb_file_error_new (changed));
}

static gboolean
write_all (int fd, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_disk_error (error, errno);
          return FALSE;
        }
      data += n;
      size -= (gsize) n;
    }

  return TRUE;
}

/* Whether the name of the copy is there after a power loss too. */
static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    set_disk_error (error, errno);
  if (fd >= 0)
    close (fd);

  return done;
}

static int
open_copy (const char *path, GError **error)
{
  int fd = -1;

  /* What a crash has left is begun anew. */
  if (g_unlink (path) != 0 && errno != ENOENT)
    {
      set_disk_error (error, errno);
      return -1;
    }
  if ((fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0)
    set_disk_error (error, errno);

  return fd;
}

static gboolean
is_checked (const LbUploadRecord *record, gint64 size_bytes, const char *sha256)
{
  if ((record->flags & LB_UPLOAD_FLAG_CONFIRMED) != 0)
    return TRUE;

  return record->probe.size_bytes == size_bytes &&
         (record->checked_sha256 == NULL || g_str_equal (record->checked_sha256, sha256));
}

/* Reads on to the end, or a little over the size that was checked: what grows on and on is not
 * followed. @to: the copy, or -1 when it shares the file's bytes already. */
static gboolean
pour (int from, int to, gint64 cap, GChecksum *sum, gint64 *size, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);

  *size = 0;
  while (*size <= cap)
    {
      gssize n = read (from, chunk, CHUNK_BYTES);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_file_error (error, errno);
          return FALSE;
        }
      if (n == 0)
        break;
      g_checksum_update (sum, chunk, n);
      *size += n;
      if (to >= 0 && !write_all (to, chunk, (gsize) n, error))
        return FALSE;
    }

  return TRUE;
}

/* Without waiting for a pipe, and no device. -1 with @error. */
static int
open_source (const char *origin, gint64 *mtime_us, gint64 *size, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_uri (origin);
  g_autofree char *path = g_file_get_path (file);
  struct stat info = { 0 };
  int fd = -1;

  if (path == NULL)
    {
      set_file_error (error, ENOENT);
      return -1;
    }
  if ((fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) < 0)
    {
      set_file_error (error, errno);
      return -1;
    }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      set_changed (error);
      close (fd);
      return -1;
    }

  *mtime_us = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  *size = info.st_size;
  return fd;
}

/* Copies the file into @to as it is. */
static LbUploadStaged *
copy_file (const LbUploadRecord *record, int to, GError **error)
{
  g_autoptr (LbUploadStaged) staged = g_new0 (LbUploadStaged, 1);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 size = 0;
  gint64 got = 0;
  gboolean shared = FALSE;
  gboolean done = FALSE;
  int from = open_source (record->origin, &staged->mtime_us, &size, error);

  if (from < 0)
    return NULL;
  if ((record->flags & LB_UPLOAD_FLAG_CONFIRMED) == 0 && size != record->probe.size_bytes)
    {
      close (from);
      set_changed (error);
      return NULL;
    }

  /* Shared bytes do not change with the file, so those are the ones to look at. */
  shared = ioctl (to, FICLONE, from) == 0;
  done = pour (shared ? to : from, shared ? -1 : to, size, sum, &got, error);
  close (from);
  if (!done)
    return NULL;

  staged->sent_sha256 = g_strdup (g_checksum_get_string (sum));
  staged->original_sha256 = g_strdup (staged->sent_sha256);
  if (got != size || !is_checked (record, got, staged->sent_sha256))
    {
      set_changed (error);
      return NULL;
    }

  return g_steal_pointer (&staged);
}

/* Writes @bytes into @to. */
static LbUploadStaged *
copy_bytes (const LbUploadRecord *record, GBytes *bytes, int to, GError **error)
{
  g_autoptr (LbUploadStaged) staged = g_new0 (LbUploadStaged, 1);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  staged->original_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (!is_checked (record, (gint64) size, staged->original_sha256))
    {
      set_changed (error);
      return NULL;
    }
  staged->sent_sha256 = g_strdup (staged->original_sha256);

  return write_all (to, data, size, error) ? g_steal_pointer (&staged) : NULL;
}

static DexFuture *
stage_fiber (gpointer data)
{
  Work *work = data;
  LbUploadRecord *record = work->record;
  g_autofree char *path = lb_upload_stage_path (work->folder, record->uuid);
  g_autoptr (LbUploadStaged) staged = NULL;
  g_autoptr (GError) error = NULL;
  int fd = -1;

  if (work->bytes == NULL && record->origin == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such file");
  if (!lb_upload_stage_has_room (work->folder, record->probe.size_bytes))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NO_SPACE, "The disk is full");
  if ((fd = open_copy (path, &error)) < 0)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (work->bytes != NULL)
    staged = copy_bytes (record, work->bytes, fd, &error);
  else
    staged = copy_file (record, fd, &error);
  if (staged != NULL && fsync (fd) != 0)
    {
      set_disk_error (&error, errno);
      g_clear_pointer (&staged, lb_upload_staged_free);
    }
  close (fd);
  if (staged == NULL || !sync_folder (work->folder, &error))
    {
      g_unlink (path);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (LB_TYPE_UPLOAD_STAGED, g_steal_pointer (&staged));
}

DexFuture *
lb_upload_stage (const char *folder, const LbUploadRecord *record, GBytes *bytes)
{
  return lb_threads_run (stage_fiber, work_new (folder, record, bytes), work_free);
}

static DexFuture *
load_fiber (gpointer data)
{
  Work *work = data;
  g_autofree char *path = lb_upload_stage_path (work->folder, work->record->uuid);
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &contents, &length, &error))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The copy can’t be read: %s",
                                  error->message);

  bytes = g_bytes_new_take (contents, length);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (sha256, work->record->staged_sha256) != 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The copy is damaged");

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
lb_upload_stage_load (const char *folder, const LbUploadRecord *record)
{
  return lb_threads_run (load_fiber, work_new (folder, record, NULL), work_free);
}

static DexFuture *
drop_fiber (gpointer data)
{
  if (g_unlink (data) != 0 && errno != ENOENT)
    g_debug ("A copy can’t be removed: %s", g_strerror (errno));

  return dex_future_new_true ();
}

void
lb_upload_stage_drop (const char *folder, const char *uuid)
{
  dex_future_disown (lb_threads_run (drop_fiber, lb_upload_stage_path (folder, uuid), g_free));
}

typedef struct
{
  char *folder;      /* (owned) */
  GHashTable *uuids; /* (owned) (element-type utf8): a set */
} Tidy;

static void
tidy_free (gpointer data)
{
  Tidy *self = data;

  g_free (self->folder);
  g_hash_table_unref (self->uuids);
  g_free (self);
}

static DexFuture *
tidy_fiber (gpointer data)
{
  Tidy *self = data;
  g_autoptr (GDir) folder = NULL;
  const char *name = NULL;

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_autoptr (GError) error = NULL;

      set_disk_error (&error, errno);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  folder = g_dir_open (self->folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (!g_str_equal (name, LOCK_NAME) && !g_hash_table_contains (self->uuids, name))
        g_unlink (path);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_upload_stage_tidy (const char *folder, GHashTable *uuids)
{
  Tidy *self = g_new0 (Tidy, 1);
  GHashTableIter iter;
  gpointer uuid = NULL;

  self->folder = g_strdup (folder);
  self->uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, uuids);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    g_hash_table_add (self->uuids, g_strdup (uuid));

  return lb_threads_run (tidy_fiber, self, tidy_free);
}
