/* The sentences that can be followed; see lb_instruction_apply() for their grammar. */
#include "model/lb-instruction-verbs.h"

#include "base/lb-error.h"
#include "model/lb-instruction-path.h"
#include "model/lb-instruction-replace.h"
#include "model/lb-instruction-value.h"
#include "model/lb-prompt-path.h"

#include <string.h>

#define MOST_PARTINGS 32 /* places of a sentence at which a text may end that are tried */

/* @rest: the sentence behind its verb. */
typedef LbPrompt *(*Follow) (LbPrompt *prompt,
                             LbPromptKind kind,
                             LbInstructionSpan rest,
                             GError **error);

static LbInstructionSpan
part (LbInstructionSpan whole, gsize start, gsize end)
{
  return lb_instruction_span (whole.sentence, start, end);
}

static gboolean
is_empty (LbInstructionSpan span)
{
  return span.start == span.end;
}

static void
set_form (GError **error, const char *form)
{
  g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "it is not of the form “%s”", form);
}

/* (transfer full) (nullable): the path that is written in @span. */
static char *
find_path (
  LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan span, gboolean present, GError **error)
{
  LbInstructionWriting writing;
  g_autofree char *words = lb_instruction_span_read (span, &writing);

  return lb_instruction_find_path (prompt, kind, words, present, error);
}

/* Parts @rest at the first @word that has a path in front of it. @path: (out): that path. When no
 * part of it is a path, the error is about the first. */
static gboolean
part_behind_path (LbPrompt *prompt,
                  LbPromptKind kind,
                  LbInstructionSpan rest,
                  gboolean present,
                  char **path,
                  LbInstructionSpan *behind,
                  GError **error)
{
  gsize at = rest.start;
  GError *first = NULL;

  for (guint tries = 0; tries < MOST_PARTINGS && lb_instruction_span_find (rest, "to", at, &at);
       tries++)
    {
      *path = find_path (prompt, kind, part (rest, rest.start, at), present, first ? NULL : &first);
      at += strlen ("to");
      *behind = part (rest, at, rest.end);
      if (!*path)
        continue;
      g_clear_error (&first);
      return TRUE;
    }
  if (first)
    g_propagate_error (error, first);

  return FALSE;
}

static LbPrompt *
follow_set (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) failure = NULL;
  LbInstructionSpan value;

  if (part_behind_path (prompt, kind, rest, FALSE, &path, &value, &failure))
    return lb_instruction_set_value (prompt, kind, path, value, error);
  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    set_form (error, "set PATH to …");

  return NULL;
}

/* The place behind the last "in" that is one, cut off from @rest; the whole document otherwise. */
static char *
cut_place (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan *rest)
{
  const gsize everywhere = strlen ("everywhere");
  gsize last = 0;
  gsize at = rest->start;
  char *path;

  if (lb_instruction_span_find (*rest, "everywhere", rest->end - MIN (everywhere, rest->end), &at))
    {
      *rest = part (*rest, rest->start, at);
      return g_strdup ("");
    }

  for (at = rest->start; lb_instruction_span_find (*rest, "in", at, &at); at++)
    last = at;
  if (last == 0)
    return g_strdup ("");
  path = find_path (prompt, kind, part (*rest, last + strlen ("in"), rest->end), TRUE, NULL);
  if (path)
    *rest = part (*rest, rest->start, last);

  return path ? path : g_strdup ("");
}

static LbPrompt *
follow_replace (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  g_autofree char *path = cut_place (prompt, kind, &rest);
  g_autoptr (GError) failure = NULL;
  gsize at = rest.start;

  for (guint tries = 0; tries < MOST_PARTINGS && lb_instruction_span_find (rest, "with", at, &at);
       tries++)
    {
      const LbInstructionSpan before = part (rest, rest.start, at);
      const LbInstructionSpan after = part (rest, at + strlen ("with"), rest.end);
      LbInstructionWriting writing;
      g_autofree char *old = lb_instruction_span_read (before, &writing);
      g_autofree char *new = lb_instruction_span_read (after, &writing);
      LbPrompt *result;

      at += strlen ("with");
      if (!*old || is_empty (after))
        continue;
      if (writing == LB_INSTRUCTION_WORDS && lb_instruction_span_holds_verb (after))
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                               "another sentence seems to begin in it: put a full stop between "
                               "the two, or quotes around the text");
          return NULL;
        }
      result = lb_instruction_replace_in (prompt, path, old, new, failure ? NULL : &failure);
      if (result)
        return result;
    }
  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    set_form (error, "replace A with B [in PATH]");

  return NULL;
}

static LbPrompt *
follow_remove (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  g_autofree char *path = NULL;

  if (is_empty (rest))
    {
      set_form (error, "remove PATH");
      return NULL;
    }
  path = find_path (prompt, kind, rest, TRUE, error);

  return path ? lb_prompt_set (prompt, path, NULL, error) : NULL;
}

/* (transfer full) (nullable): the path of a field that nothing knows, spelled out: a key, or a path
 * whose last key is new. */
static char *
find_new_path (LbPrompt *prompt, LbInstructionSpan span)
{
  g_autofree char *path = lb_instruction_span_dup (span);
  g_autofree char *parent = g_strdup (path);
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, NULL);
  g_auto (GStrv) keys = NULL;
  char *dot;

  if (!steps || steps->len == 0 || !g_array_index (steps, LbPromptStep, steps->len - 1).key ||
      g_str_has_suffix (path, "]"))
    return NULL;

  if ((dot = strrchr (parent, '.')))
    *dot = '\0';
  else
    *parent = '\0';
  keys = lb_prompt_get_keys (prompt, parent);

  return keys ? g_steal_pointer (&path) : NULL;
}

