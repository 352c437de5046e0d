#pragma once

#include "model/lb-query-field.h"

G_BEGIN_DECLS

typedef enum
{
  LB_QUERY_TOKEN_END,
  LB_QUERY_TOKEN_OPEN,
  LB_QUERY_TOKEN_SAME, /* a field, ":" and a parenthesis that is opened */
  LB_QUERY_TOKEN_CLOSE,
  LB_QUERY_TOKEN_AND,
  LB_QUERY_TOKEN_OR,
  LB_QUERY_TOKEN_NOT,
  LB_QUERY_TOKEN_TERM
} LbQueryTokenKind;

/**
 * LbQueryToken:
 * @kind: what it is
 * @start: its first byte in the text
 * @end: the byte behind it
 * @field_end: of a condition, the byte behind its field; @start without one
 * @value_start: of a condition, the first byte of its value, behind the quote if there is one
 * @value_end: the byte behind the value, in front of a closing quote or a star at the end
 * @comparison: the first character of what stands between field and value, or NUL
 * @or_equal: whether there is a "=" behind that
 * @quoted: whether there is an opening quote
 * @closed: whether there is a closing one
 * @star: whether there is a star at the end
 *
 * A piece of a query, which need not be right.
 */
typedef struct
{
  LbQueryTokenKind kind;
  gsize start;
  gsize end;
  gsize field_end;
  gsize value_start;
  gsize value_end;
  char comparison;
  gboolean or_equal;
  gboolean quoted;
  gboolean closed;
  gboolean star;
} LbQueryToken;

/* Reads the next token of @text (UTF-8) from byte @offset on; at the end one of no length. */
LbQueryToken lb_query_scan (const char *text, gsize offset);
/* (transfer full): the value of a condition, with what was escaped in quotes. */
char *lb_query_token_dup_value (const LbQueryToken *self, const char *text);
/* (transfer full) (nullable) (array zero-terminated=1): the keys of a path such as
 * `objects[].clothing` or `["odd key"].x`; NULL when it is none. @wrong_at: (out): the byte in
 * @path that is wrong; @is_index: (out): it is a number in brackets */
char **lb_query_path_read (const char *path, gsize *wrong_at, gboolean *is_index);
/* Whether it may stand in a field without brackets. */
gboolean lb_query_is_key_char (gunichar c);

G_END_DECLS
