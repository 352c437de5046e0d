#include "config.h"

#include "ui/search/lb-query-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "model/lb-prompt-schema.h"

/* Sentences go on from "Character 7: "; "%s" is what is marked. */
static const char *const sentences[LB_QUERY_N_ISSUES] = {
  [LB_QUERY_ISSUE_ENCODING] = N_ ("this is not text in UTF-8"),
  [LB_QUERY_ISSUE_LENGTH] = N_ ("the filter is too long"),
  [LB_QUERY_ISSUE_DEPTH] = N_ ("too many parentheses in each other"),
  [LB_QUERY_ISSUE_QUOTE] = N_ ("this quote is not closed"),
  [LB_QUERY_ISSUE_EMPTY_QUOTES] = N_ ("write something between the quotes"),
  [LB_QUERY_ISSUE_OPEN] = N_ ("this parenthesis is not closed"),
  [LB_QUERY_ISSUE_CLOSE] = N_ ("this parenthesis was not opened"),
  [LB_QUERY_ISSUE_EMPTY_GROUP] = N_ ("write something between the parentheses"),
  [LB_QUERY_ISSUE_NO_LEFT] = N_ ("write something in front of “%s”"),
  [LB_QUERY_ISSUE_NO_RIGHT] = N_ ("write something behind “%s”"),
  [LB_QUERY_ISSUE_PATH] = N_ ("“%s” is not how a field is written"),
  [LB_QUERY_ISSUE_INDEX] = N_ ("lists are searched as a whole: write “[]”"),
  [LB_QUERY_ISSUE_COMPARISON] = N_ ("“%s” can’t be used with this field"),
  [LB_QUERY_ISSUE_NO_VALUE] = N_ ("write a value right behind “%s”"),
  [LB_QUERY_ISSUE_NUMBER] = N_ ("“%s” is not a number"),
  [LB_QUERY_ISSUE_SIZE] = N_ ("“%s” is not a size; write one such as 500kB or 2MB"),
  [LB_QUERY_ISSUE_RATIO] = N_ ("“%s” is not a ratio; write one such as 16:9 or 1.5"),
  [LB_QUERY_ISSUE_INSIDE] = N_ ("“%s” is about the image: write it outside of these parentheses"),
  [LB_QUERY_ISSUE_STAR] = N_ ("a star stands at the end of a word, or alone behind a field"),
  [LB_QUERY_ISSUE_FIELD] = N_ ("there is no field “%s”; words with such a sign stand in quotes"),
};

/* (transfer full): @sentence with @marked for "%s", if it has one. */
static char *
replace_mark (const char *sentence, const char *marked)
{
  GString *out = g_string_new (sentence);

  g_string_replace (out, "%s", marked, 1);
  return g_string_free_and_steal (out);
}

/* (transfer full): with what there is. */
static char *
choice_words (const char *sentence, const char *marked, const char *const *values)
{
  /* Translators: between the items of a list */
  g_autofree char *all = g_strjoinv (_ (", "), (char **) values);

  return g_strdup_printf (sentence, marked, all);
}

/* (transfer full) */
static char *
sentence_of (LbQueryIssueKind kind, const char *marked)
{
  switch ((int) kind)
    {
    case LB_QUERY_ISSUE_SCORE:
      return choice_words (_ ("“%s” is neither a number nor one of: %s"), marked,
                           lb_prompt_schema_get_scores ());
    case LB_QUERY_ISSUE_STATE:
      return choice_words (_ ("there is no state “%s”. There are: %s"), marked,
                           lb_query_field_list_values (LB_QUERY_STATE));
    case LB_QUERY_ISSUE_SOURCE:
      return choice_words (_ ("there is no source “%s”. There are: %s"), marked,
                           lb_query_field_list_values (LB_QUERY_SOURCE));
    default: break;
    }

  return replace_mark (_ (sentences[kind]), marked);
}

char *
lb_query_issue_words (const LbQueryIssue *issue, const char *text)
{
  g_autofree char *part = g_strndup (text + issue->start, issue->end - issue->start);
  g_autofree char *marked = lb_visible_text (part);
  g_autofree char *sentence = sentence_of (issue->kind, marked);
  const glong place = g_utf8_pointer_to_offset (text, text + issue->start) + 1;

  /* Translators: the place in a line of text, from 1, and what is wrong there */
  return g_strdup_printf (_ ("Character %ld: %s"), place, sentence);
}
