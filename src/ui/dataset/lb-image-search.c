#include "config.h"

#include "ui/dataset/lb-image-search.h"

#include <string.h>

gboolean
lb_image_search_begins (const char *line, const char *folded, gboolean words)
{
  g_autofree char *own = g_utf8_casefold (line != NULL ? line : "", -1);
  const char *at = own;

  if (!words)
    return g_str_has_prefix (own, folded);

  while ((at = strstr (at, folded)) != NULL)
    {
      if (at == own || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
        return TRUE;
      at = g_utf8_next_char (at);
    }
  return FALSE;
}
