#include "service/lb-analyser-writer.h"
#include "service/lb-analyser-phrases.h"

#include <string.h>

void
lb_analyser_writer_init (LbAnalyserWriter *self)
{
  *self = (LbAnalyserWriter) { .out = g_string_new (NULL), .first = TRUE };
}

static void
begin_member (LbAnalyserWriter *self, const char *key)
{
  if (self->depth > 0)
    {
      g_string_append (self->out, self->first ? "\n" : ",\n");
      for (int i = 0; i < self->depth; i++)
        g_string_append (self->out, "  ");
    }
  if (key)
    {
      lb_json_append_string (self->out, key);
      g_string_append (self->out, ": ");
    }
  self->first = FALSE;
}

void
lb_analyser_writer_open (LbAnalyserWriter *self, const char *key, char bracket)
{
  begin_member (self, key);
  g_string_append_c (self->out, bracket);
  self->depth++;
  self->first = TRUE;
}

void
lb_analyser_writer_close (LbAnalyserWriter *self, char bracket)
{
  self->depth--;
  if (!self->first)
    {
      g_string_append_c (self->out, '\n');
      for (int i = 0; i < self->depth; i++)
        g_string_append (self->out, "  ");
    }
  g_string_append_c (self->out, bracket);
  self->first = FALSE;
}

void
lb_analyser_writer_add_text (LbAnalyserWriter *self, const char *key, const char *text)
{
  if (!text || !*text)
    return;
  begin_member (self, key);
  lb_json_append_string (self->out, text);
}

void
lb_analyser_writer_add_json (LbAnalyserWriter *self, const char *key, const char *json)
{
  begin_member (self, key);
  g_string_append (self->out, json);
}

char *
lb_analyser_writer_end (LbAnalyserWriter *self)
{
  g_string_append_c (self->out, '\n');
  return g_string_free (g_steal_pointer (&self->out), FALSE);
}

gboolean
lb_analyser_says (const char *said, const char *clause)
{
  g_autofree char *folded = g_utf8_casefold (said, -1);
  g_autofree char *part = g_utf8_casefold (clause, -1);

  return strstr (folded, part) != NULL;
}

static char *
join_clauses (const char *said, const char *const *clauses, guint n_clauses)
{
  g_autoptr (GString) out = g_string_new (said);
  gboolean joined = FALSE;

  for (guint i = 0; i < n_clauses; i++)
    {
      if (!clauses[i] || !*clauses[i] || lb_analyser_says (out->str, clauses[i]))
        continue;
      if (out->len > 0)
        g_string_append (out, said && *said && !joined ? "; here " : ", ");
      g_string_append (out, clauses[i]);
      joined = TRUE;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
lb_analyser_join (const char *said, const char *const *clauses, guint n_clauses)
{
  g_autofree char *own = join_clauses (NULL, clauses, n_clauses);

  if (!said || !*said || (*own && lb_analyser_is_measured (said, own)) ||
      (n_clauses == 1 && lb_analyser_says (own, said)))
    return g_steal_pointer (&own);
  return join_clauses (said, clauses, n_clauses);
}

static void
collect_into (const LbJsonNode *node, GString *out)
{
  if (node->type == LB_JSON_STRING && *node->string)
    g_string_append_printf (out, "%s%s", out->len ? ", " : "", node->string);
  else if (node->type == LB_JSON_ARRAY || node->type == LB_JSON_OBJECT)
    for (guint i = 0; i < lb_json_node_length (node); i++)
      collect_into (lb_json_node_element (node, i), out);
}

char *
lb_analyser_collect_text (const LbJsonNode *node)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (node)
    collect_into (node, out);
  return out->len ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

const char *
lb_analyser_member_text (const LbJsonNode *node, const char *key)
{
  const LbJsonNode *member =
    node && node->type == LB_JSON_OBJECT ? lb_json_node_member (node, key) : NULL;

  return member && member->type == LB_JSON_STRING && *member->string ? member->string : NULL;
}
