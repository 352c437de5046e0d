#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "jobs/lb-image-finder.h"
#include "jobs/lb-replace-job.h"
#include "model/lb-query-unknown.h"

typedef struct
{
  char *find;
  char *with;
  char *path;
  char *filter;
  gboolean regex;
  gboolean match_case;
  gboolean whole_words;
  gboolean dry_run;
  gboolean json;
  gboolean is_null;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->find, g_free);
  g_clear_pointer (&self->with, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const char *
issue_words (LbReplaceIssueKind kind)
{
  switch (kind)
    {
    case LB_REPLACE_ISSUE_NOTHING:     return _ ("there is nothing to find");
    case LB_REPLACE_ISSUE_ENCODING:    return _ ("it is not text in UTF-8");
    case LB_REPLACE_ISSUE_LENGTH:      return _ ("it is too long");
    case LB_REPLACE_ISSUE_BRACKET:     return _ ("this bracket is not closed");
    case LB_REPLACE_ISSUE_OPEN:        return _ ("this parenthesis is not closed");
    case LB_REPLACE_ISSUE_CLOSE:       return _ ("this parenthesis was not opened");
    case LB_REPLACE_ISSUE_REPEAT:      return _ ("there is nothing to repeat");
    case LB_REPLACE_ISSUE_RANGE:       return _ ("the range is in the wrong order");
    case LB_REPLACE_ISSUE_BACKSLASH:   return _ ("there is nothing behind the backslash");
    case LB_REPLACE_ISSUE_LOOK_BEHIND: return _ ("the lookbehind has no fixed length");
    case LB_REPLACE_ISSUE_GROUP:       return _ ("there is no such group");
    case LB_REPLACE_ISSUE_TOO_LARGE:   return _ ("the expression takes too much memory");
    case LB_REPLACE_ISSUE_SYNTAX:
    case LB_REPLACE_ISSUE_ESCAPE:
    case LB_REPLACE_ISSUE_PATH:
    default:                           return _ ("this is not understood");
    }
}

static LbCliExit
complain_of_issue (const LbReplaceIssue *issue)
{
  static const char *const options[] = {
    [LB_REPLACE_IN_FIND] = "--find",
    [LB_REPLACE_IN_WITH] = "--replace",
    [LB_REPLACE_IN_PATH] = "--path",
  };

  if (issue->place > 0)
    /* Translators: an option, a place in what it says, from 1, and what is wrong there */
    lb_cli_complain (_ ("%s is wrong at character %u: %s"), options[issue->part], issue->place,
                     issue_words (issue->kind));
  else
    /* Translators: an option, and what is wrong with it */
    lb_cli_complain (_ ("%s is wrong: %s"), options[issue->part], issue_words (issue->kind));

  return LB_CLI_USAGE;
}

/* Never translated; (nullable): NULL for a text that can be replaced. */
static const char *
refusal_word (LbReplaceRefusal refusal)
{
  static const char *const words[LB_REPLACE_N_REFUSALS] = {
    [LB_REPLACE_FROZEN] = "frozen",         [LB_REPLACE_EMPTY] = "empty",
    [LB_REPLACE_INVALID] = "invalid",       [LB_REPLACE_LONG] = "too_long",
    [LB_REPLACE_SLOW] = "too_slow",         [LB_REPLACE_BUSY] = "busy",
    [LB_REPLACE_UNREADABLE] = "unreadable",
  };

  return words[refusal];
}

static const char *
refusal_words (LbReplaceRefusal refusal)
{
  switch (refusal)
    {
    case LB_REPLACE_FROZEN:     return _ ("the field is frozen");
    case LB_REPLACE_EMPTY:      return _ ("the field can’t be empty");
    case LB_REPLACE_INVALID:    return _ ("the caption would not be valid");
    case LB_REPLACE_LONG:       return _ ("the caption would be too long");
    case LB_REPLACE_SLOW:       return _ ("the expression takes too long there");
    case LB_REPLACE_UNREADABLE: return _ ("the caption can’t be read");
    case LB_REPLACE_BUSY:
    case LB_REPLACE_MAY:
    default:                    return _ ("the caption can’t be changed now");
    }
}

/* (transfer full): what the JSON string @json says. */
static char *
dup_text (const char *json)
{
  g_autoptr (LbJsonDocument) document = lb_json_document_new (json, -1, NULL);

  return g_strdup (document != NULL ? lb_json_document_get_root (document)->string : "");
}

static void
print_match (LbReplaceMatch *match)
{
  LbPromptChange *change = lb_replace_match_get_change (match);
  const LbReplaceRefusal refusal = lb_replace_match_get_refusal (match);
  g_autofree char *name =
    lb_visible_text (lb_image_get_shown_name (lb_replace_match_get_image (match)));
  g_autofree char *path = lb_visible_text (lb_prompt_change_get_path (change));
  g_autofree char *before = dup_text (lb_prompt_change_get_before (change));
  g_autofree char *after = dup_text (lb_prompt_change_get_after (change));
  g_autofree char *shown_before = lb_visible_text (before);
  g_autofree char *shown_after = lb_visible_text (after);

  if (refusal != LB_REPLACE_MAY)
    {
      /* Translators: an image, a field of its caption, and why that stays as it is */
      lb_cli_complain (_ ("“%s”, %s is not replaced: %s"), name,
                       path != NULL && *path != '\0' ? path : _ ("caption"),
                       refusal_words (refusal));
      return;
    }

  g_print ("%s  %s\n- %s\n+ %s\n", name, path != NULL ? path : "",
           shown_before != NULL ? shown_before : "", shown_after != NULL ? shown_after : "");
}

static void
print_text (LbReplaceJob *job, guint n_changed, gboolean dry_run)
{
  GListModel *matches = lb_replace_job_get_matches (job);
  const LbReplaceTally tally = lb_replace_job_get_tally (job);
  const guint n = dry_run ? tally.n_accepted_captions : n_changed;

  for (guint i = 0; i < g_list_model_get_n_items (matches); i++)
    {
      g_autoptr (LbReplaceMatch) match = g_list_model_get_item (matches, i);

      print_match (match);
    }
  g_print (dry_run ? ngettext ("%u caption would change", "%u captions would change", n)
                   : ngettext ("%u caption changed", "%u captions changed", n),
           n);
  g_print ("\n");
}

static void
add_match (JsonBuilder *builder, LbReplaceMatch *match)
{
  LbImage *image = lb_replace_match_get_image (match);
  LbPromptChange *change = lb_replace_match_get_change (match);
  g_autofree char *name = g_utf8_make_valid (lb_image_get_shown_name (image), -1);
  g_autofree char *before = dup_text (lb_prompt_change_get_before (change));
  g_autofree char *after = dup_text (lb_prompt_change_get_after (change));

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "id", lb_image_get_id (image));
  lb_cli_json_text (builder, "name", name);
  lb_cli_json_text (builder, "path", lb_prompt_change_get_path (change));
  lb_cli_json_number (builder, "places", lb_replace_match_get_n_places (match));
  lb_cli_json_text (builder, "before", before);
  lb_cli_json_text (builder, "after", after);
  lb_cli_json_text (builder, "refusal", refusal_word (lb_replace_match_get_refusal (match)));
  json_builder_end_object (builder);
}

