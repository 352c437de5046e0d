#include "config.h"

#include "cli/lb-cli-settle.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-options.h"

#define PATIENCE_S 60 /* while nothing moves */
#define LOOK_MS 100

static guint
count_conflicts (const LbWaiting *waiting)
{
  return waiting->n_conflicts + waiting->n_change_conflicts;
}

LbCliSettled
lb_cli_settle_begin (LbSession *session)
{
  LbWaiting waiting;

  lb_session_get_waiting (session, &waiting);

  return (LbCliSettled) { lb_session_get_n_waiting (session), count_conflicts (&waiting) };
}

static void
wait_for_it (LbSession *session, guint n_before, GCancellable *stop)
{
  gint64 moved_us = g_get_monotonic_time ();
  guint n_last = lb_session_get_n_waiting (session);

  while (n_last > n_before && !lb_session_get_needs_sign_in (session) &&
         !g_cancellable_is_cancelled (stop) &&
         g_get_monotonic_time () - moved_us < PATIENCE_S * G_USEC_PER_SEC)
    {
      const guint n = n_last;

      lb_cli_wait (dex_timeout_new_msec (LOOK_MS), stop, NULL);
      n_last = lb_session_get_n_waiting (session);
      if (n_last != n)
        moved_us = g_get_monotonic_time ();
    }
}

LbCliExit
lb_cli_settle_end (const LbCliPlace *place, const LbCliSettled *before)
{
  LbWaiting waiting;

  wait_for_it (place->session, before->n_waiting, place->stop);
  lb_session_get_waiting (place->session, &waiting);
  if (count_conflicts (&waiting) > before->n_conflicts)
    {
      lb_cli_complain ("%s", _ ("It was changed elsewhere too; choose in the window which stays"));
      return LB_CLI_REFUSED;
    }
  if (lb_session_get_n_waiting (place->session) <= before->n_waiting)
    return LB_CLI_DONE;

  if (waiting.needs_sign_in)
    lb_cli_complain ("%s", _ ("The service does not take the token"));
  lb_cli_complain ("%s", _ ("The service does not have it yet; it is kept until it can be sent"));
  if (g_cancellable_is_cancelled (place->stop))
    return LB_CLI_STOPPED;

  return waiting.needs_sign_in ? LB_CLI_AUTH : LB_CLI_UNREACHABLE;
}
