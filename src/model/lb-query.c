#include "model/lb-query.h"

#include <string.h>

#include "model/lb-query-record.h"
#include "model/lb-query-scanner.h"

struct _LbQuery
{
  GObject parent_instance;

  LbQueryNode *root; /* (owned) (nullable) */
  char *text;        /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbQuery, lb_query, G_TYPE_OBJECT)

/* A text that is being read, token by token. */
typedef struct
{
  const char *text;
  LbQueryToken token; /* the next one */
  guint depth;
  guint n_around; /* parentheses around it that are about one object */
  LbQueryIssue issue;
} Reader;

static LbQueryNode *read_any (Reader *self);

static void
lb_query_finalize (GObject *object)
{
  lb_query_node_free (LB_QUERY (object)->root);
  g_free (LB_QUERY (object)->text);

  G_OBJECT_CLASS (lb_query_parent_class)->finalize (object);
}

static void
lb_query_class_init (LbQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_query_finalize;
}

static void
lb_query_init (LbQuery *self)
{
}

static void
step (Reader *self)
{
  self->token = lb_query_scan (self->text, self->token.end);
}

/* Returns NULL, for the one who called. */
static LbQueryNode *
refuse (Reader *self, LbQueryIssueKind kind, gsize start, gsize end)
{
  self->issue = (LbQueryIssue) { .kind = kind, .start = start, .end = end };

  return NULL;
}

static LbQueryNode *
refuse_value (Reader *self, LbQueryIssueKind kind)
{
  return refuse (self, kind, self->token.value_start, self->token.value_end);
}

static LbQueryTest
read_test (const LbQueryToken *token, LbQueryField field, gboolean any)
{
  switch (token->comparison)
    {
    case '=': return LB_QUERY_IS;
    case '!': return LB_QUERY_IS_NOT;
    case '<': return token->or_equal ? LB_QUERY_AT_MOST : LB_QUERY_LESS;
    case '>': return token->or_equal ? LB_QUERY_AT_LEAST : LB_QUERY_MORE;
    default:  break;
    }

  if (any)
    return LB_QUERY_ANY;
  if (lb_query_field_is_number (field) || lb_query_field_list_values (field) != NULL)
    return LB_QUERY_IS;
  if (token->star)
    return LB_QUERY_BEGINS;

  return token->quoted ? LB_QUERY_WORDS : LB_QUERY_HAS;
}

/* Whether a value has its stars where they may be; @any: it is nothing but one. */
static gboolean
check_stars (Reader *self, LbQueryField field, LbQueryTest test, gboolean any)
{
  const LbQueryToken *token = &self->token;
  const char *value = self->text + token->value_start;
  const char *inner =
    token->quoted ? NULL : memchr (value, '*', token->value_end - token->value_start);
  const gboolean allowed =
    any ? test == LB_QUERY_ANY && lb_query_field_allows (field, test) : test == LB_QUERY_BEGINS;

  if (inner != NULL)
    {
      const gsize at = (gsize) (inner - self->text);

      return refuse (self, LB_QUERY_ISSUE_STAR, at, at + 1) != NULL;
    }
  if (token->star && !allowed)
    return refuse (self, LB_QUERY_ISSUE_STAR, token->end - 1, token->end) != NULL;

  return TRUE;
}

static gboolean
check_value (Reader *self, LbQueryField field, LbQueryTest test, const char *value)
{
  double number = 0;

  if (lb_query_field_is_number (field))
    {
      if (lb_query_field_read_number (field, value, &number))
        return TRUE;
      refuse_value (self, field == LB_QUERY_BYTES    ? LB_QUERY_ISSUE_SIZE
                          : field == LB_QUERY_ASPECT ? LB_QUERY_ISSUE_RATIO
                                                     : LB_QUERY_ISSUE_NUMBER);
      return FALSE;
    }
  if (lb_query_field_list_values (field) != NULL && lb_query_field_find_value (field, value) < 0)
    return refuse_value (self, field == LB_QUERY_STATE ? LB_QUERY_ISSUE_STATE
                                                       : LB_QUERY_ISSUE_SOURCE) != NULL;
  if (test >= LB_QUERY_LESS && lb_query_find_score (value) < 0 &&
      !lb_query_field_read_number (LB_QUERY_PATH, value, &number))
    return refuse_value (self, LB_QUERY_ISSUE_SCORE) != NULL;

  return TRUE;
}

/* Whether a value says anything. @folded: without its blanks */
static gboolean
check_present (Reader *self, const char *folded, gboolean any)
{
  const LbQueryToken *token = &self->token;

  if (token->quoted && !token->closed)
    return refuse (self, LB_QUERY_ISSUE_QUOTE, token->value_start - 1, token->value_start) != NULL;
  if (!token->quoted && !any && token->value_end == token->value_start)
    return refuse (self, LB_QUERY_ISSUE_NO_VALUE, token->field_end, token->end) != NULL;
  if (token->quoted && *folded == '\0')
    return refuse (self, LB_QUERY_ISSUE_EMPTY_QUOTES, token->value_start - 1,
                   token->value_end + 1) != NULL;

  return TRUE;
}

