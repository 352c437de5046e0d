#include "imaging/lb-strip-private.h"

#include <string.h>

#include "imaging/lb-probe-private.h"

#define HEAD_BYTES 12
#define CHUNK_HEAD_BYTES 8
#define FLAGS_BYTES 10 /* of VP8X */
#define FLAG_EXIF 0x08
#define FLAG_XMP 0x04

static const char *const kept[] = { "VP8 ", "VP8L", "ALPH", "ICCP", "ANIM", "ANMF" };

typedef struct
{
  GByteArray *out;
  guint flags_at; /* of VP8X in @out, 0 for none */
  gboolean has_exif;
  gboolean changed;
} Strip;

static void
put_le32 (guint8 *bytes, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (8 * i));
}

static gboolean
stays (const guint8 *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (memcmp (name, kept[i], 4) == 0)
      return TRUE;

  return FALSE;
}

static void
put_chunk (Strip *self, const char *name, const guint8 *body, gsize length)
{
  guint8 head[CHUNK_HEAD_BYTES];

  memcpy (head, name, 4);
  put_le32 (head + 4, (guint32) length);
  g_byte_array_append (self->out, head, sizeof head);
  g_byte_array_append (self->out, body, (guint) length);
  if (length % 2 == 1)
    g_byte_array_append (self->out, (const guint8 *) "", 1);
}

static void
put_exif (Strip *self, const guint8 *body, gsize length)
{
  g_autoptr (GByteArray) exif = self->has_exif ? NULL : lb_strip_exif (body, length);

  if (exif == NULL || exif->len != length || memcmp (exif->data, body, length) != 0)
    self->changed = TRUE;
  if (exif == NULL)
    return;

  self->has_exif = TRUE;
  put_chunk (self, "EXIF", exif->data, exif->len);
}

static void
take_chunk (Strip *self, const guint8 *name, gsize length)
{
  const guint8 *body = name + CHUNK_HEAD_BYTES;

  if (memcmp (name, "VP8X", 4) == 0 && length >= FLAGS_BYTES && self->flags_at == 0)
    {
      self->flags_at = self->out->len + CHUNK_HEAD_BYTES;
      put_chunk (self, "VP8X", body, length);
    }
  else if (stays (name))
    put_chunk (self, (const char *) name, body, length);
  else if (memcmp (name, "EXIF", 4) == 0)
    put_exif (self, body, length);
  else
    self->changed = TRUE;
}

/* The head says what is inside, and how much. */
static void
correct_head (Strip *self)
{
  if (self->flags_at != 0)
    {
      guint8 *flags = self->out->data + self->flags_at;
      guint8 now = (guint8) (*flags & ~(FLAG_EXIF | FLAG_XMP));

      if (self->has_exif)
        now |= FLAG_EXIF;
      self->changed |= now != *flags;
      *flags = now;
    }
  put_le32 (self->out->data + 4, self->out->len - CHUNK_HEAD_BYTES);
}

gboolean
lb_strip_webp (const guint8 *data, gsize length, GByteArray *out, gboolean *changed)
{
  Strip self = { .out = out };
  gsize at = HEAD_BYTES;
  gsize end = 0;

  if (length < HEAD_BYTES + CHUNK_HEAD_BYTES)
    return FALSE;

  end = (gsize) lb_probe_le32 (data + 4) + CHUNK_HEAD_BYTES;
  if (end > length || end < HEAD_BYTES)
    return FALSE;

  g_byte_array_append (out, data, HEAD_BYTES);
  while (end - at >= CHUNK_HEAD_BYTES)
    {
      gsize body = lb_probe_le32 (data + at + 4);

      if (body > end - at - CHUNK_HEAD_BYTES)
        return FALSE;
      take_chunk (&self, data + at, body);
      at += CHUNK_HEAD_BYTES + body;
      if (body % 2 == 1 && at < end)
        at++;
    }
  correct_head (&self);
  *changed = self.changed || out->len != length;

  return TRUE;
}
