#include "service/lb-caption-line.h"

#include <string.h>

#include "service/lb-analyser-words.h"

static const char *
name_medium (LbProject *project)
{
  return g_strcmp0 (lb_project_get_ip_medium (project), "photography") == 0 ? "photograph"
                                                                            : "illustration";
}

char *
lb_caption_line_make_prefix (LbProject *project)
{
  const char *medium = name_medium (project);
  const char *article = *medium == 'i' ? "An" : "A";
  const char *name = lb_project_get_ip_name (project);
  g_autofree char *subject = lb_analyser_subject (project);

  if (subject != NULL)
    return g_strdup_printf ("%s %s of %s, ", article, medium, subject);
  if (name == NULL || *name == '\0')
    name = lb_project_get_project_name (project);

  return g_strdup_printf ("%s %s in the style of %s, ", article, medium, name);
}

/* The prefix has said whom the picture shows. */
static void
cut_subject (GString *line, LbProject *project, const char *prefix)
{
  g_autofree char *subject = lb_analyser_subject (project);
  g_autofree char *words = NULL;

  if (subject == NULL || strstr (prefix, subject) == NULL)
    return;

  words = g_strconcat (" of ", subject, NULL);
  g_string_replace (line, words, "", 1);
}

/* "An illustration of " in both. */
static gboolean
cut_opening (GString *line, const char *prefix)
{
  const char *of = strstr (line->str, " of ");
  gsize size = of != NULL ? (gsize) (of - line->str) + strlen (" of ") : 0;

  if (size == 0 || g_ascii_strncasecmp (line->str, prefix, size) != 0)
    return FALSE;

  g_string_erase (line, 0, (gssize) size);

  return TRUE;
}

/* "A bright square illustration ..." becomes "A bright square one ...". */
static void
replace_medium (GString *line, LbProject *project, const char *prefix)
{
  const char *medium = name_medium (project);
  g_autofree char *pattern = g_strdup_printf ("^(an? (?:[\\p{L}-]+ ){1,4})%s(?=[ ,.;]|$)", medium);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autofree char *other = NULL;

  if (strstr (prefix, medium) == NULL)
    return;

  other = g_regex_replace (regex, line->str, -1, 0, "\\1one", 0, NULL);
  if (other != NULL)
    g_string_assign (line, other);
}

/* A name keeps its capital. */
static void
lower_first_word (GString *line)
{
  static const char *const words[] = { "A",   "An",    "The", "One",  "Two",  "Three", "Several",
                                       "In",  "On",    "At",  "With", "From", "Under", "It",
                                       "His", "Their", "Her", "Its",  "This", "There", NULL };
  g_autofree char *first = g_strndup (line->str, strcspn (line->str, " ,.;:"));

  if (g_strv_contains (words, first))
    line->str[0] = g_ascii_tolower (line->str[0]);
}

static gboolean
ends_sentence (const char *prefix)
{
  g_autofree char *text = g_strchomp (g_strdup (prefix));
  gsize length = strlen (text);

  return length > 0 && strchr (".!?", text[length - 1]) != NULL;
}

char *
lb_caption_line_write (LbPrompt *prompt, LbProject *project, LbDataset *dataset)
{
  const char *prefix = lb_dataset_get_caption_prefix (dataset);
  g_autofree char *summary = lb_prompt_summarise (prompt);
  g_autoptr (GString) line = g_string_new (summary);

  if (prefix == NULL || *prefix == '\0')
    return g_string_free_and_steal (g_steal_pointer (&line));

  cut_subject (line, project, prefix);
  if (!cut_opening (line, prefix))
    replace_medium (line, project, prefix);
  if (!ends_sentence (prefix))
    lower_first_word (line);

  return g_string_free_and_steal (g_steal_pointer (&line));
}
