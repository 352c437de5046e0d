#include "archive/lb-zip-directory.h"

#include <string.h>
#include <sys/stat.h>

#include "archive/lb-zip-end.h"
#include "archive/lb-zip-name.h"

#define CENTRAL_BYTES 46
#define LOCAL_BYTES 30
/* 400 bytes for each of 20,000 entries, several times what programs write. */
#define MAX_DIRECTORY_BYTES (8 * 1024 * 1024)

#define FLAG_ENCRYPTED (1u << 0)
#define FLAG_SIZES_FOLLOW (1u << 3)
#define FLAG_STRONGLY_ENCRYPTED (1u << 6)
#define FLAG_DIRECTORY_ENCRYPTED (1u << 13)
#define FLAGS_ENCRYPTED (FLAG_ENCRYPTED | FLAG_STRONGLY_ENCRYPTED | FLAG_DIRECTORY_ENCRYPTED)
#define METHOD_AES 99

/* What the directory and a local header both say, once read from either. */
typedef struct
{
  guint16 flags;
  guint16 method;
  guint32 crc;
  guint64 compressed_bytes;
  guint64 size_bytes;
  guint64 offset; /* in the directory only */
  const guint8 *name;
  gsize name_size;
  const guint8 *extra;
  gsize extra_size;
} Header;

typedef struct
{
  LbZipSource *source;
  guint64 end; /* where the directory begins and entries must end */
  LbZipRefusal *refusal;
  GCancellable *cancellable;
} Walk;

static gboolean
refuse (Walk *walk, LbZipRefusal refusal, GError **error)
{
  *walk->refusal = refusal;
  lb_zip_refusal_set_error (refusal, NULL, error);

  return FALSE;
}

/* The 64-bit part of the extra fields, (nullable). */
static const guint8 *
find_64 (const Header *header, gsize *size)
{
  const guint8 *at = header->extra;
  gsize left = header->extra_size;

  while (left >= 4)
    {
      const gsize field = lb_zip_get_16 (at + 2);

      if (field > left - 4)
        return NULL;
      if (lb_zip_get_16 (at) == 1)
        {
          *size = field;
          return at + 4;
        }
      at += 4 + field;
      left -= 4 + field;
    }

  return NULL;
}

/* Replaces a number that has all its bits set by the next of the 64-bit field. */
static gboolean
widen (guint64 *number, const guint8 **at, gsize *left)
{
  if (*number != G_MAXUINT32)
    return TRUE;
  if (*left < 8)
    return FALSE;

  *number = lb_zip_get_64 (*at);
  *at += 8;
  *left -= 8;

  return *number <= G_MAXINT64;
}

/* Some writers leave out the field for a number that happens to be just 4 GiB less one byte. */
static gboolean
widen_all (Header *header)
{
  gsize left = 0;
  const guint8 *at = find_64 (header, &left);

  return !at ||
         (widen (&header->size_bytes, &at, &left) &&
          widen (&header->compressed_bytes, &at, &left) && widen (&header->offset, &at, &left));
}

/* @at: @left bytes of the directory; the size of the record or 0. */
static gsize
read_central (const guint8 *at, gsize left, Header *header, guint32 *attributes)
{
  gsize size;

  if (left < CENTRAL_BYTES || memcmp (at, "PK\1\2", 4) != 0)
    return 0;

  *header = (Header) {
    .flags = lb_zip_get_16 (at + 8),
    .method = lb_zip_get_16 (at + 10),
    .crc = lb_zip_get_32 (at + 16),
    .compressed_bytes = lb_zip_get_32 (at + 20),
    .size_bytes = lb_zip_get_32 (at + 24),
    .name_size = lb_zip_get_16 (at + 28),
    .extra_size = lb_zip_get_16 (at + 30),
    .offset = lb_zip_get_32 (at + 42),
    .name = at + CENTRAL_BYTES,
  };
  header->extra = header->name + header->name_size;
  *attributes = lb_zip_get_32 (at + 38);

  size = CENTRAL_BYTES + header->name_size + header->extra_size + lb_zip_get_16 (at + 32);
  if (size > left || lb_zip_get_16 (at + 34) != 0 || !widen_all (header))
    return 0;

  return size;
}

