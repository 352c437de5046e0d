#include "config.h"

#include "cli/lb-cli-bulk-import.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "contract/lb-limits.h"
#include "jobs/lb-bulk-captions.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"

#define CLEAR_LINE "\r\033[K"
#define LOOK_MS 200

static const char *
verdict_words (LbBulkVerdict verdict)
{
  switch (verdict)
    {
    case LB_BULK_TOO_SMALL:      return _ ("Too small: both sides need 1024 pixels");
    case LB_BULK_TOO_LARGE:      return _ ("Too large");
    case LB_BULK_UNSUPPORTED:    return _ ("Not a supported format");
    case LB_BULK_NO_CAPTION:     return _ ("No caption text beside it");
    case LB_BULK_DAMAGED:        return _ ("Damaged");
    case LB_BULK_UNSAFE_NAME:    return _ ("A name that is not safe");
    case LB_BULK_DUPLICATE_NAME: return _ ("The name is there twice");
    case LB_BULK_LINK:           return _ ("A link, not a picture");
    case LB_BULK_DUPLICATE:      return _ ("There already");
    case LB_BULK_READY:
    case LB_BULK_FLATTEN:
    case LB_BULK_REFUSED:
    case LB_BULK_UNREADABLE:
    default:                     return _ ("Can’t be opened");
    }
}

static void
complain_left_out (LbBulkReport *report)
{
  GListModel *entries = lb_bulk_report_get_entries (report);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      if (!lb_bulk_entry_is_ready (entry))
        lb_cli_complain (_ ("“%s” is left out: %s"), lb_bulk_entry_get_name (entry),
                         verdict_words (lb_bulk_entry_get_verdict (entry)));
    }
}

static void
complain_failures (LbBulkUpload *upload)
{
  GPtrArray *failures = lb_bulk_upload_get_failures (upload);

  for (guint i = 0; i < failures->len; i++)
    {
      const LbBulkFailure *failure = failures->pdata[i];

      lb_cli_complain (_ ("“%s” is left out: %s"), failure->filename, failure->error_message);
    }
}

/* @files: what is looked through is one ZIP file, or folders. */
static void
complain_unreadable (LbBulkReport *report, LbCliFiles *files)
{
  g_autoptr (GFile) first = g_list_model_get_item (lb_cli_files_get_list (files), 0);
  g_autofree char *name = g_file_get_basename (first);

  lb_cli_complain (_ ("“%s” can’t be read: %s"), name, lb_bulk_report_get_error (report)->message);
}

/* FALSE with the reason on standard error. */
static gboolean
can_go (LbBulkReport *report, LbCliFiles *files)
{
  switch (lb_bulk_report_get_obstacle (report))
    {
    case LB_BULK_CAN_GO:    return TRUE;
    case LB_BULK_NO_IMAGES: lb_cli_complain ("%s", _ ("No picture can be imported")); break;
    case LB_BULK_TOO_MANY:
      lb_cli_complain (_ ("There are more than %d pictures"), LB_LIMIT_ADVANCED_IMAGES);
      break;
    case LB_BULK_TOO_BIG:     lb_cli_complain ("%s", _ ("It is over 5 GB")); break;
    case LB_BULK_ZIP_REFUSED:
    case LB_BULK_CANT_OPEN:
    default:                  complain_unreadable (report, files); break;
    }

  return FALSE;
}

static void
print_json (
  LbDataset *dataset, LbBulkReport *report, LbBulkUpload *upload, guint n_given, guint n_unsent)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (dataset));
  lb_cli_json_number (builder, "images", lb_bulk_upload_get_done (upload));
  lb_cli_json_number (
    builder, "captions",
    lb_bulk_report_brings_captions (report) ? lb_bulk_report_get_n_captions (report) : n_given);
  lb_cli_json_number (builder, "captions_waiting", n_unsent);
  lb_cli_json_number (builder, "left_out",
                      lb_bulk_report_get_n_refused (report) + lb_bulk_upload_get_failed (upload));
  json_builder_end_object (builder);

  lb_cli_json_print (builder);
}

static void
print_text (LbDataset *dataset, LbBulkUpload *upload, guint n_unsent)
{
  const guint n = (guint) MAX (0, lb_bulk_upload_get_done (upload));
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));

  g_print (ngettext ("%u picture imported into “%s”", "%u pictures imported into “%s”", n), n,
           name);
  g_print ("\n");
  if (n_unsent > 0)
    lb_cli_complain (ngettext ("%u caption is not with the service yet",
                               "%u captions are not with the service yet", n_unsent),
                     n_unsent);
}

