#include "config.h"

#include "ui/widgets/lb-duration-words.h"

#include <glib/gi18n.h>

#include "base/lb-duration.h"

char *
lb_duration_words (double seconds)
{
  guint n = 0;

  switch (lb_duration_round (seconds, &n))
    {
    case LB_DURATION_MINUTES:
      return g_strdup_printf (ngettext ("about %'u minute", "about %'u minutes", n), n);
    case LB_DURATION_HOURS:
      return g_strdup_printf (ngettext ("about %'u hour", "about %'u hours", n), n);
    case LB_DURATION_MOMENT:
    default:                 return g_strdup (_ ("less than a minute"));
    }
}

char *
lb_duration_left_words (double seconds)
{
  guint n = 0;

  switch (lb_duration_round (seconds, &n))
    {
    case LB_DURATION_MINUTES:
      return g_strdup_printf (ngettext ("About %'u minute left", "About %'u minutes left", n), n);
    case LB_DURATION_HOURS:
      return g_strdup_printf (ngettext ("About %'u hour left", "About %'u hours left", n), n);
    case LB_DURATION_MOMENT:
    default:                 return g_strdup (_ ("Less than a minute left"));
    }
}
