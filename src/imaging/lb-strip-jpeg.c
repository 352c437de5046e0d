#include "imaging/lb-strip-private.h"

#include <string.h>

#define MAX_SEGMENTS 65536
#define EXIF_HEAD "Exif\0\0"
#define EXIF_HEAD_BYTES 6
#define JFIF_BYTES 14 /* without a thumbnail */
#define JFIF_THUMBNAIL_AT 12
#define MAX_SEGMENT_BYTES 65533

enum
{
  MARKER_TEM = 0x01,
  MARKER_RST0 = 0xd0,
  MARKER_RST7 = 0xd7,
  MARKER_SOI = 0xd8,
  MARKER_EOI = 0xd9,
  MARKER_SOS = 0xda,
  MARKER_APP0 = 0xe0,
  MARKER_APP1 = 0xe1,
  MARKER_APP2 = 0xe2,
  MARKER_APP14 = 0xee,
  MARKER_APP15 = 0xef,
  MARKER_JPG0 = 0xf0,
  MARKER_COM = 0xfe
};

typedef struct
{
  const guint8 *data;
  gsize length;
  gsize at;
  GByteArray *out;
  gboolean had_exif;
  gboolean changed;
} Strip;

static gboolean
begins_with (const guint8 *body, gsize length, const void *head, gsize head_length)
{
  return length >= head_length && memcmp (body, head, head_length) == 0;
}

static void
put_segment (Strip *self, guint8 marker, const guint8 *head, gsize head_length, GByteArray *body)
{
  gsize size = 2 + head_length + body->len;
  const guint8 start[4] = { 0xff, marker, (guint8) (size >> 8), (guint8) size };

  g_byte_array_append (self->out, start, sizeof start);
  g_byte_array_append (self->out, head, (guint) head_length);
  g_byte_array_append (self->out, body->data, body->len);
}

static void
put_exif (Strip *self, const guint8 *body, gsize length)
{
  g_autoptr (GByteArray) kept = self->had_exif ? NULL : lb_strip_exif (body, length);

  self->had_exif = TRUE;
  if (kept != NULL && kept->len <= MAX_SEGMENT_BYTES - EXIF_HEAD_BYTES)
    put_segment (self, MARKER_APP1, (const guint8 *) EXIF_HEAD, EXIF_HEAD_BYTES, kept);
  if (kept == NULL || kept->len + EXIF_HEAD_BYTES != length ||
      memcmp (kept->data, body + EXIF_HEAD_BYTES, kept->len) != 0)
    self->changed = TRUE;
}

/* The head of JFIF says the shape of pixels; behind it may be a picture. */
static void
put_jfif (Strip *self, const guint8 *body)
{
  g_autoptr (GByteArray) kept = g_byte_array_new ();

  g_byte_array_append (kept, body, JFIF_BYTES);
  kept->data[JFIF_THUMBNAIL_AT] = 0;
  kept->data[JFIF_THUMBNAIL_AT + 1] = 0;
  put_segment (self, MARKER_APP0, NULL, 0, kept);
  self->changed = TRUE;
}

/* What decoding needs, tables, frames, profiles and Adobe's word on colours, stays as it is. */
static gboolean
stays (guint8 marker, const guint8 *body, gsize length)
{
  if (marker == MARKER_APP0)
    return begins_with (body, length, "JFIF\0", 5) && length == JFIF_BYTES;
  if (marker == MARKER_APP2)
    return begins_with (body, length, "ICC_PROFILE\0", 12);
  if (marker == MARKER_APP14)
    return begins_with (body, length, "Adobe", 5);

  return (marker < MARKER_APP0 || marker > MARKER_APP15) && marker < MARKER_JPG0;
}

static void
take_segment (Strip *self, guint8 marker, gsize size)
{
  const guint8 *body = self->data + self->at + 4;
  gsize length = size - 2;

  if (stays (marker, body, length))
    g_byte_array_append (self->out, self->data + self->at, (guint) (2 + size));
  else if (marker == MARKER_APP1 && begins_with (body, length, EXIF_HEAD, EXIF_HEAD_BYTES))
    put_exif (self, body, length);
  else if (marker == MARKER_APP0 && begins_with (body, length, "JFIF\0", 5) && length > JFIF_BYTES)
    put_jfif (self, body);
  else
    self->changed = TRUE;

  self->at += 2 + size;
}

/* Coded data goes on until a marker that is neither a restart nor a stuffed byte. */
static void
take_scan (Strip *self)
{
  gsize start = self->at;

  while (self->at < self->length)
    {
      const guint8 *next = memchr (self->data + self->at, 0xff, self->length - self->at);
      guint8 code = 0;

      if (next == NULL || next + 1 >= self->data + self->length)
        {
          self->at = self->length;
          break;
        }
      self->at = (gsize) (next - self->data);
      code = next[1];
      if (code != 0 && code != 0xff && (code < MARKER_RST0 || code > MARKER_RST7))
        break;
      self->at += code == 0xff ? 1 : 2;
    }
  g_byte_array_append (self->out, self->data + start, (guint) (self->at - start));
}

/* One marker and what belongs to it. FALSE at what is none. @end: (out): it was the last. */
static gboolean
take_marker (Strip *self, gboolean *end)
{
  guint8 marker = 0;
  gsize size = 0;

  if (self->at >= self->length || self->data[self->at] != 0xff)
    return FALSE;
  while (self->at + 1 < self->length && self->data[self->at + 1] == 0xff)
    self->at++; /* fill bytes */
  if (self->at + 1 >= self->length)
    return FALSE;

  marker = self->data[self->at + 1];
  if (marker == MARKER_EOI)
    {
      g_byte_array_append (self->out, self->data + self->at, 2);
      self->at += 2;
      *end = TRUE;
      return TRUE;
    }
  if (marker == MARKER_TEM || marker == MARKER_SOI || marker == 0 ||
      (marker >= MARKER_RST0 && marker <= MARKER_RST7) || self->at + 4 > self->length)
    return FALSE;

  size = (gsize) self->data[self->at + 2] << 8 | self->data[self->at + 3];
  if (size < 2 || size > self->length - self->at - 2)
    return FALSE;
  take_segment (self, marker, size);
  if (marker == MARKER_SOS)
    take_scan (self);

  return TRUE;
}

gboolean
lb_strip_jpeg (const guint8 *data, gsize length, GByteArray *out, gboolean *changed)
{
  Strip self = { .data = data, .length = length, .at = 2, .out = out };
  gboolean end = FALSE;

  if (length < 4 || data[0] != 0xff || data[1] != MARKER_SOI)
    return FALSE;

  g_byte_array_append (out, data, 2);
  for (guint i = 0; !end; i++)
    if (i == MAX_SEGMENTS || !take_marker (&self, &end))
      return FALSE;

  *changed = self.changed || self.at < length;

  return TRUE;
}
