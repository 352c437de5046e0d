#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-filter.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-words.h"
#include "jobs/lb-export-earlier.h"
#include "jobs/lb-export-job.h"

#define MAX_LISTED 20

typedef struct
{
  gboolean json;
  gboolean zip;
  gboolean dry_run;
  char *format; /* (owned) (nullable) */
  char *filter; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
cancel_cb (GCancellable *stop, LbExportJob *job)
{
  lb_export_job_cancel (job);
}

static guint
count_exported (LbExportJob *job)
{
  return lb_export_job_get_n_total (job) - lb_export_job_get_left_out (job)->len;
}

static void
add_left_out (JsonBuilder *builder, LbExportJob *job)
{
  GPtrArray *left_out = lb_export_job_get_left_out (job);

  json_builder_set_member_name (builder, "not_exported");
  json_builder_begin_array (builder);
  for (guint i = 0; i < left_out->len; i++)
    {
      const LbExportFailure *failure = g_ptr_array_index (left_out, i);

      json_builder_begin_object (builder);
      lb_cli_json_number (builder, "id", lb_image_get_id (failure->image));
      lb_cli_json_text (builder, "name", failure->name);
      lb_cli_json_text (builder, "error", lb_cli_error_name (failure->error));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (LbExportJob *job, LbExportFormat format)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *path = g_file_get_path (lb_export_job_get_target (job));
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (lb_export_job_get_dataset (job)));
  lb_cli_json_text (builder, "path", path);
  lb_cli_json_text (builder, "format", lb_export_format_to_string (format));
  lb_cli_json_number (builder, "images", count_exported (job));
  lb_cli_json_number (builder, "bytes", (gint64) lb_export_job_get_bytes (job));
  lb_cli_json_number (builder, "drafts_left_out", lb_export_job_get_n_drafts (job));
  lb_cli_json_number (builder, "without_caption", lb_export_job_get_n_missing (job));
  add_left_out (builder, job);
  json_builder_end_object (builder);

  lb_cli_json_print (builder);
}

static void
print_text (LbExportJob *job)
{
  guint n = count_exported (job);
  g_autofree char *path = g_file_get_parse_name (lb_export_job_get_target (job));
  g_autofree char *visible = lb_visible_text (path);
  g_autofree char *size = g_format_size (lb_export_job_get_bytes (job));

  /* Translators: how many pictures, where to, how many bytes */
  g_print (ngettext ("%u picture exported to “%s” (%s)", "%u pictures exported to “%s” (%s)", n), n,
           visible, size);
  g_print ("\n");
}

/* Each with what ails it; the sentence that comes before has said how many they are. */
static void
list_left_out (LbExportJob *job)
{
  GPtrArray *left_out = lb_export_job_get_left_out (job);

  for (guint i = 0; i < MIN (left_out->len, MAX_LISTED); i++)
    {
      const LbExportFailure *failure = g_ptr_array_index (left_out, i);
      g_autofree char *name = lb_visible_text (failure->name);
      g_autofree char *words = lb_cli_error_words (failure->error);

      g_printerr ("%8" G_GINT64_FORMAT "  %s: %s\n", lb_image_get_id (failure->image), name, words);
    }
  if (left_out->len > MAX_LISTED)
    g_printerr (ngettext ("%8s  and %u more\n", "%8s  and %u more\n", left_out->len - MAX_LISTED),
                "", left_out->len - MAX_LISTED);
}

static gboolean
has_all_pictures (LbExportJob *job)
{
  const guint n = lb_export_job_get_left_out (job)->len;

  if (n == 0)
    return TRUE;

  /* Translators: their names follow, each with what ails it */
  lb_cli_complain (ngettext ("%u picture is missing or damaged, and is not in the export:",
                             "%u pictures are missing or damaged, and are not in the export:", n),
                   n);
  list_left_out (job);

  return FALSE;
}

/* Drafts that are left out are said, and what has no caption, so that nobody takes it for more than
 * it is. */
static gboolean
has_all_captions (LbExportJob *job)
{
  const guint n = lb_export_job_get_n_drafts (job);
  const guint n_missing = lb_export_job_get_n_missing (job);

  if (n_missing > 0)
    lb_cli_complain (
      ngettext ("%u picture has no caption", "%u pictures have no caption", n_missing), n_missing);
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
  if (lb_export_job_get_left_out (job)->len > 1)
    {
      /* Translators: their names follow, each with what ails it */
      lb_cli_complain ("%s", _ ("Nothing was exported: the pictures are missing or damaged:"));
      list_left_out (job);
      return lb_cli_exit_of (error);
    }
  if (lb_export_job_get_failed (job) != NULL)
    {
      g_autofree char *words = lb_cli_error_words (error);

      lb_cli_complain (_ ("Nothing was exported: “%s” can’t be fetched: %s"),
                       lb_export_job_get_failed (job), words);
      return lb_cli_exit_of (error);
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

/* (transfer full) (nullable): the images that @query (nullable) finds. @exit: (out): where they
 * can't be had, which is said. */
static GListModel *
choose_images (const LbCliPlace *place, LbQuery *query, LbCliExit *exit)
{
  GListModel *all = lb_session_get_images (place->session, place->dataset);
  g_autoptr (LbImageFinder) finder = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  GListStore *images = NULL;

  if (!lb_cli_wait (lb_session_load_images (place->session, place->dataset), place->stop, &error))
    {
      *exit = lb_cli_give_up (error);
      return NULL;
    }

  finder = lb_image_finder_new (place->session, place->dataset, all);
  if (!(found = lb_cli_filter_find (finder, place, query, exit)))
    return NULL;

  images = g_list_store_new (LB_TYPE_IMAGE);
  g_list_store_splice (images, 0, 0, found->pdata, found->len);

  return G_LIST_MODEL (images);
}

/* What the job would find out. */
static gboolean
check_plan (GFile *target, gboolean zip, GListModel *images)
{
  const char *path = g_file_peek_path (target);

  if (g_list_model_get_n_items (images) == 0)
    lb_cli_complain ("%s", _ ("There are no pictures to export"));
  else if (g_file_test (path, G_FILE_TEST_EXISTS) && !lb_export_earlier_is_there (path, zip))
    complain_of_what_is_there (target);
  else
    return TRUE;

  return FALSE;
}

/* Nothing is fetched or written. */
static LbCliExit
say_plan (const Options *options, GFile *target, LbExportFormat format, GListModel *images)
{
  const guint n = g_list_model_get_n_items (images);
  g_autofree char *path = g_file_get_parse_name (target);
  g_autofree char *visible = lb_visible_text (path);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      /* Translators: how many pictures, and where to */
      g_print (ngettext ("%u picture would be exported to “%s”",
                         "%u pictures would be exported to “%s”", n),
               n, visible);
      g_print ("\n");
      return LB_CLI_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (options->place.dataset));
  lb_cli_json_text (builder, "path", g_file_peek_path (target));
  lb_cli_json_text (builder, "format", lb_export_format_to_string (format));
  lb_cli_json_number (builder, "images", n);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);

  return LB_CLI_DONE;
}

static LbCliExit
write_out (
  const Options *options, GFile *target, LbExportFormat format, gboolean zip, GListModel *chosen)
{
  const LbCliPlace *place = &options->place;
  g_autoptr (LbExportJob) job =
    lb_export_job_new (place->session, place->dataset, target, format, zip);
  g_autoptr (GError) error = NULL;
  gulong handler = 0;
  gboolean done = FALSE;
  gboolean whole = FALSE;

  if (chosen != NULL)
    lb_export_job_set_images (job, chosen);
  lb_cli_progress_watch (job, "n-done", "n-total");
  handler = g_cancellable_connect (place->stop, G_CALLBACK (cancel_cb), job, NULL);
  done = lb_cli_wait (lb_export_job_run (job), NULL, &error);
  g_cancellable_disconnect (place->stop, handler);
  lb_cli_progress_end ();
  if (!done)
    return give_up (job, error);

  if (options->json)
    print_json (job, format);
  else
    print_text (job);

  whole = has_all_pictures (job);

  return has_all_captions (job) && whole ? LB_CLI_DONE : LB_CLI_PARTLY;
}

static LbCliExit export (Options *options, char **arguments, LbExportFormat format, LbQuery *query)
{
  LbCliPlace *place = &options->place;
  g_autoptr (GFile) target = g_file_new_for_commandline_arg (arguments[1]);
  const gboolean zip = options->zip || ends_in_zip (arguments[1]);
  g_autoptr (GListModel) chosen = NULL;
  gboolean importing = FALSE;
  LbCliExit exit = LB_CLI_USAGE;

  if (!check_target (target, zip))
    return LB_CLI_REFUSED;
  if (!lb_cli_place_open (place, arguments[0], &exit) || !lb_cli_place_learn_import (place, &exit))
    return exit;
  /* Before the images are read: it may end at any time. */
  importing = lb_session_is_importing (place->session, place->dataset);
  if ((query != NULL || options->dry_run) && !(chosen = choose_images (place, query, &exit)))
    return exit;
  if (options->dry_run && !check_plan (target, zip, chosen))
    return LB_CLI_REFUSED;
  if (query != NULL && g_list_model_get_n_items (chosen) == 0)
    {
      lb_cli_complain ("%s", _ ("The filter finds no image; nothing was exported"));
      return LB_CLI_REFUSED;
    }

  exit = options->dry_run ? say_plan (options, target, format, chosen)
                          : write_out (options, target, format, zip, chosen);
  if (importing)
    lb_cli_complain ("%s", _ ("Images are still being imported: those to come are not in it"));

  return importing && exit == LB_CLI_DONE ? LB_CLI_PARTLY : exit;
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbExportFormat format = LB_EXPORT_IMAGEFOLDER;
  g_autoptr (LbQuery) query = NULL;

  if (!lb_cli_check_count (arguments, 2, _ ("Name a dataset, and a folder or ZIP file to write")))
    return LB_CLI_USAGE;
  if (*arguments[1] == '\0')
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

  return lb_cli_filter_read (options->filter, &query) ? export (options, arguments, format, query)
                                                      : LB_CLI_USAGE;
}

LbCliExit
lb_cli_export (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("One of imagefolder, fibo, txt and caption"), N_ ("FORMAT") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    { "zip", 0, 0, G_OPTION_ARG_NONE, &options.zip,
      N_ ("Write a ZIP file, whatever its name ends in"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be written, and write nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print what was written as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET DESTINATION"),
    _ ("Writes the pictures of a dataset and their descriptions to a folder, or to a ZIP file if "
       "the name ends in .zip. It is there as a whole or not at all, and takes the place of an "
       "earlier export that nobody has changed. Formats: “imagefolder” has train/metadata.jsonl as "
       "Hugging Face reads it, "
       "“fibo” has metadata.csv, “txt” and “caption” have a file beside each picture."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
