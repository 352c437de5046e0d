#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-bulk-import.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-files.h"
#include "cli/lb-cli-import.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-queue.h"
#include "cli/lb-cli-report.h"
#include "contract/lb-rules.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-crop-job.h"
#include "jobs/lb-import-settings.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean no_enlarge;
  gboolean no_captions;
  gboolean trim_margins;
  gboolean crops;              /* to a shape */
  const LbAspectBucket *shape; /* (nullable): the nearest one */
  LbCliSettings settings;
  gboolean is_null;
  gboolean imports; /* captions for what is there as well */
  gboolean overwrites;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
cancel_check_cb (GCancellable *stop, LbCheckJob *check)
{
  lb_check_job_cancel (check);
}

/* Waits for @future, which ends soon once @job is cancelled, and that it is on Ctrl+C. */
static gboolean
wait_for_job (
  GCancellable *stop, GCallback cancel_cb, gpointer job, DexFuture *future, GError **error)
{
  gulong handler = g_cancellable_connect (stop, cancel_cb, job, NULL);
  gboolean resolved = lb_cli_wait (future, NULL, error);

  g_cancellable_disconnect (stop, handler);
  return resolved;
}

/* @n_there: @n_twins of them are only the same as another. */
static void
print_summary (guint n_done, guint n_there, guint n_twins, guint n_files, LbDataset *dataset)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));

  n_there -= n_twins;
  g_print ("\n");
  if (n_files == 1)
    g_print (n_done == 1    ? _ ("The file was added to “%s”")
             : n_there == 1 ? _ ("The file is in “%s” already")
                            : _ ("The file was not added to “%s”"),
             name);
  else if (n_there > 0)
    g_print (ngettext ("%u of %u file added to “%s”, %u there already",
                       "%u of %u files added to “%s”, %u there already", n_files),
             n_done, n_files, name, n_there);
  else
    g_print (ngettext ("%u of %u file added to “%s”", "%u of %u files added to “%s”", n_files),
             n_done, n_files, name);
  g_print ("\n");
  if (n_twins > 0)
    {
      /* Translators: of files that are to be added */
      g_print (
        ngettext ("%u file is the same as another one", "%u files are the same as others", n_twins),
        n_twins);
      g_print ("\n");
    }
}

static void
print_outcome (GListModel *candidates,
               LbCliFiles *files,
               guint n_done,
               guint n_there,
               guint n_twins,
               LbSession *session,
               LbDataset *dataset,
               const Options *options)
{
  guint n_files = g_list_model_get_n_items (candidates);

  if (options->json)
    {
      lb_cli_report_json (candidates, session, NULL);
      return;
    }

  if (n_files == 0)
    {
      g_print ("%s\n", _ ("No files found"));
      return;
    }

  lb_cli_report_text (candidates, files, dataset);
  print_summary (n_done, n_there, n_twins, n_files, dataset);
}

/* The visual schema stands before the first picture comes. */
static gboolean
take_settings (
  LbSession *session, LbDataset *dataset, LbCheckJob *check, const Options *options, GError **error)
{
  LbExportManifest *manifest = lb_check_job_get_manifest (check);

  return !lb_cli_settings_choose (options->settings, manifest, dataset) ||
         lb_cli_wait (lb_import_settings_apply (session, dataset,
                                                lb_import_settings_get_text (manifest, dataset)),
                      NULL, error);
}

/* What an earlier run had on its way and is there now was added by this command. */
static void
take_earlier (LbUploadQueue *queue, LbDataset *dataset, GListModel *candidates)
{
  g_autoptr (GHashTable) images = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *rows = G_LIST_MODEL (queue);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (rows, i);

      if (lb_upload_get_state (upload) == LB_UPLOAD_DONE && lb_upload_get_sha256 (upload) != NULL &&
          lb_upload_get_dataset_id (upload) == lb_dataset_get_id (dataset))
        g_hash_table_insert (images, (gpointer) lb_upload_get_sha256 (upload),
                             lb_upload_get_image (upload));
    }
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *sha256 = lb_candidate_get_sha256 (candidate);
      LbImage *image = sha256 != NULL ? g_hash_table_lookup (images, sha256) : NULL;

      if (image == NULL || lb_candidate_get_verdict (candidate) != LB_VERDICT_DUPLICATE)
        continue;
      lb_candidate_set_image (candidate, image);
      lb_candidate_set_progress (candidate, LB_CANDIDATE_DONE, 1, NULL);
      g_hash_table_remove (images, sha256);
    }
}

