#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbCsv:
 *
 * Comma-separated values as RFC 4180 has them: a field in quotes may hold commas, line ends and
 * doubled quotes. Reads a text record by record and copies nothing but the record at hand. Lines
 * end in LF or CRLF.
 */
typedef struct
{
  const char *at; /* what is left */
  const char *end;
  guint line; /* of the next record, from 1 */
  guint n_unclosed;
  char separator;
} LbCsv;

/* @text: must stay. The separator is the one of comma, semicolon and tab that the first line has
 * most of. */
void lb_csv_init (LbCsv *self, const char *text, gsize length);
/* (transfer full) (nullable) (element-type utf8): the fields of the next record that is not empty;
 * NULL at the end, and with LB_ERROR_INVALID for a quote that is not closed, or closed within a
 * field: what comes next then is the line after that. @line: (out): where the record begins. */
GPtrArray *lb_csv_next (LbCsv *self, guint *line, GError **error);

/* Adds @field, in quotes where it needs them. */
void lb_csv_append_field (GString *out, const char *field);

G_END_DECLS