static LbPrompt *
add_behind_colon (
  LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, gsize colon, GError **error)
{
  const LbInstructionSpan place = part (rest, rest.start, colon);
  g_autoptr (GError) failure = NULL;
  g_autofree char *path = find_path (prompt, kind, place, FALSE, &failure);

  if (!path)
    path = find_new_path (prompt, place);
  if (!path)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return lb_instruction_add_value (prompt, kind, path, part (rest, colon + 1, rest.end), error);
}

static LbPrompt *
follow_add (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  const char *text = rest.sentence->text;
  g_autofree char *path = NULL;
  g_autoptr (GError) failure = NULL;
  gsize last = 0;

  for (gsize i = rest.start; i < rest.end; i++)
    if (text[i] == ':' && !rest.sentence->mask[i] &&
        (i + 1 == rest.end || g_ascii_isspace (text[i + 1]) || rest.sentence->mask[i + 1]))
      return add_behind_colon (prompt, kind, rest, i, error);

  for (gsize at = rest.start; lb_instruction_span_find (rest, "to", at, &at); at++)
    last = at;
  if (last > rest.start)
    path = find_path (prompt, kind, part (rest, last + strlen ("to"), rest.end), FALSE, &failure);
  if (path)
    return lb_instruction_add_value (prompt, kind, path, part (rest, rest.start, last), error);
  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    set_form (error, "add PATH: …");

  return NULL;
}

/* (transfer full) (nullable): a key as it is written, words with `_` between them. */
static char *
read_key (LbInstructionSpan span, GError **error)
{
  LbInstructionWriting writing;
  g_autofree char *key = lb_instruction_span_read (span, &writing);

  if (writing == LB_INSTRUCTION_QUOTED && *key)
    return g_steal_pointer (&key);

  for (char *p = key; *p; p++)
    {
      if (g_ascii_isspace (*p))
        *p = '_';
      if (!g_ascii_isalnum (*p) && *p != '_' && *p != '-')
        g_clear_pointer (&key, g_free);
      if (!key)
        break;
    }
  if (!key || !*key)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "a new name is made of letters, digits and “_”");
      return NULL;
    }

  return g_steal_pointer (&key);
}

static LbPrompt *
follow_rename (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) failure = NULL;
  LbInstructionSpan name;

  if (!part_behind_path (prompt, kind, rest, TRUE, &path, &name, &failure))
    {
      if (failure)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        set_form (error, "rename PATH to …");
      return NULL;
    }
  key = read_key (name, error);

  return key ? lb_prompt_rename (prompt, path, key, error) : NULL;
}

/* Reads "12 words", with "at most" and the like in front. */
static gboolean
read_count (LbInstructionSpan span, guint *n_words)
{
  g_autofree char *text = lb_instruction_span_dup (span);
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  guint i = 0;
  guint end;

  for (end = 0; words[end]; end++)
    if (!*words[end])
      return FALSE;
  if (i + 1 < end && g_ascii_strcasecmp (words[0], "at") == 0 &&
      g_ascii_strcasecmp (words[1], "most") == 0)
    i = 2;
  if (i >= end || !lb_instruction_read_number (words[i], n_words) || *n_words == 0)
    return FALSE;
  i++;
  if (i < end &&
      (g_ascii_strcasecmp (words[i], "words") == 0 || g_ascii_strcasecmp (words[i], "word") == 0))
    i++;

  return i == end;
}

static LbPrompt *
follow_shorten (LbPrompt *prompt, LbPromptKind kind, LbInstructionSpan rest, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *old = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  LbInstructionSpan count;
  guint n_words;

  if (!part_behind_path (prompt, kind, rest, TRUE, &path, &count, &failure) && failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!path || !read_count (count, &n_words))
    {
      set_form (error, "shorten PATH to N words");
      return NULL;
    }
  if (!(old = lb_prompt_get_string (prompt, path)))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” is not one text", path);
      return NULL;
    }
  text = lb_instruction_shorten (old, n_words);

  return g_str_equal (text, old) ? g_object_ref (prompt)
                                 : lb_prompt_set_string (prompt, path, text, error);
}

static Follow
find_verb (const char *word)
{
  static const struct
  {
    const char *word;
    Follow follow;
  } verbs[] = {
    { "set", follow_set },       { "change", follow_set },      { "replace", follow_replace },
    { "remove", follow_remove }, { "delete", follow_remove },   { "add", follow_add },
    { "rename", follow_rename }, { "shorten", follow_shorten },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_ascii_strcasecmp (word, verbs[i].word) == 0)
      return verbs[i].follow;

  return NULL;
}

/**
 * lb_instruction_follow:
 * @kind: what @prompt is
 * @sentence: what to do with it
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the document as the sentence leaves it, valid or not, or
 *   %NULL with %LB_ERROR_INVALID; without words in the message when it begins with no known verb
 */
LbPrompt *
lb_instruction_follow (LbPrompt *prompt,
                       LbPromptKind kind,
                       const LbInstructionSentence *sentence,
                       GError **error)
{
  g_autofree char *verb = NULL;
  gsize end = 0;
  Follow follow;

  while (end < sentence->length && g_ascii_isalpha (sentence->text[end]))
    end++;
  verb = g_strndup (sentence->text, end);
  follow =
    end == sentence->length || g_ascii_isspace (sentence->text[end]) ? find_verb (verb) : NULL;
  if (!follow)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "");
      return NULL;
    }

  return follow (prompt, kind, lb_instruction_span (sentence, end, sentence->length), error);
}