/* @buffer: for the fixed part and the name, and once more as many bytes for extra fields. */
static gboolean
read_local (Walk *walk, const Header *central, GByteArray *buffer, Header *local, GError **error)
{
  const gsize start_size = LOCAL_BYTES + central->name_size;
  const guint8 *at;

  if (central->offset > walk->end || start_size > walk->end - central->offset)
    return refuse (walk, LB_ZIP_REFUSAL_BROKEN, error);
  g_byte_array_set_size (buffer, (guint) start_size);
  if (!lb_zip_source_read (walk->source, central->offset, buffer->data, start_size,
                           walk->cancellable, error))
    return FALSE;

  at = buffer->data;
  if (memcmp (at, "PK\3\4", 4) != 0)
    return refuse (walk, LB_ZIP_REFUSAL_BROKEN, error);
  *local = (Header) {
    .flags = lb_zip_get_16 (at + 6),
    .method = lb_zip_get_16 (at + 8),
    .crc = lb_zip_get_32 (at + 14),
    .compressed_bytes = lb_zip_get_32 (at + 18),
    .size_bytes = lb_zip_get_32 (at + 22),
    .name_size = lb_zip_get_16 (at + 26),
    .extra_size = lb_zip_get_16 (at + 28),
  };
  if (local->name_size != central->name_size ||
      memcmp (at + LOCAL_BYTES, central->name, central->name_size) != 0)
    return refuse (walk, LB_ZIP_REFUSAL_LIES, error);
  if (local->extra_size > walk->end - central->offset - start_size)
    return refuse (walk, LB_ZIP_REFUSAL_BROKEN, error);

  if (local->size_bytes != G_MAXUINT32 && local->compressed_bytes != G_MAXUINT32)
    return TRUE;

  g_byte_array_set_size (buffer, (guint) local->extra_size);
  if (!lb_zip_source_read (walk->source, central->offset + start_size, buffer->data,
                           local->extra_size, walk->cancellable, error))
    return FALSE;
  local->extra = buffer->data;

  return widen_all (local) || refuse (walk, LB_ZIP_REFUSAL_BROKEN, error);
}

/* A writer that did not know a number when it wrote the header left 0 or all bits set. */
static gboolean
same (const Header *local, guint64 here, guint64 there)
{
  const gboolean unknown = (local->flags & FLAG_SIZES_FOLLOW) && (here == 0 || here == G_MAXUINT32);

  return here == there || unknown;
}

static gboolean
check_agreement (Walk *walk, const Header *central, const Header *local, GError **error)
{
  if ((central->flags | local->flags) & FLAGS_ENCRYPTED || central->method == METHOD_AES ||
      local->method == METHOD_AES)
    return refuse (walk, LB_ZIP_REFUSAL_ENCRYPTED, error);

  if (central->method != local->method || !same (local, local->crc, central->crc) ||
      !same (local, local->compressed_bytes, central->compressed_bytes) ||
      !same (local, local->size_bytes, central->size_bytes))
    return refuse (walk, LB_ZIP_REFUSAL_LIES, error);

  if (central->method == LB_ZIP_STORED && central->compressed_bytes != central->size_bytes)
    return refuse (walk, LB_ZIP_REFUSAL_LIES, error);
  if (central->compressed_bytes == 0 && (central->size_bytes != 0 || central->crc != 0))
    return refuse (walk, LB_ZIP_REFUSAL_LIES, error);

  return TRUE;
}

static LbZipRefusal
check_type (const Header *header, const char *name, guint32 attributes)
{
  const guint type = (attributes >> 16) & S_IFMT;
  const gboolean folder = header->name[header->name_size - 1] == '/';

  if (type == S_IFLNK)
    return LB_ZIP_REFUSAL_SYMLINK;
  if (type != 0 && type != S_IFREG && type != S_IFDIR)
    return LB_ZIP_REFUSAL_SPECIAL;
  if (folder ? header->size_bytes != 0 : type == S_IFDIR)
    return LB_ZIP_REFUSAL_SPECIAL;
  if (!folder && lb_zip_name_is_archive (name))
    return LB_ZIP_REFUSAL_NESTED;
  if (header->method != LB_ZIP_STORED && header->method != LB_ZIP_DEFLATED)
    return LB_ZIP_REFUSAL_METHOD;

  return LB_ZIP_REFUSAL_NONE;
}

