#include "model/lb-query-place.h"

#include <string.h>

#include "model/lb-query-scanner.h"

/* The parentheses that are open behind @token, with what they are about, or "". */
static void
follow_parentheses (GPtrArray *open, const LbQueryToken *token, const char *text)
{
  if (token->kind == LB_QUERY_TOKEN_OPEN)
    g_ptr_array_add (open, g_strdup (""));
  else if (token->kind == LB_QUERY_TOKEN_SAME)
    g_ptr_array_add (open, g_strndup (text + token->start, token->field_end - token->start));
  else if (token->kind == LB_QUERY_TOKEN_CLOSE && open->len > 0)
    g_ptr_array_remove_index (open, open->len - 1);
}

/* (transfer full) (nullable) */
static char *
join_within (GPtrArray *open)
{
  GString *within = g_string_new (NULL);

  for (guint i = 0; i < open->len; i++)
    {
      const char *path = g_ptr_array_index (open, i);

      if (*path == '\0')
        continue;
      if (within->len > 0 && *path != '[')
        g_string_append_c (within, '.');
      g_string_append (within, path);
    }
  if (within->len > 0)
    return g_string_free_and_steal (within);

  g_string_free (within, TRUE);
  return NULL;
}

static void
take_value (LbQueryPlace *self, const LbQueryToken *token, const char *text, gsize offset)
{
  g_autofree char *name = g_strndup (text + token->start, token->field_end - token->start);

  self->kind = LB_QUERY_PLACE_VALUE;
  self->start = token->value_start - (token->quoted ? 1 : 0);
  self->end = token->kind == LB_QUERY_TOKEN_SAME ? token->value_end : token->end;
  self->field = lb_query_field_from_name (name);
  self->by_order = token->comparison == '<' || token->comparison == '>';
  if (self->field == LB_QUERY_PATH)
    self->path = g_steal_pointer (&name);
  self->typed = g_strndup (text + token->value_start,
                           offset > token->value_start ? offset - token->value_start : 0);
}

/* Whether nothing more can be written of @token at @offset. */
static gboolean
is_before (const LbQueryToken *token, gsize offset)
{
  const gboolean is_closed = token->kind == LB_QUERY_TOKEN_OPEN ||
                             token->kind == LB_QUERY_TOKEN_SAME ||
                             token->kind == LB_QUERY_TOKEN_CLOSE;

  return token->kind != LB_QUERY_TOKEN_END &&
         (token->end < offset || (token->end == offset && is_closed));
}

LbQueryPlace *
lb_query_place_new (const char *text, gsize offset)
{
  LbQueryPlace *self = g_new0 (LbQueryPlace, 1);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  LbQueryToken token = { 0 };

  g_return_val_if_fail (offset <= strlen (text), self);

  for (token = lb_query_scan (text, 0); is_before (&token, offset);
       token = lb_query_scan (text, token.end))
    follow_parentheses (open, &token, text);
  self->within = join_within (open);

  self->start = self->end = offset;
  if (token.start <= offset && token.comparison != '\0' && offset > token.field_end)
    take_value (self, &token, text, offset);
  else if (token.start < offset && token.end >= offset && !token.quoted)
    {
      self->start = token.start;
      self->end = token.comparison != '\0' ? token.field_end : token.end;
      self->typed = g_strndup (text + token.start, offset - token.start);
    }
  if (self->typed == NULL)
    self->typed = g_strdup ("");

  return self;
}

void
lb_query_place_free (LbQueryPlace *self)
{
  g_free (self->typed);
  g_free (self->path);
  g_free (self->within);
  g_free (self);
}
