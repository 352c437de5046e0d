#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-locale.h"
#include "ui/application/lb-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (LbApplication) application = NULL;

  lb_locale_begin ();
  g_set_application_name (_ ("Lookbook"));

  dex_init ();
  application = lb_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
