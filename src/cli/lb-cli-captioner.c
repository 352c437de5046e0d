#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-data-dir.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-key.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-stop.h"
#include "cli/lb-cli-text.h"
#include "cli/lb-cli-words.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "model/lb-captioner-setting.h"
#include "session/lb-session.h"

#define UNTRIED "untried" /* a state that the service has no word for */

/* What was said on the command line. */
typedef struct
{
  char *address;   /* (owned) (nullable) */
  char *model;     /* (owned) (nullable) */
  char *key_file;  /* (owned) (nullable) */
  char *data_dir;  /* (owned) (nullable) */
  int concurrency; /* 0: not said */
  gboolean no_key;
  gboolean json;
  gboolean dry_run;
  GCancellable *stop; /* (owned) */
} Options;

static void
options_clear (Options *options)
{
  g_clear_pointer (&options->address, g_free);
  g_clear_pointer (&options->model, g_free);
  g_clear_pointer (&options->key_file, g_free);
  g_clear_pointer (&options->data_dir, g_free);
  g_clear_object (&options->stop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef LbCliExit (*Run) (LbSession *session, const char *argument, Options *options);

typedef struct
{
  const char *name;
  Run run;
  gboolean takes_picture;
  gboolean takes_options;
} Verb;

/* The service says itself what is wrong. */
static LbCliExit
give_up (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_INVALID) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_SERVER))
    {
      lb_cli_complain ("%s", lb_rules_error_text (error));
      return lb_cli_exit_of (error);
    }

  return lb_cli_give_up (error);
}

/* What is said of the picture is no fault of the service. */
static gboolean
is_about_picture (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_UNSUPPORTED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_DAMAGED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_TOO_SMALL) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE);
}

static LbCliExit
refuse_picture (const char *picture, const GError *error)
{
  g_autofree char *name = lb_visible_text (picture);
  g_autofree char *words = lb_cli_error_words (error);

  lb_cli_complain (_ ("%s: %s"), name, words);

  return LB_CLI_REFUSED;
}

/* (transfer full) (nullable); takes @future. */
static LbCaptionerSetting *
wait_setting (DexFuture *future, Options *options, GError **error)
{
  g_autoptr (DexFuture) kept = dex_ref (future);

  if (!lb_cli_wait (future, options->stop, error))
    return NULL;

  return g_value_dup_object (dex_future_get_value (kept, NULL));
}

static void
print_row (const char *label, const char *value)
{
  g_autofree char *visible = lb_visible_text (value);

  g_print ("%s %s\n", label, visible);
}

/* Nothing speaks against a server that was not asked yet, and nothing for it. How it was asked is
 * known of any that has answered. */
static const char *
get_state (LbCaptionerSetting *setting)
{
  const char *state = lb_captioner_setting_get_state (setting);

  return g_str_equal (state, "ready") && lb_captioner_setting_get_format (setting) == NULL &&
             lb_captioner_setting_get_message (setting) == NULL
           ? UNTRIED
           : state;
}

static const char *
state_words (LbCaptionerSetting *setting)
{
  const char *state = get_state (setting);

  if (g_str_equal (state, UNTRIED))
    return _ ("not tried yet: “lookbookctl captioner test PICTURE” does");
  if (g_str_equal (state, "ready"))
    return _ ("ready");
  if (g_str_equal (state, "waiting_for_key"))
    return _ ("waits for its key: “lookbookctl captioner set --key-file FILE” hands it over");
  if (g_str_equal (state, "key_refused"))
    return _ ("the server refuses the key");
  if (g_str_equal (state, "unreachable"))
    return _ ("the server or the model can’t be reached");
  if (g_str_equal (state, "busy"))
    return _ ("the server asks to be left alone for a while");

  return state;
}

