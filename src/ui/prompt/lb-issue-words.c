#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/prompt/lb-issue-words.h"

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-schema.h"
#include "ui/prompt/lb-field-names.h"

/* (transfer full): the last key in @path as it is in the text, with the places behind it. */
static char *
last_key (const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path != NULL ? path : "", NULL);
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);

      if (step->key != NULL)
        g_string_assign (key, step->key);
      else
        g_string_append_printf (key, "[%u]", step->index);
    }

  return lb_visible_text (key->str);
}

char *
lb_path_words (const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path != NULL ? path : "", NULL);
  GString *words = g_string_new (NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);
      /* Places in a list are counted from 0 in a path and from 1 by people. */
      g_autofree char *word =
        step->key != NULL ? lb_field_name (step->key) : g_strdup_printf ("%u", step->index + 1);

      if (i > 0)
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

typedef struct
{
  const char *message; /* of the JSON scanner */
  const char *advice;
} SyntaxAdvice;

/* (not nullable): what to do about text that is not JSON. */
static const char *
syntax_advice (const char *message)
{
  static const SyntaxAdvice advices[] = {
    { "an object in braces is expected", N_ ("Begin with “{” and end with “}”.") },
    { "something stands behind the end of the document",
      N_ ("Remove what stands behind the last “}”.") },
    { "a text is not closed", N_ ("Close the text with a straight double quote.") },
    { "a line break or control character inside a text",
      N_ ("Close the text on its line, or write a line break as \\n.") },
    { "an unknown escape in a text", N_ ("Write a backslash as \\\\.") },
    { "a value is expected here", N_ ("Write a text in double quotes, or remove the comma.") },
    { "the text ends where a value is expected", N_ ("Write the value and close all braces.") },
    { "a key in double quotes is expected here",
      N_ ("Write a field name in double quotes, or remove the comma.") },
    { "a colon is expected behind the key", N_ ("Write “:” behind the field name.") },
    { "a comma or the end of the object is expected here", N_ ("Write “,” or “}” here.") },
    { "a comma or the end of the list is expected here", N_ ("Write “,” or “]” here.") },
    { LB_JSON_TOO_DEEP, N_ ("Put fewer braces and brackets into each other.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (advices); i++)
    if (g_str_equal (message, advices[i].message))
      return _ (advices[i].advice);

  return _ ("Remove what is not JSON from this line.");
}

char *
lb_issue_title (LbPromptIssue *issue)
{
  const guint line = lb_prompt_issue_get_line (issue);
  g_autofree char *key = last_key (lb_prompt_issue_get_path (issue));

  switch (lb_prompt_issue_get_kind (issue))
    {
    /* Translators: of these all: a line number, then the name of a field as it is in the text */
    case LB_PROMPT_ISSUE_MISSING:
      return g_strdup_printf (_ ("Line %u: “%s” is missing"), line, key);
    case LB_PROMPT_ISSUE_NOT_TEXT:
      return g_strdup_printf (_ ("Line %u: “%s” must be a text"), line, key);
    case LB_PROMPT_ISSUE_NOT_INTEGER:
      return g_strdup_printf (_ ("Line %u: “%s” must be a whole number"), line, key);
    case LB_PROMPT_ISSUE_NOT_OBJECT:
      return g_strdup_printf (_ ("Line %u: “%s” must be a group of fields"), line, key);
    case LB_PROMPT_ISSUE_NOT_LIST:
      return g_strdup_printf (_ ("Line %u: “%s” must be a list of objects"), line, key);
    case LB_PROMPT_ISSUE_NOT_LOOSE:
      return g_strdup_printf (_ ("Line %u: “%s” must be a text or a list of texts"), line, key);
    case LB_PROMPT_ISSUE_VALUE:
      return g_strdup_printf (_ ("Line %u: “%s” has a value that is not allowed"), line, key);
    case LB_PROMPT_ISSUE_DUPLICATE:
      return g_strdup_printf (_ ("Line %u: “%s” is there twice"), line, key);
    case LB_PROMPT_ISSUE_EMPTY:
      return g_strdup_printf (_ ("Line %u: there must be at least one field"), line);
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                     return g_strdup_printf (_ ("Line %u: this can’t be read as JSON"), line);
    }
}

static char *
scores_advice (void)
{
  g_autofree char *scores = g_strjoinv (", ", (char **) lb_prompt_schema_get_scores ());

  /* Translators: a list of English words as they must stand in the text */
  return g_strdup_printf (_ ("Write one of: %s."), scores);
}

char *
lb_issue_detail (LbPromptIssue *issue)
{
  g_autofree char *place = lb_path_words (lb_prompt_issue_get_path (issue));
  g_autofree char *advice = NULL;

  switch (lb_prompt_issue_get_kind (issue))
    {
    case LB_PROMPT_ISSUE_MISSING:  advice = g_strdup (_ ("Add the field with a text.")); break;
    case LB_PROMPT_ISSUE_NOT_TEXT: advice = g_strdup (_ ("Write it in double quotes.")); break;
    case LB_PROMPT_ISSUE_NOT_INTEGER:
      advice = g_strdup (_ ("Write digits only, such as 2, or remove the line."));
      break;
    case LB_PROMPT_ISSUE_NOT_OBJECT: advice = g_strdup (_ ("Put its fields in braces.")); break;
    case LB_PROMPT_ISSUE_NOT_LIST:
      advice = g_strdup (_ ("Put the objects in square brackets."));
      break;
    case LB_PROMPT_ISSUE_NOT_LOOSE: advice = g_strdup (_ ("Write a text in double quotes.")); break;
    case LB_PROMPT_ISSUE_VALUE:     advice = scores_advice (); break;
    case LB_PROMPT_ISSUE_EMPTY:     advice = g_strdup (_ ("Say what all the pictures share.")); break;
    case LB_PROMPT_ISSUE_DUPLICATE: advice = g_strdup (_ ("Remove one of the two.")); break;
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                        advice = g_strdup (syntax_advice (message_only (issue)));
    }

  /* Translators: the place of a field (“Objects › 3 › Pose”), then what to do about it */
  return *place != '\0' ? g_strdup_printf (_ ("%s: %s"), place, advice) : g_steal_pointer (&advice);
}

char *
lb_issue_words (LbPromptIssue *issue)
{
  g_autofree char *scores = NULL;

  switch (lb_prompt_issue_get_kind (issue))
    {
    /* Translators: of these all: what is wrong with the field that this stands under */
    case LB_PROMPT_ISSUE_MISSING:     return g_strdup (C_ ("field", "Missing"));
    case LB_PROMPT_ISSUE_NOT_TEXT:    return g_strdup (_ ("Must be a text"));
    case LB_PROMPT_ISSUE_NOT_INTEGER: return g_strdup (_ ("Must be a whole number"));
    case LB_PROMPT_ISSUE_NOT_OBJECT:  return g_strdup (_ ("Must be a group of fields"));
    case LB_PROMPT_ISSUE_NOT_LIST:    return g_strdup (_ ("Must be a list of objects"));
    case LB_PROMPT_ISSUE_NOT_LOOSE:   return g_strdup (_ ("Must be a text or a list of texts"));
    case LB_PROMPT_ISSUE_DUPLICATE:   return g_strdup (_ ("Is there twice, this is the last"));
    case LB_PROMPT_ISSUE_EMPTY:       return g_strdup (_ ("There must be at least one field"));
    case LB_PROMPT_ISSUE_VALUE:
      scores = g_strjoinv (", ", (char **) lb_prompt_schema_get_scores ());
      /* Translators: a list of English words as they must stand in the text */
      return g_strdup_printf (_ ("Must be one of: %s"), scores);
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                     return g_strdup (_ ("Can’t be read as JSON"));
    }
}

char *
lb_issue_clause (LbPromptIssue *issue, gboolean in_form)
{
  const char *path = lb_prompt_issue_get_path (issue);
  g_autofree char *name =
    in_form ? lb_path_words (path) : lb_visible_text (path != NULL ? path : "");

  switch (lb_prompt_issue_get_kind (issue))
    {
    /* Translators: of these all: %s is the name of a field; it stands behind “Not valid yet: ” */
    case LB_PROMPT_ISSUE_MISSING:  return g_strdup_printf (_ ("%s is missing"), name);
    case LB_PROMPT_ISSUE_NOT_TEXT: return g_strdup_printf (_ ("%s must be a text"), name);
    case LB_PROMPT_ISSUE_NOT_INTEGER:
      return g_strdup_printf (_ ("%s must be a whole number"), name);
    case LB_PROMPT_ISSUE_NOT_OBJECT:
      return g_strdup_printf (_ ("%s must be a group of fields"), name);
    case LB_PROMPT_ISSUE_NOT_LIST:
      return g_strdup_printf (_ ("%s must be a list of objects"), name);
    case LB_PROMPT_ISSUE_NOT_LOOSE:
      return g_strdup_printf (_ ("%s must be a text or a list of texts"), name);
    case LB_PROMPT_ISSUE_VALUE:
      return g_strdup_printf (_ ("%s has a value that is not allowed"), name);
    case LB_PROMPT_ISSUE_DUPLICATE: return g_strdup_printf (_ ("%s is there twice"), name);
    case LB_PROMPT_ISSUE_EMPTY:     return g_strdup (_ ("there must be at least one field"));
    case LB_PROMPT_ISSUE_SYNTAX:
    default:                        return g_strdup (_ ("this can’t be read as JSON"));
    }
}
