#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-filter.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-stop.h"
#include "cli/lb-cli-words.h"
#include "jobs/lb-export-earlier.h"
#include "jobs/lb-export-job.h"

#define CLEAR_LINE "\r\033[K"

typedef struct
{
  gboolean json;
  gboolean zip;
  char *format;
  char *filter;
  char *account;
  char *data_dir;
  GCancellable *stop;
} Options;

static void
cancel_cb (GCancellable *stop, LbExportJob *job)
{
  lb_export_job_cancel (job);
}

static void
show_cb (LbExportJob *job)
{
  guint n_total = lb_export_job_get_n_total (job);

  g_printerr (CLEAR_LINE);
  if (lb_export_job_get_n_done (job) < n_total)
    g_printerr (ngettext ("%u of %u picture", "%u of %u pictures", n_total),
                lb_export_job_get_n_done (job), n_total);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
print_json (LbExportJob *job, LbExportFormat format)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *path = g_file_get_path (lb_export_job_get_target (job));
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_number (builder, "dataset_id", lb_dataset_get_id (lb_export_job_get_dataset (job)));
  add_text (builder, "path", valid);
  add_text (builder, "format", lb_export_format_to_string (format));
  add_number (builder, "images", lb_export_job_get_n_total (job));
  add_number (builder, "bytes", (gint64) lb_export_job_get_bytes (job));
  add_number (builder, "drafts_left_out", lb_export_job_get_n_drafts (job));
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  printf ("%s\n", text); /* UTF-8 in every locale */
}

static void
print_text (LbExportJob *job)
{
  guint n = lb_export_job_get_n_total (job);
  g_autofree char *path = g_file_get_parse_name (lb_export_job_get_target (job));
  g_autofree char *visible = lb_visible_text (path);
  g_autofree char *size = g_format_size (lb_export_job_get_bytes (job));

  /* Translators: how many pictures, where to, how many bytes */
  g_print (ngettext ("%u picture exported to “%s” (%s)", "%u pictures exported to “%s” (%s)", n), n,
           visible, size);
  g_print ("\n");
}

/* Drafts that are left out are said, so that nobody takes it for more than it is. */
static gboolean
has_all_captions (LbExportJob *job)
{
  const guint n = lb_export_job_get_n_drafts (job);

  if (n > 0)
    lb_cli_complain (ngettext ("%u draft that is not valid is left out",
                               "%u drafts that are not valid are left out", n),
                     n);

  return n == 0;
}

static void
complain_of_what_is_there (GFile *target)
{
  g_autofree char *name = g_file_get_parse_name (target);
  g_autofree char *visible = lb_visible_text (name);
  g_autofree char *changed = NULL;

  if (lb_export_earlier_is_there (g_file_peek_path (target), FALSE))
    changed = lb_export_earlier_find_changed (g_file_peek_path (target));
  if (changed != NULL)
    {
      g_autofree char *file = lb_visible_text (changed);

      /* Translators: a folder, and a file in it */
      lb_cli_complain (_ ("“%s” is an earlier export, but “%s” in it was added or changed since"),
                       visible, file);
      return;
    }
  lb_cli_complain (_ ("“%s” exists, and is not an earlier export"), visible);
}

/* In the window the file chooser asks before a file is replaced; here nobody is asked. */
static gboolean
check_target (GFile *target, gboolean zip)
{
  const char *path = g_file_peek_path (target);

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (target);

      lb_cli_complain (_ ("“%s” is not on this computer"), name);
      return FALSE;
    }
  if (zip &&
      (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK)) &&
      !lb_export_earlier_is_there (path, TRUE))
    {
      complain_of_what_is_there (target);
      return FALSE;
    }

  return TRUE;
}

static LbCliExit
give_up (LbExportJob *job, const GError *error)
{
  g_autofree char *path = g_file_get_parse_name (lb_export_job_get_target (job));

  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    {
      lb_cli_complain ("%s", _ ("Stopped"));
      return LB_CLI_STOPPED;
    }
  if (lb_export_job_get_failed (job) != NULL)
    {
      g_autofree char *words = lb_cli_error_words (error);

      lb_cli_complain (_ ("Nothing was exported: “%s” can’t be fetched: %s"),
                       lb_export_job_get_failed (job), words);
      return LB_CLI_REFUSED;
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    {
      complain_of_what_is_there (lb_export_job_get_target (job));
      return LB_CLI_REFUSED;
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE))
    {
      /* Translators: a file or folder, and why, in the words of the system */
      lb_cli_complain (_ ("“%s” can’t be written: %s"), path, error->message);
      return LB_CLI_REFUSED;
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      lb_cli_complain ("%s", _ ("The dataset has no pictures"));
      return LB_CLI_REFUSED;
    }

  return lb_cli_give_up (error);
}

static gboolean
ends_in_zip (const char *path)
{
  gsize length = strlen (path);

  return length > 4 && g_ascii_strcasecmp (path + length - 4, ".zip") == 0;
}

