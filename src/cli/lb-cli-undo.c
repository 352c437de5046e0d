#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-error.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-settle.h"
#include "cli/lb-cli-step-words.h"
#include "contract/lb-timestamp.h"
#include "session/lb-session-history.h"

#define SHORT_ID_CHARS 6

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean list;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* (transfer full): a long number; the last digits of it are enough to say which is meant. */
static char *
dup_id (LbHistoryStep *step)
{
  return g_strdup_printf ("%0*" G_GINT64_FORMAT, SHORT_ID_CHARS, lb_history_step_get_id (step));
}

/* As members of an object that was begun. */
static void
add_step (JsonBuilder *builder, LbHistoryStep *step)
{
  g_autofree char *made_at = lb_timestamp_format (lb_history_step_get_made_at (step));
  g_autofree char *id = dup_id (step);

  lb_cli_json_text (builder, "step", id);
  lb_cli_json_text (builder, "made_at", made_at);
  lb_cli_json_text (builder, "kind", lb_cli_step_kind_name (step));
  lb_cli_json_text (builder, "thing", lb_cli_step_thing_name (step));
  lb_cli_json_text (builder, "name", lb_history_step_get_name (step));
  lb_cli_json_number (builder, "count", lb_history_step_get_count (step));
  lb_cli_json_text (builder, "state", lb_cli_step_state_name (step));
}

static void
print_list_json (GListModel *history)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (history, i);

      json_builder_begin_object (builder);
      add_step (builder, step);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

static void
print_list (GListModel *history)
{
  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (history, i);
      g_autoptr (GDateTime) made_at =
        g_date_time_new_from_unix_local_usec (lb_history_step_get_made_at (step));
      g_autofree char *moment = g_date_time_format (made_at, "%F %R");
      g_autofree char *words = lb_cli_step_words (step);
      g_autofree char *id = dup_id (step);
      const LbHistoryState state = lb_history_step_get_state (step);

      g_print ("%s  %s  %s", id + strlen (id) - SHORT_ID_CHARS, moment, words);
      if (state != LB_HISTORY_DONE)
        /* Translators: behind a step: it was taken back already, or can't be */
        g_print ("  (%s)", state == LB_HISTORY_UNDONE ? _ ("undone") : _ ("can’t be undone"));
      g_print ("\n");
    }
}

static void
say (const Options *options, LbHistoryStep *step, gboolean undone)
{
  g_autofree char *words = lb_cli_step_words (step);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
      g_print (undone ? _ ("Undone: %s") : _ ("Would be undone: %s"), words);
      g_print ("\n");
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_step (builder, step);
  lb_cli_json_flag (builder, "undone", undone);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static LbCliExit
give_up (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    {
      lb_cli_complain ("%s", _ ("What it changed was changed again since, and stays as it is"));
      return LB_CLI_REFUSED;
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      lb_cli_complain ("%s", _ ("There is nothing to undo"));
      return LB_CLI_REFUSED;
    }

  return lb_cli_give_up (error);
}

/* @is_last: it is the one whose turn it is. */
static LbCliExit
undo (const Options *options, LbHistoryStep *step, gboolean is_last)
{
  LbSession *session = options->place.session;
  const LbCliSettled before = lb_cli_settle_begin (session);
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_DONE;

  if (options->dry_run)
    {
      say (options, step, FALSE);
      return LB_CLI_DONE;
    }

  /* What is half back is no place to stop at. */
  if (!lb_cli_wait (is_last ? lb_session_undo (session)
                            : lb_session_undo_step (session, lb_history_step_get_id (step)),
                    NULL, &error))
    return give_up (error);
  exit = lb_cli_settle_end (&options->place, &before);
  say (options, step, TRUE);

  return exit;
}

/* (transfer full) (nullable): the step whose number ends in @given; that there is none, or that
 * there are several, is said. */
static LbHistoryStep *
find_step (GListModel *history, const char *given)
{
  g_autoptr (LbHistoryStep) found = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (history) && *given != '\0'; i++)
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (history, i);
      g_autofree char *id = dup_id (step);

      if (!g_str_has_suffix (id, given))
        continue;
      n++;
      g_set_object (&found, step);
    }
  if (n == 1)
    return g_steal_pointer (&found);

  if (n == 0)
    lb_cli_complain (_ ("There is no step “%s”; “lookbookctl undo --list” lists them"), given);
  else
    lb_cli_complain (
      _ ("The numbers of several steps end in “%s”; give more of it, as --json prints "
         "it"),
      given);
  return NULL;
}

static LbCliExit
undo_given (const Options *options, LbHistory *history, const char *given)
{
  LbHistoryStep *last = lb_history_get_undo_step (history);
  g_autoptr (LbHistoryStep) step = given != NULL ? find_step (G_LIST_MODEL (history), given)
                                                 : (last != NULL ? g_object_ref (last) : NULL);

  if (step == NULL)
    {
      if (given == NULL)
        lb_cli_complain ("%s", _ ("There is nothing to undo"));
      return LB_CLI_REFUSED;
    }
  if (lb_history_step_get_state (step) == LB_HISTORY_UNDONE)
    {
      say (options, step, TRUE);
      return LB_CLI_DONE;
    }

  return undo (options, step, step == last);
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbHistory *history = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (*arguments != NULL && !lb_cli_check_count (arguments, options->list ? 0 : 1, NULL))
    return LB_CLI_USAGE;
  if (!lb_cli_place_open (&options->place, NULL, &exit))
    return exit;

  history = lb_session_get_history (options->place.session);
  if (!options->list)
    return undo_given (options, history, *arguments);

  if (options->json)
    print_list_json (G_LIST_MODEL (history));
  else
    print_list (G_LIST_MODEL (history));

  return LB_CLI_DONE;
}

LbCliExit
lb_cli_undo (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &options.list,
      N_ ("List the steps that there are, newest first, and undo nothing"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be undone, and undo nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print the step, or the steps, as JSON"),
      NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("[STEP]"),
    _ ("Takes the last step back, whether it was done here or in the window, or the one with the "
       "number that --list prints. What was changed again since stays as it is. What was undone "
       "can be done again in the window."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
