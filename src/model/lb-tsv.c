#include "model/lb-tsv.h"

#include <string.h>

#include "base/lb-error.h"

struct _LbTsv
{
  guint n_rows;
  guint n_columns;
  char **cells; /* (owned) (array length=n_rows*n_columns): (owned) (nullable) each */
};

LbTsv *
lb_tsv_new (guint n_rows, guint n_columns)
{
  LbTsv *self = g_new0 (LbTsv, 1);

  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->cells = g_new0 (char *, (gsize) n_rows *n_columns);

  return self;
}

void
lb_tsv_free (LbTsv *self)
{
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    g_free (self->cells[i]);
  g_free (self->cells);
  g_free (self);
}

/* Reads the cell that begins at @cursor. (transfer full) (nullable): NULL for an open quote. */
static char *
read_cell (const char **cursor)
{
  const gsize length = strcspn (*cursor, "\t\r\n");
  g_autoptr (GString) text = NULL;
  const char *at = *cursor;

  if (*at != '"')
    {
      *cursor += length;
      return g_strndup (at, length);
    }

  text = g_string_new (NULL);
  for (at++; *at != '\0'; at++)
    {
      if (*at == '"' && at[1] != '"')
        break;
      if (*at == '"')
        at++;
      g_string_append_c (text, *at);
    }
  if (*at == '\0')
    return NULL;

  /* Behind a closing quote there is nothing; what some program writes there is kept. */
  at++;
  *cursor = at + strcspn (at, "\t\r\n");
  g_string_append_len (text, at, *cursor - at);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
skip_line_end (const char **cursor)
{
  if (**cursor == '\r')
    (*cursor)++;
  if (**cursor == '\n')
    (*cursor)++;
}

/* (transfer full) (element-type GPtrArray): of texts. */
static GPtrArray *
read_rows (const char *text, guint max_cells, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const char *cursor = text;
  guint n_cells = 0;

  while (*cursor != '\0')
    {
      GPtrArray *row = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (rows, row);
      while (TRUE)
        {
          char *cell = read_cell (&cursor);

          if (cell == NULL || ++n_cells > max_cells)
            {
              g_free (cell);
              g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                                   cell == NULL ? "A quote is not closed" : "Too many cells");
              return NULL;
            }
          g_ptr_array_add (row, cell);
          if (*cursor != '\t')
            break;
          cursor++;
        }
      skip_line_end (&cursor);
    }

  return g_steal_pointer (&rows);
}

LbTsv *
lb_tsv_read (const char *text, guint max_cells, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint n_columns = 0;
  LbTsv *self = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "Not valid UTF-8");
      return NULL;
    }
  if (!(rows = read_rows (text, max_cells, error)))
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    n_columns = MAX (n_columns, ((GPtrArray *) g_ptr_array_index (rows, i))->len);
  if ((guint64) n_columns * rows->len > max_cells)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "Too many cells");
      return NULL;
    }
  self = lb_tsv_new (rows->len, n_columns);
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < row->len; j++)
        self->cells[(gsize) i * n_columns + j] =
          g_steal_pointer ((char **) &g_ptr_array_index (row, j));
    }

  return self;
}

guint
lb_tsv_get_n_rows (const LbTsv *self)
{
  return self->n_rows;
}

guint
lb_tsv_get_n_columns (const LbTsv *self)
{
  return self->n_columns;
}

const char *
lb_tsv_get (const LbTsv *self, guint row, guint column)
{
  g_return_val_if_fail (row < self->n_rows && column < self->n_columns, NULL);

  return self->cells[(gsize) row * self->n_columns + column];
}

void
lb_tsv_set (LbTsv *self, guint row, guint column, const char *text)
{
  g_return_if_fail (row < self->n_rows && column < self->n_columns);

  g_set_str (&self->cells[(gsize) row * self->n_columns + column], text);
}

static void
append_cell (GString *out, const char *text)
{
  if (*text != '"' && strpbrk (text, "\t\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

char *
lb_tsv_write (const LbTsv *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->n_rows; i++)
    {
      for (guint j = 0; j < self->n_columns; j++)
        {
          if (j > 0)
            g_string_append_c (out, '\t');
          if (lb_tsv_get (self, i, j) != NULL)
            append_cell (out, lb_tsv_get (self, i, j));
        }
      /* Also behind the last: a row of one empty cell is one all the same. */
      g_string_append_c (out, '\n');
    }

  return g_string_free_and_steal (out);
}
