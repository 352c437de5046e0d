#include "model/lb-query-place.h"

#include <string.h>

#include "model/lb-query-scanner.h"

static void
take_value (LbQueryPlace *self, const LbQueryToken *token, const char *text, gsize offset)
{
  g_autofree char *name = g_strndup (text + token->start, token->field_end - token->start);

  self->kind = LB_QUERY_PLACE_VALUE;
  self->start = token->value_start - (token->quoted ? 1 : 0);
  self->end = token->end;
  self->field = lb_query_field_from_name (name);
  self->by_order = token->comparison == '<' || token->comparison == '>';
  if (self->field == LB_QUERY_PATH)
    self->path = g_steal_pointer (&name);
  self->typed = g_strndup (text + token->value_start,
                           offset > token->value_start ? offset - token->value_start : 0);
}

LbQueryPlace *
lb_query_place_new (const char *text, gsize offset)
{
  LbQueryPlace *self = g_new0 (LbQueryPlace, 1);
  LbQueryToken token = { 0 };

  g_return_val_if_fail (offset <= strlen (text), self);

  do
    token = lb_query_scan (text, token.end);
  while (token.kind != LB_QUERY_TOKEN_END &&
         (token.end < offset || (token.end == offset && (token.kind == LB_QUERY_TOKEN_OPEN ||
                                                         token.kind == LB_QUERY_TOKEN_CLOSE))));

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
  g_free (self);
}
