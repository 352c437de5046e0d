#include "model/lb-instruction-sentence.h"

#include "base/lb-error.h"

#include <string.h>

#define MOST_SHOWN 100 /* characters of a text that are repeated in an error */

typedef struct
{
  const char *open;
  const char *close[2];
  gboolean may_be_apostrophe;
} QuotePair;

static const QuotePair quotes[] = {
  { "\"", { "\"", NULL }, FALSE }, { "“", { "”", NULL }, FALSE },   { "„", { "“", "”" }, FALSE },
  { "«", { "»", NULL }, FALSE },   { "「", { "」", NULL }, FALSE }, { "`", { "`", NULL }, TRUE },
  { "'", { "'", NULL }, TRUE },    { "‘", { "’", NULL }, TRUE },
};

void
lb_instruction_sentence_free (LbInstructionSentence *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->mask, g_free);
  g_free (self);
}

/* Whether @word, of any case, is one that a sentence begins with. */
gboolean
lb_instruction_is_verb (const char *word)
{
  static const char *const verbs[] = { "set",    "change", "replace", "remove",
                                       "delete", "add",    "rename",  "shorten" };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_ascii_strcasecmp (word, verbs[i]) == 0)
      return TRUE;

  return FALSE;
}

/* (transfer full): as much of @text as fits into a sentence about it. */
char *
lb_instruction_abridge (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MOST_SHOWN)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MOST_SHOWN);

  return g_strconcat (start, "…", NULL);
}

