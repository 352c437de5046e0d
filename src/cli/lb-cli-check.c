#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-files.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-report.h"
#include "jobs/lb-check-job.h"

static void
print_summary (guint n_addable, guint n_files)
{
  if (n_files == 0)
    {
      g_print ("%s\n", _ ("No files found"));
      return;
    }

  g_print ("\n");
  if (n_files == 1)
    g_print ("%s", n_addable == 1 ? _ ("The file can be added") : _ ("The file can’t be added"));
  else
    g_print (ngettext ("%u of %u file can be added", "%u of %u files can be added", n_files),
             n_addable, n_files);
  g_print ("\n");
}

LbCliExit
lb_cli_check (char **argv)
{
  gboolean json = FALSE;
  gboolean no_enlarge = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON array, a member for each file"),
      NULL },
    { "no-enlarge", 0, 0, G_OPTION_ARG_NONE, &no_enlarge,
      N_ ("Refuse pictures that would have to be enlarged"), NULL },
    { NULL },
  };
  g_auto (GStrv) names = lb_cli_parse (argv, entries, _ ("FILE-OR-FOLDER…"),
                                       _ ("Says which pictures can be added to a dataset. Folders "
                                          "are looked through. Nothing is sent or changed."));
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCliFiles) files = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *candidates = NULL;
  guint n_addable, n_files;

  if (names == NULL)
    return LB_CLI_USAGE;
  if (*names == NULL)
    {
      lb_cli_complain ("%s", _ ("Name at least one file or folder"));
      return LB_CLI_USAGE;
    }

  if ((files = lb_cli_files_new (names)) == NULL)
    return LB_CLI_USAGE;

  job = lb_check_job_new (NULL, NULL);
  lb_check_job_set_increase_resolution (job, !no_enlarge);
  if (!lb_cli_wait (lb_check_job_run (job, lb_cli_files_get_list (files)), NULL, &error))
    return lb_cli_give_up (error);

  lb_cli_captions_report_stray (lb_check_job_get_stray_captions (job));
  lb_cli_report_clipped (job);
  candidates = lb_check_job_get_candidates (job);
  lb_cli_captions_report_duplicates (candidates, files);
  n_addable = lb_check_job_get_n_addable (job);
  n_files = g_list_model_get_n_items (candidates);
  if (json)
    {
      lb_cli_report_json (candidates, NULL);
    }
  else
    {
      lb_cli_report_text (candidates, files, NULL);
      print_summary (n_addable, n_files);
    }

  return n_addable > 0 && n_addable == n_files ? LB_CLI_DONE : LB_CLI_REFUSED;
}
