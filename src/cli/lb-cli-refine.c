#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-rules.h"
#include "cli/lb-cli-schema-set.h"
#include "cli/lb-cli-words.h"
#include "contract/lb-rules.h"
#include "jobs/lb-refine-job.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean preview;
  gboolean schema;
  gboolean is_null;
  char *instruction; /* (owned) (nullable) */
  char *filter;      /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->instruction, g_free);
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What came of each text. */

#define CHANGES_KEY "lb-cli-changes"

/* An item that was applied knows its changes no more. */
static void
remember_changes (LbRefineJob *job)
{
  GListModel *items = lb_refine_job_get_items (job);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);
      GListModel *changes = lb_caption_item_get_changes (item);

      if (changes != NULL)
        g_object_set_data_full (G_OBJECT (item), CHANGES_KEY, g_object_ref (changes),
                                g_object_unref);
    }
}

/* (transfer none) (nullable) */
static GListModel *
get_changes (LbCaptionItem *item)
{
  return g_object_get_data (G_OBJECT (item), CHANGES_KEY);
}

static const char *
state_word (LbCaptionItem *item, gboolean preview)
{
  switch (lb_caption_item_get_state (item))
    {
    case LB_CAPTION_ITEM_APPLIED:    return "changed";
    case LB_CAPTION_ITEM_ANSWERED:   return preview ? "would_change" : "not_kept";
    case LB_CAPTION_ITEM_UNCHANGED:  return "unchanged";
    case LB_CAPTION_ITEM_UNREADABLE: return "unreadable";
    case LB_CAPTION_ITEM_OUTDATED:   return "changed_meanwhile";
    case LB_CAPTION_ITEM_FAILED:     return "failed";
    case LB_CAPTION_ITEM_WAITING:
    case LB_CAPTION_ITEM_ASKING:
    default:                         return "not_asked";
    }
}

static void
add_changes (JsonBuilder *builder, GListModel *changes)
{
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; changes != NULL && i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      json_builder_begin_object (builder);
      lb_cli_json_text (builder, "path", lb_prompt_change_get_path (change));
      lb_cli_json_text (builder, "before", lb_prompt_change_get_before (change));
      lb_cli_json_text (builder, "after", lb_prompt_change_get_after (change));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const Options *options, LbRefineJob *job)
{
  GListModel *items = lb_refine_job_get_items (job);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);
      LbImage *image = lb_caption_item_get_image (item);
      const GError *error = lb_caption_item_get_error (item);

      json_builder_begin_object (builder);
      if (image != NULL)
        {
          lb_cli_json_number (builder, "id", lb_image_get_id (image));
          lb_cli_json_text (builder, "name", lb_image_get_shown_name (image));
        }
      lb_cli_json_text (builder, "state", state_word (item, options->preview));
      add_changes (builder, get_changes (item));
      if (error != NULL)
        lb_cli_json_text (builder, "error", lb_cli_error_name (error));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

static void
print_changes (GListModel *changes)
{
  for (guint i = 0; changes != NULL && i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);
      const char *before = lb_prompt_change_get_before (change);
      const char *after = lb_prompt_change_get_after (change);
      g_autofree char *path = lb_visible_text (lb_prompt_change_get_path (change));
      g_autofree char *shown_before = lb_visible_text (before);
      g_autofree char *shown_after = lb_visible_text (after);

      g_print ("  %s\n", path != NULL ? path : "");
      if (before != NULL)
        g_print ("  - %s\n", shown_before);
      if (after != NULL)
        g_print ("  + %s\n", shown_after);
    }
}

static void
complain_of (LbCaptionItem *item, const char *name)
{
  const GError *error = lb_caption_item_get_error (item);
  g_autofree char *words = error != NULL ? lb_cli_error_words (error) : NULL;

  switch (lb_caption_item_get_state (item))
    {
    case LB_CAPTION_ITEM_UNREADABLE:
      lb_cli_complain (_ ("“%s” has no caption that could be changed"), name);
      break;
    case LB_CAPTION_ITEM_OUTDATED:
      lb_cli_complain (_ ("“%s” was changed meanwhile, and stays as it is"), name);
      break;
    case LB_CAPTION_ITEM_FAILED:
      /* Translators: an image, and why its caption is not changed */
      lb_cli_complain (_ ("“%s” stays as it is: %s"), name, words != NULL ? words : "");
      break;
    default: break;
    }
}