static LbZipRecord
record_new (const Header *central, const Header *local, guint32 attributes)
{
  const char *raw = (const char *) central->name;
  g_autofree char *display = lb_zip_name_to_display (raw, central->name_size);
  LbZipRefusal refusal = lb_zip_name_check (raw, central->name_size);
  const LbZipKind kind = lb_zip_name_get_kind (display);

  if (refusal == LB_ZIP_REFUSAL_NONE)
    refusal = check_type (central, display, attributes);

  return (LbZipRecord) {
    .entry = {
      .name = g_steal_pointer (&display),
      .size_bytes = central->size_bytes,
      .compressed_bytes = central->compressed_bytes,
      .kind = kind,
      .refusal = refusal,
    },
    .offset = central->offset,
    .data_offset = central->offset + LOCAL_BYTES + local->name_size + local->extra_size,
    .crc = central->crc,
    .method = central->method,
  };
}

static void
record_clear (gpointer data)
{
  LbZipRecord *record = data;

  g_clear_pointer (&record->entry.name, g_free);
}

static gboolean
walk_directory (Walk *walk, const LbZipEnd *end, GArray *records, GError **error)
{
  g_autofree guint8 *directory = g_malloc (end->size_bytes + 1);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  const guint8 *at = directory;
  gsize left = end->size_bytes;

  if (!lb_zip_source_read (walk->source, end->offset, directory, left, walk->cancellable, error))
    return FALSE;

  while (records->len < end->n_entries)
    {
      Header central;
      Header local;
      guint32 attributes;
      const gsize size = read_central (at, left, &central, &attributes);
      LbZipRecord record;

      if (size == 0)
        return refuse (walk, LB_ZIP_REFUSAL_BROKEN, error);
      if (!read_local (walk, &central, buffer, &local, error) ||
          !check_agreement (walk, &central, &local, error))
        return FALSE;

      record = record_new (&central, &local, attributes);
      g_array_append_val (records, record);
      at += size;
      left -= size;
    }

  return left == 0 || refuse (walk, LB_ZIP_REFUSAL_LIES, error);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const LbZipRecord *const *first = a;
  const LbZipRecord *const *second = b;

  return ((*first)->offset > (*second)->offset) - ((*first)->offset < (*second)->offset);
}

/* No byte belongs to two entries, nor to an entry and the directory. */
static gboolean
check_overlaps (Walk *walk, GArray *records, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (records->len);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (sorted, &g_array_index (records, LbZipRecord, i));
  g_ptr_array_sort (sorted, compare_places);

  for (guint i = 0; i < sorted->len; i++)
    {
      const LbZipRecord *record = g_ptr_array_index (sorted, i);
      const LbZipRecord *next = i + 1 < sorted->len ? g_ptr_array_index (sorted, i + 1) : NULL;
      const guint64 limit = next ? next->offset : walk->end;

      if (record->data_offset > limit ||
          record->entry.compressed_bytes > limit - record->data_offset)
        return refuse (walk, LB_ZIP_REFUSAL_OVERLAP, error);
    }

  return TRUE;
}

GArray *
lb_zip_directory_read (LbZipSource *source,
                       guint max_entries,
                       LbZipRefusal *refusal,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (LbZipRecord));
  Walk walk = { source, 0, refusal, cancellable };
  LbZipEnd end;

  g_array_set_clear_func (records, record_clear);
  if (!lb_zip_end_read (source, &end, refusal, cancellable, error))
    return NULL;

  walk.end = end.offset;
  if (end.n_entries > max_entries || end.size_bytes > MAX_DIRECTORY_BYTES)
    {
      refuse (&walk, LB_ZIP_REFUSAL_ENTRIES, error);
      return NULL;
    }
  if (!walk_directory (&walk, &end, records, error) || !check_overlaps (&walk, records, error))
    return NULL;

  return g_steal_pointer (&records);
}
