#include "config.h"

#include "ui/accounts/lb-plan-words.h"

#include <glib/gi18n.h>

char *
lb_plan_words (guint requests_a_minute)
{
  if (requests_a_minute == 0)
    return g_strdup (C_ ("requests a minute", "no limit"));

  return g_strdup_printf (
    ngettext ("%'u request a minute", "%'u requests a minute", requests_a_minute),
    requests_a_minute);
}
