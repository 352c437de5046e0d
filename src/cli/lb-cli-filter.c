#include "config.h"

#include "cli/lb-cli-filter.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-words.h"
#include "model/lb-query-unknown.h"

/* (transfer full): what there is to choose from, or what is missing. */
static char *
hint (const LbQueryIssue *issue)
{
  LbQueryField field = LB_QUERY_STATE;
  g_autofree char *all = NULL;

  switch ((int) issue->kind)
    {
    case LB_QUERY_ISSUE_QUOTE:      return g_strdup (_ ("this quote is not closed"));
    case LB_QUERY_ISSUE_OPEN:       return g_strdup (_ ("this parenthesis is not closed"));
    case LB_QUERY_ISSUE_CLOSE:      return g_strdup (_ ("this parenthesis was not opened"));
    case LB_QUERY_ISSUE_NO_LEFT:    return g_strdup (_ ("there is nothing in front of it"));
    case LB_QUERY_ISSUE_NO_RIGHT:   return g_strdup (_ ("there is nothing behind it"));
    case LB_QUERY_ISSUE_NO_VALUE:   return g_strdup (_ ("there is no value right behind it"));
    case LB_QUERY_ISSUE_INDEX:      return g_strdup (_ ("lists are searched as a whole: write “[]”"));
    case LB_QUERY_ISSUE_COMPARISON: return g_strdup (_ ("the field can’t be compared like this"));
    case LB_QUERY_ISSUE_NUMBER:     return g_strdup (_ ("it is not a number"));
    case LB_QUERY_ISSUE_SIZE:       return g_strdup (_ ("it is not a size such as “2MB”"));
    case LB_QUERY_ISSUE_RATIO:      return g_strdup (_ ("it is not a ratio such as “16:9” or “1.5”"));
    case LB_QUERY_ISSUE_SCORE:      return g_strdup (_ ("it is not a number or a score such as “high”"));
    case LB_QUERY_ISSUE_FIELD:
      return g_strdup (_ ("there is no such field; words with such a sign stand in quotes"));
    case LB_QUERY_ISSUE_STATE:  break;
    case LB_QUERY_ISSUE_SOURCE: field = LB_QUERY_SOURCE; break;
    default:                    return g_strdup (_ ("this is not understood"));
    }

  all = g_strjoinv (", ", (char **) lb_query_field_list_values (field));
  return g_strdup_printf (_ ("there are %s"), all);
}

static void
complain_of_issue (const char *text, const LbQueryIssue *issue)
{
  g_autofree char *before = g_strndup (text, issue->start);
  g_autofree char *shown = lb_visible_text (text);
  g_autofree char *shown_before = lb_visible_text (before);
  g_autofree char *words = hint (issue);

  /* Translators: a place in a line of text, from 1, and what is wrong there */
  lb_cli_complain (_ ("The filter is wrong at character %ld: %s"),
                   g_utf8_strlen (text, (gssize) issue->start) + 1, words);
  g_printerr ("  %s\n  %*s^\n", shown, lb_cli_width (shown_before), "");
}

gboolean
lb_cli_filter_read (const char *text, LbQuery **query)
{
  LbQueryIssue issue = { 0 };

  *query = text != NULL ? lb_query_new (text, &issue) : NULL;
  if (text == NULL || *query != NULL)
    return TRUE;

  complain_of_issue (text, &issue);
  return FALSE;
}

GPtrArray *
lb_cli_filter_find (LbImageFinder *finder, const LbCliPlace *place, LbQuery *query, LbCliExit *exit)
{
  GListModel *images = lb_session_get_images (place->session, place->dataset);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  LbQueryIssue issue = { 0 };

  lb_image_finder_set_query (finder, query);
  if (!lb_cli_wait (lb_image_finder_settle (finder), place->stop, &error))
    {
      *exit = lb_cli_give_up (error);
      return NULL;
    }
  if (query != NULL &&
      lb_query_find_unknown (lb_query_get_text (query), lb_image_finder_get_paths (finder), &issue))
    {
      complain_of_issue (lb_query_get_text (query), &issue);
      *exit = LB_CLI_USAGE;
      return NULL;
    }

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (lb_image_finder_finds (finder, image))
        g_ptr_array_add (found, g_steal_pointer (&image));
    }

  return g_steal_pointer (&found);
}
