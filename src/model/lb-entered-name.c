#include "model/lb-entered-name.h"

#include <string.h>

/* Embeddings, overrides and isolates, and what ends them. Marks of one direction turn nothing
 * round, and a name that mixes scripts may need one. */
static gboolean
turns_text (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
can_be_seen (gunichar c)
{
  return g_unichar_isgraph (c) && !g_unichar_iszerowidth (c);
}

static LbEnteredName
judge_char (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR: return LB_ENTERED_NAME_LINE;
    default:                            return turns_text (c) ? LB_ENTERED_NAME_TURN : LB_ENTERED_NAME_GOOD;
    }
}

LbEnteredName
lb_entered_name_judge (const char *name)
{
  gboolean is_blank = TRUE;

  g_return_val_if_fail (name != NULL, LB_ENTERED_NAME_BLANK);

  if (!g_utf8_validate (name, -1, NULL))
    return LB_ENTERED_NAME_ENCODING;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      const LbEnteredName verdict = judge_char (c);

      if (verdict != LB_ENTERED_NAME_GOOD)
        return verdict;
      is_blank &= !can_be_seen (c);
    }
  if (is_blank)
    return LB_ENTERED_NAME_BLANK;

  return strlen (name) > LB_ENTERED_NAME_BYTES ? LB_ENTERED_NAME_LONG : LB_ENTERED_NAME_GOOD;
}

/* Formatting characters alone: marks have no width either, and change the letter before them. */
static gboolean
has_no_looks (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT && g_unichar_iszerowidth (c);
}

/* (transfer full): what there is to see of it. */
static char *
dup_looks (const char *name)
{
  g_autoptr (GString) looks = g_string_new (NULL);
  gsize n_kept = 0;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (has_no_looks (c) || (looks->len == 0 && g_unichar_isspace (c)))
        continue;
      g_string_append_unichar (looks, c);
      if (!g_unichar_isspace (c))
        n_kept = looks->len;
    }
  g_string_truncate (looks, n_kept);

  return g_utf8_normalize (looks->str, -1, G_NORMALIZE_NFC);
}

gboolean
lb_entered_name_is_like (const char *name, const char *other)
{
  g_autofree char *looks = dup_looks (name);
  g_autofree char *others = dup_looks (other);

  return g_strcmp0 (looks, others) == 0;
}
