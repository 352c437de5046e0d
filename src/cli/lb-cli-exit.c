#include "config.h"

#include "cli/lb-cli-exit.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"

const char *
lb_cli_exit_words (int code)
{
  switch (code)
    {
    case LB_CLI_DONE:  return _ ("All went well; what is there already counts as done");
    case LB_CLI_USAGE: return _ ("The command line is wrong");
    case LB_CLI_REFUSED:
      return _ ("Refused, and nothing was done: files, captions or rules; there is no such thing");
    case LB_CLI_PARTLY: return _ ("Some of it was done, and some could not be");
    case LB_CLI_UNREACHABLE:
      return _ ("The service or the network can’t be reached, or the service failed");
    case LB_CLI_AUTH:    return _ ("The token is missing, or the service refuses it");
    case LB_CLI_STOPPED: return _ ("Stopped by Ctrl+C before all was done");
    default:             return NULL;
    }
}

LbCliExit
lb_cli_exit_of (const GError *error)
{
  if (error->domain != LB_ERROR)
    return LB_CLI_REFUSED;

  switch ((LbError) error->code)
    {
    case LB_ERROR_CANCELLED:    return LB_CLI_STOPPED;
    case LB_ERROR_UNAUTHORIZED:
    case LB_ERROR_FORBIDDEN:    return LB_CLI_AUTH;
    case LB_ERROR_OFFLINE:
    case LB_ERROR_TIMED_OUT:
    case LB_ERROR_RATE_LIMITED:
    case LB_ERROR_SERVER:
    case LB_ERROR_PROTOCOL:     return LB_CLI_UNREACHABLE;
    default:                    return LB_CLI_REFUSED;
    }
}

LbCliExit
lb_cli_exit_of_counts (guint n_done, guint n_left)
{
  if (n_left == 0)
    return LB_CLI_DONE;

  return n_done > 0 ? LB_CLI_PARTLY : LB_CLI_REFUSED;
}

LbCliExit
lb_cli_exit_of_failures (guint n_done, guint n_left, const GError *error)
{
  return n_done == 0 && n_left > 0 && error != NULL ? lb_cli_exit_of (error)
                                                    : lb_cli_exit_of_counts (n_done, n_left);
}