static void
show_progress (LbBulkUpload *upload)
{
  if (isatty (STDERR_FILENO))
    g_printerr (CLEAR_LINE "%d %%", lb_bulk_upload_get_progress_percentage (upload));
}

/* Whether it is over. */
static gboolean
wait_for_end (LbBulkUpload *upload, GCancellable *stop)
{
  while (!lb_bulk_upload_get_ended (upload) && !g_cancellable_is_cancelled (stop))
    {
      show_progress (upload);
      lb_cli_wait (dex_timeout_new_msec (LOOK_MS), stop, NULL);
    }
  if (isatty (STDERR_FILENO))
    g_printerr (CLEAR_LINE);

  return lb_bulk_upload_get_ended (upload);
}

static void
given_cb (LbBulkCaptions *captions, LbDataset *dataset, guint n_given, guint n_missing, guint *n)
{
  *n += n_given;
}

/* Gives the captions that were kept for the import. @n_given: (out) */
static gboolean
give_captions (
  LbSession *session, LbDataset *dataset, GCancellable *stop, guint *n_given, GError **error)
{
  LbBulkCaptions *captions = lb_bulk_captions_get (session);
  gulong handler = 0;
  gboolean done = FALSE;

  *n_given = 0;
  handler = g_signal_connect (captions, "given", G_CALLBACK (given_cb), n_given);
  done = lb_cli_wait (lb_bulk_captions_give (captions, dataset), stop, error);
  g_signal_handler_disconnect (captions, handler);

  return done;
}

static LbCliExit
finish (LbSession *session,
        LbDataset *dataset,
        LbBulkReport *report,
        LbBulkUpload *upload,
        const LbCliBulkOptions *options)
{
  g_autoptr (GError) error = NULL;
  guint n_given = 0;
  guint n_unsent = 0;

  if (!wait_for_end (upload, options->stop))
    {
      lb_cli_complain ("%s", _ ("The import goes on by itself"));
      return LB_CLI_STOPPED;
    }
  if (!give_captions (session, dataset, options->stop, &n_given, &error))
    return lb_cli_give_up (error);
  n_unsent = lb_cli_captions_settle_dataset (session, dataset, options->stop);

  complain_failures (upload);
  if (options->json)
    print_json (dataset, report, upload, n_given, n_unsent);
  else
    print_text (dataset, upload, n_unsent);

  if (lb_bulk_upload_get_done (upload) == 0)
    return LB_CLI_REFUSED;

  return lb_cli_exit_of_counts ((guint) lb_bulk_upload_get_done (upload),
                                n_unsent + (guint) lb_bulk_upload_get_failed (upload) +
                                  lb_bulk_report_get_n_refused (report));
}

/* There is one import only; one that is under way, of another program or a run that was stopped, is
 * followed to its end. */
static LbCliExit
follow (LbSession *session,
        LbDataset *dataset,
        LbBulkReport *report,
        LbBulkUpload *upload,
        const LbCliBulkOptions *options)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));

  if (options->dry_run)
    {
      lb_cli_complain (_ ("Images are being imported into “%s” already"), name);
      return LB_CLI_REFUSED;
    }

  lb_cli_complain (_ ("Images are being imported into “%s” already: that import is followed, and "
                      "no other file is read"),
                   name);

  return finish (session, dataset, report, upload, options);
}

/* What a run that was stopped has left of the import that has ended is done now. */
static LbCliExit
finish_earlier (LbSession *session, LbDataset *dataset, const LbCliBulkOptions *options)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  guint n = 0;

  if (!options->dry_run && give_captions (session, dataset, options->stop, &n, NULL) && n > 0 &&
      lb_cli_captions_settle_dataset (session, dataset, options->stop) == 0)
    {
      g_print (ngettext ("%u caption of the earlier import was added",
                         "%u captions of the earlier import were added", n),
               n);
      g_print ("\n");
      return LB_CLI_DONE;
    }

  lb_cli_complain (_ ("“%s” takes one import only, and has had it"), name);
  return LB_CLI_REFUSED;
}

static void
cancel_check_cb (GCancellable *stop, LbBulkCheck *check)
{
  lb_bulk_check_cancel (check);
}

static void
cancel_job_cb (GCancellable *stop, LbBulkJob *job)
{
  lb_bulk_job_cancel (job);
}