/* (transfer full) (nullable): the images that @query finds. */
static GListModel *
choose_images (
  LbSession *session, LbDataset *dataset, LbQuery *query, const Options *options, GError **error)
{
  g_autoptr (LbImageFinder) finder = NULL;
  g_autoptr (GPtrArray) found = NULL;
  GListStore *images = NULL;

  if (!lb_cli_wait (lb_session_load_images (session, dataset), options->stop, error))
    return NULL;

  finder = lb_image_finder_new (session, dataset, lb_session_get_images (session, dataset));
  if (!(found = lb_cli_filter_find (finder, session, dataset, query, options->stop, error)))
    return NULL;

  images = g_list_store_new (LB_TYPE_IMAGE);
  g_list_store_splice (images, 0, 0, found->pdata, found->len);

  return G_LIST_MODEL (images);
}

static LbCliExit export (LbSession *session,
                         const char *wanted,
                         const char *path,
                         LbExportFormat format,
                         LbQuery *query,
                         const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) target = g_file_new_for_commandline_arg (path);
  gboolean zip = options->zip || ends_in_zip (path);
  LbDataset *dataset = NULL;
  g_autoptr (GListModel) chosen = NULL;
  g_autoptr (LbExportJob) job = NULL;
  gboolean done;
  gulong handler;

  if (!check_target (target, zip))
    return LB_CLI_REFUSED;
  if (!lb_cli_open_session (session, options->stop, &error))
    return lb_cli_give_up (error);
  if ((dataset = lb_cli_find_dataset (session, wanted)) == NULL)
    return LB_CLI_NOT_FOUND;
  if (query != NULL && !(chosen = choose_images (session, dataset, query, options, &error)))
    return lb_cli_give_up (error);
  if (chosen != NULL && g_list_model_get_n_items (chosen) == 0)
    {
      lb_cli_complain ("%s", _ ("The filter finds no image; nothing was exported"));
      return LB_CLI_REFUSED;
    }

  job = lb_export_job_new (session, dataset, target, format, zip);
  if (chosen != NULL)
    lb_export_job_set_images (job, chosen);
  if (isatty (STDERR_FILENO))
    g_signal_connect (job, "notify::n-done", G_CALLBACK (show_cb), NULL);
  handler = g_cancellable_connect (options->stop, G_CALLBACK (cancel_cb), job, NULL);
  done = lb_cli_wait (lb_export_job_run (job), NULL, &error);
  g_cancellable_disconnect (options->stop, handler);
  if (!done)
    return give_up (job, error);

  if (options->json)
    print_json (job, format);
  else
    print_text (job);

  return has_all_captions (job) ? LB_CLI_DONE : LB_CLI_REFUSED;
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbExportFormat format = LB_EXPORT_IMAGEFOLDER;
  g_autoptr (LbSession) session = NULL;
  g_autoptr (GCancellable) stop = NULL;
  g_autoptr (LbQuery) query = NULL;
  LbCliExit result;

  if (g_strv_length (arguments) != 2 || *arguments[1] == '\0')
    {
      lb_cli_complain ("%s", _ ("Name a dataset, and a folder or ZIP file to write"));
      return LB_CLI_USAGE;
    }
  if (options->format != NULL && !lb_export_format_from_string (options->format, &format))
    {
      lb_cli_complain (_ ("There is no format “%s”; there are imagefolder, fibo, txt and caption"),
                       options->format);
      return LB_CLI_USAGE;
    }
  if (!lb_cli_filter_read (options->filter, &query) || !lb_cli_check_data_dir (options->data_dir))
    return LB_CLI_USAGE;

  if (!(session = lb_cli_new_session (options->account, options->data_dir, &result)))
    return result;

  options->stop = stop = lb_cli_stop_new ();
  result = export (session, arguments[0], arguments[1], format, query, options);
  lb_session_close (session);

  return result;
}

LbCliExit
lb_cli_export (char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("One of imagefolder, fibo, txt and caption"), N_ ("FORMAT") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    { "zip", 0, 0, G_OPTION_ARG_NONE, &options.zip,
      N_ ("Write a ZIP file, whatever its name ends in"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print what was written as JSON"), NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &options.account,
      N_ ("Of an account and not of this computer"), N_ ("NAME") },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir,
      N_ ("Folder that holds the service’s data"), N_ ("DIR") },
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET DESTINATION"),
    _ ("Writes the pictures of a dataset and their descriptions to a folder, or to a ZIP file if "
       "the name ends in .zip. It is there as a whole or not at all, and takes the place of an "
       "earlier export that nobody has changed. Formats: “imagefolder” has train/metadata.jsonl as "
       "Hugging Face reads it, "
       "“fibo” has metadata.csv, “txt” and “caption” have a file beside each picture."));
  LbCliExit result = arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;

  g_free (options.format);
  g_free (options.filter);
  g_free (options.account);
  g_free (options.data_dir);
  return result;
}
