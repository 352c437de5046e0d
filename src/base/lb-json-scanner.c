/* The grammar of RFC 8259, read in one loop: a node's parent is the stack, so the depth of the
 * text never becomes depth of calls. */
#include "base/lb-json-private.h"

#include "base/lb-error.h"

#include <string.h>

#define FEW_MEMBERS 12 /* up to here comparing all pairs of keys beats sorting them */

typedef struct
{
  const char *text; /* unowned; ends with a NUL at length */
  gsize length;
  gsize pos;
  guint depth; /* open arrays and objects */
  guint max_nodes;
  GPtrArray *nodes;   /* unowned (element-type LbJsonNode) */
  guint n_duplicates; /* so far */
  GError **error;     /* unowned (nullable) */
} Scanner;

static gboolean
refuse (Scanner *self, gsize offset, const char *what)
{
  lb_error_set_at (self->error, LB_ERROR_INVALID, offset, "%s", what);

  return FALSE;
}

static char
peek (const Scanner *self)
{
  return self->pos < self->length ? self->text[self->pos] : '\0';
}

static void
skip_blanks (Scanner *self)
{
  while (self->pos < self->length && strchr (" \t\r\n", self->text[self->pos]))
    self->pos++;
}

/* Reads the four hexadecimal digits behind `\u`. Returns -1 when they are not there. */
static int
read_hex4 (const Scanner *self, gsize offset)
{
  int value = 0;

  if (offset + 4 > self->length)
    return -1;

  for (gsize i = offset; i < offset + 4; i++)
    {
      const int digit = g_ascii_xdigit_value (self->text[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/* Decodes `\uXXXX`, both halves of a pair at once; pos stands on the backslash. */
static gboolean
scan_unicode_escape (Scanner *self, GString *out)
{
  const gsize start = self->pos;
  const int first = read_hex4 (self, start + 2);

  if (first < 0)
    return refuse (self, start, "an escape \\u needs four hexadecimal digits");
  if (first >= 0xDC00 && first <= 0xDFFF)
    return refuse (self, start, "the second half of a surrogate pair stands alone");

  self->pos += 6;
  if (first >= 0xD800 && first <= 0xDBFF)
    {
      const gboolean escaped = self->pos + 2 <= self->length && self->text[self->pos] == '\\' &&
                               self->text[self->pos + 1] == 'u';
      const int second = escaped ? read_hex4 (self, self->pos + 2) : -1;

      if (second < 0xDC00 || second > 0xDFFF)
        return refuse (self, start, "the first half of a surrogate pair stands alone");

      self->pos += 6;
      g_string_append_unichar (out, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
    }
  else
    {
      /* A C string can't hold U+0000; the text keeps it, the decoded form shows a substitute. */
      g_string_append_unichar (out, first ? (gunichar) first : 0xFFFD);
    }

  return TRUE;
}

static gboolean
scan_escape (Scanner *self, GString *out)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char letter = self->pos + 1 < self->length ? self->text[self->pos + 1] : '\0';
  const char *found;

  if (letter == 'u')
    return scan_unicode_escape (self, out);

  found = letter ? strchr (letters, letter) : NULL;
  if (!found)
    return refuse (self, self->pos, "an unknown escape in a text");

  g_string_append_c (out, meanings[found - letters]);
  self->pos += 2;

  return TRUE;
}

/* Reads a text with its quotes. Returns (transfer full) (nullable) the decoded text. */
static char *
scan_string (Scanner *self)
{
  const gsize opening = self->pos++;
  g_autoptr (GString) out = NULL;

  for (;;)
    {
      const gsize plain = self->pos;

      while (self->pos < self->length && (guchar) self->text[self->pos] >= 0x20 &&
             self->text[self->pos] != '"' && self->text[self->pos] != '\\')
        self->pos++;
      /* Most texts have no escapes, and need no second buffer. */
      if (!out && self->pos < self->length && self->text[self->pos] == '"')
        return g_strndup (self->text + plain, self->pos++ - plain);
      if (!out)
        out = g_string_new (NULL);
      g_string_append_len (out, self->text + plain, self->pos - plain);

      if (self->pos >= self->length)
        {
          refuse (self, opening, "a text is not closed");
          return NULL;
        }
      if (self->text[self->pos] == '"')
        break;
      if (self->text[self->pos] != '\\')
        {
          refuse (self, self->pos, "a line break or control character inside a text");
          return NULL;
        }
      if (!scan_escape (self, out))
        return NULL;
    }

  self->pos++;

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static gboolean
skip_digits (Scanner *self)
{
  const gsize start = self->pos;

  while (g_ascii_isdigit (peek (self)))
    self->pos++;

  return self->pos > start;
}

static gboolean
scan_number (Scanner *self)
{
  const gsize start = self->pos;

  if (peek (self) == '-')
    self->pos++;
  if (peek (self) == '0')
    {
      self->pos++;
      if (g_ascii_isdigit (peek (self)))
        return refuse (self, start, "a number starts with a needless zero");
    }
  else if (!skip_digits (self))
    {
      return refuse (self, start, "a number without digits");
    }
  if (peek (self) == '.')
    {
      self->pos++;
      if (!skip_digits (self))
        return refuse (self, start, "a number without digits behind its point");
    }
  if (peek (self) == 'e' || peek (self) == 'E')
    {
      self->pos++;
      if (peek (self) == '+' || peek (self) == '-')
        self->pos++;
      if (!skip_digits (self))
        return refuse (self, start, "a number without digits in its exponent");
    }

  return TRUE;
}

static gboolean
scan_word (Scanner *self, LbJsonNode *node)
{
  static const struct
  {
    const char *word;
    LbJsonType type;
  } words[] = {
    { "true", LB_JSON_BOOLEAN },
    { "false", LB_JSON_BOOLEAN },
    { "null", LB_JSON_NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const gsize n = strlen (words[i].word);

      if (self->length - self->pos >= n && strncmp (self->text + self->pos, words[i].word, n) == 0)
        {
          node->type = words[i].type;
          self->pos += n;
          return TRUE;
        }
    }

  return refuse (self, self->pos,
                 self->pos < self->length ? "a value is expected here"
                                          : "the text ends where a value is expected");
}

/* Reads a value; of an array or object the opening bracket only. */
static gboolean
scan_value (Scanner *self, LbJsonNode *node)
{
  const char c = peek (self);

  node->start = self->pos;
  if (c == '{' || c == '[')
    {
      if (++self->depth > LB_JSON_MAX_DEPTH)
        return refuse (self, self->pos, LB_JSON_TOO_DEEP);
      node->type = c == '{' ? LB_JSON_OBJECT : LB_JSON_ARRAY;
      node->children = g_ptr_array_new ();
      self->pos++;
      return TRUE;
    }

  if (c == '"')
    {
      node->type = LB_JSON_STRING;
      if (!(node->string = scan_string (self)))
        return FALSE;
    }
  else if (c == '-' || g_ascii_isdigit (c))
    {
      node->type = LB_JSON_NUMBER;
      if (!scan_number (self))
        return FALSE;
    }
  else if (!scan_word (self, node))
    {
      return FALSE;
    }

  node->end = self->pos;
  if (!node->string)
    node->string = g_strndup (self->text + node->start, node->end - node->start);

  return TRUE;
}

static gboolean
scan_key (Scanner *self, LbJsonNode *node)
{
  if (peek (self) != '"' || self->pos >= self->length)
    return refuse (self, self->pos, "a key in double quotes is expected here");

  node->key_start = self->pos;
  if (!(node->key = scan_string (self)))
    return FALSE;
  node->key_end = self->pos;

  skip_blanks (self);
  if (peek (self) != ':')
    return refuse (self, self->pos, "a colon is expected behind the key");
  self->pos++;
  skip_blanks (self);

  return TRUE;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const LbJsonNode *left = *(LbJsonNode *const *) a;
  const LbJsonNode *right = *(LbJsonNode *const *) b;
  const int order = strcmp (left->key, right->key);

  return order ? order : (left->start > right->start) - (left->start < right->start);
}

static void
mark_duplicate (Scanner *self, LbJsonNode *node)
{
  node->duplicate = TRUE;
  self->n_duplicates++;
}

/* Flags every member whose key an earlier one has. Sorted rather than hashed: keys come from
 * outside and could be chosen to collide. */
static void
find_duplicates (Scanner *self, const LbJsonNode *object)
{
  const guint n = object->children->len;
  g_autofree LbJsonNode **sorted = NULL;

  if (n <= FEW_MEMBERS)
    {
      for (guint i = 1; i < n; i++)
        for (guint j = 0; j < i; j++)
          {
            LbJsonNode *node = g_ptr_array_index (object->children, i);
            const LbJsonNode *earlier = g_ptr_array_index (object->children, j);

            if (!node->duplicate && strcmp (node->key, earlier->key) == 0)
              mark_duplicate (self, node);
          }
      return;
    }

  sorted = g_memdup2 (object->children->pdata, n * sizeof (gpointer));
  qsort (sorted, n, sizeof (gpointer), compare_members);
  for (guint i = 1; i < n; i++)
    if (strcmp (sorted[i]->key, sorted[i - 1]->key) == 0)
      mark_duplicate (self, sorted[i]);
}

static LbJsonNode *
add_node (Scanner *self, LbJsonNode *parent)
{
  LbJsonNode *node;

  if (self->nodes->len >= self->max_nodes)
    {
      refuse (self, self->pos, "the document has too many values");
      return NULL;
    }
  if (parent && parent->type == LB_JSON_OBJECT && parent->children->len >= LB_JSON_MAX_MEMBERS)
    {
      refuse (self, self->pos, "an object has too many members");
      return NULL;
    }

  node = g_new0 (LbJsonNode, 1);
  node->parent = parent;
  g_ptr_array_add (self->nodes, node);
  if (parent)
    g_ptr_array_add (parent->children, node);

  return node;
}

/* Behind a value or an opening bracket: closes what closes here. Leaves in @parent the container
 * that goes on with another member, or NULL when the root is complete. */
static gboolean
close_containers (Scanner *self, LbJsonNode **parent)
{
  while (*parent)
    {
      const gboolean object = (*parent)->type == LB_JSON_OBJECT;

      skip_blanks (self);
      if (peek (self) == ',')
        {
          self->pos++;
          skip_blanks (self);
          return TRUE;
        }
      if (peek (self) != (object ? '}' : ']') || self->pos >= self->length)
        return refuse (self, self->pos,
                       object ? "a comma or the end of the object is expected here"
                              : "a comma or the end of the list is expected here");
      self->pos++;
      self->depth--;
      (*parent)->end = self->pos;
      if (object)
        find_duplicates (self, *parent);
      *parent = (*parent)->parent;
    }

  return TRUE;
}

static gboolean
scan_document (Scanner *self)
{
  LbJsonNode *parent = NULL;

  skip_blanks (self);
  do
    {
      LbJsonNode *node = add_node (self, parent);

      if (!node || (parent && parent->type == LB_JSON_OBJECT && !scan_key (self, node)) ||
          !scan_value (self, node))
        return FALSE;

      if (node->children)
        {
          parent = node;
          skip_blanks (self);
          if (peek (self) != (node->type == LB_JSON_OBJECT ? '}' : ']'))
            continue;
        }
      if (!close_containers (self, &parent))
        return FALSE;
    }
  while (parent);

  skip_blanks (self);
  if (self->pos < self->length)
    return refuse (self, self->pos, "something stands behind the end of the document");

  return TRUE;
}

gboolean
lb_json_scan (const char *text,
              gsize length,
              guint max_nodes,
              GPtrArray *nodes,
              guint *n_duplicates,
              GError **error)
{
  Scanner scanner = {
    .text = text,
    .length = length,
    .max_nodes = max_nodes,
    .nodes = nodes,
    .error = error,
  };

  if (!scan_document (&scanner))
    return FALSE;

  *n_duplicates = scanner.n_duplicates;

  return TRUE;
}
