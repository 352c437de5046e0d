#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>

#include "ui/application/lb-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (LbApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (LB_GETTEXT_PACKAGE, LB_LOCALEDIR);
  bind_textdomain_codeset (LB_GETTEXT_PACKAGE, "UTF-8");
  textdomain (LB_GETTEXT_PACKAGE);
  g_set_application_name (_ ("Lookbook"));

  dex_init ();
  application = lb_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
