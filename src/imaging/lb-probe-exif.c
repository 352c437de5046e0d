#include "imaging/lb-probe-private.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define TYPE_LONG 4

static guint16
read_u16 (const guint8 *bytes, gboolean big_endian)
{
  return big_endian ? (guint16) (bytes[0] << 8 | bytes[1]) : (guint16) (bytes[1] << 8 | bytes[0]);
}

static guint32
read_u32 (const guint8 *bytes, gboolean big_endian)
{
  return big_endian ? lb_probe_be32 (bytes) : lb_probe_le32 (bytes);
}

int
lb_probe_exif_orientation (const guint8 *data, gsize length)
{
  gboolean big_endian;
  guint32 directory;
  guint n_entries;

  if (length >= 6 && memcmp (data, "Exif\0\0", 6) == 0)
    {
      data += 6;
      length -= 6;
    }

  if (length < 14)
    return 1;
  if (memcmp (data, "II*\0", 4) == 0)
    big_endian = FALSE;
  else if (memcmp (data, "MM\0*", 4) == 0)
    big_endian = TRUE;
  else
    return 1;

  directory = read_u32 (data + 4, big_endian);
  if (directory > length - 2)
    return 1;

  n_entries = read_u16 (data + directory, big_endian);
  for (guint i = 0; i < n_entries; i++)
    {
      gsize at = (gsize) directory + 2 + (gsize) i * 12;
      guint type;
      guint32 value;

      if (at + 12 > length)
        return 1;
      if (read_u16 (data + at, big_endian) != TAG_ORIENTATION)
        continue;

      type = read_u16 (data + at + 2, big_endian);
      if (type == TYPE_SHORT)
        value = read_u16 (data + at + 8, big_endian);
      else if (type == TYPE_LONG)
        value = read_u32 (data + at + 8, big_endian);
      else
        return 1;

      return value >= 1 && value <= 8 ? (int) value : 1;
    }

  return 1;
}