static guint
count_done (GListModel *candidates)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      n += lb_candidate_get_state (candidate) == LB_CANDIDATE_DONE;
    }

  return n;
}

/* What the dataset has already: the command may be given again, and that is no failure. @twins:
 * (out): those of them that are only the same as one before them here. */
static guint
count_there (GListModel *candidates, guint *twins)
{
  g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  *twins = 0;
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *sha256 = lb_candidate_get_sha256 (candidate); /* the list keeps it */

      if (sha256 == NULL)
        continue;
      if (lb_candidate_get_state (candidate) != LB_CANDIDATE_JUDGED ||
          lb_candidate_get_verdict (candidate) != LB_VERDICT_DUPLICATE)
        {
          g_hash_table_add (added, (gpointer) sha256);
          continue;
        }
      n++;
      *twins += g_hash_table_contains (added, sha256);
    }

  return n;
}

static void
cancel_crops_cb (GCancellable *stop, LbCropJob *job)
{
  lb_crop_job_cancel (job);
}

/* What is sent of each picture. */
static gboolean
crop_files (LbCheckJob *check, const Options *options, GError **error)
{
  g_autoptr (LbCropJob) job = NULL;

  if (!options->crops && !options->trim_margins)
    return TRUE;

  job = lb_crop_job_new (LB_CROP_SOURCE (check),
                         options->crops ? LB_CROP_WAY_SHAPE : LB_CROP_WAY_TRIMMED, options->shape);
  if (!wait_for_job (options->place.stop, G_CALLBACK (cancel_crops_cb), job, lb_crop_job_run (job),
                     error))
    return FALSE;

  lb_crop_job_apply (job);
  return TRUE;
}

/* FALSE, and said so, for a shape that there is not. @word: (nullable) */
static gboolean
parse_shape (const char *word, Options *options)
{
  if (word == NULL)
    return TRUE;

  options->crops = TRUE;
  if (g_str_equal (word, "nearest") || (options->shape = lb_aspect_bucket_find (word)) != NULL)
    return TRUE;

  lb_cli_complain (_ ("“%s” is no shape: say 1:1, 4:5, 3:4, 2:3, 9:16, 5:4, 4:3, 3:2, 16:9 or "
                      "nearest"),
                   word);
  return FALSE;
}

/* (transfer full) (nullable) */
static LbCheckJob *
check_files (LbUploadQueue *queue,
             LbDataset *dataset,
             LbCliFiles *files,
             const Options *options,
             GError **error)
{
  LbSession *session = lb_upload_queue_get_session (queue);
  g_autoptr (LbCheckJob) check =
    lb_check_job_new (dataset, lb_session_get_images (session, dataset));
  gboolean done = FALSE;

  lb_check_job_set_rules_mode (check, lb_session_get_rules_mode (session));
  lb_check_job_set_sent (check, lb_upload_queue_get_sent (queue));
  lb_check_job_set_takes_captions (check, !options->no_captions);
  lb_check_job_set_increase_resolution (check, !options->no_enlarge);
  lb_cli_progress_watch (check, "n-checked", "n-found");
  done = wait_for_job (options->place.stop, G_CALLBACK (cancel_check_cb), check,
                       lb_check_job_run (check, lb_cli_files_get_list (files)), error);
  lb_cli_progress_end ();
  if (!done || !crop_files (check, options, error))
    return NULL;

  lb_cli_report_clipped (check);
  if (!options->no_captions)
    lb_cli_captions_report_stray (lb_check_job_get_stray_captions (check));

  return g_steal_pointer (&check);
}

/* Captions for images that are there. */
static LbCliImport
import_captions (LbUploadQueue *queue,
                 LbDataset *dataset,
                 GListModel *candidates,
                 const Options *options)
{
  LbCliImport import = { .overwrites = options->overwrites, .dry_run = options->dry_run };

  if (options->imports && !options->no_captions)
    lb_cli_import_captions (&import, queue, dataset, candidates);

  return import;
}

