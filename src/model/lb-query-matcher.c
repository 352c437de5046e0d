#include "model/lb-query-matcher.h"

#include <math.h>
#include <string.h>

#include "model/lb-query-scanner.h"

typedef enum
{
  FIT_UNKNOWN,
  FIT_NO,
  FIT_YES
} Fit;

/* A part of the query, ready to be compared. */
typedef struct
{
  const LbQueryNode *node; /* (unowned): the query has it */
  GPtrArray *children;     /* (owned) (nullable) (element-type Part) */
  char *needle;            /* (owned) (nullable): as texts of records are */
  gsize length;            /* of @needle */
  char **keys;             /* (owned) (nullable): of a path */
  GByteArray *fits;        /* (owned) (nullable): of a path, by number of a field */
  double number;           /* what is compared with */
  guint state;             /* the flag of it */
  gboolean ranked;         /* @number is the place of a score */
} Part;

struct _LbQueryMatcher
{
  LbQuery *query;      /* (owned) */
  LbQueryPaths *paths; /* (owned) */
  Part *root;          /* (owned) (nullable) */
};

/* What is asked about. */
typedef struct
{
  LbQueryPaths *paths;
  const LbQueryRecord *record;
  const LbQueryFacts *facts;
  const char *text;
  gsize start; /* of what is asked about in @text */
  gsize end;
  guint first;      /* of its values */
  guint n_values;   /* behind the last of them */
  guint first_part; /* of the objects in it */
  guint n_parts;    /* behind the last of them */
} Subject;

static gboolean matches (const Part *self, const Subject *subject);

static void
part_free (gpointer data)
{
  Part *self = data;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->needle);
  g_strfreev (self->keys);
  g_clear_pointer (&self->fits, g_byte_array_unref);
  g_free (self);
}

static void
prepare_keys (Part *self)
{
  gsize wrong_at = 0;
  gboolean is_index = FALSE;

  self->keys = lb_query_path_read (self->node->path, &wrong_at, &is_index);
  self->fits = g_byte_array_new ();
}

static void
prepare_term (Part *self)
{
  const LbQueryNode *node = self->node;

  if (node->text != NULL)
    {
      self->needle = lb_query_fold (node->text);
      self->length = strlen (self->needle);
    }
  if (node->field == LB_QUERY_PATH)
    prepare_keys (self);
  if (node->field == LB_QUERY_STATE)
    self->state = 1u << lb_query_field_find_value (node->field, node->text);
  if (node->field == LB_QUERY_SOURCE)
    self->number = lb_query_field_find_value (node->field, node->text);
  if (lb_query_field_is_number (node->field) && node->text != NULL)
    lb_query_field_read_number (node->field, node->text, &self->number);
  if (node->field == LB_QUERY_PATH && node->test >= LB_QUERY_LESS)
    {
      self->ranked = lb_query_find_score (node->text) >= 0;
      if (self->ranked)
        self->number = lb_query_find_score (node->text);
      else
        lb_query_field_read_number (node->field, node->text, &self->number);
    }
}

static Part *
prepare (const LbQueryNode *node)
{
  Part *self = g_new0 (Part, 1);

  self->node = node;
  if (node->kind == LB_QUERY_NODE_TERM)
    {
      prepare_term (self);
      return self;
    }
  if (node->kind == LB_QUERY_NODE_SAME)
    prepare_keys (self);

  self->children = g_ptr_array_new_with_free_func (part_free);
  for (guint i = 0; i < node->children->len; i++)
    g_ptr_array_add (self->children, prepare (g_ptr_array_index (node->children, i)));

  return self;
}

LbQueryMatcher *
lb_query_matcher_new (LbQuery *query, LbQueryPaths *paths)
{
  LbQueryMatcher *self = g_new0 (LbQueryMatcher, 1);
  const LbQueryNode *root = lb_query_get_root (query);

  self->query = g_object_ref (query);
  self->paths = lb_query_paths_ref (paths);
  self->root = root != NULL ? prepare (root) : NULL;

  return self;
}

void
lb_query_matcher_free (LbQueryMatcher *self)
{
  g_clear_pointer (&self->root, part_free);
  g_object_unref (self->query);
  lb_query_paths_unref (self->paths);
  g_free (self);
}

