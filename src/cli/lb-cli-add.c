#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-report.h"
#include "contract/lb-rules.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-job.h"

typedef struct
{
  gboolean json;
  gboolean no_enlarge;
  char *data_dir;
} Options;

/* (nullable) (transfer none): by id, else by its exact name. Says so when it is not clear. */
static LbDataset *
find_dataset (LbSession *session, const char *wanted)
{
  GListModel *datasets = lb_session_get_datasets (session);
  LbDataset *found = NULL;
  guint64 id = 0;
  guint n_found = 0;

  if (g_ascii_string_to_unsigned (wanted, 10, 1, G_MAXINT64, &id, NULL) &&
      (found = lb_session_find_dataset (session, (gint64) id)) != NULL)
    return found;

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);

      if (g_strcmp0 (lb_dataset_get_name (dataset), wanted) == 0)
        {
          found = dataset; /* the session keeps it */
          n_found++;
        }
    }

  if (n_found == 0)
    lb_cli_complain (_ ("There is no dataset “%s”"), wanted);
  else if (n_found > 1)
    lb_cli_complain (ngettext ("%u dataset is called “%s”; give its number",
                               "%u datasets are called “%s”; give the number of one", n_found),
                     n_found, wanted);

  return n_found == 1 ? found : NULL;
}

/* Whether all of @files were added. */
static gboolean
add_files (LbSession *session, LbDataset *dataset, GListModel *files, const Options *options)
{
  GListModel *present = lb_session_get_images (session, dataset);
  g_autoptr (LbCheckJob) check = lb_check_job_new (dataset, present);
  GListModel *candidates = lb_check_job_get_candidates (check);
  g_autoptr (LbUploadJob) upload = NULL;
  g_autoptr (GError) error = NULL;
  guint n_files;

  lb_check_job_set_increase_resolution (check, !options->no_enlarge);
  if (!lb_cli_wait (lb_check_job_run (check, files), &error))
    {
      lb_cli_complain ("%s", error->message);
      return FALSE;
    }

  upload = lb_upload_job_new (session, dataset, candidates, !options->no_enlarge);
  if (!lb_cli_wait (lb_upload_job_run (upload), &error))
    lb_cli_complain ("%s", error->message);

  n_files = g_list_model_get_n_items (candidates);
  if (options->json)
    {
      lb_cli_report_json (candidates);
    }
  else
    {
      lb_cli_report_text (candidates);
      g_print ("\n");
      g_print (ngettext ("%u of %u file added to “%s”", "%u of %u files added to “%s”", n_files),
               lb_upload_job_get_n_done (upload), n_files, lb_dataset_get_name (dataset));
      g_print ("\n");
    }

  return lb_upload_job_get_n_done (upload) == n_files;
}

static LbCliExit
add (LbSession *session, char **arguments, const Options *options)
{
  g_autoptr (GListModel) files = lb_cli_list_files (arguments + 1);
  g_autoptr (GError) error = NULL;
  LbDataset *dataset = NULL;

  if (!lb_cli_wait (lb_session_open (session), &error))
    {
      lb_cli_complain (_ ("The service can’t be reached: %s"), error->message);
      return LB_CLI_UNREACHABLE;
    }
  if ((dataset = find_dataset (session, arguments[0])) == NULL)
    return LB_CLI_NOT_FOUND;
  if (!lb_cli_wait (lb_session_load_images (session, dataset), &error))
    {
      lb_cli_complain (_ ("The service can’t be reached: %s"), error->message);
      return LB_CLI_UNREACHABLE;
    }

  /* Said once, rather than for each file. */
  if (!lb_rules_check_add (dataset, 0, 1, &error))
    {
      lb_cli_complain ("%s", lb_rules_error_text (error));
      return LB_CLI_REFUSED;
    }

  return add_files (session, dataset, files, options) ? LB_CLI_DONE : LB_CLI_REFUSED;
}

LbCliExit
lb_cli_add (char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print JSON"), NULL },
    { "no-enlarge", 0, 0, G_OPTION_ARG_NONE, &options.no_enlarge,
      N_ ("Refuse pictures that would have to be enlarged"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir,
      N_ ("Folder that holds the service’s data"), N_ ("DIR") },
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, _ ("DATASET FILE…"),
                  _ ("Adds pictures to a dataset, given by its number or its exact name."));
  g_autofree char *data_dir = NULL;
  g_autofree char *state_dir = NULL;
  g_autoptr (LbSession) session = NULL;
  LbCliExit result;

  data_dir = g_steal_pointer (&options.data_dir);
  if (arguments == NULL)
    return LB_CLI_USAGE;
  if (g_strv_length (arguments) < 2)
    {
      lb_cli_complain ("%s", _ ("Name a dataset and at least one file or folder"));
      return LB_CLI_USAGE;
    }

  /* A place of its own: the drafts that wait in the app's are for the app to send. */
  state_dir =
    g_build_filename (g_get_user_data_dir (), "lookbook", "accounts", "command-line", NULL);
  session = lb_session_new_local (data_dir, state_dir);
  result = add (session, arguments, &options);
  lb_session_close (session);

  return result;
}
