#include "jobs/lb-upload-source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "imaging/lb-strip.h"
#include "jobs/lb-file-error.h"
#include "jobs/lb-upload-disk.h"

#define CHUNK_BYTES (256 * 1024)

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
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "Another hash, size or time");

  g_propagate_error (error, lb_file_error_new (changed));
}

static gboolean
is_confirmed (const LbUploadRecord *record)
{
  return (record->flags & LB_UPLOAD_FLAG_CONFIRMED) != 0;
}

/* A file that was only touched is the same picture; without a hash its time is all there is. */
static gboolean
is_checked (const LbUploadRecord *record, const LbUploadStaged *staged)
{
  if (is_confirmed (record))
    return TRUE;
  if (record->probe.size_bytes != staged->size_bytes)
    return FALSE;
  if (record->checked_sha256 != NULL)
    return g_str_equal (record->checked_sha256, staged->original_sha256);

  return record->mtime_us == 0 || record->mtime_us == staged->mtime_us;
}

static gint64
get_mtime_us (const struct stat *info)
{
  return (gint64) info->st_mtim.tv_sec * G_USEC_PER_SEC + info->st_mtim.tv_nsec / 1000;
}

/* Without waiting for a pipe, and no device. -1 with @error. */
static int
open_file (const char *path, LbUploadStaged *staged, GError **error)
{
  struct stat info = { 0 };
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
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

  staged->mtime_us = get_mtime_us (&info);
  staged->size_bytes = info.st_size;
  return fd;
}

/* Reads on to the end, or a little over the size that was seen: what grows on and on is not
 * followed. @to: the copy, or -1; @all: (nullable): gets the bytes too. */
static gboolean
pour (int from, int to, GByteArray *all, gint64 cap, LbSha256 *sum, gint64 *size, GError **error)
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
      lb_sha256_update (sum, chunk, (gsize) n);
      *size += n;
      if (all != NULL)
        g_byte_array_append (all, chunk, (guint) n);
      if (to >= 0 && !lb_upload_disk_write (to, chunk, (gsize) n, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether the file was written to while it was read. */
static gboolean
is_steady (int fd, const LbUploadStaged *staged, gint64 got)
{
  struct stat info = { 0 };

  return got == staged->size_bytes && fstat (fd, &info) == 0 &&
         get_mtime_us (&info) == staged->mtime_us;
}

/* Copies the file into @to as it is, or reads it into @all (nullable). */
static gboolean
read_file (const LbUploadRecord *record,
           const char *path,
           int to,
           GByteArray *all,
           LbUploadStaged *staged,
           GError **error)
{
  LbSha256 sum;
  gint64 got = 0;
  gboolean shared = FALSE;
  gboolean done = FALSE;
  gboolean steady = FALSE;
  int from = open_file (path, staged, error);

  if (from < 0)
    return FALSE;
  if (!is_confirmed (record) && staged->size_bytes != record->probe.size_bytes)
    {
      close (from);
      set_changed (error);
      return FALSE;
    }

  /* Shared bytes do not change with the file, so those are the ones to look at. */
  lb_sha256_init (&sum);
  shared = all == NULL && ioctl (to, FICLONE, from) == 0;
  done = pour (shared ? to : from, shared || all != NULL ? -1 : to, all, staged->size_bytes, &sum,
               &got, error);
  steady = shared ? got == staged->size_bytes : is_steady (from, staged, got);
  close (from);
  if (!done)
    return FALSE;

  staged->original_sha256 = lb_sha256_end (&sum);
  if (!steady || !is_checked (record, staged))
    {
      set_changed (error);
      return FALSE;
    }

  return TRUE;
}

/* (transfer full) (nullable): what leaves this computer. A picture whose hidden details can't be
 * told from its pixels does not, if they are to be taken out. */
static GBytes *
strip (const LbUploadRecord *record, GBytes *bytes, GError **error)
{
  if ((record->flags & LB_UPLOAD_FLAG_STRIP) == 0)
    return g_bytes_ref (bytes);

  return lb_strip_metadata (bytes, error);
}

/* Writes @bytes, as far as they may leave, into @to. */
static gboolean
write_bytes (
  const LbUploadRecord *record, GBytes *bytes, int to, LbUploadStaged *staged, GError **error)
{
  g_autoptr (GBytes) sent = strip (record, bytes, error);
  const guint8 *data = NULL;
  gsize size = 0;

  if (sent == NULL)
    return FALSE;

  data = g_bytes_get_data (sent, &size);
  staged->sent_sha256 = lb_sha256_of_bytes (sent);

  return lb_upload_disk_write (to, data, size, error);
}

static gboolean
judge_bytes (const LbUploadRecord *record, GBytes *bytes, LbUploadStaged *staged, GError **error)
{
  staged->size_bytes = (gint64) g_bytes_get_size (bytes);
  staged->mtime_us = record->mtime_us;
  staged->original_sha256 = lb_sha256_of_bytes (bytes);
  if (is_checked (record, staged))
    return TRUE;

  set_changed (error);
  return FALSE;
}

/* (transfer full) (nullable) */
static GBytes *
load_file (const LbUploadRecord *record, const char *path, LbUploadStaged *staged, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (!read_file (record, path, -1, all, staged, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static gboolean
copy_file (
  const LbUploadRecord *record, const char *path, int to, LbUploadStaged *staged, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if ((record->flags & LB_UPLOAD_FLAG_STRIP) == 0)
    {
      if (!read_file (record, path, to, NULL, staged, error))
        return FALSE;
      staged->sent_sha256 = g_strdup (staged->original_sha256);
      return TRUE;
    }

  return (bytes = load_file (record, path, staged, error)) != NULL &&
         write_bytes (record, bytes, to, staged, error);
}

LbUploadStaged *
lb_upload_source_copy (
  const LbUploadRecord *record, GBytes *bytes, const char *kept, int to, GError **error)
{
  g_autoptr (LbUploadStaged) staged = g_new0 (LbUploadStaged, 1);
  g_autoptr (GFile) file = record->origin != NULL ? g_file_new_for_uri (record->origin) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : g_strdup (kept);
  gboolean done = FALSE;

  if (bytes != NULL)
    done =
      judge_bytes (record, bytes, staged, error) && write_bytes (record, bytes, to, staged, error);
  else if (path != NULL)
    done = copy_file (record, path, to, staged, error);
  else
    set_file_error (error, ENOENT);

  return done ? g_steal_pointer (&staged) : NULL;
}

GBytes *
lb_upload_source_read (const LbUploadRecord *record,
                       GBytes *bytes,
                       LbUploadStaged *staged,
                       GError **error)
{
  g_autoptr (GFile) file = record->origin != NULL ? g_file_new_for_uri (record->origin) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (bytes != NULL)
    return judge_bytes (record, bytes, staged, error) ? g_bytes_ref (bytes) : NULL;
  if (path != NULL)
    return load_file (record, path, staged, error);

  set_file_error (error, ENOENT);
  return NULL;
}