static void
print_json (LbReplaceJob *job, guint n_changed)
{
  GListModel *matches = lb_replace_job_get_matches (job);
  const LbReplaceTally tally = lb_replace_job_get_tally (job);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "places", tally.n_accepted_places);
  lb_cli_json_number (builder, "captions", tally.n_accepted_captions);
  lb_cli_json_number (builder, "changed", n_changed);
  json_builder_set_member_name (builder, "matches");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (matches); i++)
    {
      g_autoptr (LbReplaceMatch) match = g_list_model_get_item (matches, i);

      add_match (builder, match);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  lb_cli_json_print (builder);
}

static void
stop_cb (GCancellable *stop, LbReplaceJob *job)
{
  lb_caption_step_cancel (lb_replace_job_get_step (job));
}

/* @n_changed: (out). Those that were written when it is stopped stay so. */
static LbCliExit
apply (LbReplaceJob *job,
       LbSession *session,
       LbDataset *dataset,
       const Options *options,
       guint *n_changed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) applied = lb_replace_job_apply (job);
  gulong handler =
    g_signal_connect_object (options->place.stop, "cancelled", G_CALLBACK (stop_cb), job, 0);
  gboolean done = FALSE;
  guint n_total = 0;
  guint n_unsent = 0;

  lb_cli_progress_watch (lb_replace_job_get_step (job), "n-done", "n-total");
  done = lb_cli_wait (dex_ref (applied), NULL, &error);
  lb_cli_progress_end ();
  n_total = lb_caption_step_get_n_total (lb_replace_job_get_step (job));
  g_signal_handler_disconnect (options->place.stop, handler);
  if (!done)
    return lb_cli_give_up (error);

  *n_changed = g_value_get_uint (dex_future_get_value (applied, NULL));
  n_unsent = lb_cli_captions_settle_dataset (session, dataset, options->place.stop);
  if (g_cancellable_is_cancelled (options->place.stop))
    return LB_CLI_STOPPED;
  if (n_unsent > 0)
    lb_cli_complain (ngettext ("%u caption of the dataset could not be sent, and is kept",
                               "%u captions of the dataset could not be sent, and are kept",
                               n_unsent),
                     n_unsent);

  return *n_changed == n_total && n_unsent == 0 && lb_replace_job_count_unkept (job) == 0
           ? LB_CLI_DONE
           : LB_CLI_PARTLY;
}

