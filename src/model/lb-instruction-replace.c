/* Words put in place of others in the texts of a document, and texts cut to a number of words. */
#include "model/lb-instruction-replace.h"

#include "base/lb-error.h"
#include "model/lb-instruction.h"
#include "model/lb-instruction-sentence.h"
#include "model/lb-prompt-edit.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-write.h"

#include <string.h>

typedef struct
{
  const char *old;
  const char *new;
  GHashTable *hits; /* (element-type LbJsonNode utf8) texts with something new, by their place */
  GHashTable *ways; /* (element-type LbJsonNode) what leads to them */
  gsize length;     /* of all the texts in @hits: a short sentence can make a text of gigabytes */
} Replacement;

/* Whether a word could go on between @a and @b. Scripts without blanks have no such place. */
static gboolean
is_inside_word (gunichar a, gunichar b)
{
  return g_unichar_isalnum (a) && g_unichar_isalnum (b) && !g_unichar_iswide (a) &&
         !g_unichar_iswide (b);
}

/* Length of @old where it stands at @p of @text as whole words; the size of its first letter does
 * not matter. 0 when it does not. */
static gsize
match_length (const char *text, const char *p, const char *old)
{
  const gunichar first = g_utf8_get_char (p);
  const char *rest = g_utf8_next_char (p);
  const char *old_rest = g_utf8_next_char (old);
  const gsize rest_length = strlen (old_rest);
  const char *end = rest + rest_length;

  if (g_unichar_tolower (first) != g_unichar_tolower (g_utf8_get_char (old)) ||
      strncmp (rest, old_rest, rest_length) != 0)
    return 0;
  if (p > text && is_inside_word (g_utf8_get_char (g_utf8_prev_char (p)), first))
    return 0;
  if (*end && is_inside_word (g_utf8_get_char (g_utf8_prev_char (end)), g_utf8_get_char (end)))
    return 0;

  return end - p;
}

/* Writes @new with the size of the letter that was @found where @old was meant. */
static void
append_new (GString *out, const char *new, gunichar found, gunichar meant)
{
  const gunichar first = g_utf8_get_char (new);

  if (*new && g_unichar_isupper (found) && g_unichar_islower (meant))
    g_string_append_unichar (out, g_unichar_toupper (first));
  else if (*new && g_unichar_islower (found) && g_unichar_isupper (meant))
    g_string_append_unichar (out, g_unichar_tolower (first));
  else
    {
      g_string_append (out, new);
      return;
    }
  g_string_append (out, g_utf8_next_char (new));
}

/* (transfer full) (nullable): @text with the new words, or the beginning of it once that has more
 * than @room bytes; NULL when the old ones are not in it. */
static char *
replace_words (const char *text, const char *old, const char *new, gsize room)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean found = FALSE;

  for (const char *p = text; *p && out->len <= room;)
    {
      const gsize length = match_length (text, p, old);
      const char *next = length > 0 ? p + length : g_utf8_next_char (p);

      if (length > 0)
        append_new (out, new, g_utf8_get_char (p), g_utf8_get_char (old));
      else
        g_string_append_len (out, p, next - p);
      found = found || length > 0;
      p = next;
    }

  return found ? g_string_free_and_steal (g_steal_pointer (&out)) : NULL;
}

/* Depth is bounded by the document. */
static void
collect (Replacement *self, const LbJsonNode *node)
{
  char *text = NULL;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    collect (self, lb_json_node_element (node, i));

  if (node->type != LB_JSON_STRING || self->length > LB_INSTRUCTION_MAX_DOCUMENT)
    return;
  text =
    replace_words (node->string, self->old, self->new, LB_INSTRUCTION_MAX_DOCUMENT - self->length);
  if (!text)
    return;
  self->length += strlen (text);
  g_hash_table_insert (self->hits, (gpointer) node, text);
  for (const LbJsonNode *way = node; way; way = way->parent)
    g_hash_table_add (self->ways, (gpointer) way);
}

