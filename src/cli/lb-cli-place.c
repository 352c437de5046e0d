#include "cli/lb-cli-place.h"

#include "base/lb-error.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-data-dir.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-stop.h"

gboolean
lb_cli_place_open (LbCliPlace *self, const char *wanted, LbCliExit *exit)
{
  g_autoptr (GError) error = NULL;

  *exit = LB_CLI_USAGE;
  if (!lb_cli_take_data_dir (&self->data_dir) ||
      !(self->session = lb_cli_new_session (self->account, self->data_dir, exit)))
    return FALSE;

  self->stop = lb_cli_stop_new ();
  if (!lb_cli_open_session (self->session, self->stop, &error))
    {
      *exit = lb_cli_give_up (error);
      return FALSE;
    }
  *exit = LB_CLI_REFUSED;

  return wanted == NULL || (self->dataset = lb_cli_find_dataset (self->session, wanted)) != NULL;
}

gboolean
lb_cli_place_learn_import (const LbCliPlace *self, LbCliExit *exit)
{
  g_autoptr (GError) error = NULL;

  if (!lb_dataset_is_advanced (self->dataset) || lb_dataset_get_completed (self->dataset) ||
      lb_cli_wait (lb_session_find_bulk_upload (self->session, self->dataset), self->stop,
                   &error) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    return TRUE;

  *exit = lb_cli_give_up (error);
  return FALSE;
}

gboolean
lb_cli_place_open_images (LbCliPlace *self, const char *wanted, LbCliExit *exit)
{
  g_autoptr (GError) error = NULL;

  if (!lb_cli_place_open (self, wanted, exit) || !lb_cli_place_learn_import (self, exit))
    return FALSE;
  if (lb_cli_wait (lb_session_load_images (self->session, self->dataset), self->stop, &error))
    return TRUE;

  *exit = lb_cli_give_up (error);
  return FALSE;
}

void
lb_cli_place_clear (LbCliPlace *self)
{
  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->data_dir, g_free);
}
