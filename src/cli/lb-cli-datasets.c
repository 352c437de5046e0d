#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-words.h"

typedef struct
{
  gboolean json;
  gboolean names;
  gboolean is_null;
  gboolean projects;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static guint
count_datasets (LbSession *session, LbProject *project)
{
  g_autoptr (GListModel) datasets = lb_session_get_project_datasets (session, project);

  return g_list_model_get_n_items (datasets);
}

static void
add_project (JsonBuilder *builder, LbSession *session, LbProject *project)
{
  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "id", lb_project_get_id (project));
  lb_cli_json_text (builder, "name", lb_project_get_project_name (project));
  lb_cli_json_text (builder, "ip_medium", lb_project_get_ip_medium (project));
  lb_cli_json_text (builder, "ip_type", lb_project_get_ip_type (project));
  lb_cli_json_text (builder, "training_version", lb_project_get_training_version (project));
  lb_cli_json_number (builder, "datasets", count_datasets (session, project));
  json_builder_end_object (builder);
}

static void
print_json (LbSession *session, GListModel *things)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (things); i++)
    {
      g_autoptr (GObject) thing = g_list_model_get_item (things, i);

      if (LB_IS_PROJECT (thing))
        {
          add_project (builder, session, LB_PROJECT (thing));
          continue;
        }
      json_builder_begin_object (builder);
      lb_cli_dataset_add_json (builder, session, LB_DATASET (thing));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

static void
print_projects (LbSession *session)
{
  GListModel *projects = lb_session_get_projects (session);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);
      g_autofree char *name = lb_visible_text (lb_project_get_project_name (project));
      const guint n = count_datasets (session, project);

      g_print ("%8" G_GINT64_FORMAT "  %s  ", lb_project_get_id (project), name);
      g_print (ngettext ("%u dataset", "%u datasets", n), n);
      g_print ("\n");
    }
}

static int
name_width (LbSession *session, GListModel *datasets)
{
  int width = 0;

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);
      g_autofree char *name = lb_cli_dataset_dup_shown_name (session, dataset);

      width = MAX (width, lb_cli_width (name));
    }

  return width;
}

/* @is_null: as they are, with a NUL behind each; else as they may stand on a terminal. */
static void
print_names (LbSession *session, gboolean is_null)
{
  GListModel *datasets = lb_session_get_datasets (session);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);
      g_autofree char *name = is_null ? lb_cli_dataset_dup_name (session, dataset)
                                      : lb_cli_dataset_dup_shown_name (session, dataset);

      if (is_null)
        fwrite (name, 1, strlen (name) + 1, stdout);
      else
        g_print ("%s\n", name);
    }
}

static void
print_datasets (LbSession *session)
{
  GListModel *datasets = lb_session_get_datasets (session);
  const int width = name_width (session, datasets);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);
      g_autofree char *name = lb_cli_dataset_dup_shown_name (session, dataset);
      const guint n = (guint) MAX (0, lb_dataset_get_images_count (dataset));

      g_print ("%8" G_GINT64_FORMAT "  %s%*s  %-4s  %s  ", lb_dataset_get_id (dataset), name,
               width - lb_cli_width (name), "", lb_dataset_get_training_version (dataset),
               lb_dataset_get_completed (dataset) ? _ ("complete") : _ ("draft"));
      g_print (ngettext ("%u image", "%u images", n), n);
      g_print ("\n");
    }
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbCliExit exit = LB_CLI_USAGE;
  LbSession *session = NULL;

  if (*arguments != NULL)
    {
      lb_cli_complain (_ ("“%s” is too much"), *arguments);
      return LB_CLI_USAGE;
    }
  if (!lb_cli_place_open (&options->place, NULL, &exit))
    return exit;

  session = options->place.session;
  if (options->json)
    print_json (session, options->projects ? lb_session_get_projects (session)
                                           : lb_session_get_datasets (session));
  else if (options->projects)
    print_projects (session);
  else if (options->names)
    print_names (session, options->is_null);
  else
    print_datasets (session);

  return LB_CLI_DONE;
}

LbCliExit
lb_cli_datasets (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "projects", 0, 0, G_OPTION_ARG_NONE, &options.projects,
      N_ ("List the projects, empty ones too"), NULL },
    { "names", 0, 0, G_OPTION_ARG_NONE, &options.names, N_ ("Only PROJECT/NAME, one a line"),
      NULL },
    { "null", '0', 0, G_OPTION_ARG_NONE, &options.is_null,
      N_ ("With --names, a NUL behind each, not a new line"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print them as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, NULL,
                  _ ("Lists the datasets that there are: number, project and name, model, whether "
                     "it is complete, and how many images it has."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
