#include "archive/lb-zip-reader.h"

#include "archive/lb-zip-directory.h"
#include "archive/lb-zip-io-error.h"
#include "archive/lb-zip-name.h"
#include "archive/lb-zip-unpack.h"

/**
 * LbZipReader:
 *
 * A ZIP file that somebody else made, read under caps. Opening it checks its whole directory, so
 * that the number, names and claimed sizes of its entries are known before anything is unpacked.
 * Nothing is ever written under a name of the file: an entry is read by its number, as a stream.
 *
 * All functions wait for the disk and none uses a main loop: call them on a thread of their own,
 * one at a time. A cancellable stops them within some 256 KiB.
 */
struct _LbZipReader
{
  GObject parent_instance;

  LbZipCaps caps;
  LbZipSource *source;  /* (owned) (nullable) before it is opened */
  GArray *records;      /* (owned) (nullable) before it is opened */
  LbZipRefusal refusal; /* of the whole file */
  guint n_images;
};

G_DEFINE_FINAL_TYPE (LbZipReader, lb_zip_reader, G_TYPE_OBJECT)

const LbZipCaps lb_zip_caps_default = {
  .max_images = 5000,
  .max_entries = 20000,
  .max_bytes = G_GUINT64_CONSTANT (10000000000),
  .max_ratio = 100,
  .ratio_from_bytes = 1024 * 1024,
};

static void
lb_zip_reader_finalize (GObject *object)
{
  LbZipReader *self = LB_ZIP_READER (object);

  g_clear_pointer (&self->source, lb_zip_source_free);
  g_clear_pointer (&self->records, g_array_unref);

  G_OBJECT_CLASS (lb_zip_reader_parent_class)->finalize (object);
}

static void
lb_zip_reader_class_init (LbZipReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_zip_reader_finalize;
}

static void
lb_zip_reader_init (LbZipReader *self)
{
}

static LbZipRecord *
get_record (LbZipReader *self, guint index)
{
  return &g_array_index (self->records, LbZipRecord, index);
}

static gboolean
is_over_ratio (LbZipReader *self, guint64 size_bytes, guint64 compressed_bytes)
{
  return size_bytes > self->caps.ratio_from_bytes &&
         size_bytes / self->caps.max_ratio >= compressed_bytes &&
         size_bytes > compressed_bytes * self->caps.max_ratio;
}

static LbZipRefusal
check_sizes (LbZipReader *self)
{
  guint64 left = self->caps.max_bytes;

  for (guint i = 0; i < self->records->len; i++)
    {
      const LbZipEntry *entry = &get_record (self, i)->entry;

      if (entry->size_bytes > left)
        return LB_ZIP_REFUSAL_BYTES;
      left -= entry->size_bytes;
      if (is_over_ratio (self, entry->size_bytes, entry->compressed_bytes))
        return LB_ZIP_REFUSAL_RATIO;
    }
  if (is_over_ratio (self, self->caps.max_bytes - left, lb_zip_source_get_size (self->source)))
    return LB_ZIP_REFUSAL_RATIO;

  return LB_ZIP_REFUSAL_NONE;
}

/* Of two entries that some file system takes for one the first stays. */
static void
refuse_duplicates (LbZipReader *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      LbZipEntry *entry = &get_record (self, i)->entry;

      if (entry->refusal != LB_ZIP_REFUSAL_NONE || entry->kind == LB_ZIP_KIND_FOLDER)
        continue;
      if (!g_hash_table_add (seen, lb_zip_name_to_key (entry->name)))
        entry->refusal = LB_ZIP_REFUSAL_DUPLICATE;
    }
}

static void
count_images (LbZipReader *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      LbZipEntry *entry = &get_record (self, i)->entry;

      if (entry->refusal == LB_ZIP_REFUSAL_NONE && entry->kind == LB_ZIP_KIND_IMAGE &&
          ++self->n_images > self->caps.max_images)
        entry->refusal = LB_ZIP_REFUSAL_IMAGES;
    }
}

/* @source: (transfer full) (nullable): with an error then. */
static gboolean
open_source (LbZipReader *self, LbZipSource *source, GCancellable *cancellable, GError **error)
{
  if (!source)
    return FALSE;

  self->source = source;
  self->records =
    lb_zip_directory_read (source, self->caps.max_entries, &self->refusal, cancellable, error);
  if (!self->records)
    return FALSE;

  self->refusal = check_sizes (self);
  if (self->refusal != LB_ZIP_REFUSAL_NONE)
    {
      g_clear_pointer (&self->records, g_array_unref);
      lb_zip_refusal_set_error (self->refusal, NULL, error);
      return FALSE;
    }
  refuse_duplicates (self);
  count_images (self);

  return TRUE;
}

/**
 * lb_zip_reader_new:
 * @caps: (nullable): %NULL for lb_zip_caps_default
 *
 * Returns: (transfer full): a reader for one file, to be opened once
 */
LbZipReader *
lb_zip_reader_new (const LbZipCaps *caps)
{
  LbZipReader *self;

  g_return_val_if_fail (!caps || caps->max_ratio > 0, NULL);

  self = g_object_new (LB_TYPE_ZIP_READER, NULL);
  self->caps = caps ? *caps : lb_zip_caps_default;

  return self;
}

/**
 * lb_zip_reader_open_file:
 *
 * Checks the directory of @file. A pipe, device or folder is refused with %LB_ERROR_UNSUPPORTED.
 * When lb_zip_reader_get_refusal() has no reason afterwards, the file could not be read:
 * %LB_ERROR_NOT_FOUND, %LB_ERROR_FORBIDDEN, %LB_ERROR_STORAGE, or %LB_ERROR_CANCELLED.
 */
