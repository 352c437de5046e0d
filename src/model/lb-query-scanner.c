#include "model/lb-query-scanner.h"

#include <string.h>

#include "base/lb-json.h"

gboolean
lb_query_is_key_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_' || c == '-';
}

static gboolean
ends_word (const char *at)
{
  return *at == '\0' || *at == '(' || *at == ')' || *at == '"' ||
         g_unichar_isspace (g_utf8_get_char (at));
}

/* Behind the bracket that closes what begins at @at; @at when none does. */
static const char *
skip_brackets (const char *at)
{
  const char *end = at + 1;

  if (*end == '"')
    {
      for (end++; *end != '\0' && *end != '"'; end++)
        if (*end == '\\' && end[1] != '\0')
          end++;
      if (*end == '\0')
        return at;
      end++;
    }
  else
    while (g_ascii_isdigit (*end))
      end++;

  return *end == ']' ? end + 1 : at;
}

static gboolean
is_comparison (const char *at)
{
  return *at == ':' || *at == '=' || *at == '<' || *at == '>' || (*at == '!' && at[1] == '=');
}

/* Behind the field that begins at @at, with its comparison behind it; @at when there is none. */
static const char *
skip_field (const char *at)
{
  const char *end = at;
  gunichar first = g_utf8_get_char (at);

  if (!g_unichar_isalpha (first) && first != '_' && first != '[')
    return at;

  while (*end != '\0')
    {
      const char *next = end;

      if (*end == '[')
        next = skip_brackets (end);
      else if (*end == '.' || lb_query_is_key_char (g_utf8_get_char (end)))
        next = g_utf8_next_char (end);
      if (next == end)
        break;
      end = next;
    }

  return is_comparison (end) ? end : at;
}

/* @at: behind the opening quote */
static const char *
skip_quoted (const char *at)
{
  while (*at != '\0' && *at != '"')
    at += *at == '\\' && (at[1] == '"' || at[1] == '\\') ? 2 : 1;

  return at;
}

/* Returns what is behind the value at @at. */
static const char *
scan_value (const char *text, const char *at, LbQueryToken *token)
{
  const char *end = at;

  if (*at == '"')
    {
      token->quoted = TRUE;
      token->value_start = (gsize) (at + 1 - text);
      end = skip_quoted (at + 1);
      token->value_end = (gsize) (end - text);
      token->closed = *end == '"';
      if (token->closed)
        end++;
      token->star = token->closed && *end == '*';
      return token->star ? end + 1 : end;
    }

  while (!ends_word (end))
    end = g_utf8_next_char (end);
  token->star = end > at && end[-1] == '*';
  token->value_start = (gsize) (at - text);
  token->value_end = (gsize) (end - text) - (token->star ? 1 : 0);
  return end;
}

static LbQueryTokenKind
word_kind (const char *word, gsize length)
{
  static const struct
  {
    const char *word;
    LbQueryTokenKind kind;
  } words[] = { { "AND", LB_QUERY_TOKEN_AND },
                { "OR", LB_QUERY_TOKEN_OR },
                { "NOT", LB_QUERY_TOKEN_NOT } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == length && strncmp (words[i].word, word, length) == 0)
      return words[i].kind;

  return LB_QUERY_TOKEN_TERM;
}

LbQueryToken
lb_query_scan (const char *text, gsize offset)
{
  LbQueryToken token = { 0 };
  const char *at = text + offset;
  const char *field_end = NULL;
  const char *end = NULL;

  while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  token.start = token.end = token.field_end = (gsize) (at - text);
  if (*at == '\0')
    return token;

  if (*at == '(' || *at == ')')
    {
      token.kind = *at == '(' ? LB_QUERY_TOKEN_OPEN : LB_QUERY_TOKEN_CLOSE;
      token.end++;
      return token;
    }

  token.kind = LB_QUERY_TOKEN_TERM;
  field_end = skip_field (at);
  end = field_end;
  if (field_end > at)
    {
      token.field_end = (gsize) (field_end - text);
      token.comparison = *end++;
      token.or_equal = token.comparison != ':' && token.comparison != '=' && *end == '=';
      if (token.or_equal)
        end++;
    }
  if (token.comparison == ':' && *end == '(')
    {
      token.kind = LB_QUERY_TOKEN_SAME;
      token.value_start = token.value_end = (gsize) (end - text);
      token.end = token.value_end + 1;
      return token;
    }
  end = scan_value (text, end, &token);
  token.end = (gsize) (end - text);
  if (field_end == at && !token.quoted)
    token.kind = word_kind (at, token.end - token.start);

  return token;
}

char *
lb_query_token_dup_value (const LbQueryToken *self, const char *text)
{
  GString *value = g_string_sized_new (self->value_end - self->value_start);

  for (gsize i = self->value_start; i < self->value_end; i++)
    {
      if (self->quoted && text[i] == '\\' && i + 1 < self->value_end &&
          (text[i + 1] == '"' || text[i + 1] == '\\'))
        i++;
      g_string_append_c (value, text[i]);
    }

  return g_string_free_and_steal (value);
}

/* (transfer full) (nullable): the key in brackets at @at, which are closed. */
static char *
read_odd_key (const char *at, const char *end)
{
  g_autoptr (LbJsonDocument) document = lb_json_document_new (at + 1, end - at - 2, NULL);

  return document != NULL ? g_strdup (lb_json_document_get_root (document)->string) : NULL;
}

/* (nullable): behind the step at @at; appends its key, if it has one. */
static const char *
read_step (const char *at, GStrvBuilder *keys, gboolean first, gboolean *is_index)
{
  const char *end = at;
  g_autofree char *key = NULL;

  if (*at == '[')
    {
      end = skip_brackets (at);
      *is_index = end > at && g_ascii_isdigit (at[1]);
      if (end == at || *is_index || (at[1] == ']' && first))
        return NULL;
      if (at[1] == ']')
        return end;
      key = read_odd_key (at, end);
    }
  else
    {
      if (!first && *at != '.')
        return NULL;
      at = end = first ? at : at + 1;
      while (lb_query_is_key_char (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      key = end > at ? g_strndup (at, (gsize) (end - at)) : NULL;
    }
  if (key == NULL)
    return NULL;

  g_strv_builder_add (keys, key);
  return end;
}

char **
lb_query_path_read (const char *path, gsize *wrong_at, gboolean *is_index)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  const char *at = path;

  *is_index = FALSE;
  do
    {
      const char *end = read_step (at, keys, at == path, is_index);

      if (end == NULL)
        {
          *wrong_at = (gsize) (at - path);
          return NULL;
        }
      at = end;
    }
  while (*at != '\0');

  return g_strv_builder_end (keys);
}
