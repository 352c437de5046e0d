#include "config.h"

#include "ui/schema/lb-survey-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "ui/prompt/lb-field-names.h"

#define N_VALUES 4 /* in one line */

/* Whose fields say by themselves what they are of. */
static gboolean
is_understood (const char *group)
{
  static const char *const groups[] = { "objects", "aesthetics", "photographic_characteristics",
                                        NULL };

  return g_strv_contains (groups, group);
}

char *
lb_survey_field_words (const char *path)
{
  g_auto (GStrv) steps = NULL;
  g_autofree char *group = NULL;
  g_autofree char *field = NULL;
  g_autofree char *bare = NULL;
  guint n_steps;

  g_return_val_if_fail (path != NULL, NULL);

  bare = g_strdup (path);
  for (char *list = strstr (bare, "[]"); list != NULL; list = strstr (list, "[]"))
    memmove (list, list + 2, strlen (list + 2) + 1);
  steps = g_strsplit (bare, ".", -1);
  n_steps = g_strv_length (steps);
  if (n_steps == 0)
    return g_strdup ("");

  field = lb_field_name (steps[n_steps - 1]);
  if (n_steps == 1 || is_understood (steps[0]))
    return g_steal_pointer (&field);

  group = lb_field_name (steps[0]);
  return lb_field_within (group, field);
}

char *
lb_survey_share_words (guint n_captions, guint n_all)
{
  /* Translators: so many captions, of so many there are */
  return g_strdup_printf (C_ ("captions", "%'u of %'u"), n_captions, n_all);
}

char *
lb_survey_values_words (const LbSurveyField *field)
{
  const guint n_shown = MIN (field->n_listed, N_VALUES);
  /* Translators: between the values in a list of a few, with the blanks around it */
  const char *separator = C_ ("values", ", ");
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < n_shown; i++)
    if (strstr (field->values[i].text, separator) != NULL)
      /* Translators: the same, where a value may have commas in it */
      separator = C_ ("values", " · ");

  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *value = lb_visible_text (field->values[i].text);

      if (i > 0)
        g_string_append (words, separator);
      g_string_append (words, value);
    }
  if (field->n_values > n_shown)
    g_string_append (words, "…");
  return g_string_free_and_steal (words);
}