static gboolean
check_files (LbBulkCheck *check, LbCliFiles *files, GCancellable *stop, GError **error)
{
  gulong handler = g_cancellable_connect (stop, G_CALLBACK (cancel_check_cb), check, NULL);
  gboolean done =
    lb_cli_wait (lb_bulk_check_run (check, lb_cli_files_get_list (files)), NULL, error);

  g_cancellable_disconnect (stop, handler);
  return done;
}

/* (transfer full) (nullable): the import under way. */
static LbBulkUpload *
start (LbSession *session,
       LbDataset *dataset,
       LbBulkReport *report,
       const LbCliBulkOptions *options,
       GError **error)
{
  g_autoptr (LbBulkJob) job = lb_bulk_job_new (session, dataset, report);
  LbBulkUpload *upload = NULL;
  gulong handler = 0;
  gboolean done = FALSE;

  /* What is at an address already stays as it is; its service leaves out the same. */
  lb_bulk_job_set_only_ready (job, lb_bulk_report_get_n_refused (report) > 0 &&
                                     (options->address == NULL || options->upload_address != NULL));
  lb_bulk_job_set_takes_settings (
    job, lb_cli_settings_choose (options->settings, lb_bulk_report_get_manifest (report), dataset));
  if (options->address != NULL)
    lb_bulk_job_set_addresses (job, options->address, options->upload_address);
  handler = g_cancellable_connect (options->stop, G_CALLBACK (cancel_job_cb), job, NULL);
  done = lb_cli_wait (lb_bulk_job_run (job), NULL, error);
  g_cancellable_disconnect (options->stop, handler);
  if (done)
    upload = lb_session_get_bulk_upload (session, dataset);

  return upload != NULL ? g_object_ref (upload) : NULL;
}

static LbCliExit
say_plan (LbDataset *dataset, LbBulkReport *report, const LbCliBulkOptions *options)
{
  const guint n = lb_bulk_report_get_n_ready (report);
  const guint n_refused = lb_bulk_report_get_n_refused (report);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autoptr (JsonBuilder) builder = NULL;

  if (options->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (dataset));
      lb_cli_json_number (builder, "images", n);
      lb_cli_json_number (builder, "left_out", n_refused);
      json_builder_end_object (builder);
      lb_cli_json_print (builder);
    }
  else
    {
      g_print (ngettext ("%u picture would be imported into “%s”",
                         "%u pictures would be imported into “%s”", n),
               n, name);
      g_print ("\n");
    }

  return lb_cli_exit_of_counts (n, n_refused);
}

LbCliExit
lb_cli_bulk_import (LbSession *session,
                    LbDataset *dataset,
                    LbCliFiles *files,
                    const LbCliBulkOptions *options)
{
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (!lb_dataset_is_fibo (dataset));
  LbBulkReport *report = lb_bulk_check_get_report (check);
  g_autoptr (LbBulkUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  if (lb_session_is_hosted (session) && options->address == NULL)
    {
      lb_cli_complain ("%s", _ ("The service of an account fetches ZIP files from an address: give "
                                "it to “bulk” with --address-file"));
      return LB_CLI_REFUSED;
    }

  g_set_object (&upload, lb_session_get_bulk_upload (session, dataset));
  if (lb_session_is_importing (session, dataset))
    return follow (session, dataset, report, upload, options);
  if (upload != NULL || lb_dataset_get_images_count (dataset) > 0)
    return finish_earlier (session, dataset, options);

  lb_bulk_report_set_rules_mode (report, lb_session_get_rules_mode (session));
  lb_bulk_report_set_takes_captions (report, !options->no_captions);
  if (!check_files (check, files, options->stop, &error))
    return lb_cli_give_up (error);
  if (options->no_captions)
    lb_bulk_report_set_automatic_captioning (report, TRUE);
  else
    lb_cli_captions_report_stray (lb_bulk_report_get_stray_captions (report));
  complain_left_out (report);
  if (!can_go (report, files))
    return LB_CLI_REFUSED;
  if (options->address != NULL && options->upload_address == NULL &&
      lb_bulk_report_must_pack (report))
    {
      lb_cli_complain ("%s", _ ("A ZIP file has to be made of what is ready: say with "
                                "--address-file where it can be put"));
      return LB_CLI_REFUSED;
    }
  if (options->dry_run)
    return say_plan (dataset, report, options);
  if (!(upload = start (session, dataset, report, options, &error)))
    return lb_cli_give_up (error);

  return finish (session, dataset, report, upload, options);
}