/* What would be done; nothing is sent. */
static LbCliExit
say_plan (LbUploadQueue *queue,
          LbDataset *dataset,
          LbCheckJob *check,
          LbCliFiles *files,
          const Options *options)
{
  GListModel *candidates = lb_check_job_get_candidates (check);
  const guint n_files = g_list_model_get_n_items (candidates);
  const guint n_addable = lb_check_job_get_n_addable (check);
  guint n_twins = 0;
  const guint n_there = count_there (candidates, &n_twins);
  const LbCliImport import = import_captions (queue, dataset, candidates, options);

  if (options->json)
    lb_cli_report_json (candidates, NULL, NULL);
  else
    {
      lb_cli_report_text (candidates, files, dataset);
      g_print (
        ngettext ("\n%u picture would be added\n", "\n%u pictures would be added\n", n_addable),
        n_addable);
    }
  lb_cli_import_tell (&import, options->json);

  return n_files == 0 ? LB_CLI_REFUSED
                      : lb_cli_exit_of_counts (n_addable + n_there, n_files - n_addable - n_there);
}

static LbCliExit
add_files (LbUploadQueue *queue, LbDataset *dataset, LbCliFiles *files, const Options *options)
{
  LbSession *session = lb_upload_queue_get_session (queue);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbCheckJob) check = check_files (queue, dataset, files, options, &error);
  GListModel *candidates = NULL;
  LbCliImport captions = { 0 };
  LbCliExit exit = LB_CLI_DONE;
  gboolean over = FALSE;
  guint n_done = 0;
  guint n_there = 0;
  guint n_twins = 0;
  guint n_left = 0;

  if (check == NULL)
    return lb_cli_give_up (error);
  if (options->dry_run)
    return say_plan (queue, dataset, check, files, options);
  if (lb_check_job_get_n_addable (check) > 0 &&
      !take_settings (session, dataset, check, options, &error))
    return lb_cli_give_up (error);

  candidates = lb_check_job_get_candidates (check);
  take_earlier (queue, dataset, candidates);
  captions = import_captions (queue, dataset, candidates, options);
  lb_cli_captions_report_duplicates (candidates, files);
  lb_upload_queue_clear (queue);
  if (!lb_cli_wait (lb_upload_queue_add (queue, dataset, candidates, !options->no_enlarge, FALSE),
                    NULL, &error))
    return lb_cli_give_up (error);
  over = lb_cli_queue_run (queue, options->place.stop, &exit);

  n_left = lb_cli_captions_settle (session, dataset, candidates, files, options->place.stop);
  n_done = count_done (candidates);
  n_there = count_there (candidates, &n_twins);
  print_outcome (candidates, files, n_done, n_there, n_twins, session, dataset, options);
  lb_cli_import_tell (&captions, options->json);
  if (!over)
    return exit;
  if (lb_upload_queue_get_n_cancelled (queue) > 0)
    {
      lb_cli_complain ("%s", _ ("Stopped"));
      return LB_CLI_STOPPED;
    }
  lb_upload_queue_clear (queue); /* what was told is not told again */

  return n_done + n_there == 0
           ? LB_CLI_REFUSED
           : lb_cli_exit_of_counts (n_done + n_there, n_left + captions.n_kept +
                                                        g_list_model_get_n_items (candidates) -
                                                        n_done - n_there);
}

static LbCliExit
import (LbSession *session, LbDataset *dataset, LbCliFiles *files, const Options *options)
{
  const LbCliBulkOptions bulk = {
    .json = options->json,
    .dry_run = options->dry_run,
    .no_captions = options->no_captions,
    .settings = options->settings,
    .stop = options->place.stop,
  };

  if (options->crops || options->trim_margins)
    {
      lb_cli_complain (_ ("“%s” is an advanced dataset: its pictures are sent as they are, and "
                          "can’t be trimmed or cropped"),
                       lb_dataset_get_name (dataset));
      return LB_CLI_REFUSED;
    }

  return lb_cli_bulk_import (session, dataset, files, &bulk);
}

/* Said once, rather than for each file. */
static gboolean
takes_files (LbDataset *dataset)
{
  if (lb_rules_check_add (dataset, 0, 1, NULL))
    return TRUE;

  lb_cli_complain (_ ("“%s” is complete and can’t be changed"), lb_dataset_get_name (dataset));
  return FALSE;
}