/* Reads digits, or a number up to twenty in words. */
gboolean
lb_instruction_read_number (const char *word, guint *number)
{
  static const char *const words[] = { "zero",    "one",     "two",       "three",    "four",
                                       "five",    "six",     "seven",     "eight",    "nine",
                                       "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                       "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
                                       "twenty" };
  guint64 value;

  if (g_ascii_string_to_unsigned (word, 10, 0, G_MAXINT, &value, NULL))
    {
      *number = value;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      {
        *number = i;
        return TRUE;
      }

  return FALSE;
}

/* Whether a text in quotes can end where @p stands behind a sign that may be an apostrophe. */
static gboolean
is_behind_quote (const char *p)
{
  return *p == '\0' || g_ascii_isspace (*p) || g_ascii_ispunct (*p);
}

/* Behind the closing sign of the quotation that @pair opens at @p; NULL when there is none. */
static const char *
find_quote_end (const QuotePair *pair, const char *p)
{
  for (p += strlen (pair->open); *p; p++)
    {
      if (*p == '\\' && p[1])
        {
          p++;
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (pair->close) && pair->close[i]; i++)
        if (g_str_has_prefix (p, pair->close[i]) &&
            (!pair->may_be_apostrophe || is_behind_quote (p + strlen (pair->close[i]))))
          return p + strlen (pair->close[i]);
    }

  return NULL;
}

/* Behind the brace or bracket that closes the one at @p; NULL when there is none. */
static const char *
find_json_end (const char *p)
{
  guint depth = 0;
  gboolean in_text = FALSE;

  for (; *p; p++)
    {
      if (in_text && *p == '\\' && p[1])
        p++;
      else if (*p == '"')
        in_text = !in_text;
      else if (!in_text && (*p == '{' || *p == '['))
        depth++;
      else if (!in_text && (*p == '}' || *p == ']') && --depth == 0)
        return p + 1;
    }

  return NULL;
}

/* @end: (out): behind what opens at @p; NULL when nothing does. FALSE when it is never closed. */
static gboolean
find_zone (const char *p, const char **end)
{
  *end = NULL;
  if (*p == '{' || *p == '[')
    {
      *end = find_json_end (p);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (g_str_has_prefix (p, quotes[i].open))
      {
        *end = find_quote_end (&quotes[i], p);
        return *end || quotes[i].may_be_apostrophe;
      }

  return TRUE;
}

/* The quoted places of @text; NULL when a quotation is never closed. */
static guint8 *
mark_zones (const char *text, GError **error)
{
  g_autofree guint8 *mask = g_malloc0 (strlen (text) + 1);
  const char *p = text;
  gboolean fresh = TRUE;

  while (*p)
    {
      const char *end = NULL;

      if (fresh && !find_zone (p, &end))
        {
          g_autofree char *shown = lb_instruction_abridge (p);

          lb_error_set_at (error, LB_ERROR_INVALID, p - text,
                           "A quotation in the instruction is never closed: %s", shown);
          return NULL;
        }
      fresh = end ? FALSE : g_ascii_isspace (*p) || strchr ("(=:,", *p) != NULL;
      if (!end)
        {
          p++;
          continue;
        }
      memset (mask + (p - text), TRUE, end - p);
      p = end;
    }

  return g_steal_pointer (&mask);
}

/* Length of @word and the blanks in front of it when they stand at @p; else 0. */
static gsize
word_length (const char *p, const char *word)
{
  const char *start = p;
  const gsize length = strlen (word);

  while (g_ascii_isspace (*p))
    p++;
  if (g_ascii_strncasecmp (p, word, length) != 0 || g_ascii_isalnum (p[length]))
    return 0;

  return p + length - start;
}

static gboolean
verb_follows (const char *p)
{
  const char *end;
  g_autofree char *word = NULL;

  while (g_ascii_isspace (*p))
    p++;
  for (end = p; g_ascii_isalpha (*end); end++)
    ;
  word = g_strndup (p, end - p);

  return lb_instruction_is_verb (word);
}

/* A text in quotes that ends like a sentence ends one when another begins behind it. */
static gboolean
ends_in_quotes (const char *text, const guint8 *mask, gsize i)
{
  const char *close = i > 0 ? g_utf8_find_prev_char (text, text + i) : NULL;

  return close && close > text && mask[i - 1] && g_ascii_isspace (text[i]) &&
         strchr (".!?", close[-1]) && verb_follows (text + i);
}

static gboolean
is_blank (const char *text, gsize start, gsize end)
{
  while (start < end && g_ascii_isspace (text[start]))
    start++;

  return start == end;
}

/* Length of what parts sentences at byte @i of @text, which begins at @start; 0 for none. */
static gsize
separator_length (const char *text, const guint8 *mask, gsize start, gsize i)
{
  const char *p = text + i;
  gsize length;

  if (mask[i])
    return 0;
  if (*p == ';' || *p == '\n' || *p == '\r')
    return 1;
  if (g_str_has_prefix (p, "。") || g_str_has_prefix (p, "；"))
    return 3;
  if (*p == '.')
    {
      gsize first = i;

      while (first > start && g_ascii_isdigit (text[first - 1]))
        first--;
      if (first < i && is_blank (text, start, first))
        return 0; /* the number of a list's item */

      return (i == 0 || p[-1] != '.') && (p[1] == '\0' || g_ascii_isspace (p[1])) ? 1 : 0;
    }
  if (*p == ',' && (length = word_length (p + 1, "then")) > 1)
    return length + 1;
  if (g_ascii_isspace (*p) && (length = word_length (p, "and")) > 0)
    {
      const gsize more = word_length (p + length, "then");

      if (more > 1)
        return length + more;
    }

  return ends_in_quotes (text, mask, i) ? 1 : 0;
}

/* Moves @p over one word or sign that says nothing in front of a sentence. */
static gboolean
skip_filler (const char **p, const char *end)
{
  static const char *const words[] = { "please", "and", "then", "also", "now", "next", "finally" };
  static const char *const signs[] = { "- ", "* ", "+ ", "• ", "– ", "— ", "," };
  const char *digits = *p;

  if (*p < end && g_ascii_isspace (**p))
    return (*p)++, TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (*p, signs[i]))
      return *p += strlen (signs[i]), *p <= end;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (word_length (*p, words[i]) == strlen (words[i]) && *p + strlen (words[i]) <= end)
      return *p += strlen (words[i]), TRUE;
  while (g_ascii_isdigit (*digits))
    digits++;
  if (digits > *p && digits + 1 < end && (*digits == '.' || *digits == ')') && digits[1] == ' ')
    return *p = digits + 1, TRUE;

  return FALSE;
}

/* The end of the sentence without blanks, a comma and a "please" that is not in quotes. */
static gsize
cut_end (const char *text, const guint8 *mask, gsize start, gsize end)
{
  const gsize please = strlen ("please");

  for (;;)
    {
      if (end > start && !mask[end - 1] &&
          (g_ascii_isspace (text[end - 1]) || text[end - 1] == ','))
        end--;
      else if (end - start > please && !mask[end - 1] &&
               g_ascii_strncasecmp (text + end - please, "please", please) == 0 &&
               (g_ascii_isspace (text[end - please - 1]) || text[end - please - 1] == ','))
        end -= please;
      else
        return end;
    }
}

static void
add_sentence (GPtrArray *list, const char *text, const guint8 *mask, gsize start, gsize end)
{
  const char *p = text + start;
  LbInstructionSentence *self;

  while (p < text + end && skip_filler (&p, text + end))
    ;
  start = MIN ((gsize) (p - text), end);
  end = cut_end (text, mask, start, end);
  if (start == end)
    return;

  self = g_new0 (LbInstructionSentence, 1);
  self->length = end - start;
  self->offset = start;
  self->text = g_strndup (text + start, self->length);
  self->mask = g_memdup2 (mask + start, self->length);
  g_ptr_array_add (list, self);
}

/**
 * lb_instruction_split:
 * @instruction: valid UTF-8
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type LbInstructionSentence): its sentences, maybe
 *   none; or %NULL with %LB_ERROR_INVALID when a quotation is never closed
 */
GPtrArray *
lb_instruction_split (const char *instruction, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_instruction_sentence_free);
  g_autofree guint8 *mask = mark_zones (instruction, error);
  gsize start = 0;
  gsize i = 0;

  if (!mask)
    return NULL;

  while (instruction[i])
    {
      const gsize length = separator_length (instruction, mask, start, i);

      if (length == 0)
        {
          i++;
          continue;
        }
      add_sentence (list, instruction, mask, start, i);
      i += length;
      start = i;
    }
  add_sentence (list, instruction, mask, start, i);

  return g_steal_pointer (&list);
}

