/* Finds the place that a person means by "object 1's pose" or "the lighting direction": the words
 * are followed from the root of the document, by the keys that are there or that the contract
 * knows. When they lead nowhere from there, they may be the end of one path only. */
#include "model/lb-instruction-path.h"

#include "base/lb-error.h"
#include "model/lb-instruction-sentence.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-schema.h"

#include <string.h>

#define MOST_WORDS 24      /* longer paths are texts */
#define MOST_PLACES 6      /* found; more than one is one too many */
#define MOST_KEYS 16       /* told of a document */
#define MOST_VISITED 20000 /* places that are looked at for a path that names its end only */

/* One word of a path. "object 1" counts from one, "objects[0]" from zero. */
typedef struct
{
  char *text;
  gboolean in_brackets;
} Word;

typedef struct
{
  GArray *words; /* (element-type Word) */
  gboolean present;
  GPtrArray *places; /* (element-type utf8) */
  guint visited;
} Search;

typedef struct
{
  const LbJsonNode *node;     /* (nullable) what is there */
  const LbPromptField *field; /* (nullable) what the contract knows of it */
  const LbPromptShape *shape; /* (nullable) what the contract knows of what is in it */
} Place;

static void
word_clear (gpointer data)
{
  g_clear_pointer (&((Word *) data)->text, g_free);
}

static gboolean
is_article (const char *word)
{
  return g_str_equal (word, "the") || g_str_equal (word, "a") || g_str_equal (word, "an") ||
         g_str_equal (word, "its");
}

static void
add_word (GArray *words, const char *start, const char *end, gboolean in_brackets)
{
  Word word = { .in_brackets = in_brackets };

  if (start == end)
    return;

  word.text = g_utf8_strdown (start, end - start);
  if (g_str_equal (word.text, "colour"))
    g_set_str (&word.text, "color");
  if (is_article (word.text))
    word_clear (&word);
  else
    g_array_append_val (words, word);
}

/* Length of "'s" with either apostrophe at @p; 0 for anything else. */
static gsize
genitive_length (const char *p)
{
  const gsize mark = *p == '\'' ? 1 : g_str_has_prefix (p, "’") ? strlen ("’") : 0;

  if (mark == 0)
    return 0;

  return (p[mark] == 's' || p[mark] == 'S') && !g_ascii_isalnum (p[mark + 1]) ? mark + 1 : mark;
}

/* The words of a key or of a path, without signs between them. */
static GArray *
split_words (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  gboolean in_brackets = FALSE;
  const char *start = text;
  const char *p = text;

  g_array_set_clear_func (words, word_clear);
  while (*p)
    {
      const gsize genitive = genitive_length (p);

      if (genitive == 0 && ((guchar) *p >= 0x80 || g_ascii_isalnum (*p)))
        {
          p++;
          continue;
        }
      add_word (words, start, p, in_brackets && *p == ']');
      in_brackets = *p == '[';
      p += MAX (genitive, 1);
      start = p;
    }
  add_word (words, start, p, FALSE);

  return words;
}

static const Word *
nth_word (const GArray *words, guint i)
{
  return i < words->len ? &g_array_index (words, Word, i) : NULL;
}

/* Whether @a and @b are one word; @number: whether "objects" and "object" are one as well. */
static gboolean
is_same_word (const char *a, const char *b, gboolean number)
{
  const gsize length = strlen (b);

  if (g_str_equal (a, b))
    return TRUE;

  return number && length > 1 && b[length - 1] == 's' && strlen (a) == length - 1 &&
         strncmp (a, b, length - 1) == 0;
}

/* How many of the words from @i on @key is made of; 0 when they do not spell it. */
static guint
match_key (Search *self, guint i, const char *key, gboolean is_list)
{
  g_autoptr (GArray) words = split_words (key);

  for (guint k = 0; k < words->len; k++)
    {
      const Word *word = nth_word (self->words, i + k);

      if (!word || word->in_brackets ||
          !is_same_word (word->text, nth_word (words, k)->text, is_list && k + 1 == words->len))
        return 0;
    }

  return words->len;
}

/* @index: (out): of the element meant by "first", "2nd" or "last" of @length. */
static gboolean
read_ordinal (const Word *word, guint length, guint *index)
{
  static const char *const words[] = { "first", "second",  "third",  "fourth", "fifth",
                                       "sixth", "seventh", "eighth", "ninth",  "tenth" };
  guint64 number;
  char *end;

  if (!word || word->in_brackets)
    return FALSE;
  if (g_str_equal (word->text, "last"))
    return *index = length - 1, length > 0;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word->text, words[i]))
      return *index = i, TRUE;

  number = g_ascii_strtoull (word->text, &end, 10);
  if (end == word->text || number == 0 || number > G_MAXINT ||
      !(g_str_equal (end, "st") || g_str_equal (end, "nd") || g_str_equal (end, "rd") ||
        g_str_equal (end, "th")))
    return FALSE;
  *index = number - 1;

  return TRUE;
}