static void
put_in (Replacement *self, LbPromptSlot *slot)
{
  const char *text = g_hash_table_lookup (self->hits, slot->source);

  if (text)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (LbJsonDocument) value = NULL;

      lb_json_append_string (json, text);
      value = lb_json_document_new (json->str, json->len, NULL);
      lb_prompt_slot_replace (slot, value);
      return;
    }

  for (guint i = 0; i < lb_json_node_length (slot->source); i++)
    if (g_hash_table_contains (self->ways, lb_json_node_element (slot->source, i)))
      put_in (self, lb_prompt_slot_get_original (slot, i));
}

/**
 * lb_instruction_replace_in:
 * @path: where; "" for the whole document
 * @old: words to be found, not empty
 * @new: what to write instead
 * @error: return location for an error
 *
 * Whole words only. "mug" is found as "Mug" as well, and what is put there then begins with a
 * capital too.
 *
 * Returns: (transfer full) (nullable): the new document, or %NULL with %LB_ERROR_INVALID when @old
 *   is in none of the texts, or the new ones become too long
 */
LbPrompt *
lb_instruction_replace_in (
  LbPrompt *prompt, const char *path, const char *old, const char *new, GError **error)
{
  g_autoptr (GHashTable) hits = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) ways = g_hash_table_new (NULL, NULL);
  g_autoptr (LbPromptSlot) root = NULL;
  g_autofree char *text = NULL;
  Replacement self = { old, new, hits, ways, 0 };
  const LbJsonNode *node = lb_prompt_get_root (prompt);

  if (*path)
    node = lb_prompt_node_find_path (node, path);
  if (node && *old)
    collect (&self, node);
  if (g_hash_table_size (hits) == 0)
    {
      g_autofree char *shown = lb_instruction_abridge (old);

      g_set_error (error, LB_ERROR, LB_ERROR_INVALID,
                   *path ? "“%s” is not written in “%s”"
                         : "“%s” is not written in any of its texts",
                   shown, path);
      return NULL;
    }
  if (self.length > LB_INSTRUCTION_MAX_DOCUMENT)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, LB_INSTRUCTION_GROWS_TOO_LONG);
      return NULL;
    }

  root = lb_prompt_slot_new (lb_prompt_get_root (prompt));
  put_in (&self, root);
  text = lb_prompt_write (lb_prompt_get_document (prompt), root);

  return lb_prompt_new (text, error);
}

static gboolean
is_sentence_end (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 /* … */;
}

/**
 * lb_instruction_shorten:
 * @text: any text
 * @n_words: how many of its words may stay, at least 1
 *
 * Cuts behind the last of them, and takes a comma that is left at the end away. A text that ended
 * like a sentence does so afterwards.
 *
 * Returns: (transfer full): the text, unchanged when it has no more words
 */
char *
lb_instruction_shorten (const char *text, guint n_words)
{
  g_autoptr (GString) out = g_string_new (text);
  const char *end = text + strlen (text);
  gunichar last = 0;
  gboolean in_word = FALSE;
  guint n = 0;
  const char *p;

  for (p = text; *p; p = g_utf8_next_char (p))
    {
      const gboolean blank = g_unichar_isspace (g_utf8_get_char (p));

      if (blank && in_word && n == n_words)
        break;
      n += !blank && !in_word;
      in_word = !blank;
    }
  g_string_truncate (out, p - text);
  while (*p && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (!*p)
    return g_strdup (text);

  while (out->len > 0 && strchr (",;:-", out->str[out->len - 1]))
    g_string_truncate (out, out->len - 1);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  last = g_utf8_get_char (g_utf8_prev_char (end));
  if (out->len > 0 && is_sentence_end (last) &&
      !is_sentence_end (g_utf8_get_char (g_utf8_prev_char (out->str + out->len))))
    g_string_append_unichar (out, last);

  return g_string_free_and_steal (g_steal_pointer (&out));
}
