#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-confirm.h"
#include "cli/lb-cli-copy-plan.h"
#include "cli/lb-cli-data-dir.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-stop.h"
#include "cli/lb-cli-words.h"
#include "jobs/lb-copy-job.h"
#include "jobs/lb-copy-read.h"

#define CLEAR_LINE "\r\033[K"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean yes;
  char *to;       /* (owned) (nullable) */
  char *project;  /* (owned) (nullable) */
  char *data_dir; /* (owned) (nullable) */
  guint plan;     /* requests a minute */
  GCancellable *stop;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_object (&self->stop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is copied, and what becomes of it. */
typedef struct
{
  const Options *options;
  LbSession *source;
  LbSession *target;
  LbDataset *dataset;
  LbCopyPlan *plan; /* (owned) (nullable) */
  LbCopyJob *job;   /* (owned) (nullable) */
  double plan_s;
  GHashTable *said; /* (owned) (element-type utf8): why it waits, and nothing has moved since */
  guint64 at_rest;  /* how far it was then */
} Copy;

static void
copy_clear (Copy *self)
{
  g_clear_pointer (&self->plan, lb_copy_plan_free);
  g_clear_object (&self->job);
  g_clear_pointer (&self->said, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

/* Telling. */

static void
add_end_json (JsonBuilder *builder, LbCopyJob *job)
{
  LbCopyCaptions captions;

  lb_copy_job_count_captions (job, &captions);
  lb_cli_json_number (builder, "copy_id", lb_dataset_get_id (lb_copy_job_get_dataset (job)));
  lb_cli_json_number (builder, "copied", lb_copy_job_get_n_done (job));
  lb_cli_json_number (builder, "not_copied", lb_copy_job_get_n_failed (job));
  lb_cli_json_number (builder, "captions_sent", captions.n_sent);
  lb_cli_json_number (builder, "captions_draft", captions.n_drafts);
  lb_cli_json_number (builder, "captions_refused", captions.n_refused);
  lb_cli_json_number (builder, "captions_waiting", captions.n_waiting);
  lb_cli_json_number (builder, "conflicts", captions.n_conflicts);
}

static void
print_json (Copy *copy)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_copy_plan_add_json (builder, copy->plan, copy->dataset, copy->options->to, copy->plan_s);
  if (copy->job != NULL && lb_copy_job_get_dataset (copy->job) != NULL)
    add_end_json (builder, copy->job);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

/* What the service has not got is said to be so. */
static void
print_captions (const LbCopyCaptions *captions)
{
  if (captions->n_sent > 0)
    {
      g_print (ngettext ("%u caption was sent", "%u captions were sent", captions->n_sent),
               captions->n_sent);
      g_print ("\n");
    }
  if (captions->n_drafts > 0)
    lb_cli_complain (ngettext ("%u caption is not valid, and stays a draft there",
                               "%u captions are not valid, and stay drafts there",
                               captions->n_drafts),
                     captions->n_drafts);
  if (captions->n_refused > 0)
    lb_cli_complain (ngettext ("%u caption was refused there, and is kept as a draft",
                               "%u captions were refused there, and are kept as drafts",
                               captions->n_refused),
                     captions->n_refused);
  if (captions->n_waiting > 0)
    lb_cli_complain (ngettext ("%u caption could not be sent yet, and is kept until it can be",
                               "%u captions could not be sent yet, and are kept until they can be",
                               captions->n_waiting),
                     captions->n_waiting);
  if (captions->n_conflicts > 0)
    lb_cli_complain (ngettext ("%u caption was changed there too, and stays as it is there",
                               "%u captions were changed there too, and stay as they are there",
                               captions->n_conflicts),
                     captions->n_conflicts);
}

static void
print_end (Copy *copy)
{
  LbDataset *dataset = lb_copy_job_get_dataset (copy->job);
  const guint n_total = lb_copy_job_get_n_total (copy->job);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (dataset));
  LbCopyCaptions captions;

  /* Translators: how many of how many pictures; the copy, and its number */
  g_print (ngettext ("%u of %u picture copied to “%s”, number %s",
                     "%u of %u pictures copied to “%s”, number %s", n_total),
           lb_copy_job_get_n_done (copy->job), n_total, name, number);
  g_print ("\n");
  lb_copy_job_count_captions (copy->job, &captions);
  print_captions (&captions);
}

static gboolean
is_whole (LbCopyJob *job)
{
  LbCopyCaptions captions;

  lb_copy_job_count_captions (job, &captions);

  return lb_copy_job_get_n_done (job) == lb_copy_job_get_n_total (job) &&
         captions.n_drafts + captions.n_refused + captions.n_waiting + captions.n_conflicts == 0;
}

static void
show_cb (LbCopyJob *job)
{
  const guint n_total = lb_copy_job_get_n_total (job);
  const GError *error = lb_copy_job_get_error (job);

  g_printerr (CLEAR_LINE);
  if (!lb_copy_job_get_running (job))
    return;
  if (error != NULL)
    {
      g_autofree char *words = lb_cli_error_words (error);

      g_printerr ("%s…", words);
    }
  else if (lb_copy_job_get_n_done (job) == n_total && lb_copy_job_get_n_captions (job) > 0)
    g_printerr (ngettext ("%u caption is on its way", "%u captions are on their way",
                          lb_copy_job_get_n_captions (job)),
                lb_copy_job_get_n_captions (job));
  else
    g_printerr (ngettext ("%u of %u picture", "%u of %u pictures", n_total),
                lb_copy_job_get_n_done (job), n_total);
}

/* A number that another one takes the place of as soon as anything has moved. */
static guint64
get_place (LbCopyJob *job)
{
  return ((guint64) lb_copy_job_get_step (job) << 60) |
         ((guint64) lb_copy_job_get_n_done (job) << 30) | lb_copy_job_get_n_captions (job);
}

/* Where nobody looks at a line that changes, it is said once why it waits, each reason that there
 * is, and once that it goes on; not with every try in between. */
static void
tell_cb (LbCopyJob *job, GParamSpec *pspec, Copy *copy)
{
  const GError *error = lb_copy_job_get_error (job);
  g_autofree char *words = NULL;

  if (g_hash_table_size (copy->said) > 0 && get_place (job) != copy->at_rest)
    {
      g_hash_table_remove_all (copy->said);
      lb_cli_complain ("%s", _ ("The copy goes on"));
      return;
    }
  if (error == NULL || g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    return;

  words = lb_cli_error_words (error);
  copy->at_rest = get_place (job);
  if (!g_hash_table_contains (copy->said, words))
    /* Translators: %s is a reason, as in “The service can’t be reached” */
    lb_cli_complain (_ ("%s. The copy waits, and goes on by itself"), words);
  g_hash_table_add (copy->said, g_steal_pointer (&words));
}

/* Doing it. */

/* Nobody is there to give another token. */
static void
refused_cb (LbCopyJob *job, GParamSpec *pspec, GError **error)
{
  const GError *failure = lb_copy_job_get_error (job);

  if (*error != NULL || !g_error_matches (failure, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    return;

  *error = g_error_copy (failure);
  lb_copy_job_close (job);
}

static void
stopped_cb (GCancellable *stop, LbCopyJob *job)
{
  lb_copy_job_close (job);
}

static LbCliExit
run (Copy *copy, LbUploadQueue *queue)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;
  gulong handler = 0;
  gboolean done = FALSE;

  copy->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  copy->job = lb_copy_job_new (copy->source, queue, copy->plan->record);
  g_signal_connect (copy->job, "notify::error-message", G_CALLBACK (refused_cb), &refusal);
  if (isatty (STDERR_FILENO))
    g_signal_connect (copy->job, "notify", G_CALLBACK (show_cb), NULL);
  else
    g_signal_connect (copy->job, "notify", G_CALLBACK (tell_cb), copy);
  handler = g_cancellable_connect (copy->options->stop, G_CALLBACK (stopped_cb), copy->job, NULL);
  done = lb_cli_wait (lb_copy_job_run (copy->job), NULL, &error);
  g_cancellable_disconnect (copy->options->stop, handler);
  g_signal_handlers_disconnect_by_data (copy->job, &refusal);
  g_signal_handlers_disconnect_by_data (copy->job, copy);

  if (g_cancellable_is_cancelled (copy->options->stop))
    {
      lb_cli_complain ("%s", _ ("Stopped; the same command goes on with it, and so does Lookbook "
                                "when it is opened"));
      return LB_CLI_STOPPED;
    }
  if (!done)
    return lb_cli_give_up (refusal != NULL ? refusal : error);

  if (copy->options->json)
    print_json (copy);
  else
    print_end (copy);

  return is_whole (copy->job) ? LB_CLI_DONE : LB_CLI_PARTLY;
}

static LbCliExit
send_all (Copy *copy)
{
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (copy->target);
  g_autoptr (GError) error = NULL;
  LbCliExit result = LB_CLI_REFUSED;

  if (!lb_cli_wait (lb_upload_queue_open (queue), copy->options->stop, &error))
    return lb_cli_give_up (error);

  /* What is sent there goes through the account's own queue, so that a window goes on with it. */
  if (lb_upload_queue_get_halt (queue) == LB_UPLOAD_HALT_ELSEWHERE)
    lb_cli_complain ("%s", _ ("Lookbook has this account open. Close it, or copy from its window"));
  else if (lb_upload_queue_get_paused (queue))
    lb_cli_complain ("%s", _ ("What is sent to this account is paused. Resume it in its window"));
  else
    result = run (copy, queue);
  lb_upload_queue_close (queue);

  return result;
}

/* Whether there is an order to do it. */
static gboolean
is_wanted (Copy *copy, LbCliExit *exit)
{
  const Options *options = copy->options;

  *exit =
    !options->dry_run && lb_copy_plan_leaves_captions (copy->plan) ? LB_CLI_PARTLY : LB_CLI_DONE;
  if (options->dry_run || lb_copy_plan_is_empty (copy->plan))
    {
      if (options->json)
        print_json (copy);
      return FALSE;
    }

  return lb_cli_confirm (_ ("Copy it now?"), options->yes, exit);
}

/* Planning. */

/* (nullable): with what to end. */
static LbProject *
find_project (Copy *copy, LbCliExit *exit)
{
  GListModel *projects = lb_session_get_projects (copy->target);
  const char *wanted = copy->options->project;

  *exit = LB_CLI_DONE;
  if (wanted == NULL)
    return lb_copy_find_project (copy->source, copy->dataset, copy->target);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      if (g_strcmp0 (lb_project_get_project_name (project), wanted) == 0 &&
          lb_copy_plan_fits (project, lb_session_get_datasets (copy->target), copy->dataset))
        return project; /* the session keeps it */
    }

  lb_cli_complain (_ ("There is no project “%s” for such a dataset in the account"), wanted);
  *exit = LB_CLI_REFUSED;
  return NULL;
}

/* (transfer full) (nullable) */
static LbCopyPlan *
take_plan (DexFuture *future, GCancellable *stop, GError **error)
{
  g_autoptr (DexFuture) owned = dex_ref (future);

  if (!lb_cli_wait (future, stop, error))
    return NULL;

  return g_value_dup_boxed (dex_future_get_value (owned, NULL));
}

static LbCliExit
copy_dataset (Copy *copy)
{
  g_autoptr (GError) error = NULL;
  LbProject *project = NULL;
  LbCliExit exit = LB_CLI_DONE;

  project = find_project (copy, &exit);
  if (exit != LB_CLI_DONE)
    return exit;
  copy->plan =
    take_plan (lb_copy_read_plan (copy->source, copy->dataset, copy->target, project, FALSE),
               copy->options->stop, &error);
  if (copy->plan == NULL)
    return lb_cli_give_up (error);
  if (copy->plan->refusal != NULL)
    {
      lb_cli_complain ("%s", lb_cli_copy_refusal_words (copy->plan));
      return LB_CLI_REFUSED;
    }

  copy->plan_s = lb_session_estimate_s (copy->target, copy->plan->n_requests);
  if (!copy->options->json)
    lb_cli_copy_plan_print (copy->plan, copy->dataset, copy->options->to, copy->options->plan,
                            copy->plan_s);

  return is_wanted (copy, &exit) ? send_all (copy) : exit;
}

static LbCliExit
open_both (const Options *options, const char *wanted, LbSession *source, LbSession *target)
{
  g_auto (Copy) copy = { .options = options, .source = source, .target = target };
  g_autoptr (GError) error = NULL;

  if (!lb_cli_open_session (source, options->stop, &error))
    return lb_cli_give_up (error);
  if ((copy.dataset = lb_cli_find_dataset (source, wanted)) == NULL)
    return LB_CLI_REFUSED;
  if (!lb_cli_open_session (target, options->stop, &error))
    return lb_cli_give_up (error);

  return copy_dataset (&copy);
}

/* The account that is copied to is one elsewhere. */
static gboolean
check_account (Options *options, LbCliExit *exit)
{
  g_autoptr (LbAccountList) accounts = lb_cli_read_accounts (exit);
  LbAccountEntry *account = NULL;

  if (accounts == NULL)
    return FALSE;
  *exit = LB_CLI_REFUSED;
  if (!(account = lb_cli_find_account (accounts, options->to)))
    return FALSE;
  options->plan = lb_account_entry_get_plan (account);
  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_HOSTED)
    return TRUE;

  lb_cli_complain ("%s", _ ("To copy a dataset on this computer, clone it"));
  *exit = LB_CLI_USAGE;
  return FALSE;
}

static LbCliExit
copy_to (Options *options, const char *wanted)
{
  g_autoptr (LbSession) source = NULL;
  g_autoptr (LbSession) target = NULL;
  LbCliExit result = LB_CLI_UNREACHABLE;

  if (!check_account (options, &result) ||
      !(source = lb_cli_new_session (NULL, options->data_dir, &result)) ||
      !(target = lb_cli_new_session (options->to, NULL, &result)))
    return result;

  options->stop = lb_cli_stop_new ();
  result = open_both (options, wanted, source, target);
  lb_session_close (target);
  lb_session_close (source);

  return result;
}

LbCliExit
lb_cli_copy (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("The account it is copied to"),
      N_ ("ACCOUNT") },
    { "project", 0, 0, G_OPTION_ARG_STRING, &options.project,
      N_ ("Into this project of the account"), N_ ("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be sent, and send nothing"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, N_ ("Copy without a question"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir,
      N_ ("Folder that holds the service’s data"), N_ ("DIR") },
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, _ ("DATASET --to=ACCOUNT"),
                  _ ("Copies a dataset of this computer, given by its number, its exact name or "
                     "PROJECT/NAME, to an account: project, schema, pictures, captions. What "
                     "would be sent, and how long it takes, is said first. Done again it sends "
                     "what is missing, and nothing twice."));

  if (arguments == NULL)
    return LB_CLI_USAGE;
  if (g_strv_length (arguments) != 1 || options.to == NULL)
    {
      lb_cli_complain ("%s", _ ("Name a dataset, and an account with --to"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_take_data_dir (&options.data_dir))
    return LB_CLI_USAGE;

  return copy_to (&options, arguments[0]);
}
