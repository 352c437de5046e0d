#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-confirm.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-readiness.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean yes;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_json (const Options *options, const LbCliReadiness *readiness)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_dataset_add_json (builder, options->place.session, options->place.dataset);
  lb_cli_readiness_add_json (builder, options->place.session, readiness);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
complain_of_needs (const LbCliReadiness *readiness)
{
  g_auto (GStrv) needs = lb_cli_readiness_list_needs (readiness);

  for (gsize i = 0; needs[i] != NULL; i++)
    lb_cli_complain ("%s", needs[i]);
}

/* Whether it is to be done now; @exit: (out): what to end with where not. */
static gboolean
is_wanted (const Options *options, const LbCliReadiness *readiness, LbCliExit *exit)
{
  const gboolean ready = lb_cli_readiness_is_ready (options->place.session, readiness);

  /* R33: it is what it is to be. */
  *exit = ready || readiness->rules.already ? LB_CLI_DONE : LB_CLI_REFUSED;
  if (options->json && (!ready || options->dry_run || readiness->rules.already))
    print_json (options, readiness);
  if (!ready || readiness->rules.already)
    {
      complain_of_needs (readiness);
      return FALSE;
    }
  if (!options->dry_run)
    return lb_cli_confirm (_ ("A complete dataset can’t be changed any more. Complete it?"),
                           options->yes, exit);
  if (!options->json)
    g_print ("%s\n", _ ("It can be completed"));

  return FALSE;
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbCliReadiness readiness;
  LbCliExit exit = LB_CLI_USAGE;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (!lb_cli_check_count (arguments, 1, _ ("Name a dataset")))
    return LB_CLI_USAGE;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;

  lb_cli_readiness_take (options->place.session, options->place.dataset, &readiness);
  if (!is_wanted (options, &readiness, &exit))
    return exit;
  if (!lb_cli_wait (lb_session_complete_dataset (options->place.session, options->place.dataset),
                    options->place.stop, &error))
    return lb_cli_give_up (error);

  if (options->json)
    {
      lb_cli_readiness_take (options->place.session, options->place.dataset, &readiness);
      print_json (options, &readiness);
      return LB_CLI_DONE;
    }
  name = lb_cli_dataset_dup_shown_name (options->place.session, options->place.dataset);
  /* Translators: a dataset */
  g_print (_ ("“%s” is complete\n"), name);

  return LB_CLI_DONE;
}

LbCliExit
lb_cli_complete (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say whether it can be completed, and leave it a draft"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, N_ ("Complete it without a question"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_ ("Print the dataset, and what it still needs, as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET"),
    _ ("Marks a dataset complete, which is for good: images, captions and schema stay as they are "
       "from then on. What it still needs is said. A clone of it is a draft again."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
