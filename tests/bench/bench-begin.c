#include "bench-begin.h"

#include <adwaita.h>
#include <libdex.h>

#include "loop-probe.h"

static void
no_print (const char *text)
{
}

void
bench_begin (char **argv)
{
  int n_arguments = 1;

  g_set_print_handler (no_print);
  g_test_init (&n_arguments, &argv, NULL);
  g_set_print_handler (NULL);
  g_log_set_default_handler (g_log_default_handler, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  dex_init ();
  adw_init ();
  loop_probe_install ();
}
