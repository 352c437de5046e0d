#include "model/lb-prompt-path.h"

#include "base/lb-error.h"
#include "base/lb-json.h"

static void
step_clear (gpointer data)
{
  LbPromptStep *step = data;

  g_clear_pointer (&step->key, g_free);
}

static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static gboolean
read_plain_key (const char **cursor, LbPromptStep *step)
{
  const char *start = *cursor;

  while (is_plain (**cursor))
    (*cursor)++;
  if (*cursor == start)
    return FALSE;

  step->key = g_strndup (start, *cursor - start);

  return TRUE;
}

/* Reads `"odd key"` in the spelling of JSON; the cursor stands on the opening quote. */
static gboolean
read_quoted_key (const char **cursor, LbPromptStep *step)
{
  const char *end = *cursor + 1;
  g_autoptr (LbJsonDocument) document = NULL;

  while (*end && *end != '"')
    end += *end == '\\' && end[1] ? 2 : 1;
  if (!*end)
    return FALSE;

  document = lb_json_document_new (*cursor, end + 1 - *cursor, NULL);
  if (!document)
    return FALSE;

  step->key = g_strdup (lb_json_document_get_root (document)->string);
  *cursor = end + 1;

  return TRUE;
}

static gboolean
read_index (const char **cursor, LbPromptStep *step)
{
  guint64 value;
  char *end;

  if (!g_ascii_isdigit (**cursor))
    return FALSE;

  value = g_ascii_strtoull (*cursor, &end, 10);
  if (value >= G_MAXUINT)
    return FALSE;

  step->index = value;
  *cursor = end;

  return TRUE;
}

/* Reads what stands between brackets and the closing one; the cursor stands on the opening one. */
static gboolean
read_bracket (const char **cursor, LbPromptStep *step)
{
  (*cursor)++;
  if (!(**cursor == '"' ? read_quoted_key (cursor, step) : read_index (cursor, step)))
    return FALSE;
  if (**cursor != ']')
    return FALSE;
  (*cursor)++;

  return TRUE;
}

static gboolean
read_step (const char **cursor, gboolean first, LbPromptStep *step)
{
  if (**cursor == '[')
    return read_bracket (cursor, step);
  if (first)
    return read_plain_key (cursor, step);
  if (**cursor != '.')
    return FALSE;
  (*cursor)++;

  return read_plain_key (cursor, step);
}

/**
 * lb_prompt_path_parse:
 * @path: a path as described at #LbPrompt
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type LbPromptStep): its steps, none for the whole
 *   document, or %NULL with %LB_ERROR_INVALID
 */
GArray *
lb_prompt_path_parse (const char *path, GError **error)
{
  g_autoptr (GArray) steps = NULL;
  const char *cursor = path;

  g_return_val_if_fail (path != NULL, NULL);

  steps = g_array_new (FALSE, FALSE, sizeof (LbPromptStep));
  g_array_set_clear_func (steps, step_clear);
  while (*cursor)
    {
      LbPromptStep step = { 0 };

      if (!read_step (&cursor, steps->len == 0, &step))
        {
          step_clear (&step);
          g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” is not a path", path);
          return NULL;
        }
      g_array_append_val (steps, step);
    }

  return g_steal_pointer (&steps);
}

/* Appends a step to a member of an object, with its dot, or with brackets for an odd key. */
void
lb_prompt_path_append_key (GString *path, const char *key)
{
  const char *end = key;

  while (is_plain (*end))
    end++;

  if (*end || end == key)
    {
      g_string_append_c (path, '[');
      lb_json_append_string (path, key);
      g_string_append_c (path, ']');
      return;
    }

  if (path->len > 0)
    g_string_append_c (path, '.');
  g_string_append (path, key);
}

/* Appends a step to an element of an array. */
void
lb_prompt_path_append_index (GString *path, guint index)
{
  g_string_append_printf (path, "[%u]", index);
}