static void
print_text (LbRefineJob *job)
{
  GListModel *items = lb_refine_job_get_items (job);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);
      LbImage *image = lb_caption_item_get_image (item);
      const char *name = image != NULL ? lb_image_get_shown_name (image) : _ ("Visual schema");
      g_autofree char *shown = lb_visible_text (name);

      complain_of (item, name);
      if (lb_caption_item_get_state (item) == LB_CAPTION_ITEM_UNCHANGED)
        /* Translators: an image that an instruction changes nothing of */
        g_print (_ ("%s: nothing to change\n"), shown);
      else if (lb_caption_item_get_state (item) == LB_CAPTION_ITEM_ANSWERED ||
               lb_caption_item_get_state (item) == LB_CAPTION_ITEM_APPLIED)
        g_print ("%s\n", shown);
      print_changes (get_changes (item));
    }
}

static void
report (const Options *options, LbRefineJob *job)
{
  if (options->json)
    print_json (options, job);
  else
    print_text (job);
}

/* Asking. */

static void
cancel_cb (GCancellable *stop, LbRefineJob *job)
{
  lb_refine_job_cancel (job);
}

static gboolean
ask (const Options *options, LbRefineJob *job, GError **error)
{
  gulong handler = g_cancellable_connect (options->place.stop, G_CALLBACK (cancel_cb), job, NULL);
  gboolean done = FALSE;

  lb_cli_progress_watch (job, "n-asked", "n-asking");
  done = lb_cli_wait (lb_refine_job_ask (job, options->instruction), NULL, error);
  g_cancellable_disconnect (options->place.stop, handler);
  lb_cli_progress_end ();
  remember_changes (job);

  return done;
}

/* Drafts of the dataset that were there before are nobody's business here. */
static guint
count_unsent (LbSession *session, LbRefineJob *job)
{
  GListModel *items = lb_refine_job_get_items (job);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      n += lb_caption_item_get_state (item) == LB_CAPTION_ITEM_APPLIED &&
           lb_session_get_edit_state (session, lb_caption_item_get_image (item)) != LB_EDIT_SAVED;
    }

  return n;
}

/* (transfer none) (nullable): why nothing came of the first that failed. */
static const GError *
find_failure (LbRefineJob *job)
{
  GListModel *items = lb_refine_job_get_items (job);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      if (lb_caption_item_get_state (item) == LB_CAPTION_ITEM_FAILED)
        return lb_caption_item_get_error (item); /* the job keeps the item */
    }

  return NULL;
}

/* What there is of answers is written, also where the rest of them did not come. */
static LbCliExit
apply (const Options *options, LbRefineJob *job, const GError *failure)
{
  const LbCliPlace *place = &options->place;
  const guint n_changes = lb_refine_job_count (job, LB_CAPTION_ITEM_ANSWERED);
  const guint n_same = lb_refine_job_count (job, LB_CAPTION_ITEM_UNCHANGED);
  const guint n_all = g_list_model_get_n_items (lb_refine_job_get_items (job));
  g_autoptr (DexFuture) applied = NULL;
  g_autoptr (GError) error = NULL;
  guint n_done = options->preview ? n_changes : 0;
  guint n_unsent = 0;

  if (!options->preview && n_changes > 0)
    {
      applied = lb_refine_job_apply (job);
      if (!lb_cli_wait (dex_ref (applied), NULL, &error))
        return lb_cli_give_up (error);
      n_done = g_value_get_uint (dex_future_get_value (applied, NULL));
      lb_cli_captions_settle_dataset (place->session, place->dataset, place->stop);
      n_unsent = count_unsent (place->session, job);
    }
  report (options, job);
  if (n_unsent > 0)
    lb_cli_complain (ngettext ("%u caption could not be sent, and is kept",
                               "%u captions could not be sent, and are kept", n_unsent),
                     n_unsent);
  if (failure != NULL && n_done + n_same == 0)
    return lb_cli_give_up (failure);
  if (g_cancellable_is_cancelled (place->stop))
    return LB_CLI_STOPPED;

  return lb_cli_exit_of_failures (n_done + n_same, n_unsent + n_all - n_done - n_same,
                                  find_failure (job));
}

static LbCliExit
refine_captions (const Options *options, GPtrArray *images)
{
  g_autoptr (LbRefineJob) job =
    lb_refine_job_new (options->place.session, options->place.dataset, images);
  g_autoptr (GError) error = NULL;

  ask (options, job, &error);

  return apply (options, job, error);
}

