#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-rules.h"
#include "cli/lb-cli-words.h"
#include "contract/lb-rules.h"
#include "jobs/lb-caption-job.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean manual;
  gboolean is_null;
  char *filter; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct
{
  guint n_wanted;
  guint n_done;
  guint n_failed;
  guint n_manual; /* left as they are */
} Outcome;

static void
print_json (const Options *options, const Outcome *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (options->place.dataset));
  lb_cli_json_number (builder, "wanted", outcome->n_wanted);
  lb_cli_json_number (builder, "written", outcome->n_done);
  lb_cli_json_number (builder, "failed", outcome->n_failed);
  lb_cli_json_number (builder, "hand_written_left", outcome->n_manual);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print_text (const Options *options, const Outcome *outcome)
{
  const guint n = options->dry_run ? outcome->n_wanted : outcome->n_done;

  g_print (options->dry_run
             ? ngettext ("%u caption would be written anew", "%u captions would be written anew", n)
             : ngettext ("%u caption was written anew", "%u captions were written anew", n),
           n);
  g_print ("\n");
  if (outcome->n_manual > 0)
    {
      g_print (ngettext ("%u hand-written caption stays; --hand-written takes it too",
                         "%u hand-written captions stay; --hand-written takes them too",
                         outcome->n_manual),
               outcome->n_manual);
      g_print ("\n");
    }
  if (outcome->n_failed > 0)
    lb_cli_complain (ngettext ("%u caption could not be written, and is what it was",
                               "%u captions could not be written, and are what they were",
                               outcome->n_failed),
                     outcome->n_failed);
}

/* What stands in the way of one stands in the way of the others, mostly. */
static void
say_why (const GError *error)
{
  g_autofree char *words = lb_cli_error_words (error);

  lb_cli_complain ("%s", words);
}

static void
cancel_cb (GCancellable *stop, LbCaptionJob *job)
{
  lb_caption_job_cancel (job);
}

static LbCliExit
regenerate (const Options *options, GPtrArray *images)
{
  LbSession *session = options->place.session;
  g_autoptr (GListStore) list = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };
  gulong handler = 0;

  g_list_store_splice (list, 0, 0, images->pdata, images->len);
  job = options->manual ? lb_caption_job_new_with_manual (session, G_LIST_MODEL (list))
                        : lb_caption_job_new (session, G_LIST_MODEL (list));
  outcome.n_wanted = lb_caption_job_get_n_total (job);
  outcome.n_manual = images->len - outcome.n_wanted;
  if (!options->dry_run)
    {
      lb_cli_progress_watch (job, "n-done", "n-total");
      handler = g_cancellable_connect (options->place.stop, G_CALLBACK (cancel_cb), job, NULL);
      lb_cli_wait (lb_caption_job_run (job), NULL, &error);
      g_cancellable_disconnect (options->place.stop, handler);
      lb_cli_progress_end ();
      outcome.n_done = lb_caption_job_get_n_done (job);
      outcome.n_failed = outcome.n_wanted - outcome.n_done;
    }
  if (options->json)
    print_json (options, &outcome);
  else
    print_text (options, &outcome);
  if (error != NULL && (outcome.n_done == 0 || g_cancellable_is_cancelled (options->place.stop)))
    return lb_cli_give_up (error);
  if (lb_caption_job_get_error (job) != NULL)
    say_why (lb_caption_job_get_error (job));
  /* None of the others would have fared better. */
  if (g_error_matches (lb_caption_job_get_error (job), LB_ERROR, LB_ERROR_UNAUTHORIZED))
    return LB_CLI_AUTH;

  return lb_cli_exit_of_failures (outcome.n_done, outcome.n_failed, lb_caption_job_get_error (job));
}

/* R64, R65: what the service would say to each. */
static gboolean
judge (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (lb_rules_check_regenerate (options->place.dataset, &error) ||
      !lb_rules_stops (lb_session_get_rules_mode (options->place.session), error))
    return TRUE;

  words = lb_cli_rules_words (error, options->place.dataset);
  lb_cli_complain ("%s", words);
  return FALSE;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbQuery) query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_auto (GStrv) names = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (*arguments == NULL)
    {
      lb_cli_complain ("%s", _ ("Name a dataset"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_pick_read (arguments + 1, options->is_null, options->filter, &names, &query, &exit))
    return exit;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;
  if (!judge (options))
    return LB_CLI_REFUSED;
  if (!(images = lb_cli_pick_images (&options->place, names, query, &exit)))
    return exit;

  return regenerate (options, images);
}

LbCliExit
lb_cli_regenerate (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds, such as state:stale"), N_ ("FILTER") },
    { "hand-written", 0, 0, G_OPTION_ARG_NONE, &options.manual,
      N_ ("Write those anew too that a person has written"), NULL },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say how many would be written, and send nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET [IMAGE…]"),
    _ ("Has captions written anew, under the visual schema that the dataset has now: of all images "
       "or of those that are named, by number, by name or by a pattern such as “beach-*”; - reads "
       "a list. One undo takes all of it back. Ctrl+C stops after the one that is "
       "under way."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
