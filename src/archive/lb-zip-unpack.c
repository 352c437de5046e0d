#include "archive/lb-zip-unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "archive/lb-zip-io-error.h"

#define BLOCK_BYTES (64 * 1024)
#define HEADER_BYTES 30
#define EXTRA_64_BYTES 20
#define ENTRY_NAME "entry"

typedef struct archive LbArchive;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbArchive, archive_read_free)

/* What libarchive is given to read: a header that we have made from the checked directory, and then
 * the entry's own compressed bytes. So it sees one entry at a time and none of the names, places
 * and sizes that the file claims, and there is no second opinion of where an entry lies. */
typedef struct
{
  LbZipSource *source;
  const LbZipRecord *record;
  gboolean begun;
  guint64 given_bytes; /* compressed ones */
  GCancellable *cancellable;
  GError *error; /* (owned) (nullable): why the last block could not be given */
  guint8 block[BLOCK_BYTES];
} Feed;

static void
put (guint8 *at, guint64 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    at[i] = (guint8) (number >> (8 * i));
}

static gsize
write_header (const LbZipRecord *record, guint8 *at)
{
  const guint64 size = record->entry.size_bytes;
  const guint64 compressed = record->entry.compressed_bytes;
  const gboolean wide = size >= G_MAXUINT32 || compressed >= G_MAXUINT32;
  const gsize name_size = strlen (ENTRY_NAME);
  guint8 *extra = at + HEADER_BYTES + name_size;

  memset (at, 0, HEADER_BYTES);
  memcpy (at, "PK\3\4", 4);
  put (at + 4, wide ? 45 : 20, 1);
  put (at + 8, record->method, 2);
  put (at + 14, record->crc, 4);
  put (at + 18, wide ? G_MAXUINT32 : compressed, 4);
  put (at + 22, wide ? G_MAXUINT32 : size, 4);
  put (at + 26, name_size, 2);
  put (at + 28, wide ? EXTRA_64_BYTES : 0, 2);
  memcpy (at + HEADER_BYTES, ENTRY_NAME, name_size);
  if (!wide)
    return HEADER_BYTES + name_size;

  put (extra, 1, 2);
  put (extra + 2, 16, 2);
  put (extra + 4, size, 8);
  put (extra + 12, compressed, 8);

  return HEADER_BYTES + name_size + EXTRA_64_BYTES;
}

static la_ssize_t
read_cb (struct archive *archive, void *data, const void **block)
{
  Feed *feed = data;
  const guint64 left = feed->record->entry.compressed_bytes - feed->given_bytes;
  const gsize size = (gsize) MIN (left, BLOCK_BYTES);

  *block = feed->block;
  if (!feed->begun)
    {
      feed->begun = TRUE;
      return (la_ssize_t) write_header (feed->record, feed->block);
    }

  if (!lb_zip_source_read (feed->source, feed->record->data_offset + feed->given_bytes, feed->block,
                           size, feed->cancellable, &feed->error))
    {
      archive_set_error (archive, EIO, "%s", feed->error->message);
      return -1;
    }
  feed->given_bytes += size;

  return (la_ssize_t) size;
}

static gboolean
begins (const guint8 *data, gsize size, gsize offset, const char *magic, gsize magic_size)
{
  return size >= offset + magic_size && memcmp (data + offset, magic, magic_size) == 0;
}

/* @data: the first bytes of an entry. */
static gboolean
is_archive (const guint8 *data, gsize size)
{
  return begins (data, size, 0, "PK\3\4", 4) || begins (data, size, 0, "PK\5\6", 4) ||
         begins (data, size, 0, "PK\7\10PK", 6) || begins (data, size, 0, "Rar!\32\7", 6) ||
         begins (data, size, 0, "7z\274\257\47\34", 6) || begins (data, size, 0, "\37\213\10", 3) ||
         begins (data, size, 0, "\3757zXZ", 6) || begins (data, size, 0, "\50\265\57\375", 4) ||
         begins (data, size, 4, "1AY&SY", 6) || begins (data, size, 0, "MSCF\0\0\0\0", 8) ||
         begins (data, size, 257, "ustar", 5);
}

static gboolean
refuse (LbZipRefusal why, const LbZipRecord *record, LbZipRefusal *refusal, GError **error)
{
  *refusal = why;
  lb_zip_refusal_set_error (why, record->entry.name, error);

  return FALSE;
}

/* A warning counts as damage: that is how a wrong checksum or size is told. */
static gboolean
pump (LbArchive *archive,
      Feed *feed,
      LbZipChunkFunc func,
      gpointer user_data,
      LbZipRefusal *refusal,
      GError **error)
{
  const guint64 claimed = feed->record->entry.size_bytes;
  guint64 total = 0;
  int result;

  do
    {
      const void *block = NULL;
      size_t size = 0;
      la_int64_t offset;

      if (!lb_zip_io_error_check_cancelled (feed->cancellable, error))
        return FALSE;
      result = archive_read_data_block (archive, &block, &size, &offset);
      if (feed->error)
        {
          g_propagate_error (error, g_steal_pointer (&feed->error));
          return FALSE;
        }
      if (result == ARCHIVE_EOF)
        break;
      if (size > claimed - total)
        return refuse (LB_ZIP_REFUSAL_LIES, feed->record, refusal, error);
      if (result != ARCHIVE_OK)
        return refuse (LB_ZIP_REFUSAL_DAMAGED, feed->record, refusal, error);
      if (total == 0 && is_archive (block, size))
        return refuse (LB_ZIP_REFUSAL_NESTED, feed->record, refusal, error);
      if (size > 0 && !func (block, size, user_data, error))
        return FALSE;
      total += size;
    }
  while (result == ARCHIVE_OK);

  return total == claimed || refuse (LB_ZIP_REFUSAL_DAMAGED, feed->record, refusal, error);
}

gboolean
lb_zip_unpack (LbZipSource *source,
               const LbZipRecord *record,
               LbZipChunkFunc func,
               gpointer user_data,
               LbZipRefusal *refusal,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (LbArchive) archive = archive_read_new ();
  g_autofree Feed *feed = g_new0 (Feed, 1);
  struct archive_entry *entry;
  gboolean done;

  feed->source = source;
  feed->record = record;
  feed->cancellable = cancellable;
  if (archive_read_support_format_zip_streamable (archive) != ARCHIVE_OK ||
      archive_read_open (archive, feed, NULL, read_cb, NULL) != ARCHIVE_OK ||
      archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    done = feed->error ? FALSE : refuse (LB_ZIP_REFUSAL_DAMAGED, record, refusal, error);
  else
    done = pump (archive, feed, func, user_data, refusal, error);

  if (feed->error)
    g_propagate_error (error, g_steal_pointer (&feed->error));

  return done;
}
