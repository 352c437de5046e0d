#include "cli/lb-cli-stop.h"

#include <glib-unix.h>
#include <signal.h>

/* Without its source a signal does again what it does by itself. */
static gboolean
signal_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

GCancellable *
lb_cli_stop_new (void)
{
  GCancellable *stop = g_cancellable_new ();
  static const int numbers[] = { SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_unix_signal_add_full (G_PRIORITY_HIGH, numbers[i], signal_cb, g_object_ref (stop),
                            g_object_unref);

  return stop;
}