/* @path: (out) (transfer full): as it is spelled, of a field of the caption */
static gboolean
read_field (Reader *self, LbQueryField *field, char **path)
{
  const LbQueryToken *token = &self->token;
  g_autofree char *name = NULL;
  g_auto (GStrv) keys = NULL;
  gsize wrong_at = 0;
  gboolean is_index = FALSE;

  if (token->comparison == '\0')
    return TRUE;

  name = g_strndup (self->text + token->start, token->field_end - token->start);
  *field = lb_query_field_from_name (name);
  if (*field != LB_QUERY_PATH)
    return TRUE;
  if ((keys = lb_query_path_read (name, &wrong_at, &is_index)) == NULL)
    return refuse (self, is_index ? LB_QUERY_ISSUE_INDEX : LB_QUERY_ISSUE_PATH,
                   token->start + wrong_at, token->field_end) != NULL;

  *path = g_steal_pointer (&name);
  return TRUE;
}

static LbQueryNode *
read_term (Reader *self)
{
  const LbQueryToken *token = &self->token;
  const gboolean any = token->star && !token->quoted && token->value_end == token->value_start;
  LbQueryField field = LB_QUERY_ANYTHING;
  g_autofree char *path = NULL;
  g_autofree char *value = NULL;
  g_autofree char *folded = NULL;
  LbQueryTest test;
  LbQueryNode *term = NULL;

  if (!read_field (self, &field, &path))
    return NULL;
  if (self->n_around > 0 && field != LB_QUERY_ANYTHING && field != LB_QUERY_PATH)
    return refuse (self, LB_QUERY_ISSUE_INSIDE, token->start, token->field_end);

  value = lb_query_token_dup_value (token, self->text);
  folded = lb_query_fold (value);
  test = read_test (token, field, any);
  if (!check_present (self, folded, any) || !check_stars (self, field, test, any))
    return NULL;
  if (!lb_query_field_allows (field, test))
    return refuse (self, LB_QUERY_ISSUE_COMPARISON, token->field_end,
                   token->value_start - (token->quoted ? 1 : 0));
  if (!any && !check_value (self, field, test, value))
    return NULL;

  if (lb_query_field_list_values (field) != NULL)
    g_set_str (&value,
               lb_query_field_list_values (field)[lb_query_field_find_value (field, value)]);
  term = lb_query_node_new (field, path, test, any ? NULL : value);
  step (self);
  return term;
}

static LbQueryNode *
read_group (Reader *self)
{
  const gsize open = self->token.start;
  g_autoptr (LbQueryNode) inside = NULL;

  step (self);
  if (self->token.kind == LB_QUERY_TOKEN_CLOSE)
    return refuse (self, LB_QUERY_ISSUE_EMPTY_GROUP, open, self->token.end);
  if (self->token.kind == LB_QUERY_TOKEN_END)
    return refuse (self, LB_QUERY_ISSUE_OPEN, open, open + 1);
  if ((inside = read_any (self)) == NULL)
    return NULL;
  if (self->token.kind != LB_QUERY_TOKEN_CLOSE)
    return refuse (self, LB_QUERY_ISSUE_OPEN, open, open + 1);

  step (self);
  return g_steal_pointer (&inside);
}

/* What holds for one and the same object. */
static LbQueryNode *
read_same (Reader *self)
{
  LbQueryField field = LB_QUERY_ANYTHING;
  g_autofree char *path = NULL;
  LbQueryNode *inside = NULL;

  if (!read_field (self, &field, &path))
    return NULL;
  if (field != LB_QUERY_PATH)
    return refuse (self, LB_QUERY_ISSUE_COMPARISON, self->token.field_end, self->token.end);

  /* The parenthesis is read as any other. */
  self->token.start = self->token.value_start;
  self->n_around++;
  inside = read_group (self);
  self->n_around--;
  return inside != NULL ? lb_query_node_new_same (path, inside) : NULL;
}

static gboolean
begins_condition (LbQueryTokenKind kind)
{
  return kind == LB_QUERY_TOKEN_TERM || kind == LB_QUERY_TOKEN_OPEN ||
         kind == LB_QUERY_TOKEN_SAME || kind == LB_QUERY_TOKEN_NOT;
}

/* Goes over AND, OR or NOT; whether something follows that it can be about. */
static gboolean
step_over_word (Reader *self)
{
  const LbQueryToken word = self->token;

  step (self);
  if (begins_condition (self->token.kind))
    return TRUE;

  return refuse (self, LB_QUERY_ISSUE_NO_RIGHT, word.start, word.end) != NULL;
}

