#include "archive/lb-zip-writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gunixoutputstream.h>
#include <locale.h>
#include <string.h>

#include "archive/lb-zip-io-error.h"
#include "archive/lb-zip-name.h"

#define BLOCK_BYTES (256 * 1024)

/**
 * LbZipWriter:
 *
 * Writes a ZIP file as a stream, front to back, so that the output may be a pipe or a socket.
 * Entries are stored, not compressed: pictures are compressed already. They stand in the order in
 * which they are added, and no time or owner is noted, so the same entries always make the same
 * bytes. Sizes over 4 GiB are written in the 64-bit form, and only then.
 *
 * All functions wait for the disk and none uses a main loop: call them on a thread of their own,
 * one at a time. After an error that comes from a stream nothing can be added any more, and what
 * was written is to be dropped; so too when a writer is dropped unfinished.
 */
struct _LbZipWriter
{
  GObject parent_instance;

  GOutputStream *output;     /* (owned) */
  struct archive *archive;   /* (owned) (nullable) once it is finished or has failed */
  GHashTable *keys;          /* (owned): names so far, as lb_zip_name_to_key() makes them */
  locale_t utf8;             /* (owned), or 0: libarchive asks the locale what our names are in */
  GCancellable *cancellable; /* (unowned) (nullable): of the call under way */
  GError *error;             /* (owned) (nullable): what the output said */
  gboolean stopped;          /* nothing is to reach the output any more */
};

G_DEFINE_FINAL_TYPE (LbZipWriter, lb_zip_writer, G_TYPE_OBJECT)

typedef struct archive_entry LbArchiveEntry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbArchiveEntry, archive_entry_free)

/* Freeing writes what is still missing of a ZIP file, which must not follow half an entry. Marking
 * the archive as failed instead would make libarchive leak. */
static void
drop_archive (LbZipWriter *self)
{
  self->stopped = TRUE;
  g_clear_pointer (&self->archive, archive_write_free);
}

static void
lb_zip_writer_finalize (GObject *object)
{
  LbZipWriter *self = LB_ZIP_WRITER (object);

  drop_archive (self);
  g_clear_object (&self->output);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->utf8, freelocale);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lb_zip_writer_parent_class)->finalize (object);
}

static void
lb_zip_writer_class_init (LbZipWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_zip_writer_finalize;
}

/* Never fails for libarchive; succeeded() looks afterwards. */
static la_ssize_t
write_cb (struct archive *archive, void *data, const void *block, size_t size)
{
  LbZipWriter *self = data;

  if (!self->stopped)
    self->stopped =
      !g_output_stream_write_all (self->output, block, size, NULL, self->cancellable, &self->error);

  return (la_ssize_t) size;
}

static void
lb_zip_writer_init (LbZipWriter *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  self->archive = archive_write_new ();
}

/* @result: of a call of libarchive. If it or the output failed nothing can follow. */
static gboolean
succeeded (LbZipWriter *self, la_ssize_t result, GError **error)
{
  if (!self->error && result >= ARCHIVE_OK)
    return TRUE;

  if (self->error)
    lb_zip_io_error_propagate (error, g_steal_pointer (&self->error));
  else
    g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, archive_error_string (self->archive));
  drop_archive (self);

  return FALSE;
}

static gboolean
check_open (LbZipWriter *self, GError **error)
{
  if (self->archive)
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, "The archive is finished or has failed");

  return FALSE;
}

/* @key: (out) (transfer full). */
static gboolean
check_name (LbZipWriter *self, const char *name, char **key, GError **error)
{
  g_autofree char *display = lb_zip_name_to_display (name, strlen (name));
  LbZipRefusal refusal = lb_zip_name_check (name, strlen (name));

  if (refusal == LB_ZIP_REFUSAL_NONE &&
      (g_str_has_prefix (name, "./") || g_str_has_suffix (name, "/")))
    refusal = LB_ZIP_REFUSAL_EMPTY;
  if (refusal == LB_ZIP_REFUSAL_NONE)
    {
      *key = lb_zip_name_to_key (name);
      if (!g_hash_table_contains (self->keys, *key))
        return TRUE;
      g_clear_pointer (key, g_free);
      refusal = LB_ZIP_REFUSAL_DUPLICATE;
    }

  lb_zip_refusal_set_error (refusal, display, error);

  return FALSE;
}

/* Names are written as they are, and marked as UTF-8 if the locale says that this is what they
 * are. That of the process may be another one, so ours is put in its place for this thread. */
static gboolean
write_header (LbZipWriter *self, const char *name, guint64 size_bytes, GError **error)
{
  g_autoptr (LbArchiveEntry) entry = archive_entry_new ();
  locale_t before;
  int result;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) size_bytes);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);

  before = uselocale (self->utf8);
  result = archive_write_header (self->archive, entry);
  uselocale (before);

  return succeeded (self, result, error);
}

static gboolean
write_data (LbZipWriter *self, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      la_ssize_t count;

      if (!lb_zip_io_error_check_cancelled (self->cancellable, error))
        {
          drop_archive (self);
          return FALSE;
        }
      count = archive_write_data (self->archive, data, MIN (size, BLOCK_BYTES));
      if (!succeeded (self, count, error))
        return FALSE;
      data += count;
      size -= (gsize) count;
    }

  return TRUE;
}

