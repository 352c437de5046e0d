#include "archive/lb-zip-end.h"

#include <string.h>

#define END_BYTES 22
#define END_MAX_BYTES (END_BYTES + 65535)
#define LOCATOR_BYTES 20
#define END_64_BYTES 56

typedef struct
{
  LbZipSource *source;
  LbZipRefusal *refusal;
  GCancellable *cancellable;
} Looking;

static gboolean
refuse (Looking *looking, LbZipRefusal refusal, GError **error)
{
  *looking->refusal = refusal;
  lb_zip_refusal_set_error (refusal, NULL, error);

  return FALSE;
}

static gboolean
read_at (Looking *looking, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
  return lb_zip_source_read (looking->source, offset, buffer, size, looking->cancellable, error);
}

/* A file that begins like a ZIP file and has no end has been cut short. */
static gboolean
refuse_endless (Looking *looking, GError **error)
{
  guint8 magic[4] = { 0 };
  const gboolean enough = lb_zip_source_get_size (looking->source) >= sizeof magic;

  if (enough && !read_at (looking, 0, magic, sizeof magic, error))
    return FALSE;

  return refuse (
    looking, memcmp (magic, "PK", 2) == 0 ? LB_ZIP_REFUSAL_BROKEN : LB_ZIP_REFUSAL_NOT_ZIP, error);
}

/* The last place that looks like the end must be it, and nothing may follow but its comment: of
 * two such places one reader would take this, another reader that. */
static gboolean
find_end (Looking *looking, guint64 *place, guint8 *record, GError **error)
{
  const guint64 size = lb_zip_source_get_size (looking->source);
  const gsize tail_size = (gsize) MIN (size, END_MAX_BYTES);
  g_autofree guint8 *tail = g_malloc (tail_size + 1);
  gsize at = tail_size;

  if (!read_at (looking, size - tail_size, tail, tail_size, error))
    return FALSE;

  while (at > 0 && (at + 4 > tail_size || memcmp (tail + at, "PK\5\6", 4) != 0))
    at--;
  if (at + 4 > tail_size || memcmp (tail + at, "PK\5\6", 4) != 0)
    return refuse_endless (looking, error);
  if (at + END_BYTES > tail_size || at + END_BYTES + lb_zip_get_16 (tail + at + 20) != tail_size)
    return refuse (looking, LB_ZIP_REFUSAL_BROKEN, error);

  memcpy (record, tail + at, END_BYTES);
  *place = size - tail_size + at;

  return TRUE;
}

/* Whether the short record agrees with the long one: it has the same number, or all bits set. */
static gboolean
agrees (guint64 number, guint64 limit, guint64 number_64)
{
  return number == number_64 || number == limit;
}

/* @place: where the short record lies; set to where the long one does. */
static gboolean
read_end_64 (Looking *looking,
             const guint8 *locator,
             const guint8 *short_record,
             guint64 *place,
             LbZipEnd *end,
             GError **error)
{
  guint8 record[END_64_BYTES];
  const guint64 offset = lb_zip_get_64 (locator + 8);
  const guint64 locator_place = *place - LOCATOR_BYTES;

  if (locator_place < END_64_BYTES || offset > locator_place - END_64_BYTES)
    return refuse (looking, LB_ZIP_REFUSAL_BROKEN, error);
  if (!read_at (looking, offset, record, sizeof record, error))
    return FALSE;
  if (memcmp (record, "PK\6\6", 4) != 0 ||
      lb_zip_get_64 (record + 4) != locator_place - offset - 12 ||
      lb_zip_get_32 (locator + 4) != 0 || lb_zip_get_32 (locator + 16) > 1 ||
      lb_zip_get_32 (record + 16) != 0 || lb_zip_get_32 (record + 20) != 0 ||
      lb_zip_get_64 (record + 24) != lb_zip_get_64 (record + 32))
    return refuse (looking, LB_ZIP_REFUSAL_BROKEN, error);

  end->n_entries = lb_zip_get_64 (record + 32);
  end->size_bytes = lb_zip_get_64 (record + 40);
  end->offset = lb_zip_get_64 (record + 48);
  *place = offset;
  if (!agrees (lb_zip_get_16 (short_record + 10), G_MAXUINT16, end->n_entries) ||
      !agrees (lb_zip_get_32 (short_record + 12), G_MAXUINT32, end->size_bytes) ||
      !agrees (lb_zip_get_32 (short_record + 16), G_MAXUINT32, end->offset))
    return refuse (looking, LB_ZIP_REFUSAL_LIES, error);

  return TRUE;
}

gboolean
lb_zip_end_read (LbZipSource *source,
                 LbZipEnd *end,
                 LbZipRefusal *refusal,
                 GCancellable *cancellable,
                 GError **error)
{
  Looking looking = { source, refusal, cancellable };
  guint8 record[END_BYTES];
  guint8 locator[LOCATOR_BYTES] = { 0 };
  guint64 place;

  if (!find_end (&looking, &place, record, error))
    return FALSE;
  if (place >= LOCATOR_BYTES &&
      !read_at (&looking, place - LOCATOR_BYTES, locator, sizeof locator, error))
    return FALSE;

  /* Disks: this one, that of the directory, and entries on this one. */
  if ((lb_zip_get_16 (record + 4) != 0 && lb_zip_get_16 (record + 4) != G_MAXUINT16) ||
      lb_zip_get_16 (record + 4) != lb_zip_get_16 (record + 6) ||
      lb_zip_get_16 (record + 8) != lb_zip_get_16 (record + 10))
    return refuse (&looking, LB_ZIP_REFUSAL_BROKEN, error);

  end->n_entries = lb_zip_get_16 (record + 10);
  end->size_bytes = lb_zip_get_32 (record + 12);
  end->offset = lb_zip_get_32 (record + 16);
  if (memcmp (locator, "PK\6\7", 4) == 0 &&
      !read_end_64 (&looking, locator, record, &place, end, error))
    return FALSE;

  /* Nothing lies between the directory and its end, nor before the first entry: places are not
   * to be read in two ways. */
  if (end->size_bytes > place || end->offset != place - end->size_bytes)
    return refuse (&looking, LB_ZIP_REFUSAL_BROKEN, error);

  return TRUE;
}
