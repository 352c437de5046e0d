#include "session/lb-schema-note.h"

#include <string.h>

/* "SCHEMA:CAPTION SCHEMA:CAPTION", both hashes. As many as there are versions of a caption: whoever
 * goes back to one of them finds it as old as it was. */
#define PAIRS_MAX 50
#define NO_SCHEMA "none"

const char *
lb_schema_note_word (const char *schema)
{
  return schema != NULL ? schema : NO_SCHEMA;
}

gboolean
lb_schema_note_is_under (const char *note, const char *schema)
{
  const char *last = note;
  const char *space = NULL;
  gsize length = strlen (lb_schema_note_word (schema));

  if (note == NULL)
    return TRUE;
  if ((space = strrchr (note, ' ')) != NULL)
    last = space + 1;

  return strncmp (last, lb_schema_note_word (schema), length) == 0 && last[length] == ':';
}

char *
lb_schema_note_dup_word (const char *note)
{
  const char *space = note != NULL ? strrchr (note, ' ') : NULL;
  const char *last = space != NULL ? space + 1 : note;

  return last != NULL ? g_strndup (last, strcspn (last, ":")) : NULL;
}

const char *
lb_schema_note_schema (const char *word)
{
  return g_str_equal (word, NO_SCHEMA) ? NULL : word;
}

static gboolean
is_of (const char *pair, const char *caption)
{
  const char *colon = strchr (pair, ':');

  return colon != NULL && g_str_equal (colon + 1, caption);
}

char *
lb_schema_note_dup_word_of (const char *note, const char *caption)
{
  g_auto (GStrv) pairs = g_strsplit (note != NULL ? note : "", " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    if (is_of (pairs[i], caption))
      return g_strndup (pairs[i], strcspn (pairs[i], ":"));

  return NULL;
}

gboolean
lb_schema_note_knows (const char *note, const char *caption)
{
  g_autofree char *word = lb_schema_note_dup_word_of (note, caption);

  return word != NULL;
}

/* @schema: (nullable): that of the pair which is there. */
static char *
put (const char *note, const char *caption, const char *schema)
{
  g_auto (GStrv) pairs = g_strsplit (note != NULL ? note : "", " ", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *present = schema != NULL ? g_strconcat (schema, ":", caption, NULL) : NULL;

  for (guint i = 0; pairs[i] != NULL; i++)
    if (!is_of (pairs[i], caption))
      g_ptr_array_add (kept, g_strdup (pairs[i]));
    else if (present == NULL)
      present = g_strdup (pairs[i]);

  while (kept->len >= PAIRS_MAX)
    g_ptr_array_remove_index (kept, 0);
  g_ptr_array_add (kept, g_steal_pointer (&present));
  g_ptr_array_add (kept, NULL);

  return g_strjoinv (" ", (char **) kept->pdata);
}

char *
lb_schema_note_show (const char *note, const char *caption, const char *schema)
{
  return put (note, caption,
              lb_schema_note_knows (note, caption) ? NULL : lb_schema_note_word (schema));
}

char *
lb_schema_note_make (const char *note, const char *caption, const char *schema)
{
  return put (note, caption, lb_schema_note_word (schema));
}
