#include "base/lb-visible-text.h"

#define CONTROL_PICTURES 0x2400u /* the sign of each control character, in their order */
#define DELETE_PICTURE 0x2421u
#define DELETE 0x7fu
#define ZERO_WIDTH_NON_JOINER 0x200cu
#define ZERO_WIDTH_JOINER 0x200du
#define REPLACEMENT_CHARACTER 0xfffdu

static gunichar
visible (gunichar c)
{
  if (c < 0x20)
    return CONTROL_PICTURES + c;
  if (c == DELETE)
    return DELETE_PICTURE;
  if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER)
    return c;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR: return REPLACEMENT_CHARACTER;
    default:                            return c;
    }
}

char *
lb_visible_text (const char *text)
{
  g_autofree char *valid = NULL;
  GString *line = NULL;

  if (text == NULL)
    return NULL;

  valid = g_utf8_make_valid (text, -1);
  line = g_string_new (NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (line, visible (g_utf8_get_char (at)));

  return g_string_free (line, FALSE);
}
