#include "imaging/lb-probe-private.h"

#include <string.h>

#define MAX_CHUNKS 65536

#define VP8X_ANIMATION 0x02
#define VP8X_ALPHA 0x10

typedef struct
{
  gboolean has_canvas; /* VP8X came and says the size */
  gboolean has_image;  /* VP8, VP8L or a whole frame */
  int n_frames;
} WebpState;

static int
read_u24 (const guint8 *bytes)
{
  return bytes[2] << 16 | bytes[1] << 8 | bytes[0];
}

static gboolean
read_canvas (const guint8 *bytes, gsize length, WebpState *state, LbProbeResult *result)
{
  if (length < 10)
    return FALSE;

  state->has_canvas = TRUE;
  result->has_alpha = (bytes[0] & VP8X_ALPHA) != 0;
  result->width = read_u24 (bytes + 4) + 1;
  result->height = read_u24 (bytes + 7) + 1;
  return TRUE;
}

static gboolean
read_lossy (const guint8 *bytes, gsize length, WebpState *state, LbProbeResult *result)
{
  int width;
  int height;

  /* A key frame: 3 bytes of tag, the start code, then 14 bits a side. */
  if (length < 10 || (bytes[0] & 1) != 0 || memcmp (bytes + 3, "\x9d\x01\x2a", 3) != 0)
    return FALSE;

  width = (bytes[7] << 8 | bytes[6]) & 0x3fff;
  height = (bytes[9] << 8 | bytes[8]) & 0x3fff;
  state->has_image = width > 0 && height > 0;
  if (!state->has_canvas)
    {
      result->width = width;
      result->height = height;
    }
  return state->has_image;
}

static gboolean
read_lossless (const guint8 *bytes, gsize length, WebpState *state, LbProbeResult *result)
{
  guint32 bits;

  if (length < 5 || bytes[0] != 0x2f)
    return FALSE;

  bits = lb_probe_le32 (bytes + 1);
  state->has_image = TRUE;
  if ((bits >> 28 & 1) != 0)
    result->has_alpha = TRUE;
  if (!state->has_canvas)
    {
      result->width = (int) (bits & 0x3fff) + 1;
      result->height = (int) (bits >> 14 & 0x3fff) + 1;
    }
  return TRUE;
}

static void
read_exif (LbProbeSource *source, gint64 offset, gsize length, LbProbeResult *result)
{
  guint8 exif[LB_PROBE_EXIF_BYTES];
  gsize got = lb_probe_source_read (source, offset, exif, MIN (length, sizeof exif));

  result->orientation = lb_probe_exif_orientation (exif, got);
}

/* FALSE when the chunk contradicts the format. */
static gboolean
read_chunk (LbProbeSource *source,
            const char *name,
            gint64 offset,
            gsize length,
            WebpState *state,
            LbProbeResult *result)
{
  guint8 bytes[10];
  gsize got = lb_probe_source_read (source, offset, bytes, MIN (length, sizeof bytes));

  if (memcmp (name, "VP8X", 4) == 0)
    return read_canvas (bytes, got, state, result);
  if (memcmp (name, "VP8 ", 4) == 0)
    return state->has_image || read_lossy (bytes, got, state, result);
  if (memcmp (name, "VP8L", 4) == 0)
    return state->has_image || read_lossless (bytes, got, state, result);

  if (memcmp (name, "ALPH", 4) == 0)
    result->has_alpha = TRUE;
  else if (memcmp (name, "EXIF", 4) == 0)
    read_exif (source, offset, length, result);
  else if (memcmp (name, "ANMF", 4) == 0)
    {
      state->has_image = TRUE;
      state->n_frames++;
    }

  return TRUE;
}

void
lb_probe_webp (LbProbeSource *source, LbProbeResult *result)
{
  WebpState state = { 0 };
  guint8 head[8];
  gint64 offset = 12;
  gint64 end;

  result->truncated = TRUE;
  if (!lb_probe_source_read_all (source, 0, head, sizeof head))
    return;

  end = (gint64) lb_probe_le32 (head + 4) + 8;
  if (end > source->size_bytes)
    end = source->size_bytes;
  else
    result->truncated = FALSE;

  for (int i = 0; i < MAX_CHUNKS && offset + 8 <= end; i++)
    {
      gsize length;

      if (!lb_probe_source_read_all (source, offset, head, sizeof head))
        break;
      length = lb_probe_le32 (head + 4);
      offset += 8;
      if (!read_chunk (source, (const char *) head, offset, length, &state, result) ||
          offset + (gint64) length > end)
        {
          result->truncated = TRUE;
          break;
        }
      offset += (gint64) length + (length & 1);
    }

  result->frames = MAX (1, state.n_frames);
  if (!state.has_image)
    result->truncated = TRUE;
}
