#include "config.h"

#include "cli/lb-cli-confirm.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/lb-cli-options.h"

/* “y” is one in every language. */
static gboolean
is_yes (const char *answer)
{
  g_autofree char *valid = g_locale_to_utf8 (answer, -1, NULL, NULL, NULL);
  g_autofree char *given = valid != NULL ? g_utf8_casefold (valid, -1) : g_strdup ("");
  /* Translators: what means yes at a question on the terminal, as in “[y/N]”; capitals do not
   * matter */
  g_autofree char *yes = g_utf8_casefold (C_ ("answer", "y"), -1);

  g_strchug (given);

  return *given == 'y' || (*yes != '\0' && g_str_has_prefix (given, yes));
}

gboolean
lb_cli_confirm (const char *question, gboolean yes, LbCliExit *exit)
{
  char answer[16] = "";

  if (yes)
    return TRUE;

  *exit = LB_CLI_USAGE;
  if (!isatty (STDIN_FILENO))
    {
      lb_cli_complain ("%s", _ ("Nothing was done: give --yes to do it without a question"));
      return FALSE;
    }

  /* Translators: what stands behind a question on the terminal: the letters are the answers, no is
   * meant without one */
  g_printerr ("%s %s ", question, _ ("[y/N]"));
  *exit = LB_CLI_REFUSED;

  return fgets (answer, sizeof answer, stdin) != NULL && is_yes (answer);
}
