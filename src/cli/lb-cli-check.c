#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-files.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-report.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-duplicate-files.h"

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

/* What is not told to be a duplicate already, and can be looked at. */
static GPtrArray *
list_pictures (GListModel *candidates)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      if (lb_candidate_get_verdict (candidate) != LB_VERDICT_DUPLICATE &&
          lb_candidate_get_file (candidate) != NULL && lb_candidate_is_readable (candidate) &&
          lb_format_word (lb_candidate_get_probe (candidate)->format) != NULL)
        g_ptr_array_add (pictures, g_steal_pointer (&candidate));
    }

  return pictures;
}

/* (transfer full) (element-type GPtrArray): groups of those candidates that are nearly the same;
 * NULL when they can't be looked for. */
static GPtrArray *
find_near (GListModel *candidates, GError **error)
{
  g_autoptr (GPtrArray) pictures = list_pictures (candidates);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) near = NULL;
  g_autoptr (DexFuture) found = NULL;
  GPtrArray *groups = NULL;

  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add (files, g_object_ref (lb_candidate_get_file (pictures->pdata[i])));
  found = lb_duplicate_files_find (files, LB_LIKENESS_NORMAL, NULL);
  if (!lb_cli_wait (dex_ref (found), NULL, error))
    return NULL;

  near = g_value_dup_boxed (dex_future_get_value (found, NULL));
  groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < near->len; i++)
    {
      const GArray *positions = near->pdata[i];
      GPtrArray *group = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = 0; j < positions->len; j++)
        g_ptr_array_add (group,
                         g_object_ref (pictures->pdata[g_array_index (positions, guint, j)]));
      g_ptr_array_add (groups, group);
    }

  return groups;
}

/* It is no verdict: whoever has them may want them. */
static void
print_near (GPtrArray *groups, LbCliFiles *files)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const GPtrArray *group = groups->pdata[i];
      g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *words = NULL;

      for (guint j = 0; j < group->len; j++)
        g_ptr_array_add (paths, lb_cli_files_dup_path (files, group->pdata[j]));
      g_ptr_array_add (paths, NULL);
      words = g_strjoinv (", ", (char **) paths->pdata);
      /* Translators: %s are names of files */
      g_print (_ ("Nearly the same: %s"), words);
      g_print ("\n");
    }
}

LbCliExit
lb_cli_check (char **argv)
{
  gboolean json = FALSE;
  gboolean near_duplicates = FALSE;
  gboolean no_enlarge = FALSE;
  gboolean is_null = FALSE;
  gboolean done = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON array, a member for each file"),
      NULL },
    { "no-enlarge", 0, 0, G_OPTION_ARG_NONE, &no_enlarge,
      N_ ("Refuse pictures that would have to be enlarged"), NULL },
    { "near-duplicates", 0, 0, G_OPTION_ARG_NONE, &near_duplicates,
      N_ ("Look at the pictures too, and tell which are nearly the same"), NULL },
    LB_CLI_NAMES_ENTRY (&is_null),
    { NULL },
  };
  g_auto (GStrv) names =
    lb_cli_parse (argv, entries, _ ("FILE-OR-FOLDER…"),
                  _ ("Says which pictures can be added to a dataset. Folders "
                     "are looked through; - reads a list of names. No dataset and no "
                     "service is needed, and nothing is sent or changed."));
  g_auto (GStrv) listed = NULL;
  g_auto (GStrv) paths = NULL;
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCliFiles) files = NULL;
  g_autoptr (GPtrArray) near = NULL;
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

  if (!(listed = lb_cli_names_read (names, is_null)))
    return LB_CLI_USAGE;
  paths = lb_cli_names_glob (listed);
  if ((files = lb_cli_files_new (paths)) == NULL)
    return LB_CLI_USAGE;

  job = lb_check_job_new (NULL, NULL);
  lb_check_job_set_increase_resolution (job, !no_enlarge);
  lb_cli_progress_watch (job, "n-checked", "n-found");
  done = lb_cli_wait (lb_check_job_run (job, lb_cli_files_get_list (files)), NULL, &error);
  lb_cli_progress_end ();
  if (!done)
    return lb_cli_give_up (error);

  lb_cli_captions_report_stray (lb_check_job_get_stray_captions (job));
  lb_cli_report_clipped (job);
  candidates = lb_check_job_get_candidates (job);
  lb_cli_captions_report_duplicates (candidates, files);
  n_addable = lb_check_job_get_n_addable (job);
  n_files = g_list_model_get_n_items (candidates);
  if (near_duplicates && !(near = find_near (candidates, &error)))
    return lb_cli_give_up (error);
  if (json)
    {
      lb_cli_report_json (candidates, NULL, near);
    }
  else
    {
      lb_cli_report_text (candidates, files, NULL);
      if (near != NULL)
        print_near (near, files);
      print_summary (n_addable, n_files);
      lb_cli_report_totals (candidates);
    }

  return n_files == 0 ? LB_CLI_REFUSED : lb_cli_exit_of_counts (n_addable, n_files - n_addable);
}