static LbCliExit
add (const Options *options, LbCliFiles *files)
{
  LbSession *session = options->place.session;
  LbDataset *dataset = options->place.dataset;
  GCancellable *stop = options->place.stop;
  g_autoptr (GError) error = NULL;
  LbCliExit result = LB_CLI_UNREACHABLE;
  LbUploadQueue *queue = NULL;

  if ((queue = lb_cli_queue_open (session, stop, &result)) == NULL)
    return result;

  if (options->dry_run || lb_cli_queue_finish_earlier (queue, stop, &result))
    {
      if (!lb_cli_wait (lb_session_load_images (session, dataset), stop, &error))
        result = lb_cli_give_up (error);
      else if (lb_dataset_is_advanced (dataset) && !lb_dataset_get_completed (dataset))
        {
          if (lb_cli_place_learn_import (&options->place, &result))
            result = import (session, dataset, files, options);
        }
      else if (!takes_files (dataset))
        result = LB_CLI_REFUSED;
      else
        result = add_files (queue, dataset, files, options);
    }
  lb_cli_queue_close (queue);

  return result;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) paths = NULL;
  g_autoptr (LbCliFiles) files = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (g_strv_length (arguments) < 2)
    {
      lb_cli_complain ("%s", _ ("Name a dataset and at least one file or folder"));
      return LB_CLI_USAGE;
    }
  if (!(names = lb_cli_names_read (arguments + 1, options->is_null)))
    return LB_CLI_USAGE;
  paths = lb_cli_names_glob (names);
  if (!(files = lb_cli_files_new (paths)))
    return LB_CLI_USAGE;

  return lb_cli_place_open (&options->place, arguments[0], &exit) ? add (options, files) : exit;
}

static const char *
summary (gboolean imports)
{
  if (imports)
    return _ ("Adds pictures to a dataset as “add” does, and for pictures that it has already "
              "brings the descriptions that are beside them: NAME.txt, NAME.caption or NAME.json, "
              "or a line in metadata.jsonl or metadata.csv. What a person has written stays. Done "
              "again it changes nothing.");

  return _ ("Adds pictures to a dataset, given by its number, its exact name or "
            "PROJECT/NAME. Folders and ZIP files are looked through; - reads a list of names. "
            "Descriptions come along: NAME.txt, NAME.caption or NAME.json beside a picture, or its "
            "line in metadata.jsonl or metadata.csv. What is in the dataset already is "
            "left out, which is no failure. What “export” has written comes back as it was. An "
            "advanced dataset takes all of its pictures at once, and only once. Ctrl+C stops "
            "after what is under way; what a killed run has left is sent first.");
}

LbCliExit
lb_cli_add (char **argv)
{
  g_auto (Options) options = { .imports = g_str_equal (argv[0], "import") };
  g_autofree char *settings = NULL;
  g_autofree char *crop_to = NULL;
  const GOptionEntry overwrite_entry = {
    "overwrite",
    0,
    0,
    G_OPTION_ARG_NONE,
    &options.overwrites,
    N_ ("Captions take the place of those that a person has written"),
    NULL
  };
  const GOptionEntry no_entry = { NULL };
  const GOptionEntry entries[] = {
    { "no-enlarge", 0, 0, G_OPTION_ARG_NONE, &options.no_enlarge,
      N_ ("Refuse pictures that would have to be enlarged"), NULL },
    { "no-captions", 0, 0, G_OPTION_ARG_NONE, &options.no_captions,
      N_ ("Leave out the descriptions that are beside the pictures"), NULL },
    { "trim-margins", 0, 0, G_OPTION_ARG_NONE, &options.trim_margins,
      N_ ("Cut away margins of one color; the files stay as they are"), NULL },
    { "crop-to", 0, 0, G_OPTION_ARG_STRING, &crop_to,
      N_ ("Cut to a shape such as 4:5, or the nearest one, without margins"), N_ ("SHAPE") },
    { "settings", 0, 0, G_OPTION_ARG_STRING, &settings,
      N_ ("Take the visual schema or prefix of an export: missing, always or never"), N_ ("WHEN") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Check all of it, say what would be added, and send nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_ ("Print one JSON array, a member for each file"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    options.imports ? overwrite_entry : no_entry,
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, _ ("DATASET FILE-OR-FOLDER…"), summary (options.imports));

  if (arguments == NULL || !lb_cli_settings_parse (settings, &options.settings) ||
      !parse_shape (crop_to, &options))
    return LB_CLI_USAGE;

  return run (arguments, &options);
}
