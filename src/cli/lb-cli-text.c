#include "config.h"

#include "cli/lb-cli-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-options.h"
#include "contract/lb-rules.h"
#include "model/lb-prompt.h"

#define MAX_BYTES (24 * 1024 * 1024) /* R9 */
#define MAX_ISSUES 20

/* (transfer full) (nullable): with errno */
static GString *
read_all (int fd)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  ssize_t got = 0;

  while ((got = read (fd, buffer, sizeof buffer)) != 0)
    {
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return NULL;
      g_string_append_len (text, buffer, got);
      if (text->len > MAX_BYTES)
        {
          errno = EFBIG;
          return NULL;
        }
    }

  return g_steal_pointer (&text);
}

char *
lb_cli_text_read (const char *path)
{
  const gboolean is_input = g_str_equal (path, "-");
  g_autofd int fd = is_input ? -1 : g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_autoptr (GString) text = NULL;

  if (is_input || fd >= 0)
    text = read_all (is_input ? STDIN_FILENO : fd);
  if (text == NULL)
    {
      lb_cli_complain (_ ("“%s” can’t be read: %s"), path, g_strerror (errno));
      return NULL;
    }
  if (strlen (text->str) != text->len || !g_utf8_validate (text->str, -1, NULL))
    {
      lb_cli_complain (_ ("“%s” is not text in UTF-8"), path);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* (transfer full): JSON over several lines, anything else as it is. */
static char *
dup_pretty (const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  char *pretty = prompt != NULL ? lb_prompt_format (prompt) : g_strdup (text);

  return g_strchomp (pretty);
}

void
lb_cli_text_print (const char *text)
{
  g_autofree char *pretty = dup_pretty (text);
  g_auto (GStrv) lines = g_strsplit (pretty, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *visible = lb_visible_text (lines[i]);

      g_print ("%s\n", visible);
    }
}

void
lb_cli_text_write (const char *text)
{
  g_autofree char *pretty = NULL;

  if (isatty (STDOUT_FILENO))
    {
      lb_cli_text_print (text);
      return;
    }

  pretty = dup_pretty (text);
  g_print ("%s\n", pretty);
}

/* @issue: of text that the scanner does not take. */
static const char *
syntax_words (LbPromptIssue *issue)
{
  return strstr (lb_prompt_issue_get_message (issue), LB_JSON_TOO_DEEP) != NULL
           ? _ ("arrays and objects are nested too deep")
           : _ ("it is no JSON");
}

static const char *
issue_words (LbPromptIssue *issue)
{
  switch (lb_prompt_issue_get_kind (issue))
    {
    case LB_PROMPT_ISSUE_SYNTAX:      return syntax_words (issue);
    case LB_PROMPT_ISSUE_MISSING:     return _ ("the field is missing");
    case LB_PROMPT_ISSUE_NOT_TEXT:    return _ ("it is no text");
    case LB_PROMPT_ISSUE_NOT_INTEGER: return _ ("it is no whole number");
    case LB_PROMPT_ISSUE_NOT_OBJECT:  return _ ("it is no object");
    case LB_PROMPT_ISSUE_NOT_LIST:    return _ ("it is no list of objects");
    case LB_PROMPT_ISSUE_NOT_LOOSE:   return _ ("it is neither text, list of texts nor object");
    case LB_PROMPT_ISSUE_VALUE:       return _ ("the value is not one of those allowed");
    case LB_PROMPT_ISSUE_EMPTY:       return _ ("there is nothing in it");
    case LB_PROMPT_ISSUE_DUPLICATE:   return _ ("the field is there twice");
    default:                          return _ ("this is not understood");
    }
}

static void
complain_of_issue (LbPromptIssue *issue)
{
  const char *path = lb_prompt_issue_get_path (issue);

  /* Translators: a line, a field of a caption, and what is wrong with it */
  lb_cli_complain (_ ("Line %u, %s: %s"), lb_prompt_issue_get_line (issue),
                   path != NULL && *path != '\0' ? path : _ ("caption"), issue_words (issue));
}

void
lb_cli_text_complain (const char *text, gboolean is_schema, const GError *error)
{
  g_autoptr (GError) syntax = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, &syntax);
  g_autoptr (GListModel) issues = NULL;
  g_autoptr (LbPromptIssue) fault = NULL;

  if (prompt == NULL)
    {
      if ((fault = lb_prompt_issue_new_from_error (text, syntax)) != NULL)
        complain_of_issue (fault);
      else
        lb_cli_complain ("%s", lb_rules_error_text (error));
      return;
    }

  issues = lb_prompt_validate (prompt, is_schema ? LB_PROMPT_SCHEMA : LB_PROMPT_CAPTION);
  for (guint i = 0; i < MIN (g_list_model_get_n_items (issues), MAX_ISSUES); i++)
    {
      g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, i);

      complain_of_issue (issue);
    }
  if (g_list_model_get_n_items (issues) == 0)
    lb_cli_complain ("%s", lb_rules_error_text (error));
}
