/* Compares two texts word by word: the longest common sequence of words, then what stays of it in
 * crumbs between changes goes with them, so that a changed phrase reads as one. */
#include "model/lb-word-diff.h"

#include <string.h>

/* Cells of the table; longer texts are compared at their ends only. */
#define MOST_COMPARISONS 4000000

/* A word, a run of blanks, or one other character. */
typedef struct
{
  const char *text;
  gsize length;
  gboolean word; /* not blanks or punctuation */
} Token;

typedef struct
{
  const char *before;
  const char *after;
  GArray *runs; /* unowned (element-type LbWordRun) */
} Comparison;

/* Of those that are written without blanks between words every letter counts as one. */
static gboolean
is_in_word (gunichar c)
{
  return (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019) &&
         !g_unichar_iswide (c);
}

static gsize
measure_run (const char *text, gboolean (*belongs) (gunichar c))
{
  const char *p = text;

  while (*p != '\0' && belongs (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return (gsize) (p - text);
}

static GArray *
split (const char *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));

  while (*text != '\0')
    {
      const gunichar c = g_utf8_get_char (text);
      Token token = { .text = text, .word = is_in_word (c) || g_unichar_iswide (c) };

      if (is_in_word (c))
        token.length = measure_run (text, is_in_word);
      else if (g_unichar_isspace (c))
        token.length = measure_run (text, g_unichar_isspace);
      else
        token.length = (gsize) (g_utf8_next_char (text) - text);
      g_array_append_val (tokens, token);
      text += token.length;
    }

  return tokens;
}

static const Token *
token_at (const GArray *tokens, guint i)
{
  return &g_array_index (tokens, Token, i);
}

static gboolean
equal (const GArray *a, guint i, const GArray *b, guint j)
{
  const Token *one = token_at (a, i);
  const Token *other = token_at (b, j);

  return one->length == other->length && memcmp (one->text, other->text, one->length) == 0;
}

/* Words weigh more than what stands between them, or blanks alone could make up a sequence. */
static guint
weigh (const GArray *a, guint i)
{
  return token_at (a, i)->word ? 4 : 1;
}

/* Finds for each of @a from @start to before @a_end which one of @b it is. */
static void
match (const GArray *a, guint a_end, const GArray *b, guint b_end, guint start, int *matches)
{
  const guint n = a_end - start;
  const guint m = b_end - start;
  g_autofree guint *best = NULL;
  guint i = 0;
  guint j = 0;

  if (n == 0 || m == 0 || (guint64) n * m > MOST_COMPARISONS)
    return;

#define BEST(row, column) best[(gsize) (row) * (m + 1) + (column)]

  best = g_new0 (guint, (gsize) (n + 1) * (m + 1));
  for (guint row = n; row > 0; row--)
    for (guint column = m; column > 0; column--)
      {
        guint most = MAX (BEST (row, column - 1), BEST (row - 1, column));

        if (equal (a, start + row - 1, b, start + column - 1))
          most = MAX (most, BEST (row, column) + weigh (a, start + row - 1));
        BEST (row - 1, column - 1) = most;
      }

  while (i < n && j < m)
    {
      if (equal (a, start + i, b, start + j) &&
          BEST (i, j) == BEST (i + 1, j + 1) + weigh (a, start + i))
        {
          matches[start + i] = (int) (start + j);
          i++;
          j++;
        }
      else if (BEST (i, j) == BEST (i + 1, j))
        i++;
      else
        j++;
    }

#undef BEST
}

/* What was kept between two changes, and is no word, goes with them. */
static void
drop_crumbs (const GArray *a, const GArray *b, int *matches)
{
  int next = 0; /* of @b, behind the last match that stays */

  for (guint i = 0; i < a->len;)
    {
      guint end = i;
      gboolean word = FALSE;
      gboolean change_before = FALSE;
      gboolean change_behind = FALSE;

      if (matches[i] < 0)
        {
          i++;
          continue;
        }

      while (end < a->len && matches[end] == matches[i] + (int) (end - i))
        word |= token_at (a, end++)->word;
      change_before = (i > 0 && matches[i - 1] < 0) || matches[i] > next;
      change_behind =
        end < a->len ? matches[end] != matches[end - 1] + 1 : matches[end - 1] + 1 < (int) b->len;
      next = matches[end - 1] + 1;
      if (!word && change_before && change_behind)
        for (guint k = i; k < end; k++)
          matches[k] = -1;
      i = end;
    }
}

/* Joins with the run before of the same kind that it follows. */
static void
add_run (Comparison *self, LbWordKind kind, const Token *token)
{
  const char *text = kind == LB_WORD_ADDED ? self->after : self->before;
  LbWordRun run = { kind, (gsize) (token->text - text), token->length };
  LbWordRun *last =
    self->runs->len > 0 ? &g_array_index (self->runs, LbWordRun, self->runs->len - 1) : NULL;

  if (last != NULL && last->kind == kind && last->start + last->length == run.start)
    last->length += run.length;
  else
    g_array_append_val (self->runs, run);
}

/* From one match to the next: what is gone, then what came. */
static void
add_change (
  Comparison *self, const GArray *a, guint i, guint i_end, const GArray *b, guint j, guint j_end)
{
  while (i < i_end)
    add_run (self, LB_WORD_REMOVED, token_at (a, i++));
  while (j < j_end)
    add_run (self, LB_WORD_ADDED, token_at (b, j++));
}

GArray *
lb_word_diff (const char *before, const char *after)
{
  Comparison self = { before, after, g_array_new (FALSE, FALSE, sizeof (LbWordRun)) };
  g_autoptr (GArray) a = split (before);
  g_autoptr (GArray) b = split (after);
  g_autofree int *matches = g_new (int, a->len + 1);
  guint start = 0;
  guint end = 0;
  guint i = 0;
  guint j = 0;

  while (start < MIN (a->len, b->len) && equal (a, start, b, start))
    start++;
  while (end < MIN (a->len, b->len) - start && equal (a, a->len - end - 1, b, b->len - end - 1))
    end++;

  for (guint k = 0; k < a->len; k++)
    matches[k] = k < start ? (int) k : k >= a->len - end ? (int) (b->len - (a->len - k)) : -1;
  match (a, a->len - end, b, b->len - end, start, matches);
  drop_crumbs (a, b, matches);

  for (guint k = 0; k < a->len; k++)
    {
      if (matches[k] < 0)
        continue;
      add_change (&self, a, i, k, b, j, (guint) matches[k]);
      add_run (&self, LB_WORD_KEPT, token_at (a, k));
      i = k + 1;
      j = (guint) matches[k] + 1;
    }
  add_change (&self, a, i, a->len, b, j, b->len);

  return self.runs;
}
