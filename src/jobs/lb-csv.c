#include "jobs/lb-csv.h"

#include <string.h>

#include "base/lb-error.h"

#define MAX_UNCLOSED 100

static gsize
count (const char *from, const char *to, char wanted)
{
  gsize n = 0;

  for (const char *at = from; at < to; at++)
    n += *at == wanted;

  return n;
}

void
lb_csv_init (LbCsv *self, const char *text, gsize length)
{
  static const char separators[] = { ',', ';', '\t' };
  const char *line_end = memchr (text, '\n', length);
  gsize most = 0;

  self->at = text;
  self->end = text + length;
  self->line = 1;
  self->separator = ',';
  self->n_unclosed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      gsize n = count (text, line_end != NULL ? line_end : self->end, separators[i]);

      if (n > most)
        {
          most = n;
          self->separator = separators[i];
        }
    }
}

static gboolean
is_at_line_end (LbCsv *self)
{
  return self->at == self->end || *self->at == '\n' ||
         (*self->at == '\r' && (self->at + 1 == self->end || self->at[1] == '\n'));
}

static gboolean
is_at_field_end (LbCsv *self)
{
  return is_at_line_end (self) || *self->at == self->separator;
}

static void
skip_line_end (LbCsv *self)
{
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at < self->end && *self->at == '\n')
    self->at++;
  self->line++;
}

/* (transfer full) (nullable): after the opening quote. */
static char *
read_quoted (LbCsv *self, GError **error)
{
  g_autoptr (GString) field = g_string_new (NULL);
  guint line = self->line;

  while (TRUE)
    {
      const char *quote = memchr (self->at, '"', (gsize) (self->end - self->at));

      if (quote == NULL)
        {
          self->n_unclosed++;
          g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "A quote in line %u is not closed", line);
          return NULL;
        }
      self->line += (guint) count (self->at, quote, '\n');
      g_string_append_len (field, self->at, quote - self->at);
      self->at = quote + 1;
      if (self->at == self->end || *self->at != '"')
        break;
      g_string_append_c (field, '"');
      self->at++;
    }

  if (is_at_field_end (self))
    return g_string_free_and_steal (g_steal_pointer (&field));

  g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "In line %u something follows a closing quote",
               self->line);
  return NULL;
}

static char *
read_field (LbCsv *self, GError **error)
{
  const char *start = self->at;

  if (self->at < self->end && *self->at == '"')
    {
      self->at++;
      return read_quoted (self, error);
    }

  while (!is_at_field_end (self))
    self->at++;

  return g_strndup (start, (gsize) (self->at - start));
}

/* After a record that is broken: with the line after the one that it begins in. A quote that is not
 * closed is looked for to the end each time, so that is done a few times only. */
static void
recover (LbCsv *self, const char *start, guint line)
{
  const char *line_end = memchr (start, '\n', (gsize) (self->end - start));

  if (line_end == NULL || self->n_unclosed > MAX_UNCLOSED)
    {
      self->at = self->end;
      return;
    }
  self->at = line_end + 1;
  self->line = line + 1;
}

GPtrArray *
lb_csv_next (LbCsv *self, guint *line, GError **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  const char *start = NULL;

  while (self->at < self->end && is_at_line_end (self))
    skip_line_end (self);
  if (self->at == self->end)
    return NULL;

  *line = self->line;
  start = self->at;
  while (TRUE)
    {
      char *field = read_field (self, error);

      if (field == NULL)
        {
          recover (self, start, *line);
          return NULL;
        }
      g_ptr_array_add (fields, field);
      if (is_at_line_end (self))
        break;
      self->at++;
    }
  skip_line_end (self);

  return g_steal_pointer (&fields);
}

void
lb_csv_append_field (GString *out, const char *field)
{
  if (strpbrk (field, "\",\r\n;\t") == NULL && *field != ' ' && *field != '\0')
    {
      g_string_append (out, field);
      return;
    }

  g_string_append_c (out, '"');
  for (const char *at = field; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}
