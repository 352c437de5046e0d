#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-readiness.h"

typedef struct
{
  gboolean json;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_json (LbSession *session, LbDataset *dataset, const LbCliReadiness *readiness)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_dataset_add_json (builder, session, dataset);
  lb_cli_json_text (builder, "description", lb_dataset_get_description (dataset));
  lb_cli_json_text (builder, "visual_schema", lb_dataset_get_visual_schema (dataset));
  lb_cli_json_text (builder, "caption_prefix", lb_dataset_get_caption_prefix (dataset));
  lb_cli_readiness_add_json (builder, session, readiness);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print_row (const char *label, const char *value)
{
  g_autofree char *visible = lb_visible_text (value);

  g_print ("%s %s\n", label, visible);
}

static void
print_images (LbDataset *dataset, const LbCliReadiness *readiness)
{
  g_autoptr (GString) states = g_string_new (NULL);
  g_autofree char *line = NULL;
  guint n = 0;

  for (LbImageState state = 0; state < LB_CLI_N_STATES; state++)
    {
      n += readiness->n_states[state];
      if (readiness->n_states[state] > 0)
        g_string_append_printf (states, "%s%s %u", states->len > 0 ? ", " : "",
                                lb_cli_readiness_state_word (state), readiness->n_states[state]);
    }
  line = n > 0 ? g_strdup_printf ("%u (%s)", n, states->str) : g_strdup ("0");
  print_row (_ ("Images:"), line);
}

static void
print_text (LbSession *session, LbDataset *dataset, const LbCliReadiness *readiness)
{
  g_autofree char *name = lb_cli_dataset_dup_name (session, dataset);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (dataset));
  g_auto (GStrv) needs = lb_cli_readiness_list_needs (readiness);

  print_row (_ ("Dataset:"), name);
  print_row (_ ("Number:"), id);
  print_row (_ ("Model:"), lb_dataset_get_training_version (dataset));
  print_row (_ ("Size:"), lb_dataset_is_advanced (dataset) ? _ ("advanced") : _ ("basic"));
  print_row (_ ("State:"), lb_dataset_get_completed (dataset) ? _ ("complete") : _ ("draft"));
  print_images (dataset, readiness);
  if (lb_dataset_is_fibo (dataset))
    print_row (_ ("Visual schema:"),
               lb_dataset_get_visual_schema (dataset) != NULL ? _ ("yes") : C_ ("schema", "none"));
  else
    print_row (_ ("Prefix:"), lb_dataset_get_caption_prefix (dataset) != NULL
                                ? lb_dataset_get_caption_prefix (dataset)
                                : C_ ("prefix", "none"));
  if (readiness->rules.already)
    return;
  if (*needs == NULL)
    g_print ("%s\n", _ ("It can be completed"));
  for (gsize i = 0; needs[i] != NULL; i++)
    print_row (_ ("Before it can be completed:"), needs[i]);
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbCliReadiness readiness;
  LbCliExit exit = LB_CLI_USAGE;

  if (!lb_cli_check_count (arguments, 1, _ ("Name a dataset")))
    return LB_CLI_USAGE;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;

  lb_cli_readiness_take (options->place.session, options->place.dataset, &readiness);
  if (options->json)
    print_json (options->place.session, options->place.dataset, &readiness);
  else
    print_text (options->place.session, options->place.dataset, &readiness);

  return LB_CLI_DONE;
}

LbCliExit
lb_cli_show (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print it as JSON, with the schema"),
      NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments =
    lb_cli_parse (argv, entries, _ ("DATASET"),
                  _ ("Says what a dataset is, how its images stand, and what it still needs before "
                     "it can be completed."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
