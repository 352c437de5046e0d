#include "archive/lb-zip-source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "archive/lb-zip-io-error.h"
#include "base/lb-error.h"

/* One of the three is set. A descriptor is never mapped: a file that somebody cuts short while we
 * read is an error then, not a signal. */
struct _LbZipSource
{
  guint64 size_bytes;
  GBytes *bytes; /* (owned) (nullable) */
  int fd;        /* (owned), or -1 */
  GFileInputStream
    *stream; /* (owned) (nullable) seekable, of a file that is not on this computer */
};

static LbZipSource *
source_new (void)
{
  LbZipSource *self = g_new0 (LbZipSource, 1);

  self->fd = -1;

  return self;
}

LbZipSource *
lb_zip_source_new_for_bytes (GBytes *bytes)
{
  LbZipSource *self = source_new ();

  self->bytes = g_bytes_ref (bytes);
  self->size_bytes = g_bytes_get_size (bytes);

  return self;
}

/* @fd: (transfer full). */
static LbZipSource *
source_new_take_fd (int fd, GError **error)
{
  g_autoptr (LbZipSource) self = source_new ();
  struct stat info;

  self->fd = fd;
  if (fstat (fd, &info) < 0)
    {
      lb_zip_io_error_set_errno (error, errno);
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "It is not a regular file");
      return NULL;
    }
  self->size_bytes = (guint64) info.st_size;

  return g_steal_pointer (&self);
}

LbZipSource *
lb_zip_source_new_for_fd (int fd, GError **error)
{
  int own = fcntl (fd, F_DUPFD_CLOEXEC, 3);

  if (own < 0)
    {
      lb_zip_io_error_set_errno (error, errno);
      return NULL;
    }

  return source_new_take_fd (own, error);
}

static LbZipSource *
source_new_for_stream (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (LbZipSource) self = source_new ();
  g_autoptr (GFileInfo) info = NULL;
  GError *below = NULL;

  if (!(self->stream = g_file_read (file, cancellable, &below)) ||
      !(info = g_file_input_stream_query_info (self->stream, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                               cancellable, &below)))
    {
      lb_zip_io_error_propagate (error, below);
      return NULL;
    }
  if (!g_seekable_can_seek (G_SEEKABLE (self->stream)))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "It can be read in order only");
      return NULL;
    }
  self->size_bytes = (guint64) g_file_info_get_size (info);

  return g_steal_pointer (&self);
}

LbZipSource *
lb_zip_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  int fd;

  if (!path)
    return source_new_for_stream (file, cancellable, error);

  /* Opening a pipe would wait for somebody to write to it. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      lb_zip_io_error_set_errno (error, errno);
      return NULL;
    }

  return source_new_take_fd (fd, error);
}

void
lb_zip_source_free (LbZipSource *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_fd (&self->fd, NULL);
  g_clear_object (&self->stream);
  g_free (self);
}

guint64
lb_zip_source_get_size (LbZipSource *self)
{
  return self->size_bytes;
}

/* Bytes read, 0 at the end, -1 on error. */
static gssize
read_some (LbZipSource *self,
           guint64 offset,
           guint8 *buffer,
           gsize size,
           GCancellable *cancellable,
           GError **error)
{
  GError *below = NULL;
  gssize count;

  if (self->bytes)
    {
      memcpy (buffer, (const guint8 *) g_bytes_get_data (self->bytes, NULL) + offset, size);
      return (gssize) size;
    }

  if (self->stream)
    {
      GSeekable *seekable = G_SEEKABLE (self->stream);
      GInputStream *stream = G_INPUT_STREAM (self->stream);

      count = g_seekable_seek (seekable, (goffset) offset, G_SEEK_SET, cancellable, &below)
                ? g_input_stream_read (stream, buffer, size, cancellable, &below)
                : -1;
      if (count < 0)
        lb_zip_io_error_propagate (error, below);
      return count;
    }

  do
    count = pread (self->fd, buffer, size, (off_t) offset);
  while (count < 0 && errno == EINTR);
  if (count < 0)
    lb_zip_io_error_set_errno (error, errno);

  return count;
}

gboolean
lb_zip_source_read (LbZipSource *self,
                    guint64 offset,
                    gpointer buffer,
                    gsize size,
                    GCancellable *cancellable,
                    GError **error)
{
  guint8 *place = buffer;

  if (!lb_zip_io_error_check_cancelled (cancellable, error))
    return FALSE;

  while (size > 0)
    {
      gssize count = 0;

      if (offset <= self->size_bytes && size <= self->size_bytes - offset)
        count = read_some (self, offset, place, size, cancellable, error);
      if (count < 0)
        return FALSE;
      if (count == 0)
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_DAMAGED, "The file ends too early");
          return FALSE;
        }
      place += count;
      offset += (guint64) count;
      size -= (gsize) count;
    }

  return TRUE;
}