gboolean
lb_zip_reader_open_file (LbZipReader *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self) && !self->source, FALSE);

  return open_source (self, lb_zip_source_new_for_file (file, cancellable, error), cancellable,
                      error);
}

/**
 * lb_zip_reader_open_fd:
 * @fd: of a regular file, which the reader duplicates; where it stands does not matter
 *
 * As lb_zip_reader_open_file().
 */
gboolean
lb_zip_reader_open_fd (LbZipReader *self, int fd, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self) && !self->source, FALSE);

  return open_source (self, lb_zip_source_new_for_fd (fd, error), cancellable, error);
}

/**
 * lb_zip_reader_open_bytes:
 *
 * As lb_zip_reader_open_file().
 */
gboolean
lb_zip_reader_open_bytes (LbZipReader *self,
                          GBytes *bytes,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self) && !self->source, FALSE);

  return open_source (self, lb_zip_source_new_for_bytes (bytes), cancellable, error);
}

/**
 * lb_zip_reader_get_refusal:
 *
 * Returns: why the whole file is refused, after it could not be opened or an entry could not be
 *   read; else %LB_ZIP_REFUSAL_NONE
 */
LbZipRefusal
lb_zip_reader_get_refusal (LbZipReader *self)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self), LB_ZIP_REFUSAL_NONE);

  return self->refusal;
}

/**
 * lb_zip_reader_get_n_entries:
 *
 * Returns: how many entries the open file has, refused ones and folders too
 */
guint
lb_zip_reader_get_n_entries (LbZipReader *self)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self), 0);

  return self->records ? self->records->len : 0;
}

/**
 * lb_zip_reader_get_entry:
 *
 * Returns: (transfer none): the entry, in the order of the file's directory. Its refusal may come
 *   to be known only when it is read.
 */
const LbZipEntry *
lb_zip_reader_get_entry (LbZipReader *self, guint index)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self), NULL);
  g_return_val_if_fail (index < lb_zip_reader_get_n_entries (self), NULL);

  return &get_record (self, index)->entry;
}

/**
 * lb_zip_reader_get_n_images:
 *
 * Returns: how many entries are images by their names and not refused, but for the cap of images
 */
guint
lb_zip_reader_get_n_images (LbZipReader *self)
{
  g_return_val_if_fail (LB_IS_ZIP_READER (self), 0);

  return self->n_images;
}

/**
 * lb_zip_reader_read:
 * @func: is given the bytes in order, at most some 256 KiB at a time
 *
 * Unpacks one entry. What @func was given is to be dropped when this fails, since it ends only
 * then whether the checksum is right. A refused entry fails as its refusal says, and one found to
 * be damaged or an archive gets that for its refusal. An entry that unpacks to more than it claims
 * refuses the whole file, and so all that comes after.
 */
gboolean
lb_zip_reader_read (LbZipReader *self,
                    guint index,
                    LbZipChunkFunc func,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  LbZipRefusal refusal = LB_ZIP_REFUSAL_NONE;
  LbZipRecord *record;

  g_return_val_if_fail (LB_IS_ZIP_READER (self), FALSE);
  g_return_val_if_fail (index < lb_zip_reader_get_n_entries (self), FALSE);

  record = get_record (self, index);
  if (self->refusal != LB_ZIP_REFUSAL_NONE)
    {
      lb_zip_refusal_set_error (self->refusal, NULL, error);
      return FALSE;
    }
  if (record->entry.refusal != LB_ZIP_REFUSAL_NONE)
    {
      lb_zip_refusal_set_error (record->entry.refusal, record->entry.name, error);
      return FALSE;
    }
  if (lb_zip_unpack (self->source, record, func, user_data, &refusal, cancellable, error))
    return TRUE;

  if (lb_zip_refusal_is_whole (refusal))
    self->refusal = refusal;
  record->entry.refusal = refusal;

  return FALSE;
}

static gboolean
write_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  GError *below = NULL;

  if (g_output_stream_write_all (user_data, data, size, NULL, NULL, &below))
    return TRUE;

  lb_zip_io_error_propagate (error, below);

  return FALSE;
}

/**
 * lb_zip_reader_read_to_stream:
 * @output: is written to, and neither flushed nor closed
 *
 * As lb_zip_reader_read(). An @output that fails gives %LB_ERROR_NO_SPACE or %LB_ERROR_STORAGE.
 */
gboolean
lb_zip_reader_read_to_stream (
  LbZipReader *self, guint index, GOutputStream *output, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (output), FALSE);

  return lb_zip_reader_read (self, index, write_chunk, output, cancellable, error);
}

static gboolean
append_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, data, (guint) size);

  return TRUE;
}

/**
 * lb_zip_reader_read_bytes:
 * @max_bytes: an entry that claims more is %LB_ERROR_TOO_LARGE and not touched; at most 1 GiB
 *
 * As lb_zip_reader_read(), all at once. Memory is taken for what is there, not for what is claimed.
 *
 * Returns: (transfer full): the bytes, or %NULL on error
 */
GBytes *
lb_zip_reader_read_bytes (
  LbZipReader *self, guint index, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  const LbZipEntry *entry = lb_zip_reader_get_entry (self, index);

  g_return_val_if_fail (entry, NULL);
  g_return_val_if_fail (max_bytes <= 1024 * 1024 * 1024, NULL);

  if (entry->refusal == LB_ZIP_REFUSAL_NONE && entry->size_bytes > max_bytes)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE, "%s is too large", entry->name);
      return NULL;
    }

  bytes = g_byte_array_new ();
  if (!lb_zip_reader_read (self, index, append_chunk, bytes, cancellable, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