/* Whether a caption may have the field, as far as it is known; else it is said. Asked where nothing
 * was found in it. */
static gboolean
judge_field (LbSession *session, LbDataset *dataset, const Options *options)
{
  g_autofree char *text = g_strconcat (options->path, ":*", NULL);
  g_autoptr (LbQuery) query = lb_query_new (text, NULL);
  g_autoptr (LbImageFinder) finder = NULL;
  LbQueryIssue issue = { 0 };

  if (query == NULL)
    return TRUE;

  finder = lb_image_finder_new (session, dataset, lb_session_get_images (session, dataset));
  lb_image_finder_set_query (finder, query);
  if (!lb_cli_wait (lb_image_finder_settle (finder), options->place.stop, NULL) ||
      !lb_query_find_unknown (text, lb_image_finder_get_paths (finder), &issue))
    return TRUE;

  lb_cli_complain (_ ("--path is wrong: there is no field “%s”"), options->path);
  return FALSE;
}

static LbCliExit
replace_in (LbSession *session, LbDataset *dataset, GPtrArray *images, const Options *options)
{
  const LbReplaceTerms terms = {
    .find = options->find,
    .with = options->with,
    .path = options->path,
    .flags = (options->regex ? LB_REPLACE_REGEX : LB_REPLACE_PLAIN) |
             (options->match_case ? LB_REPLACE_MATCH_CASE : LB_REPLACE_PLAIN) |
             (options->whole_words ? LB_REPLACE_WHOLE_WORDS : LB_REPLACE_PLAIN),
  };
  g_autoptr (LbReplaceJob) job = lb_replace_job_new (session, dataset);
  g_autoptr (GError) error = NULL;
  LbReplaceTally tally;
  LbCliExit result = LB_CLI_DONE;
  guint n_changed = 0;

  if (!lb_cli_wait (lb_replace_job_look (job, images, &terms), options->place.stop, &error))
    return lb_cli_give_up (error);
  if (lb_replace_job_get_issue (job) != NULL)
    return complain_of_issue (lb_replace_job_get_issue (job));

  tally = lb_replace_job_get_tally (job);
  if (tally.n_matches == 0 && options->path != NULL && !judge_field (session, dataset, options))
    return LB_CLI_USAGE;
  if (!options->dry_run && tally.n_accepted_captions > 0)
    result = apply (job, session, dataset, options, &n_changed);
  if (options->json)
    print_json (job, n_changed);
  else
    print_text (job, n_changed, options->dry_run);

  if (result != LB_CLI_DONE)
    return result;

  return tally.n_matches == 0 ? LB_CLI_REFUSED
                              : lb_cli_exit_of_counts (tally.n_accepted_captions, tally.n_refused);
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbQuery) query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_auto (GStrv) names = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (*arguments == NULL)
    lb_cli_complain ("%s", _ ("Name a dataset"));
  if (options->find == NULL || options->with == NULL)
    lb_cli_complain ("%s", _ ("Say what to find with --find, and what comes with --replace"));
  if (*arguments == NULL || options->find == NULL || options->with == NULL)
    return LB_CLI_USAGE;
  if (!lb_cli_pick_read (arguments + 1, options->is_null, options->filter, &names, &query, &exit))
    return exit;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit) ||
      !(images = lb_cli_pick_images (&options->place, names, query, &exit)))
    return exit;

  return replace_in (options->place.session, options->place.dataset, images, options);
}

LbCliExit
lb_cli_replace (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "find", 0, 0, G_OPTION_ARG_STRING, &options.find, N_ ("What to find"), N_ ("TEXT") },
    { "replace", 0, 0, G_OPTION_ARG_STRING, &options.with, N_ ("What comes in its place"),
      N_ ("TEXT") },
    { "regex", 0, 0, G_OPTION_ARG_NONE, &options.regex,
      N_ ("TEXT to find is a regular expression, and \\1 in the other what its first group found"),
      NULL },
    { "match-case", 0, 0, G_OPTION_ARG_NONE, &options.match_case,
      N_ ("Tell capitals from small letters"), NULL },
    { "whole-words", 0, 0, G_OPTION_ARG_NONE, &options.whole_words, N_ ("Find whole words only"),
      NULL },
    { "path", 0, 0, G_OPTION_ARG_STRING, &options.path,
      N_ ("Only in this field, such as “objects[].clothing”"), N_ ("FIELD") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would change, and change nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print what was found as JSON"), NULL },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET [IMAGE…]"),
    _ ("Replaces words in the captions of a dataset, or of the images of it that are named; fields "
       "and their JSON stay. A caption "
       "that would not be valid is left as it is. One undo takes all of it back. "
       "Where nothing was found the exit status is 2, and 3 where something was left."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
