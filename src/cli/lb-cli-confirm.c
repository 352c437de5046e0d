#include "config.h"

#include "cli/lb-cli-confirm.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/lb-cli-options.h"

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

  return fgets (answer, sizeof answer, stdin) != NULL &&
         (g_ascii_tolower (answer[0]) == 'y' || g_str_has_prefix (answer, C_ ("answer", "y")));
}
