#include "imaging/lb-strip-private.h"

#include <string.h>

#include "base/lb-error.h"

typedef gboolean (*Strip) (const guint8 *data, gsize length, GByteArray *out, gboolean *changed);

/* (nullable): by content alone */
static Strip
find_format (const guint8 *data, gsize length)
{
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return lb_strip_jpeg;
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return lb_strip_png;
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return lb_strip_webp;

  return NULL;
}

GBytes *
lb_strip_metadata (GBytes *bytes, GError **error)
{
  g_autoptr (GByteArray) out = NULL;
  gboolean changed = FALSE;
  const guint8 *data = NULL;
  gsize length = 0;
  Strip strip = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (!(strip = find_format (data, length)) || length > G_MAXUINT32 / 2)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                           "Neither a JPEG nor a PNG nor a WebP file");
      return NULL;
    }

  out = g_byte_array_sized_new ((guint) length);
  if (!strip (data, length, out, &changed))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_DAMAGED,
                           "What the file says of itself can't be told from its pixels");
      return NULL;
    }

  return changed ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : g_bytes_ref (bytes);
}
