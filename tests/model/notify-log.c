#include "notify-log.h"

void
notify_log_cb (GObject *object, GParamSpec *pspec, gpointer names)
{
  g_string_prepend_c (names, ' ');
  g_string_prepend (names, pspec->name);
}
