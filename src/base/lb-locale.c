#include "config.h"

#include "base/lb-locale.h"

#include <libintl.h>
#include <locale.h>

void
lb_locale_begin (void)
{
  const char *folder = g_getenv ("LOOKBOOK_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (LB_GETTEXT_PACKAGE, folder != NULL ? folder : LB_LOCALEDIR);
  bind_textdomain_codeset (LB_GETTEXT_PACKAGE, "UTF-8");
  textdomain (LB_GETTEXT_PACKAGE);
}