static gboolean
finish_entry (LbZipWriter *self, GError **error)
{
  return succeeded (self, archive_write_finish_entry (self->archive), error);
}

/* Copies all of @input, which must end where it was said to. */
static gboolean
write_stream (LbZipWriter *self, GInputStream *input, guint64 size_bytes, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  guint64 left = size_bytes;

  while (TRUE)
    {
      GError *below = NULL;
      gssize count = g_input_stream_read (input, block, BLOCK_BYTES, self->cancellable, &below);

      if (count < 0)
        {
          lb_zip_io_error_propagate (error, below);
          drop_archive (self);
          return FALSE;
        }
      if ((guint64) count > left || (count == 0 && left > 0))
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT,
                               "A file changed while it was read");
          drop_archive (self);
          return FALSE;
        }
      if (count == 0)
        return TRUE;
      if (!write_data (self, block, (gsize) count, error))
        return FALSE;
      left -= (guint64) count;
    }
}

/**
 * lb_zip_writer_new:
 * @output: is written to, and not closed
 *
 * Returns: (transfer full): a writer without entries
 */
LbZipWriter *
lb_zip_writer_new (GOutputStream *output)
{
  LbZipWriter *self;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (output), NULL);

  self = g_object_new (LB_TYPE_ZIP_WRITER, NULL);
  self->output = g_object_ref (output);
  archive_write_set_format_zip (self->archive);
  archive_write_zip_set_compression_store (self->archive);
  archive_write_set_bytes_per_block (self->archive, BLOCK_BYTES);
  archive_write_set_bytes_in_last_block (self->archive, 1);
  archive_write_open (self->archive, self, NULL, write_cb, NULL);

  return self;
}

/**
 * lb_zip_writer_new_for_fd:
 * @fd: is written to from where it stands, and not closed; must stay open as long as the writer
 *
 * Returns: (transfer full): a writer without entries
 */
LbZipWriter *
lb_zip_writer_new_for_fd (int fd)
{
  g_autoptr (GOutputStream) output = NULL;

  g_return_val_if_fail (fd >= 0, NULL);

  output = g_unix_output_stream_new (fd, FALSE);

  return lb_zip_writer_new (output);
}

static gboolean
begin (LbZipWriter *self,
       const char *name,
       guint64 size_bytes,
       GCancellable *cancellable,
       GError **error)
{
  g_autofree char *key = NULL;

  if (!check_open (self, error) || !check_name (self, name, &key, error) ||
      !lb_zip_io_error_check_cancelled (cancellable, error))
    return FALSE;

  self->cancellable = cancellable;
  g_hash_table_add (self->keys, g_steal_pointer (&key));

  return write_header (self, name, size_bytes, error);
}

/**
 * lb_zip_writer_add_bytes:
 * @name: UTF-8, with slashes between folders; what LbZipReader refuses as a name, a folder and a
 *   name that was added before are %LB_ERROR_INVALID, and others can still be added
 *
 * Adds a file. An output that fails gives %LB_ERROR_NO_SPACE or %LB_ERROR_STORAGE.
 */
gboolean
lb_zip_writer_add_bytes (
  LbZipWriter *self, const char *name, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  gsize size;
  const guint8 *data;
  gboolean done;

  g_return_val_if_fail (LB_IS_ZIP_WRITER (self) && name && bytes, FALSE);

  data = g_bytes_get_data (bytes, &size);
  done = begin (self, name, size, cancellable, error) && write_data (self, data, size, error) &&
         finish_entry (self, error);
  self->cancellable = NULL;

  return done;
}

/**
 * lb_zip_writer_add_stream:
 * @input: is read to its end, and not closed
 * @size_bytes: how much it holds; anything else is %LB_ERROR_CONFLICT
 *
 * As lb_zip_writer_add_bytes(). An @input that fails gives its own error.
 */
gboolean
lb_zip_writer_add_stream (LbZipWriter *self,
                          const char *name,
                          GInputStream *input,
                          guint64 size_bytes,
                          GCancellable *cancellable,
                          GError **error)
{
  gboolean done;

  g_return_val_if_fail (LB_IS_ZIP_WRITER (self) && name && G_IS_INPUT_STREAM (input), FALSE);
  g_return_val_if_fail (size_bytes <= G_MAXINT64, FALSE);

  done = begin (self, name, size_bytes, cancellable, error) &&
         write_stream (self, input, size_bytes, error) && finish_entry (self, error);
  self->cancellable = NULL;

  return done;
}

/**
 * lb_zip_writer_finish:
 *
 * Writes the directory and flushes the output. Only then it is a ZIP file; one without entries is
 * one too.
 */
gboolean
lb_zip_writer_finish (LbZipWriter *self, GCancellable *cancellable, GError **error)
{
  GError *below = NULL;
  gboolean done;

  g_return_val_if_fail (LB_IS_ZIP_WRITER (self), FALSE);

  if (!check_open (self, error) || !lb_zip_io_error_check_cancelled (cancellable, error))
    return FALSE;

  self->cancellable = cancellable;
  done = succeeded (self, archive_write_close (self->archive), error);
  self->cancellable = NULL;
  if (!done)
    return FALSE;

  g_clear_pointer (&self->archive, archive_write_free);

  if (g_output_stream_flush (self->output, cancellable, &below))
    return TRUE;

  lb_zip_io_error_propagate (error, below);

  return FALSE;
}
