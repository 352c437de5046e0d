#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "contract/lb-rules.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean same_name;
  char *name;        /* (owned) (nullable) */
  char *description; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static LbCliExit
say_plan (const Options *options)
{
  LbDataset *source = options->place.dataset;
  g_autofree char *usual = lb_rules_clone_name (source);
  const char *name = options->name != NULL ? options->name : usual;
  g_autofree char *shown = lb_visible_text (name);
  const guint n = (guint) MAX (0, lb_dataset_get_images_count (source));

  if (options->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      lb_cli_json_text (builder, "name", name);
      lb_cli_json_number (builder, "source_id", lb_dataset_get_id (source));
      lb_cli_json_number (builder, "images", n);
      json_builder_end_object (builder);
      lb_cli_json_print (builder);
      return LB_CLI_DONE;
    }
  /* Translators: the name of a copy, and how many images it would have */
  g_print (ngettext ("A draft “%s” with %u image would be made",
                     "A draft “%s” with %u images would be made", n),
           shown, n);
  g_print ("\n");

  return LB_CLI_DONE;
}

/* Drafts are left behind, which nobody should learn later. */
static void
complain_of_unsent (LbSession *session, LbDataset *source)
{
  GListModel *images = lb_session_get_images (session, source);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      n += lb_session_get_edit_state (session, image) != LB_EDIT_SAVED;
    }
  if (n > 0)
    lb_cli_complain (ngettext ("%u edit is not with the service, and is not in the copy",
                               "%u edits are not with the service, and are not in the copy", n),
                     n);
}

static LbCliExit
clone_dataset (const Options *options)
{
  LbSession *session = options->place.session;
  g_autoptr (DexFuture) asked =
    lb_session_clone_dataset (session, options->place.dataset, options->name, options->description);
  g_autoptr (LbDataset) clone = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_DONE;

  if (!lb_cli_wait (dex_ref (asked), options->place.stop, &error))
    {
      if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
        lb_cli_complain ("%s", _ ("The service may make the copy all the same"));
      return lb_cli_give_up (error);
    }

  clone = g_value_dup_object (dex_future_get_value (asked, NULL));
  /* How old its captions are is noted once its images are there. */
  if (!lb_cli_wait (lb_session_load_images (session, clone), options->place.stop, &error))
    exit = lb_cli_give_up (error);
  complain_of_unsent (session, options->place.dataset);
  if (options->json)
    {
      lb_cli_dataset_print_json (session, clone);
      return exit;
    }
  name = lb_cli_dataset_dup_shown_name (session, clone);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (clone));
  /* Translators: a dataset, and its number */
  g_print (_ ("“%s” was made, number %s\n"), name, number);

  return exit;
}

/* Whether the copy may be called what it would be. */
static gboolean
judge_name (const Options *options)
{
  LbSession *session = options->place.session;
  LbDataset *source = options->place.dataset;
  LbProject *project = lb_session_find_project (session, lb_dataset_get_project_id (source));
  g_autofree char *usual = lb_rules_clone_name (source);

  return project == NULL || lb_cli_dataset_check_free (
                              session, project, NULL, options->name != NULL ? options->name : usual,
                              options->same_name);
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbCliExit exit = LB_CLI_USAGE;

  if (!lb_cli_check_count (arguments, 1, _ ("Name a dataset")))
    return LB_CLI_USAGE;
  if ((options->name != NULL && !lb_cli_entered_check_name (options->name)) ||
      !lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;
  if (!judge_name (options))
    return LB_CLI_REFUSED;

  return options->dry_run ? say_plan (options) : clone_dataset (options);
}

LbCliExit
lb_cli_clone (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name,
      N_ ("What the copy is called, instead of “Copy of” and the name"), N_ ("NAME") },
    { "description", 0, 0, G_OPTION_ARG_STRING, &options.description,
      N_ ("What it is described as, instead of what the dataset is"), N_ ("TEXT") },
    { "same-name", 0, 0, G_OPTION_ARG_NONE, &options.same_name,
      N_ ("Make it although the project has a dataset of that name"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be made, and make nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print the copy as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET"),
    _ ("Makes a draft that is a copy of a dataset, complete or not: its images, captions and "
       "schema, under new numbers, in the same project. A name that the project has already is "
       "refused, unless --same-name is given; one that only looks the same is told."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
