#include "jobs/lb-bulk-texts.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "contract/lb-limits.h"

static char *
without_ending (const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *dot = strrchr (slash != NULL ? slash : name, '.');

  return dot != NULL ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

char *
lb_bulk_text_stem (const char *name)
{
  g_autofree char *stem = without_ending (name);

  return g_utf8_validate (stem, -1, NULL) ? lb_zip_name_to_key (stem) : g_steal_pointer (&stem);
}

gboolean
lb_bulk_text_is_usable (GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (size == 0 || size > LB_LIMIT_CAPTION_BYTES || !g_utf8_validate (text, (gssize) size, NULL))
    return FALSE;

  for (const char *at = text; at < text + size; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)) && g_utf8_get_char (at) != 0xfeff)
      return TRUE;

  return FALSE;
}

char *
lb_bulk_text_name (const char *name)
{
  g_autofree char *stem = without_ending (name);

  return g_strconcat (stem, ".txt", NULL);
}