/* The part from @start to @end without the blanks around it. */
LbInstructionSpan
lb_instruction_span (const LbInstructionSentence *sentence, gsize start, gsize end)
{
  end = MIN (end, sentence->length);
  start = MIN (start, end);
  while (start < end && g_ascii_isspace (sentence->text[start]))
    start++;
  while (end > start && g_ascii_isspace (sentence->text[end - 1]))
    end--;

  return (LbInstructionSpan) { sentence, start, end };
}

/* Whether @word stands at byte @i, outside of quotes, with blanks around it. */
static gboolean
has_word_at (LbInstructionSpan self, const char *word, gsize i)
{
  const char *text = self.sentence->text;
  const gsize length = strlen (word);

  return !self.sentence->mask[i] && i + length <= self.end &&
         g_ascii_strncasecmp (text + i, word, length) == 0 &&
         (i == self.start || g_ascii_isspace (text[i - 1])) &&
         (i + length == self.end || g_ascii_isspace (text[i + length]));
}

/**
 * lb_instruction_span_find:
 * @word: one word
 * @from: the byte of the sentence from which on to look
 * @position: (out): where it begins
 *
 * Finds the first @word, of any case, that stands by itself outside of quotes.
 */
gboolean
lb_instruction_span_find (LbInstructionSpan self, const char *word, gsize from, gsize *position)
{
  for (gsize i = MAX (from, self.start); i < self.end; i++)
    if (has_word_at (self, word, i))
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/* Whether it reads, outside of quotes, as if another sentence began in it: "… and remove …". */
gboolean
lb_instruction_span_holds_verb (LbInstructionSpan self)
{
  static const char *const links[] = { "and", "then", "also", "please", "but" };
  const char *text = self.sentence->text;

  for (gsize i = self.start; i < self.end; i++)
    {
      const char *p = text + i;

      for (guint k = 0; k < G_N_ELEMENTS (links); k++)
        if (has_word_at (self, links[k], i) && verb_follows (p + strlen (links[k])))
          return TRUE;
      if (*p == ',' && !self.sentence->mask[i] && verb_follows (p + 1))
        return TRUE;
    }

  return FALSE;
}

/* (transfer full): as it is written. */
char *
lb_instruction_span_dup (LbInstructionSpan self)
{
  return g_strndup (self.sentence->text + self.start, self.end - self.start);
}

/* Whether one pair of quotes, braces or brackets is around all of it. */
static gboolean
is_one_zone (LbInstructionSpan self)
{
  const char *end;

  return self.start < self.end && self.sentence->mask[self.start] &&
         find_zone (self.sentence->text + self.start, &end) &&
         end == self.sentence->text + self.end;
}

/* What stands between the quotes of @text; a backslash keeps the sign behind it. */
static char *
unquote (const char *text)
{
  GString *out = g_string_new (NULL);
  const char *end = g_utf8_find_prev_char (text, text + strlen (text));

  for (const char *p = g_utf8_next_char (text); p < end; p++)
    {
      if (*p == '\\' && strchr ("\\\"'`", p[1]) && p + 1 < end)
        p++;
      g_string_append_c (out, *p);
    }

  return g_string_free_and_steal (out);
}

/* (transfer full): what it says, without the quotes. @writing: (out): how it is written. */
char *
lb_instruction_span_read (LbInstructionSpan self, LbInstructionWriting *writing)
{
  g_autofree char *text = lb_instruction_span_dup (self);

  *writing = LB_INSTRUCTION_WORDS;
  if (!is_one_zone (self))
    return g_steal_pointer (&text);

  *writing = *text == '{' || *text == '[' ? LB_INSTRUCTION_JSON : LB_INSTRUCTION_QUOTED;

  return *writing == LB_INSTRUCTION_JSON ? g_steal_pointer (&text) : unquote (text);
}
