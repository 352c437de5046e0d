#include "model/lb-query-node.h"

#include <string.h>

#include "model/lb-query-scanner.h"

LbQueryNode *
lb_query_node_new (LbQueryField field, const char *path, LbQueryTest test, const char *text)
{
  LbQueryNode *self = g_new0 (LbQueryNode, 1);

  self->kind = LB_QUERY_NODE_TERM;
  self->field = field;
  self->path = g_strdup (path);
  self->test = test;
  self->text = g_strdup (text);

  return self;
}

LbQueryNode *
lb_query_node_new_same (const char *path, LbQueryNode *inside)
{
  LbQueryNode *self = lb_query_node_new_group (LB_QUERY_NODE_SAME, inside);

  self->path = g_strdup (path);
  return self;
}

LbQueryNode *
lb_query_node_new_group (LbQueryNodeKind kind, LbQueryNode *first)
{
  LbQueryNode *self = g_new0 (LbQueryNode, 1);

  self->kind = kind;
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_query_node_free);
  if (first != NULL)
    lb_query_node_add (self, first);

  return self;
}

void
lb_query_node_add (LbQueryNode *self, LbQueryNode *child)
{
  if (child->kind != self->kind || self->kind == LB_QUERY_NODE_NOT ||
      self->kind == LB_QUERY_NODE_SAME)
    {
      g_ptr_array_add (self->children, child);
      return;
    }

  g_ptr_array_extend_and_steal (self->children, g_steal_pointer (&child->children));
  lb_query_node_free (child);
}

LbQueryNode *
lb_query_node_copy (const LbQueryNode *self)
{
  LbQueryNode *copy = NULL;

  if (self->kind == LB_QUERY_NODE_TERM)
    return lb_query_node_new (self->field, self->path, self->test, self->text);

  copy = lb_query_node_new_group (self->kind, NULL);
  copy->path = g_strdup (self->path);
  for (guint i = 0; i < self->children->len; i++)
    lb_query_node_add (copy, lb_query_node_copy (g_ptr_array_index (self->children, i)));

  return copy;
}

void
lb_query_node_free (LbQueryNode *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

/* Whether @text is one token as it stands, and nothing but a value. */
static gboolean
is_bare (const char *text)
{
  return *text != '\0' && strpbrk (text, "()\"*") == NULL &&
         lb_query_scan (text, 0).end == strlen (text) &&
         !g_unichar_isspace (g_utf8_get_char (text));
}

gboolean
lb_query_node_is_word (LbQueryField field, const char *text)
{
  LbQueryToken token;

  if (!is_bare (text))
    return FALSE;
  if (field != LB_QUERY_ANYTHING)
    return TRUE;

  token = lb_query_scan (text, 0);
  return token.kind == LB_QUERY_TOKEN_TERM && token.comparison == '\0';
}

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static const char *
comparison_of (const LbQueryNode *self)
{
  switch (self->test)
    {
    case LB_QUERY_IS:       return lb_query_field_list_values (self->field) != NULL ? ":" : "=";
    case LB_QUERY_IS_NOT:   return "!=";
    case LB_QUERY_LESS:     return "<";
    case LB_QUERY_AT_MOST:  return "<=";
    case LB_QUERY_MORE:     return ">";
    case LB_QUERY_AT_LEAST: return ">=";
    case LB_QUERY_HAS:
    case LB_QUERY_WORDS:
    case LB_QUERY_BEGINS:
    case LB_QUERY_ANY:
    default:                return ":";
    }
}

static void
append_term (GString *out, const LbQueryNode *self)
{
  if (self->field == LB_QUERY_PATH)
    g_string_append (out, self->path);
  else if (self->field != LB_QUERY_ANYTHING)
    g_string_append (out, lb_query_field_get_name (self->field));
  if (self->field != LB_QUERY_ANYTHING)
    g_string_append (out, comparison_of (self));

  if (self->test == LB_QUERY_ANY)
    g_string_append_c (out, '*');
  else if (self->test != LB_QUERY_WORDS && lb_query_node_is_word (self->field, self->text))
    g_string_append (out, self->text);
  else
    append_quoted (out, self->text);
  if (self->test == LB_QUERY_BEGINS)
    g_string_append_c (out, '*');
}

/* The kinds are in the order in which they bind: what binds less than what is @around it goes in
 * parentheses. */
static void
append_node (GString *out, const LbQueryNode *self, LbQueryNodeKind around)
{
  const gboolean enclosed = self->kind > around;
  const char *gap = "";

  if (self->kind == LB_QUERY_NODE_TERM)
    {
      append_term (out, self);
      return;
    }

  if (self->kind == LB_QUERY_NODE_SAME)
    {
      g_string_append_printf (out, "%s:(", self->path);
      append_node (out, g_ptr_array_index (self->children, 0), LB_QUERY_NODE_OR);
      g_string_append_c (out, ')');
      return;
    }

  if (enclosed)
    g_string_append_c (out, '(');
  if (self->kind == LB_QUERY_NODE_NOT)
    g_string_append (out, "NOT ");
  for (guint i = 0; i < self->children->len; i++)
    {
      g_string_append (out, gap);
      append_node (out, g_ptr_array_index (self->children, i), self->kind);
      gap = self->kind == LB_QUERY_NODE_AND ? " AND " : " OR ";
    }
  if (enclosed)
    g_string_append_c (out, ')');
}

char *
lb_query_node_format (const LbQueryNode *self)
{
  GString *out = g_string_new (NULL);

  append_node (out, self, LB_QUERY_NODE_OR);
  return g_string_free_and_steal (out);
}
