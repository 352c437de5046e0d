#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/prompt/lb-issue-words.h"

static char *
last_key (const char *path)
{
  g_autofree char *words = g_strdup (path != NULL ? path : "");
  char *dot = strrchr (words, '.');

  return g_strdup (dot != NULL ? dot + 1 : words);
}

char *
lb_field_words (const char *key)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (key), "_-", ' ');
  g_autofree char *first = NULL;

  if (*spaced == '\0')
    return g_steal_pointer (&spaced);

  first = g_utf8_strup (spaced, g_utf8_next_char (spaced) - spaced);
  return g_strconcat (first, g_utf8_next_char (spaced), NULL);
}

char *
lb_path_words (const char *path)
{
  GString *words = g_string_new (NULL);
  g_auto (GStrv) steps = g_strsplit_set (path != NULL ? path : "", ".[", -1);

  for (gsize i = 0; steps[i] != NULL; i++)
    {
      g_autofree char *step = g_strdup (steps[i]);
      g_autofree char *word = NULL;

      g_strdelimit (step, "]\"", ' ');
      g_strstrip (step);
      if (*step == '\0')
        continue;
      /* Places in a list are counted from 0 in a path and from 1 by people. */
      if (g_ascii_isdigit (*step))
        word = g_strdup_printf ("%" G_GUINT64_FORMAT, g_ascii_strtoull (step, NULL, 10) + 1);
      else
        word = lb_field_words (step);
      if (words->len > 0)
        g_string_append (words, " › ");
      g_string_append (words, word);
    }

  return g_string_free_and_steal (words);
}

/* The message without the place in front, which the title says already. */
static const char *
message_only (LbPromptIssue *issue)
{
  const char *message = lb_prompt_issue_get_message (issue);
  const char *behind = g_str_has_prefix (message, "line ") ? strstr (message, ": ") : NULL;

  return behind != NULL ? behind + 2 : message;
}

char *
lb_issue_title (LbPromptIssue *issue)
{
  const guint line = lb_prompt_issue_get_line (issue);
  g_autofree char *key = last_key (lb_prompt_issue_get_path (issue));

  switch (lb_prompt_issue_get_kind (issue))
    {
    case LB_PROMPT_ISSUE_MISSING:
      /* Translators: a line number, then the name of a field as it is written in the text */
      return g_strdup_printf (_ ("Line %u: “%s” is missing"), line, key);
    case LB_PROMPT_ISSUE_TYPE:
      return g_strdup_printf (_ ("Line %u: “%s” has the wrong kind of value"), line, key);
    case LB_PROMPT_ISSUE_VALUE:
      return g_strdup_printf (_ ("Line %u: “%s” has a value that is not allowed"), line, key);
    case LB_PROMPT_ISSUE_EMPTY:
      return g_strdup_printf (_ ("Line %u: there must be at least one field"), line);
    case LB_PROMPT_ISSUE_DUPLICATE:
      return g_strdup_printf (_ ("Line %u: “%s” is there twice"), line, key);
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                     return g_strdup_printf (_ ("Line %u: this can’t be read as JSON"), line);
    }
}

char *
lb_issue_detail (LbPromptIssue *issue)
{
  g_autofree char *place = lb_path_words (lb_prompt_issue_get_path (issue));
  const char *advice;

  switch (lb_prompt_issue_get_kind (issue))
    {
    case LB_PROMPT_ISSUE_MISSING:   advice = _ ("Add the field with a text."); break;
    case LB_PROMPT_ISSUE_TYPE:      advice = message_only (issue); break;
    case LB_PROMPT_ISSUE_VALUE:     advice = message_only (issue); break;
    case LB_PROMPT_ISSUE_EMPTY:     advice = _ ("Say what all the pictures share."); break;
    case LB_PROMPT_ISSUE_DUPLICATE: advice = _ ("Remove one of the two."); break;
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                        advice = message_only (issue);
    }

  /* Translators: the place of a field (“Objects › 3 › Pose”), then what to do about it */
  return *place != '\0' ? g_strdup_printf (_ ("%s: %s"), place, advice) : g_strdup (advice);
}