static LbQueryNode *
read_one (Reader *self)
{
  const LbQueryToken first = self->token;
  LbQueryNode *node = NULL;

  switch (first.kind)
    {
    case LB_QUERY_TOKEN_TERM:  return read_term (self);
    case LB_QUERY_TOKEN_AND:
    case LB_QUERY_TOKEN_OR:    return refuse (self, LB_QUERY_ISSUE_NO_LEFT, first.start, first.end);
    case LB_QUERY_TOKEN_CLOSE: return refuse (self, LB_QUERY_ISSUE_CLOSE, first.start, first.end);
    case LB_QUERY_TOKEN_OPEN:
    case LB_QUERY_TOKEN_SAME:
    case LB_QUERY_TOKEN_NOT:
    case LB_QUERY_TOKEN_END:
    default:                   break;
    }

  if (self->depth == LB_QUERY_MAX_DEPTH)
    return refuse (self, LB_QUERY_ISSUE_DEPTH, first.start, first.end);
  self->depth++;
  if (first.kind == LB_QUERY_TOKEN_OPEN)
    node = read_group (self);
  else if (first.kind == LB_QUERY_TOKEN_SAME)
    node = read_same (self);
  else if (step_over_word (self) && (node = read_one (self)) != NULL)
    node = lb_query_node_new_group (LB_QUERY_NODE_NOT, node);
  self->depth--;

  return node;
}

/* Adds @next (transfer full) to what is there (transfer full) (nullable). */
static LbQueryNode *
join (LbQueryNodeKind kind, LbQueryNode *before, LbQueryNode *next)
{
  if (before == NULL)
    return next;
  if (before->kind != kind)
    before = lb_query_node_new_group (kind, before);

  lb_query_node_add (before, next);
  return before;
}

static LbQueryNode *
read_all (Reader *self)
{
  g_autoptr (LbQueryNode) all = NULL;

  do
    {
      LbQueryNode *next = NULL;

      if (all != NULL && self->token.kind == LB_QUERY_TOKEN_AND && !step_over_word (self))
        return NULL;
      if ((next = read_one (self)) == NULL)
        return NULL;
      all = join (LB_QUERY_NODE_AND, g_steal_pointer (&all), next);
    }
  while (begins_condition (self->token.kind) || self->token.kind == LB_QUERY_TOKEN_AND);

  return g_steal_pointer (&all);
}

static LbQueryNode *
read_any (Reader *self)
{
  g_autoptr (LbQueryNode) any = NULL;

  do
    {
      LbQueryNode *next = NULL;

      if (any != NULL && !step_over_word (self))
        return NULL;
      if ((next = read_all (self)) == NULL)
        return NULL;
      any = join (LB_QUERY_NODE_OR, g_steal_pointer (&any), next);
    }
  while (self->token.kind == LB_QUERY_TOKEN_OR);

  return g_steal_pointer (&any);
}

/* (transfer full) (nullable): NULL also for a text of blanks. */
static LbQueryNode *
read_text (Reader *self, gboolean *done)
{
  const gsize length = strlen (self->text);
  const char *end = NULL;
  g_autoptr (LbQueryNode) root = NULL;

  *done = FALSE;
  if (!g_utf8_validate (self->text, -1, &end))
    return refuse (self, LB_QUERY_ISSUE_ENCODING, (gsize) (end - self->text), length);
  if (length > LB_QUERY_MAX_BYTES)
    {
      const char *cut = g_utf8_find_prev_char (self->text, self->text + LB_QUERY_MAX_BYTES + 1);

      return refuse (self, LB_QUERY_ISSUE_LENGTH, (gsize) (cut - self->text), length);
    }

  self->token = lb_query_scan (self->text, 0);
  *done = self->token.kind == LB_QUERY_TOKEN_END;
  if (*done || (root = read_any (self)) == NULL)
    return NULL;
  if (self->token.kind != LB_QUERY_TOKEN_END)
    return refuse (self, LB_QUERY_ISSUE_CLOSE, self->token.start, self->token.end);

  *done = TRUE;
  return g_steal_pointer (&root);
}

/**
 * lb_query_new:
 * @text: what a person wrote, as described at #LbQuery
 * @issue: (out) (optional): what is wrong with it, and where
 *
 * Returns: (transfer full) (nullable): a query, or %NULL
 */
LbQuery *
lb_query_new (const char *text, LbQueryIssue *issue)
{
  Reader reader = { .text = text };
  LbQueryNode *root = NULL;
  LbQuery *self = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  root = read_text (&reader, &done);
  if (!done)
    {
      if (issue != NULL)
        *issue = reader.issue;
      return NULL;
    }

  self = g_object_new (LB_TYPE_QUERY, NULL);
  self->root = root;
  self->text = g_strdup (text);
  return self;
}

const char *
lb_query_get_text (LbQuery *self)
{
  g_return_val_if_fail (LB_IS_QUERY (self), NULL);

  return self->text;
}

const LbQueryNode *
lb_query_get_root (LbQuery *self)
{
  g_return_val_if_fail (LB_IS_QUERY (self), NULL);

  return self->root;
}