static gboolean
read_index (const Word *word, guint *index)
{
  guint number;

  if (!word || !lb_instruction_read_number (word->text, &number) ||
      (number == 0 && !word->in_brackets))
    return FALSE;
  *index = word->in_brackets ? number : number - 1;

  return TRUE;
}

static void match (Search *self, Place place, GString *path, guint i);

static void
match_element (Search *self, Place list, guint index, GString *path, guint i)
{
  const gsize length = path->len;
  Place element = { .shape = list.shape };

  if (!list.node || index >= lb_json_node_length (list.node))
    return;

  element.node = lb_json_node_element (list.node, index);
  lb_prompt_path_append_index (path, index);
  match (self, element, path, i);
  g_string_truncate (path, length);
}

static gboolean
is_list (Place place)
{
  return place.node && place.node->type != LB_JSON_NULL
           ? place.node->type == LB_JSON_ARRAY
           : place.field && place.field->kind == LB_PROMPT_FIELD_LIST;
}

/* Goes on at the member @key, whose place is @place, with the words from @i on. */
static void
match_member (Search *self, const char *key, Place place, GString *path, guint i)
{
  const gsize length = path->len;
  const gboolean list = is_list (place);
  const guint n = list && place.node ? lb_json_node_length (place.node) : 0;
  guint index = 0;
  guint taken;

  lb_prompt_path_append_key (path, key);
  if (list && read_ordinal (nth_word (self->words, i), n, &index) &&
      (taken = match_key (self, i + 1, key, TRUE)) > 0)
    match_element (self, place, index, path, i + 1 + taken);

  if ((taken = match_key (self, i, key, list)) > 0)
    {
      match (self, place, path, i + taken);
      if (list && read_index (nth_word (self->words, i + taken), &index))
        match_element (self, place, index, path, i + taken + 1);
      else if (n == 1 && i + taken < self->words->len)
        match_element (self, place, 0, path, i + taken);
    }
  g_string_truncate (path, length);
}

static Place
place_of (const LbJsonNode *node, const LbPromptShape *shape, const char *key)
{
  const LbPromptField *field = shape ? lb_prompt_shape_find (shape, key) : NULL;

  return (Place) { node, field, field ? field->shape : NULL };
}

typedef void (*MemberFunc) (Search *self, const char *key, Place place, GString *path, guint i);

/* Calls @func for each member of @place that is there, and for each the contract knows. */
static void
each_member (Search *self, Place place, GString *path, guint i, MemberFunc func)
{
  const gboolean object = place.node && place.node->type == LB_JSON_OBJECT;
  const gboolean open = !place.node || place.node->type == LB_JSON_NULL;

  for (guint k = 0; object && k < lb_json_node_length (place.node); k++)
    {
      const LbJsonNode *child = lb_json_node_element (place.node, k);

      if (!child->duplicate)
        func (self, child->key, place_of (child, place.shape, child->key), path, i);
    }

  if (self->present || !place.shape || (!object && !open) ||
      (place.field && place.field->kind == LB_PROMPT_FIELD_LIST))
    return;
  for (guint k = 0; k < place.shape->n_fields; k++)
    {
      const char *key = place.shape->fields[k].key;

      if (!object || !lb_json_node_member (place.node, key))
        func (self, key, place_of (NULL, place.shape, key), path, i);
    }
}

/* Adds the paths on which the words from @i on lead away from @place. */
static void
match (Search *self, Place place, GString *path, guint i)
{
  if (self->places->len >= MOST_PLACES)
    return;
  if (i < self->words->len)
    {
      each_member (self, place, path, i, match_member);
      return;
    }
  if ((place.node || !self->present) && path->len > 0 &&
      !g_ptr_array_find_with_equal_func (self->places, path->str, g_str_equal, NULL))
    g_ptr_array_add (self->places, g_strdup (path->str));
}

static void match_below (Search *self, Place place, GString *path);

static void
descend_cb (Search *self, const char *key, Place place, GString *path, guint i)
{
  const gsize length = path->len;

  lb_prompt_path_append_key (path, key);
  match_below (self, place, path);
  g_string_truncate (path, length);
}

/* As match() with all the words, at every place below @place. */
static void
match_below (Search *self, Place place, GString *path)
{
  const gsize length = path->len;

  if (self->places->len >= MOST_PLACES || self->visited++ > MOST_VISITED)
    return;

  match (self, place, path, 0);
  each_member (self, place, path, 0, descend_cb);
  for (guint k = 0; place.node && place.node->type == LB_JSON_ARRAY &&
                    k < lb_json_node_length (place.node) && self->visited <= MOST_VISITED;
       k++)
    {
      lb_prompt_path_append_index (path, k);
      match_below (self, (Place) { lb_json_node_element (place.node, k), NULL, place.shape }, path);
      g_string_truncate (path, length);
    }
}

