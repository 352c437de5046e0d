#include "imaging/lb-strip-private.h"

#include <string.h>

/* EXIF is a TIFF file: directories of fields that point about in it. What may stay is copied into a
 * new one, field by field; what is not on the list does not, whatever it may be. */

#define MAX_ENTRIES 1024 /* of a directory; cameras write some dozens */
#define MAX_VALUE_BYTES 256
#define ENTRY_BYTES 12
#define EXIF_POINTER 0x8769

enum
{
  TYPE_BYTE = 1,
  TYPE_ASCII = 2,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
  TYPE_RATIONAL = 5,
  TYPE_SRATIONAL = 10,
  TYPE_LAST = 12
};

static const guint8 type_bytes[TYPE_LAST + 1] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };

/* The camera's kind, and which way up; no dates, names, numbers of its own, or remarks. */
static const guint16 main_tags[] = {
  0x010f, /* Make */
  0x0110, /* Model */
  0x0112, /* Orientation */
};

static const guint16 exposure_tags[] = {
  0x829a, /* ExposureTime */
  0x829d, /* FNumber */
  0x8822, /* ExposureProgram */
  0x8827, /* PhotographicSensitivity */
  0x8830, /* SensitivityType */
  0x8831, /* StandardOutputSensitivity */
  0x8832, /* RecommendedExposureIndex */
  0x8833, /* ISOSpeed */
  0x9000, /* ExifVersion */
  0x9201, /* ShutterSpeedValue */
  0x9202, /* ApertureValue */
  0x9203, /* BrightnessValue */
  0x9204, /* ExposureBiasValue */
  0x9205, /* MaxApertureValue */
  0x9206, /* SubjectDistance */
  0x9207, /* MeteringMode */
  0x9208, /* LightSource */
  0x9209, /* Flash */
  0x920a, /* FocalLength */
  0xa001, /* ColorSpace */
  0xa402, /* ExposureMode */
  0xa403, /* WhiteBalance */
  0xa404, /* DigitalZoomRatio */
  0xa405, /* FocalLengthIn35mmFilm */
  0xa406, /* SceneCaptureType */
  0xa432, /* LensSpecification */
  0xa433, /* LensMake */
  0xa434, /* LensModel */
};

typedef struct
{
  const guint8 *data;
  gsize length;
  gboolean big_endian;
} Tiff;

typedef struct
{
  guint16 tag;
  guint16 type;
  guint32 count;
  const guint8 *value;
  gsize size;
} Field;

static guint16
get_u16 (const Tiff *tiff, gsize at)
{
  const guint8 *bytes = tiff->data + at;

  return tiff->big_endian ? (guint16) (bytes[0] << 8 | bytes[1])
                          : (guint16) (bytes[1] << 8 | bytes[0]);
}

static guint32
get_u32 (const Tiff *tiff, gsize at)
{
  guint32 first = get_u16 (tiff, at);
  guint32 second = get_u16 (tiff, at + 2);

  return tiff->big_endian ? first << 16 | second : second << 16 | first;
}

static void
put_u16 (const Tiff *tiff, GByteArray *out, guint16 value)
{
  guint8 big[2] = { (guint8) (value >> 8), (guint8) value };
  guint8 small[2] = { (guint8) value, (guint8) (value >> 8) };

  g_byte_array_append (out, tiff->big_endian ? big : small, 2);
}

static void
put_u32 (const Tiff *tiff, GByteArray *out, guint32 value)
{
  put_u16 (tiff, out, (guint16) (tiff->big_endian ? value >> 16 : value));
  put_u16 (tiff, out, (guint16) (tiff->big_endian ? value : value >> 16));
}

static gboolean
open_tiff (Tiff *tiff, const guint8 *data, gsize length)
{
  if (length >= 6 && memcmp (data, "Exif\0\0", 6) == 0)
    {
      data += 6;
      length -= 6;
    }
  if (length < 8 || length > G_MAXUINT32 ||
      (memcmp (data, "II*\0", 4) != 0 && memcmp (data, "MM\0*", 4) != 0))
    return FALSE;

  *tiff = (Tiff) { data, length, data[0] == 'M' };

  return TRUE;
}

/* The entry at @at; FALSE for one that points out of the file or is of no known type. */
static gboolean
read_field (const Tiff *tiff, gsize at, Field *field)
{
  guint32 offset = 0;

  field->tag = get_u16 (tiff, at);
  field->type = get_u16 (tiff, at + 2);
  field->count = get_u32 (tiff, at + 4);
  if (field->type == 0 || field->type > TYPE_LAST || field->count == 0 ||
      field->count > MAX_VALUE_BYTES)
    return FALSE;

  field->size = (gsize) field->count * type_bytes[field->type];
  if (field->size <= 4)
    {
      field->value = tiff->data + at + 8;
      return TRUE;
    }

  offset = get_u32 (tiff, at + 8);
  if (field->size > MAX_VALUE_BYTES || offset > tiff->length || field->size > tiff->length - offset)
    return FALSE;
  field->value = tiff->data + offset;

  return TRUE;
}

