#include "imaging/lb-strip-private.h"

#include <string.h>

#include "imaging/lb-probe-private.h"

#define HEAD_BYTES 12
#define CHUNK_HEAD_BYTES 8
#define FLAGS_BYTES 10 /* of VP8X */
#define FLAG_EXIF 0x08
#define FLAG_XMP 0x04

static const char *const pixels[] = { "VP8 ", "VP8L", "ANMF" };
static const char *const kept[] = { "ALPH", "ICCP", "ANIM" };

typedef struct
{
  GByteArray *out;
  guint flags_at; /* of VP8X in @out, 0 for none */
  gboolean has_pixels;
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
is_one_of (const guint8 *name, const char *const *names, gsize n_names)
{
  for (gsize i = 0; i < n_names; i++)
    if (memcmp (name, names[i], 4) == 0)
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

/* FALSE at a head that is not at the front: readers do not agree on what it means. */
static gboolean
take_chunk (Strip *self, const guint8 *name, gsize length)
{
  const guint8 *body = name + CHUNK_HEAD_BYTES;
  const gboolean is_pixels = is_one_of (name, pixels, G_N_ELEMENTS (pixels));

  self->has_pixels |= is_pixels;
  if (memcmp (name, "VP8X", 4) == 0)
    {
      if (length < FLAGS_BYTES || self->out->len > HEAD_BYTES)
        return FALSE;
      self->flags_at = self->out->len + CHUNK_HEAD_BYTES;
      put_chunk (self, "VP8X", body, length);
    }
  else if (is_pixels || is_one_of (name, kept, G_N_ELEMENTS (kept)))
    put_chunk (self, (const char *) name, body, length);
  else if (memcmp (name, "EXIF", 4) == 0)
    put_exif (self, body, length);
  else
    self->changed = TRUE;

  return TRUE;
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

      if (body > end - at - CHUNK_HEAD_BYTES || !take_chunk (&self, data + at, body))
        return FALSE;
      at += CHUNK_HEAD_BYTES + body;
      if (body % 2 == 1 && at < end)
        at++;
    }
  if (!self.has_pixels)
    return FALSE;
  correct_head (&self);
  *changed = self.changed || out->len != length;

  return TRUE;
}
