#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-project.h"
#include "cli/lb-cli-settle.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean of_project;
  gboolean same_name;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is renamed, and how. */
typedef struct
{
  LbProject *project; /* the session keeps it */
  LbDataset *dataset; /* (nullable): the project itself is renamed */
  char *before;       /* (owned) */
  const char *after;
} Renaming;

static void
renaming_clear (Renaming *self)
{
  g_clear_pointer (&self->before, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renaming, renaming_clear)

static void
print_json (const Renaming *renaming, gboolean done)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "id",
                      renaming->dataset != NULL ? lb_dataset_get_id (renaming->dataset)
                                                : lb_project_get_id (renaming->project));
  lb_cli_json_text (builder, "thing", renaming->dataset != NULL ? "dataset" : "project");
  lb_cli_json_text (builder, "before", renaming->before);
  lb_cli_json_text (builder, "after", renaming->after);
  lb_cli_json_flag (builder, "done", done);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print_text (const Renaming *renaming, gboolean done)
{
  g_autofree char *before = lb_visible_text (renaming->before);
  g_autofree char *after = lb_visible_text (renaming->after);

  /* Translators: what it was called, and what it is called from now on */
  g_print (done ? _ ("“%s” is called “%s” now\n") : _ ("“%s” would be called “%s”\n"), before,
           after);
}

static LbCliExit
rename_it (const Options *options, const Renaming *renaming)
{
  const LbCliPlace *place = &options->place;
  const gboolean is_so = g_strcmp0 (renaming->before, renaming->after) == 0;
  const LbCliSettled before = lb_cli_settle_begin (place->session);
  LbCliExit exit = LB_CLI_DONE;
  g_autoptr (GError) error = NULL;

  if (!is_so && !options->dry_run)
    {
      DexFuture *asked =
        renaming->dataset != NULL
          ? lb_session_rename_dataset (place->session, renaming->dataset, renaming->after)
          : lb_session_rename_project (place->session, renaming->project, renaming->after);

      if (!lb_cli_wait (asked, place->stop, &error))
        return lb_cli_give_up (error);
      exit = lb_cli_settle_end (place, &before);
    }
  if (options->json)
    print_json (renaming, !options->dry_run);
  else
    print_text (renaming, is_so || !options->dry_run);

  return exit;
}

/* FALSE where there is none, or several, which is said. */
static gboolean
find_project (const Options *options, const char *wanted, Renaming *renaming)
{
  guint n = 0;

  renaming->project = lb_cli_project_find (options->place.session, wanted, &n);
  if (n > 1)
    lb_cli_project_complain_of_many (wanted, n);
  else if (n == 0)
    lb_cli_complain (_ ("There is no project “%s”; “lookbookctl datasets --projects” lists them"),
                     wanted);
  if (n != 1)
    return FALSE;

  renaming->before = g_strdup (lb_project_get_project_name (renaming->project));
  if (g_strcmp0 (renaming->before, renaming->after) != 0)
    lb_cli_project_tell_like (options->place.session, renaming->project, renaming->after);

  return TRUE;
}

/* The same where its project has another one of that name. */
static gboolean
take_dataset (const Options *options, Renaming *renaming)
{
  LbSession *session = options->place.session;

  renaming->dataset = options->place.dataset;
  renaming->project =
    lb_session_find_project (session, lb_dataset_get_project_id (renaming->dataset));
  renaming->before = g_strdup (lb_dataset_get_name (renaming->dataset));

  return renaming->project == NULL || g_strcmp0 (renaming->before, renaming->after) == 0 ||
         lb_cli_dataset_check_free (session, renaming->project, renaming->dataset, renaming->after,
                                    options->same_name);
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_auto (Renaming) renaming = { 0 };
  LbCliExit exit = LB_CLI_USAGE;

  if (!lb_cli_check_count (arguments, 2, _ ("Say what to rename, and its new name")) ||
      !lb_cli_entered_check_name (arguments[1]))
    return LB_CLI_USAGE;
  if (!lb_cli_place_open (&options->place, options->of_project ? NULL : arguments[0], &exit))
    return exit;

  renaming.after = arguments[1];
  if (options->of_project ? !find_project (options, arguments[0], &renaming)
                          : !take_dataset (options, &renaming))
    return LB_CLI_REFUSED;

  return rename_it (options, &renaming);
}

LbCliExit
lb_cli_rename (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "project", 0, 0, G_OPTION_ARG_NONE, &options.of_project,
      N_ ("Rename a project, and no dataset"), NULL },
    { "same-name", 0, 0, G_OPTION_ARG_NONE, &options.same_name,
      N_ ("Do it although the project has a dataset of that name"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be renamed, and rename nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET NAME"),
    _ ("Gives a dataset, or with --project a project, another name. Its number stays, and so does "
       "all that is in it. A complete dataset can be renamed too. A name that the project has "
       "already is refused, unless --same-name is given; one that only looks the same, and the "
       "name of another project, is told."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