static gboolean
may_stay (guint16 tag, const guint16 *tags, gsize n_tags)
{
  for (gsize i = 0; i < n_tags; i++)
    if (tags[i] == tag)
      return TRUE;

  return FALSE;
}

static gboolean
has_tag (GArray *fields, guint16 tag)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, Field, i).tag == tag)
      return TRUE;

  return FALSE;
}

/* (transfer full) (element-type Field): what may stay of the directory at @at, the first of each.
 * @exposure_at: (out) (optional): where the directory of the exposure is, 0 for nowhere. */
static GArray *
read_directory (
  const Tiff *tiff, guint32 at, const guint16 *tags, gsize n_tags, guint32 *exposure_at)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (Field));
  guint n_entries = 0;

  if (at < 8 || at > tiff->length - 2)
    return fields;

  n_entries = get_u16 (tiff, at);
  for (guint i = 0; i < MIN (n_entries, MAX_ENTRIES); i++)
    {
      gsize entry = (gsize) at + 2 + (gsize) i * ENTRY_BYTES;
      Field field;

      if (entry + ENTRY_BYTES > tiff->length)
        break;
      if (exposure_at != NULL && get_u16 (tiff, entry) == EXIF_POINTER)
        *exposure_at = get_u32 (tiff, entry + 8);
      if (may_stay (get_u16 (tiff, entry), tags, n_tags) && read_field (tiff, entry, &field) &&
          !has_tag (fields, field.tag))
        g_array_append_val (fields, field);
    }

  return fields;
}

static int
compare_tags (gconstpointer a, gconstpointer b)
{
  return (int) ((const Field *) a)->tag - (int) ((const Field *) b)->tag;
}

/* A directory and, behind it, the values that are too long for its entries. */
static void
write_directory (const Tiff *tiff, GByteArray *out, GArray *fields)
{
  guint32 values_at = out->len + 2 + fields->len * ENTRY_BYTES + 4;
  static const guint8 zeros[4];

  g_array_sort (fields, compare_tags);
  put_u16 (tiff, out, (guint16) fields->len);
  for (guint i = 0; i < fields->len; i++)
    {
      const Field *field = &g_array_index (fields, Field, i);

      put_u16 (tiff, out, field->tag);
      put_u16 (tiff, out, field->type);
      put_u32 (tiff, out, field->count);
      if (field->size <= 4)
        {
          g_byte_array_append (out, field->value, (guint) field->size);
          g_byte_array_append (out, zeros, 4 - (guint) field->size);
          continue;
        }
      put_u32 (tiff, out, values_at);
      values_at += (guint32) (field->size + field->size % 2);
    }
  put_u32 (tiff, out, 0); /* no other directory */

  for (guint i = 0; i < fields->len; i++)
    {
      const Field *field = &g_array_index (fields, Field, i);

      if (field->size <= 4)
        continue;
      g_byte_array_append (out, field->value, (guint) field->size);
      g_byte_array_append (out, zeros, (guint) (field->size % 2));
    }
}

static guint32
directory_bytes (GArray *fields)
{
  guint32 size = 2 + fields->len * ENTRY_BYTES + 4;

  for (guint i = 0; i < fields->len; i++)
    {
      gsize value = g_array_index (fields, Field, i).size;

      if (value > 4)
        size += (guint32) (value + value % 2);
    }

  return size;
}

GByteArray *
lb_strip_exif (const guint8 *data, gsize length)
{
  g_autoptr (GArray) main_fields = NULL;
  g_autoptr (GArray) exposure_fields = NULL;
  GByteArray *out = NULL;
  guint32 exposure_at = 0;
  guint8 pointer[4];
  Tiff tiff;

  if (!open_tiff (&tiff, data, length))
    return NULL;

  main_fields =
    read_directory (&tiff, get_u32 (&tiff, 4), main_tags, G_N_ELEMENTS (main_tags), &exposure_at);
  exposure_fields =
    read_directory (&tiff, exposure_at, exposure_tags, G_N_ELEMENTS (exposure_tags), NULL);
  if (main_fields->len + exposure_fields->len == 0)
    return NULL;

  out = g_byte_array_new ();
  g_byte_array_append (out, tiff.data, 4);
  put_u32 (&tiff, out, 8);
  if (exposure_fields->len > 0)
    {
      Field field = { EXIF_POINTER, TYPE_LONG, 1, pointer, 4 };
      g_autoptr (GByteArray) number = g_byte_array_new ();

      g_array_append_val (main_fields, field);
      put_u32 (&tiff, number, 8 + directory_bytes (main_fields));
      memcpy (pointer, number->data, 4);
    }
  write_directory (&tiff, out, main_fields);
  if (exposure_fields->len > 0)
    write_directory (&tiff, out, exposure_fields);

  return out;
}