static gboolean
is_word_char (const char *at)
{
  const gunichar c = g_utf8_get_char (at);

  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Whether what is found at @at begins a word, and with @whole also ends one. Where the needle
 * begins or ends with no letter itself, anything may stand beside it. */
static gboolean
is_at_words (
  const Part *self, const char *text, const char *text_end, const char *at, gboolean whole)
{
  const char *end = at + self->length;

  if (at > text && is_word_char (at) && is_word_char (g_utf8_prev_char (at)))
    return FALSE;

  return !whole || end == text_end || !is_word_char (end) || !is_word_char (g_utf8_prev_char (end));
}

/* Whether bytes @start to @end of the record's text say what the part wants. */
static gboolean
says (const Part *self, const Subject *subject, gsize start, gsize end)
{
  const char *from = subject->text + start;
  const char *to = subject->text + end;

  switch (self->node->test)
    {
    case LB_QUERY_ANY: return end > start;
    case LB_QUERY_IS:
    case LB_QUERY_IS_NOT:
      return end - start == self->length && memcmp (from, self->needle, self->length) == 0;
    case LB_QUERY_HAS:      return memmem (from, end - start, self->needle, self->length) != NULL;
    case LB_QUERY_WORDS:
    case LB_QUERY_BEGINS:
    case LB_QUERY_LESS:
    case LB_QUERY_AT_MOST:
    case LB_QUERY_MORE:
    case LB_QUERY_AT_LEAST:
    default:                break;
    }

  for (const char *at = from;
       (at = memmem (at, (gsize) (to - at), self->needle, self->length)) != NULL; at++)
    if (is_at_words (self, from, to, at, self->node->test == LB_QUERY_WORDS))
      return TRUE;

  return FALSE;
}

static gboolean
compare (LbQueryTest test, double value, double wanted)
{
  switch (test)
    {
    case LB_QUERY_LESS:     return value < wanted;
    case LB_QUERY_AT_MOST:  return value <= wanted;
    case LB_QUERY_MORE:     return value > wanted;
    case LB_QUERY_AT_LEAST: return value >= wanted;
    case LB_QUERY_ANY:      return TRUE;
    case LB_QUERY_IS:
    case LB_QUERY_IS_NOT:
    case LB_QUERY_HAS:
    case LB_QUERY_WORDS:
    case LB_QUERY_BEGINS:
    default:                return fabs (value - wanted) <= fabs (wanted) * 1e-9;
    }
}

/* The same of a number or score in a caption. */
static gboolean
compares (const Part *self, const Subject *subject, const LbQueryValue *value)
{
  g_autofree char *text = g_strndup (subject->text + value->start, value->end - value->start);
  char *end = NULL;
  double number = self->ranked ? lb_query_find_score (text) : g_ascii_strtod (text, &end);

  if (self->ranked ? number < 0 : end == text || *end != '\0' || !isfinite (number))
    return FALSE;

  return compare (self->node->test, number, self->number);
}

static gboolean
fits (const Part *self, const Subject *subject, guint path)
{
  if (path >= self->fits->len)
    {
      const guint before = self->fits->len;

      g_byte_array_set_size (self->fits, lb_query_paths_get_length (subject->paths));
      memset (self->fits->data + before, FIT_UNKNOWN, self->fits->len - before);
    }
  if (self->fits->data[path] == FIT_UNKNOWN)
    {
      const char *const *keys = (const char *const *) self->keys;
      const gboolean is = self->node->kind == LB_QUERY_NODE_SAME
                            ? lb_query_paths_is (subject->paths, path, keys)
                            : lb_query_paths_fits (subject->paths, path, keys);

      self->fits->data[path] = is ? FIT_YES : FIT_NO;
    }

  return self->fits->data[path] == FIT_YES;
}

/* Whether any value of the caption does; @all: of every field. */
static gboolean
any_value (const Part *self, const Subject *subject, gboolean all)
{
  const gboolean by_order = self->node->test >= LB_QUERY_LESS;
  guint n_values = 0;
  const LbQueryValue *values = lb_query_record_get_values (subject->record, &n_values);

  for (guint i = subject->first; i < subject->n_values; i++)
    if ((all || fits (self, subject, values[i].path)) &&
        (by_order ? compares (self, subject, &values[i])
                  : says (self, subject, values[i].start, values[i].end)))
      return TRUE;

  return FALSE;
}

/* 0 when it is not known. */
static double
number_of (LbQueryField field, const LbQueryFacts *facts)
{
  const gboolean given = facts->source_width > 0 && facts->source_height > 0;
  const double width = given ? facts->source_width : facts->width;
  const double height = given ? facts->source_height : facts->height;

  switch (field)
    {
    case LB_QUERY_SOURCE_WIDTH:  return facts->source_width;
    case LB_QUERY_SOURCE_HEIGHT: return facts->source_height;
    case LB_QUERY_WIDTH:         return facts->width;
    case LB_QUERY_HEIGHT:        return facts->height;
    case LB_QUERY_MEGAPIXELS:    return width * height / 1e6;
    case LB_QUERY_ASPECT:        return height > 0 ? width / height : 0;
    case LB_QUERY_BYTES:         return (double) facts->size_bytes;
    case LB_QUERY_ANYTHING:
    case LB_QUERY_NAME:
    case LB_QUERY_CAPTION:
    case LB_QUERY_PATH:
    case LB_QUERY_STATE:
    case LB_QUERY_SOURCE:
    default:                     g_return_val_if_reached (0);
    }
}

/* As if IS_NOT were IS. */
static gboolean
holds (const Part *self, const Subject *subject)
{
  const LbQueryNode *node = self->node;
  const gsize name_length = lb_query_record_get_name_length (subject->record);
  double number = 0;

  switch (node->field)
    {
    case LB_QUERY_ANYTHING:      return says (self, subject, subject->start, subject->end);
    case LB_QUERY_NAME:          return says (self, subject, 0, name_length);
    case LB_QUERY_CAPTION:       return any_value (self, subject, TRUE);
    case LB_QUERY_PATH:          return any_value (self, subject, FALSE);
    case LB_QUERY_STATE:         return (subject->facts->states & self->state) != 0;
    case LB_QUERY_SOURCE:        return subject->facts->source == (LbQuerySource) self->number;
    case LB_QUERY_SOURCE_WIDTH:
    case LB_QUERY_SOURCE_HEIGHT:
    case LB_QUERY_WIDTH:
    case LB_QUERY_HEIGHT:
    case LB_QUERY_MEGAPIXELS:
    case LB_QUERY_ASPECT:
    case LB_QUERY_BYTES:
    default:                     break;
    }

  number = number_of (node->field, subject->facts);
  return number > 0 && compare (node->test, number, self->number);
}

/* Whether values @first up to @end, with the objects in them, hold what is wanted of one. */
static gboolean
holds_within (
  const Part *self, const Subject *around, guint first, guint end, guint first_part, guint n_parts)
{
  guint n_values = 0;
  const LbQueryValue *values = lb_query_record_get_values (around->record, &n_values);
  Subject subject = *around;

  subject.start = first < end ? values[first].start : 0;
  subject.end = first < end ? values[end - 1].end : 0;
  subject.first = first;
  subject.n_values = end;
  subject.first_part = first_part;
  subject.n_parts = n_parts;
  return matches (g_ptr_array_index (self->children, 0), &subject);
}

/* Of objects, and of values that stand there without being one. */
static gboolean
any_same (const Part *self, const Subject *subject)
{
  guint n_parts = 0;
  guint n_values = 0;
  const LbQueryPart *parts = lb_query_record_get_parts (subject->record, &n_parts);
  const LbQueryValue *values = lb_query_record_get_values (subject->record, &n_values);

  for (guint i = subject->first_part; i < subject->n_parts; i++)
    if (fits (self, subject, parts[i].path) &&
        holds_within (self, subject, parts[i].first, parts[i].end, parts[i].first_part, i))
      return TRUE;
  for (guint i = subject->first; i < subject->n_values; i++)
    if (fits (self, subject, values[i].path) && holds_within (self, subject, i, i + 1, 0, 0))
      return TRUE;

  return FALSE;
}

static gboolean
matches (const Part *self, const Subject *subject)
{
  const LbQueryNodeKind kind = self->node->kind;

  switch (kind)
    {
    case LB_QUERY_NODE_SAME: return any_same (self, subject);
    case LB_QUERY_NODE_NOT:  return !matches (g_ptr_array_index (self->children, 0), subject);
    case LB_QUERY_NODE_AND:
    case LB_QUERY_NODE_OR:
      for (guint i = 0; i < self->children->len; i++)
        if (matches (g_ptr_array_index (self->children, i), subject) == (kind == LB_QUERY_NODE_OR))
          return kind == LB_QUERY_NODE_OR;
      return kind == LB_QUERY_NODE_AND;
    case LB_QUERY_NODE_TERM:
    default:                 return holds (self, subject) != (self->node->test == LB_QUERY_IS_NOT);
    }
}

gboolean
lb_query_matcher_matches (LbQueryMatcher *self,
                          const LbQueryRecord *record,
                          const LbQueryFacts *facts)
{
  Subject subject = { .paths = self->paths, .record = record, .facts = facts };

  if (self->root == NULL)
    return TRUE;

  subject.text = lb_query_record_get_text (record, &subject.end);
  lb_query_record_get_values (record, &subject.n_values);
  lb_query_record_get_parts (record, &subject.n_parts);
  return matches (self->root, &subject);
}