/* (transfer full) (element-type utf8): the places that @words may mean. */
static GPtrArray *
find_places (LbPrompt *prompt, LbPromptKind kind, GArray *words, gboolean present)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) path = g_string_new (NULL);
  const Place root = { lb_prompt_get_root (prompt), NULL, lb_prompt_schema_get_root (kind) };
  Search search = { words, TRUE, places, 0 };

  if (words->len == 0 || words->len > MOST_WORDS)
    return g_steal_pointer (&places);

  for (guint below = 0; below < 2 && places->len == 0; below++)
    for (guint known = 0; known < (present ? 1 : 2) && places->len == 0; known++)
      {
        search.present = known == 0;
        search.visited = 0;
        if (below)
          match_below (&search, root, path);
        else
          match (&search, root, path, 0);

        if (search.visited > MOST_VISITED)
          g_ptr_array_set_size (places, 0); /* there may be others */
      }

  return g_steal_pointer (&places);
}

/* The words of "A of B" as those of "B's A", at the @nth "of"; NULL when there are not so many. */
static GArray *
turn_around (GArray *words, guint nth)
{
  GArray *turned;

  for (guint i = 0; i < words->len; i++)
    {
      const char *text = nth_word (words, i)->text;

      if ((!g_str_equal (text, "of") && !g_str_equal (text, "from") && !g_str_equal (text, "in")) ||
          nth-- > 0)
        continue;

      turned = g_array_new (FALSE, FALSE, sizeof (Word));
      g_array_set_clear_func (turned, word_clear);
      for (guint k = 1; k < words->len; k++)
        {
          const Word *word = nth_word (words, (i + k) % words->len);
          const Word copy = { g_strdup (word->text), word->in_brackets };

          g_array_append_val (turned, copy);
        }
      /* What stood behind the "of" comes first: i + 1 ... end, then 0 ... i - 1. */
      return turned;
    }

  return NULL;
}

static void
set_ambiguous (GError **error, const char *words, GPtrArray *places)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *shown = lb_instruction_abridge (words);

  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *place = lb_instruction_abridge (places->pdata[i]);

      g_string_append_printf (list, "%s“%s”",
                              i == 0                 ? ""
                              : i + 1 == places->len ? " or "
                                                     : ", ",
                              place);
    }
  g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” may be %s", shown, list->str);
}

static char *
choose (GPtrArray *places, const char *words, GError **error)
{
  if (places->len == 1)
    return g_strdup (places->pdata[0]);
  if (places->len > 1)
    set_ambiguous (error, words, places);

  return NULL;
}

/* Names the members at the root, to one who named a member that is not there. */
static void
set_missing (GError **error, LbPrompt *prompt, const char *words, gboolean present)
{
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, "");
  g_autofree char *shown = lb_instruction_abridge (words);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; keys[i]; i++)
    {
      g_autofree char *key = lb_instruction_abridge (keys[i]);

      if (i == MOST_KEYS)
        {
          g_string_append (list, ", …");
          break;
        }
      g_string_append_printf (list, "%s%s", i == 0 ? "" : ", ", key);
    }
  g_set_error (error, LB_ERROR, LB_ERROR_INVALID,
               present ? "“%s” is not in the document, which has: %s"
                       : "“%s” is no field of the document, which has: %s",
               shown, list->len > 0 ? list->str : "nothing");
}

/**
 * lb_instruction_find_path:
 * @prompt: a document
 * @kind: what the document is
 * @words: a path, as spelled at #LbPrompt or in a person's words
 * @present: whether it must be there; otherwise a field that the contract knows will do
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the path, or %NULL with %LB_ERROR_INVALID when there is none
 *   or more than one
 */
char *
lb_instruction_find_path (
  LbPrompt *prompt, LbPromptKind kind, const char *words, gboolean present, GError **error)
{
  g_autoptr (GArray) list = split_words (words);
  g_autoptr (GError) failure = NULL;
  guint nth = 0;

  if (*words && lb_prompt_node_find_path (lb_prompt_get_root (prompt), words))
    return g_strdup (words);

  for (g_autoptr (GArray) turned = g_array_ref (list); turned;)
    {
      g_autoptr (GPtrArray) places = find_places (prompt, kind, turned, present);
      char *path = choose (places, words, failure ? NULL : &failure);

      if (path)
        return path;

      g_array_unref (turned);
      turned = turn_around (list, nth++);
    }

  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    set_missing (error, prompt, words, present);

  return NULL;
}
