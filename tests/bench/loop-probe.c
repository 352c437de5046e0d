#include "loop-probe.h"

static GPollFunc next_poll;
static gint64 busy_since_us; /* 0 while it waits */
static gint64 longest_us;

static void
note_block (void)
{
  if (busy_since_us != 0)
    longest_us = MAX (longest_us, g_get_monotonic_time () - busy_since_us);
}

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout_ms)
{
  int answer = 0;

  note_block ();
  busy_since_us = 0;
  answer = next_poll (fds, n_fds, timeout_ms);
  busy_since_us = g_get_monotonic_time ();

  return answer;
}

void
loop_probe_install (void)
{
  next_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
}

gint64
loop_probe_take_longest_us (void)
{
  gint64 longest = longest_us;

  longest_us = 0;

  return longest;
}

void
loop_probe_restart (void)
{
  longest_us = 0;
  if (busy_since_us != 0)
    busy_since_us = g_get_monotonic_time ();
}