static void
print_json (LbCaptionerSetting *setting)
{
  const gboolean is_vision = lb_captioner_setting_is_vision (setting);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_text (builder, "kind", is_vision ? "vision" : "built-in");
  if (is_vision)
    {
      lb_cli_json_text (builder, "model", lb_captioner_setting_get_model (setting));
      lb_cli_json_text (builder, "address", lb_captioner_setting_get_address (setting));
      lb_cli_json_number (builder, "concurrency", lb_captioner_setting_get_concurrency (setting));
      lb_cli_json_flag (builder, "has_key", lb_captioner_setting_has_key (setting));
      lb_cli_json_text (builder, "state", get_state (setting));
      lb_cli_json_text (builder, "message", lb_captioner_setting_get_message (setting));
      lb_cli_json_flag (builder, "unencrypted", lb_captioner_setting_is_unencrypted (setting));
    }
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print_text (LbCaptionerSetting *setting)
{
  g_autofree char *number = NULL;

  if (!lb_captioner_setting_is_vision (setting))
    {
      g_print ("%s\n", _ ("The built-in captioner writes the descriptions; nothing is sent"));
      return;
    }

  number = g_strdup_printf ("%d", lb_captioner_setting_get_concurrency (setting));
  print_row (_ ("Model:"), lb_captioner_setting_get_model (setting));
  print_row (_ ("Address:"), lb_captioner_setting_get_address (setting));
  print_row (_ ("Pictures at a time:"), number);
  print_row (_ ("Key:"), lb_captioner_setting_has_key (setting)
                           ? _ ("kept in memory until the service ends")
                           : C_ ("key", "none"));
  print_row (_ ("State:"), state_words (setting));
  if (lb_captioner_setting_get_message (setting) != NULL)
    print_row (_ ("Last trouble:"), lb_captioner_setting_get_message (setting));
  if (lb_captioner_setting_get_format (setting) != NULL)
    print_row (_ ("Asked for:"), lb_captioner_setting_get_format (setting));
  if (lb_captioner_setting_is_unencrypted (setting))
    g_print ("%s\n", _ ("The pictures go there unencrypted: who shares the network can see them"));
}

static void
print_setting (LbCaptionerSetting *setting, const Options *options)
{
  if (options->json)
    print_json (setting);
  else
    print_text (setting);
}

/* Nothing is sent: only what was said is known of it. */
static LbCliExit
say_plan (LbCaptionerSetting *wish, const Options *options)
{
  const gboolean is_vision = lb_captioner_setting_is_vision (wish);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      g_print ("%s\n", is_vision ? _ ("The model would write the descriptions")
                                 : _ ("The built-in captioner would write the descriptions"));
      return LB_CLI_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  lb_cli_json_text (builder, "kind", is_vision ? "vision" : "built-in");
  lb_cli_json_text (builder, "model", lb_captioner_setting_get_model (wish));
  lb_cli_json_text (builder, "address", lb_captioner_setting_get_address (wish));
  json_builder_end_object (builder);
  lb_cli_json_print (builder);

  return LB_CLI_DONE;
}

static LbCliExit
change (LbSession *session, LbCaptionerSetting *wish, Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbCaptionerSetting) setting = NULL;

  if (options->dry_run)
    return say_plan (wish, options);

  setting = wait_setting (lb_session_set_captioner (session, wish), options, &error);

  if (setting == NULL)
    return give_up (error);

  print_setting (setting, options);

  return LB_CLI_DONE;
}

static LbCliExit
show (LbSession *session, const char *argument, Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbCaptionerSetting) setting =
    wait_setting (lb_session_get_captioner (session), options, &error);

  if (setting == NULL)
    return give_up (error);

  print_setting (setting, options);

  return LB_CLI_DONE;
}

static LbCliExit
set (LbSession *session, const char *argument, Options *options)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();
  g_autofree char *key = NULL;
  LbCliExit result;

  if (options->key_file != NULL && (key = lb_cli_read_key (options->key_file)) == NULL)
    return LB_CLI_REFUSED;

  g_object_set (wish, "kind", "vision", "address", options->address, "model", options->model,
                "concurrency", options->concurrency, "key", options->no_key ? "" : key, NULL);
  result = change (session, wish, options);
  if (key != NULL)
    explicit_bzero (key, strlen (key));

  return result;
}

static LbCliExit
use_built_in (LbSession *session, const char *argument, Options *options)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();

  g_object_set (wish, "kind", "analyser", NULL);

  return change (session, wish, options);
}

/* (transfer full) (nullable): what is too large is told before it is read */
static GBytes *
read_picture (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, &error);
  if (info != NULL && g_file_info_get_size (info) > LB_LIMIT_FILE_BYTES)
    {
      lb_cli_complain (_ ("“%s” is too large for a picture"), path);
      return NULL;
    }
  if (info != NULL)
    bytes = g_file_load_bytes (file, NULL, NULL, &error);
  if (bytes == NULL)
    lb_cli_complain (_ ("“%s” can’t be read: %s"), path, error->message);

  return bytes;
}

