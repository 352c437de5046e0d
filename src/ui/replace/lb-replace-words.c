#include "config.h"

#include "ui/replace/lb-replace-words.h"

#include <glib/gi18n.h>

#include "ui/diff/lb-change-words.h"

/* Where the place is known, it goes on with that. */
static const char *const sentences[LB_REPLACE_N_ISSUES] = {
  [LB_REPLACE_ISSUE_NOTHING] = N_ ("There is nothing to find"),
  [LB_REPLACE_ISSUE_ENCODING] = N_ ("This is not text in UTF-8"),
  [LB_REPLACE_ISSUE_LENGTH] = N_ ("The text is too long"),
  /* Translators: from here on what is wrong in a regular expression; “ at 4” may follow */
  [LB_REPLACE_ISSUE_BRACKET] = N_ ("Unclosed bracket"),
  [LB_REPLACE_ISSUE_OPEN] = N_ ("Unclosed parenthesis"),
  [LB_REPLACE_ISSUE_CLOSE] = N_ ("Parenthesis that was not opened"),
  [LB_REPLACE_ISSUE_REPEAT] = N_ ("Nothing to repeat"),
  [LB_REPLACE_ISSUE_RANGE] = N_ ("Range in the wrong order"),
  [LB_REPLACE_ISSUE_BACKSLASH] = N_ ("Nothing behind the backslash"),
  [LB_REPLACE_ISSUE_LOOK_BEHIND] = N_ ("Lookbehind of no fixed length"),
  [LB_REPLACE_ISSUE_GROUP] = N_ ("No such group"),
  [LB_REPLACE_ISSUE_TOO_LARGE] = N_ ("The expression takes too much memory"),
  [LB_REPLACE_ISSUE_SYNTAX] = N_ ("Not understood"),
  [LB_REPLACE_ISSUE_ESCAPE] = N_ ("Unknown character behind the backslash"),
  [LB_REPLACE_ISSUE_PATH] = N_ ("Not how a field is written"),
};

char *
lb_replace_issue_words (const LbReplaceIssue *issue)
{
  g_return_val_if_fail (issue != NULL, NULL);

  if (issue->place == 0)
    return g_strdup (_ (sentences[issue->kind]));

  /* Translators: what is wrong in a text, and at which character, from 1: “Unclosed bracket at 4”
   */
  return g_strdup_printf (_ ("%s at %u"), _ (sentences[issue->kind]), issue->place);
}

char *
lb_replace_count_words (const LbReplaceTally *tally)
{
  g_autofree char *matches =
    g_strdup_printf (ngettext ("%'u match", "%'u matches", tally->n_places), tally->n_places);
  g_autofree char *captions = g_strdup_printf (
    ngettext ("%'u caption", "%'u captions", tally->n_captions), tally->n_captions);

  /* Translators: “12 matches”, then “11 captions” */
  return g_strdup_printf (_ ("%s in %s"), matches, captions);
}

char *
lb_replace_apply_words (const LbReplaceTally *tally)
{
  if (tally->n_accepted_places == 0)
    return g_strdup (_ ("Replace"));

  /* Translators: on a button: how many words are replaced, and in how many captions */
  return g_strdup_printf (ngettext ("Replace %'u in %'u Caption", "Replace %'u in %'u Captions",
                                    tally->n_accepted_captions),
                          tally->n_accepted_places, tally->n_accepted_captions);
}

const char *
lb_replace_refusal_words (LbReplaceRefusal refusal)
{
  switch (refusal)
    {
    case LB_REPLACE_FROZEN:     return _ ("The field is frozen");
    case LB_REPLACE_EMPTY:      return _ ("The field can’t be empty");
    case LB_REPLACE_INVALID:    return _ ("The caption would not be valid");
    case LB_REPLACE_LONG:       return _ ("The caption would be too long");
    case LB_REPLACE_SLOW:       return _ ("The expression takes too long here");
    case LB_REPLACE_UNREADABLE: return _ ("The caption can’t be read");
    case LB_REPLACE_BUSY:       return _ ("The caption can’t be changed now");
    case LB_REPLACE_MAY:
    default:                    return NULL;
    }
}

const char *
lb_replace_refusal_icon (LbReplaceRefusal refusal)
{
  switch (refusal)
    {
    case LB_REPLACE_FROZEN:     return "changes-prevent-symbolic";
    case LB_REPLACE_UNREADABLE: return "dialog-error-symbolic";
    case LB_REPLACE_BUSY:       return "action-unavailable-symbolic";
    case LB_REPLACE_MAY:
    case LB_REPLACE_EMPTY:
    case LB_REPLACE_INVALID:
    case LB_REPLACE_LONG:
    case LB_REPLACE_SLOW:
    default:                    return "dialog-warning-symbolic";
    }
}

char *
lb_replace_match_field (LbReplaceMatch *match)
{
  LbPromptChange *change = lb_replace_match_get_change (match);

  if (*lb_prompt_change_get_path (change) == '\0')
    return g_strdup ("");

  return lb_change_short_title (change,
                                lb_caption_item_get_before (lb_replace_match_get_item (match)));
}
