#include "imaging/lb-probe.h"

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "imaging/lb-probe-private.h"

#define SIGNATURE_BYTES 4096 /* an SVG's root element may follow a long comment */
#define BLOCK_BYTES (128 * 1024)
#define FILE_BYTES_MAX (50 * 1024 * 1024) /* R57: what is larger can't be added */
#define LARGE_BYTES_MAX (1024 * 1024)     /* read of what is larger, for its kind and size */
#define WAYS_THROUGH 3                    /* a probe goes through a file at most this often */
#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE

static void
clear_result (LbProbeResult *result)
{
  *result = (LbProbeResult) { .format = LB_FORMAT_UNKNOWN, .orientation = 1, .frames = 1 };
}

static void
read_small_header (const guint8 *data, gsize length, LbProbeResult *result)
{
  if (result->format == LB_FORMAT_GIF && length >= 10)
    {
      result->width = data[7] << 8 | data[6];
      result->height = data[9] << 8 | data[8];
    }
  else if (result->format == LB_FORMAT_BMP && length >= 26 && lb_probe_le32 (data + 14) >= 40)
    {
      guint32 width = lb_probe_le32 (data + 18);
      guint32 height = lb_probe_le32 (data + 22);

      /* A negative height says that the rows run downwards. */
      if (height > G_MAXINT32)
        height = -height;
      if (width <= G_MAXINT32 && height <= G_MAXINT32)
        {
          result->width = (int) width;
          result->height = (int) height;
        }
    }
}

static void
probe_source (LbProbeSource *source, LbProbeResult *result)
{
  guint8 start[SIGNATURE_BYTES];
  gsize length = lb_probe_source_read (source, 0, start, sizeof start);

  clear_result (result);
  result->size_bytes = source->size_bytes;
  result->format = lb_probe_signature (start, length);

  switch (result->format)
    {
    case LB_FORMAT_JPEG: lb_probe_jpeg (source, result); break;
    case LB_FORMAT_PNG:  lb_probe_png (source, result); break;
    case LB_FORMAT_WEBP: lb_probe_webp (source, result); break;
    default:             read_small_header (start, length, result); break;
    }
}

/**
 * lb_probe_bytes:
 * @data: (nullable) (array length=length): the whole file
 * @length: its length in bytes
 * @result: (out): what the header says; the format is %LB_FORMAT_UNKNOWN when it is no picture
 */
void
lb_probe_bytes (const guint8 *data, gsize length, LbProbeResult *result)
{
  LbProbeSource source;

  g_return_if_fail (data || length == 0);
  g_return_if_fail (result);

  lb_probe_source_init_memory (&source, data ? data : (const guint8 *) "", length);
  probe_source (&source, result);
}

/* NULL without an error: the file has grown over the limit. */
static char *
hash_stream (GInputStream *stream, GCancellable *cancel, GError **error)
{
  LbSha256 checksum;
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gint64 left = FILE_BYTES_MAX + 1;
  gssize got = 0;

  if (!g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, cancel, error))
    return NULL;

  lb_sha256_init (&checksum);
  while (left > 0 && (got = g_input_stream_read (stream, block, (gsize) MIN (left, BLOCK_BYTES),
                                                 cancel, error)) > 0)
    {
      lb_sha256_update (&checksum, block, (gsize) got);
      left -= got;
    }

  return got < 0 || left == 0 ? NULL : lb_sha256_end (&checksum);
}

/* Whether a picture of this kind may be added, so that its hash is of use. */
static gboolean
is_of_use (const LbProbeResult *result)
{
  return lb_format_word (result->format) != NULL && !result->truncated &&
         result->size_bytes <= FILE_BYTES_MAX;
}

/* A stream without seeking is taken whole, up to the limit of R57. */
static gboolean
probe_pipe (
  GInputStream *stream, LbProbeResult *result, char **sha256, GCancellable *cancel, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gssize got;

  while ((got = g_input_stream_read (stream, block, BLOCK_BYTES, cancel, error)) > 0)
    {
      g_byte_array_append (bytes, block, (guint) got);
      if (bytes->len > FILE_BYTES_MAX)
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The file is over 50 MiB");
          return FALSE;
        }
    }
  if (got < 0)
    return FALSE;

  lb_probe_bytes (bytes->data, bytes->len, result);
  if (sha256 && is_of_use (result))
    *sha256 = lb_sha256_of_data (bytes->data, bytes->len);
  return TRUE;
}

static gboolean
probe_seekable (GInputStream *stream,
                gint64 size_bytes,
                LbProbeResult *result,
                char **sha256,
                GCancellable *cancel,
                GError **error)
{
  g_autofree LbProbeSource *source = g_new (LbProbeSource, 1);
  g_autoptr (GError) fault = NULL;

  lb_probe_source_init_stream (
    source, stream, size_bytes,
    size_bytes > FILE_BYTES_MAX ? LARGE_BYTES_MAX : WAYS_THROUGH * (gint64) FILE_BYTES_MAX, cancel);
  probe_source (source, result);
  if (source->error)
    {
      g_propagate_error (error, source->error);
      return FALSE;
    }

  if (sha256 && is_of_use (result) && !(*sha256 = hash_stream (stream, cancel, &fault)))
    {
      if (!fault)
        g_set_error_literal (&fault, LB_ERROR, LB_ERROR_TOO_LARGE, "The file is over 50 MiB");
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return TRUE;
}

/* A pipe or a device is not even opened, because that alone may wait without end. */
static gboolean
is_regular (GFile *file, gint64 *size_bytes, GCancellable *cancel, GError **error)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancel, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "No regular file");
      return FALSE;
    }

  *size_bytes = g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE)
                  ? g_file_info_get_size (info)
                  : -1;
  return TRUE;
}

/**
 * lb_probe_file:
 * @file: a file, of any kind that GIO reads
 * @result: (out): what the header says
 * @sha256: (out) (optional) (nullable) (transfer full): the whole file's hash; asking for it reads
 *   all of it. %NULL for what can't be added anyway: another format, over 50 MiB, or cut off
 * @cancel: (nullable): stops the reading
 * @error: a GIO error when the file can't be read; %LB_ERROR_TOO_LARGE for a stream that can't be
 *   sought in and is over the limit
 *
 * However large the file is, little more than 50 MiB of it are ever read.
 *
 * Returns: whether the file could be read, picture or not
 */
gboolean
lb_probe_file (
  GFile *file, LbProbeResult *result, char **sha256, GCancellable *cancel, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  GSeekable *seekable;
  gint64 size_bytes;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (result, FALSE);

  clear_result (result);
  if (sha256)
    *sha256 = NULL;
  if (!is_regular (file, &size_bytes, cancel, error) ||
      !(stream = g_file_read (file, cancel, error)))
    return FALSE;
  if (size_bytes == 0) /* also what the kernel makes while it is read, maybe without end */
    return TRUE;

  seekable = G_SEEKABLE (stream);
  if (!g_seekable_can_seek (seekable) || !g_seekable_seek (seekable, 0, G_SEEK_END, cancel, NULL))
    return probe_pipe (G_INPUT_STREAM (stream), result, sha256, cancel, error);

  return probe_seekable (G_INPUT_STREAM (stream), g_seekable_tell (seekable), result, sha256,
                         cancel, error);
}