static void
report_caption (const char *caption, const Options *options)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      lb_cli_text_print (caption);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  lb_cli_json_text (builder, "caption", caption);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static LbCliExit
try_out (LbSession *session, const char *picture, Options *options)
{
  g_autoptr (GBytes) bytes = read_picture (picture);
  g_autoptr (DexFuture) asked = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  if (bytes == NULL)
    return LB_CLI_REFUSED;

  asked = lb_session_test_captioner (session, bytes);
  if (!lb_cli_wait (dex_ref (asked), options->stop, &error))
    return is_about_picture (error) ? refuse_picture (picture, error) : give_up (error);

  report_caption (g_value_get_string (dex_future_get_value (asked, NULL)), options);
  g_printerr (_ ("Answered in %.1f seconds\n"),
              (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);

  return LB_CLI_DONE;
}

static const Verb verbs[] = {
  { "show", show, FALSE, FALSE },
  { "set", set, FALSE, TRUE },
  { "built-in", use_built_in, FALSE, FALSE },
  { "test", try_out, TRUE, FALSE },
};

/* (nullable): with a mistake, which is said */
static const Verb *
find_verb (char **arguments, const Options *options)
{
  const char *name = arguments[0] != NULL ? arguments[0] : "show";
  guint n_left = arguments[0] != NULL ? g_strv_length (arguments) - 1 : 0;
  gboolean has_options = options->address != NULL || options->model != NULL ||
                         options->key_file != NULL || options->concurrency != 0 || options->no_key;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      const Verb *verb = &verbs[i];

      if (!g_str_equal (verb->name, name))
        continue;
      if (verb->takes_picture && n_left != 1)
        lb_cli_complain ("%s", _ ("Name one picture"));
      else if (!verb->takes_picture && n_left > 0)
        lb_cli_complain (_ ("“%s” is too much"), arguments[1]);
      else if (!verb->takes_options && has_options)
        lb_cli_complain ("%s", _ ("These options belong to “set”"));
      else if (verb->takes_options && !has_options)
        lb_cli_complain ("%s", _ ("Say what to set; --help lists the options"));
      else if (options->no_key && options->key_file != NULL)
        lb_cli_complain ("%s", _ ("There is either a key or none"));
      else
        return verb;
      return NULL;
    }

  lb_cli_complain (_ ("“%s” is neither show, set, built-in nor test"), name);

  return NULL;
}

static LbCliExit
run (const Verb *verb, char **arguments, Options *options)
{
  LbCliExit result = LB_CLI_UNREACHABLE;
  g_autoptr (LbSession) session = lb_cli_new_session (NULL, options->data_dir, &result);
  g_autoptr (GError) error = NULL;

  options->stop = lb_cli_stop_new ();
  if (lb_cli_open_session (session, options->stop, &error))
    result = verb->run (session, verb->takes_picture ? arguments[1] : NULL, options);
  else
    result = lb_cli_give_up (error);
  lb_session_close (session);

  return result;
}

LbCliExit
lb_cli_captioner (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "address", 0, 0, G_OPTION_ARG_STRING, &options.address,
      N_ ("Address of a server that speaks OpenAI’s chat completions"), N_ ("URL") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options.model,
      N_ ("Name of a model there that sees pictures"), N_ ("NAME") },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &options.key_file,
      N_ ("Read the server’s key from this file, - for standard input"), N_ ("FILE") },
    { "no-key", 0, 0, G_OPTION_ARG_NONE, &options.no_key, N_ ("The server needs no key"), NULL },
    { "concurrency", 0, 0, G_OPTION_ARG_INT, &options.concurrency,
      N_ ("How many pictures it looks at together, from 1 to 8"), N_ ("N") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be set, and set nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir,
      N_ ("Folder that holds the service’s data"), N_ ("DIR") },
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, _ ("[show|set|built-in|test PICTURE]"),
                  _ ("Says who writes the descriptions on this computer, or chooses: the built-in "
                     "captioner, which sends nothing, or a model that sees, on this computer or "
                     "elsewhere. “test” shows what it makes of one picture, and keeps nothing. A "
                     "key is kept in memory only, until the service ends."));
  const Verb *verb;

  if (arguments == NULL || !(verb = find_verb (arguments, &options)) ||
      !lb_cli_take_data_dir (&options.data_dir))
    return LB_CLI_USAGE;

  return run (verb, arguments, &options);
}
