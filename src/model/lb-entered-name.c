#include "model/lb-entered-name.h"

#include <string.h>

#define SOFT_HYPHEN 0x00ad

/* Embeddings, overrides and isolates, and what ends them. Marks of one direction turn nothing
 * round, and a name that mixes scripts may need one. */
static gboolean
turns_text (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What Unicode calls “default ignorable”: formatting characters, the soft hyphen among them, and a
 * few that count as letters or marks. Other marks have no width either, and change the letter
 * before them. */
static gboolean
has_no_looks (gunichar c)
{
  static const struct
  {
    gunichar first;
    gunichar last;
  } others[] = {
    { 0x034f, 0x034f },                                          /* grapheme joiner */
    { 0x115f, 0x1160 }, { 0x3164, 0x3164 }, { 0xffa0, 0xffa0 },  /* fillers */
    { 0x17b4, 0x17b5 },                                          /* inherent vowels */
    { 0x180b, 0x180f }, { 0xfe00, 0xfe0f }, { 0xe0100, 0xe01ef } /* variation selectors */
  };

  if (g_unichar_type (c) == G_UNICODE_FORMAT)
    return g_unichar_iszerowidth (c) || c == SOFT_HYPHEN;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (c >= others[i].first && c <= others[i].last)
      return TRUE;

  return FALSE;
}

static gboolean
can_be_seen (gunichar c)
{
  return g_unichar_isgraph (c) && !g_unichar_iszerowidth (c) && !has_no_looks (c);
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

/* (transfer full): what there is to see of @name. */
static char *
dup_seen (const char *name)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  gsize n_kept = 0;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (has_no_looks (c) || (seen->len == 0 && g_unichar_isspace (c)))
        continue;
      g_string_append_unichar (seen, c);
      if (!g_unichar_isspace (c))
        n_kept = seen->len;
    }
  g_string_truncate (seen, n_kept);

  return g_utf8_normalize (seen->str, -1, G_NORMALIZE_NFC);
}

/* Small letters that look like a Latin one, or whose capitals do, since case does not count. The
 * idea is that of the “confusables” in Unicode Technical Standard #39, section 4
 * (https://www.unicode.org/reports/tr39/); the table is our own, of single letters that a keyboard
 * has. */
static const struct
{
  char latin;
  gunichar others[3]; /* Cyrillic, Greek, and Latin letters of their own */
} confusables[] = {
  { 'a', { 0x0430, 0x03b1, 0x0251 } }, /* а α ɑ */
  { 'b', { 0x0432, 0x03b2 } },         /* в β */
  { 'c', { 0x0441 } },                 /* с */
  { 'd', { 0x0501 } },                 /* ԁ */
  { 'e', { 0x0435, 0x03b5 } },         /* е ε */
  { 'g', { 0x050d, 0x0261 } },         /* ԍ ɡ */
  { 'h', { 0x043d, 0x03b7, 0x04bb } }, /* н η һ */
  { 'i', { 0x0456, 0x03b9, 0x0131 } }, /* і ι ı */
  { 'j', { 0x0458, 0x03f3 } },         /* ј ϳ */
  { 'k', { 0x043a, 0x03ba } },         /* к κ */
  { 'm', { 0x043c, 0x03bc } },         /* м μ */
  { 'n', { 0x03bd } },                 /* ν */
  { 'o', { 0x043e, 0x03bf } },         /* о ο */
  { 'p', { 0x0440, 0x03c1 } },         /* р ρ */
  { 'q', { 0x051b } },                 /* ԛ */
  { 's', { 0x0455 } },                 /* ѕ */
  { 't', { 0x0442, 0x03c4 } },         /* т τ */
  { 'v', { 0x0475 } },                 /* ѵ */
  { 'w', { 0x051d } },                 /* ԝ */
  { 'x', { 0x0445, 0x03c7 } },         /* х χ */
  { 'y', { 0x0443, 0x03c5, 0x04af } }, /* у υ ү */
  { 'z', { 0x03b6 } },                 /* ζ */
};

/* @c: of folded case. */
static gunichar
latin_of (gunichar c)
{
  if (c < 0x80)
    return c;

  for (gsize i = 0; i < G_N_ELEMENTS (confusables); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (confusables[i].others); j++)
      if (confusables[i].others[j] == c)
        return (gunichar) confusables[i].latin;

  return c;
}

char *
lb_entered_name_dup_looks (const char *name)
{
  g_autofree char *seen = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *apart = NULL;
  GString *looks = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  /* Letters of another width or font, then of another case, each apart from its marks. */
  if (!(seen = dup_seen (name)) || !(plain = g_utf8_normalize (seen, -1, G_NORMALIZE_NFKD)))
    return NULL;
  folded = g_utf8_casefold (plain, -1);
  apart = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD);
  looks = g_string_new (NULL);
  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (looks, latin_of (g_utf8_get_char (at)));

  return g_string_free (looks, FALSE);
}

gboolean
lb_entered_name_is_same (const char *name, const char *other)
{
  g_autofree char *seen = NULL;
  g_autofree char *others = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  seen = dup_seen (name);
  others = dup_seen (other);

  return g_strcmp0 (seen, others) == 0;
}

gboolean
lb_entered_name_is_like (const char *name, const char *other)
{
  g_autofree char *looks = lb_entered_name_dup_looks (name);
  g_autofree char *others = lb_entered_name_dup_looks (other);

  return g_strcmp0 (looks, others) == 0;
}
