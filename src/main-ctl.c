#include "config.h"

#include <libdex.h>

#include "base/lb-locale.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli.h"

int
main (int argc, char **argv)
{
  lb_cli_take_token ();
  lb_locale_begin ();
  dex_init ();

  return lb_cli_run (argc, argv);
}
