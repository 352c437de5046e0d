#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>

#include "cli/lb-cli-account.h"
#include "cli/lb-cli.h"

int
main (int argc, char **argv)
{
  lb_cli_take_token ();
  setlocale (LC_ALL, "");
  bindtextdomain (LB_GETTEXT_PACKAGE, LB_LOCALEDIR);
  bind_textdomain_codeset (LB_GETTEXT_PACKAGE, "UTF-8");
  textdomain (LB_GETTEXT_PACKAGE);
  dex_init ();

  return lb_cli_run (argc, argv);
}