static LbCliExit
refine_schema (const Options *options, const char *schema)
{
  const LbCliPlace *place = &options->place;
  g_autoptr (LbRefineJob) job =
    lb_refine_job_new_for_schema (place->session, place->dataset, schema);
  g_autoptr (LbCaptionItem) item = g_list_model_get_item (lb_refine_job_get_items (job), 0);
  g_autofree char *refined = NULL;
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_DONE;

  if (!ask (options, job, &error))
    return lb_cli_give_up (error);
  if (lb_caption_item_get_error (item) != NULL)
    return lb_cli_give_up (lb_caption_item_get_error (item));

  refined = lb_refine_job_dup_refined_schema (job);
  if (refined != NULL && !options->preview)
    {
      exit = lb_cli_schema_set (place->session, place->dataset, refined, place->stop);
      if (exit == LB_CLI_DONE)
        lb_caption_item_set_state (item, LB_CAPTION_ITEM_APPLIED);
    }
  report (options, job);

  return exit;
}

static LbCliExit
say_plan (const Options *options, GPtrArray *images)
{
  const guint n = images != NULL ? images->len : 0;
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      if (images == NULL)
        g_print ("%s\n", _ ("The service would be asked about the visual schema"));
      else
        {
          g_print (ngettext ("The service would be asked about %u caption",
                             "The service would be asked about %u captions", n),
                   n);
          g_print ("\n");
        }
      return LB_CLI_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      lb_cli_json_number (builder, "id", lb_image_get_id (images->pdata[i]));
      lb_cli_json_text (builder, "name", lb_image_get_shown_name (images->pdata[i]));
      lb_cli_json_text (builder, "state", "would_ask");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);

  return LB_CLI_DONE;
}

/* R87, R88: of any text, since what is wrong with one is said of that one. */
static gboolean
judge (const Options *options, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (lb_rules_check_refine (options->place.dataset, text, options->instruction, &error) ||
      !lb_rules_stops (lb_session_get_rules_mode (options->place.session), error))
    return TRUE;

  words = lb_cli_rules_words (error, options->place.dataset);
  lb_cli_complain ("%s", words);
  return FALSE;
}

static LbCliExit
run_schema (const Options *options)
{
  const char *present = lb_dataset_get_visual_schema (options->place.dataset);
  g_autofree char *schema = g_strdup (present);

  if (present == NULL && lb_dataset_is_fibo (options->place.dataset))
    {
      lb_cli_complain ("%s", _ ("There is no visual schema"));
      return LB_CLI_REFUSED;
    }
  if (!judge (options, schema != NULL ? schema : "{}"))
    return LB_CLI_REFUSED;

  return options->dry_run ? say_plan (options, NULL) : refine_schema (options, schema);
}

/* All that is missing is said. */
static gboolean
check_usage (char **arguments, const Options *options)
{
  const gboolean has_images =
    options->filter != NULL || (*arguments != NULL && arguments[1] != NULL);
  const gboolean has_all =
    *arguments != NULL && options->instruction != NULL && options->schema != has_images;

  if (*arguments == NULL)
    lb_cli_complain ("%s", _ ("Name a dataset"));
  if (options->instruction == NULL)
    lb_cli_complain ("%s", _ ("Say with --instruction what is to be changed"));
  if (options->schema && has_images)
    lb_cli_complain ("%s", _ ("There is one schema for all images"));
  if (!options->schema && !has_images)
    lb_cli_complain ("%s", _ ("Name an image or a filter, or give --schema"));

  return has_all;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbQuery) query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_auto (GStrv) names = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (!check_usage (arguments, options) ||
      !lb_cli_pick_read (arguments + 1, options->is_null, options->filter, &names, &query, &exit))
    return exit;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;
  if (options->schema)
    return run_schema (options);
  if (!judge (options, "{}"))
    return LB_CLI_REFUSED;
  if (!(images = lb_cli_pick_images (&options->place, names, query, &exit)))
    return exit;

  return options->dry_run ? say_plan (options, images) : refine_captions (options, images);
}

LbCliExit
lb_cli_refine (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "instruction", 0, 0, G_OPTION_ARG_STRING, &options.instruction,
      N_ ("What is to be changed, such as “make the light warmer”"), N_ ("TEXT") },
    { "schema", 0, 0, G_OPTION_ARG_NONE, &options.schema,
      N_ ("Change the visual schema, and no caption"), NULL },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &options.preview,
      N_ ("Ask, print what would change, and change nothing"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be asked about, and send nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON array"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET [IMAGE…]"),
    _ (
      "Has captions, or the visual schema, changed by an instruction in words, and prints what "
      "has changed. Images are named by number, by name or by a pattern such as “beach-*”; - reads "
      "a list. One undo takes all of it back."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
