#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-rules.h"
#include "cli/lb-cli-schema-set.h"
#include "cli/lb-cli-text.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "jobs/lb-picture-choice.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean generate;
  gboolean preview;
  gboolean is_null;
  char *set;    /* (owned) (nullable): a file */
  char *prefix; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->set, g_free);
  g_clear_pointer (&self->prefix, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Printing it. @text: (nullable): what it would be, where that is not what is set. */

static void
print_json (const Options *options, const char *text, GPtrArray *images)
{
  LbDataset *dataset = options->place.dataset;
  const gboolean fibo = lb_dataset_is_fibo (dataset);
  const char *present =
    fibo ? lb_dataset_get_visual_schema (dataset) : lb_dataset_get_caption_prefix (dataset);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (dataset));
  lb_cli_json_text (builder, fibo ? "visual_schema" : "caption_prefix",
                    text != NULL ? text : present);
  lb_cli_json_flag (builder, "set", present != NULL && g_strcmp0 (text, present) == 0);
  if (images != NULL)
    {
      json_builder_set_member_name (builder, "images");
      json_builder_begin_array (builder);
      for (guint i = 0; i < images->len; i++)
        json_builder_add_int_value (builder, lb_image_get_id (images->pdata[i]));
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print (const Options *options, const char *text, GPtrArray *images)
{
  if (options->json)
    print_json (options, text, images);
  else
    lb_cli_text_write (text);
}

static LbCliExit
show (const Options *options)
{
  LbDataset *dataset = options->place.dataset;
  const gboolean fibo = lb_dataset_is_fibo (dataset);
  const char *present =
    fibo ? lb_dataset_get_visual_schema (dataset) : lb_dataset_get_caption_prefix (dataset);

  if (present != NULL)
    print (options, present, NULL);
  else if (options->json)
    print_json (options, NULL, NULL);
  if (present != NULL)
    return LB_CLI_DONE;

  lb_cli_complain ("%s", fibo ? _ ("There is no visual schema") : _ ("There is no prefix"));
  return LB_CLI_REFUSED;
}

/* Setting it. */

static LbCliExit
set_schema (const Options *options, const char *text, GPtrArray *images)
{
  const LbCliPlace *place = &options->place;
  g_autofree char *accepted = lb_cli_schema_judge (place->session, place->dataset, text);
  LbCliExit exit = LB_CLI_REFUSED;

  if (accepted == NULL)
    return LB_CLI_REFUSED;
  if (!options->dry_run && !options->preview)
    exit = lb_cli_schema_set (place->session, place->dataset, accepted, place->stop);
  else
    exit = LB_CLI_DONE;
  print (options, accepted, images);

  return exit;
}

static LbCliExit
set_prefix (const Options *options)
{
  const LbCliPlace *place = &options->place;
  g_autoptr (GError) error = NULL;

  if (!lb_rules_check_prefix (place->dataset, options->prefix, &error))
    {
      g_autofree char *words = lb_cli_rules_words (error, place->dataset);

      lb_cli_complain ("%s", words);
      return LB_CLI_REFUSED;
    }
  if (!options->dry_run &&
      !lb_cli_wait (lb_session_set_caption_prefix (place->session, place->dataset, options->prefix),
                    place->stop, &error))
    return lb_cli_give_up (error);
  print (options, options->prefix, NULL);

  return options->dry_run
           ? LB_CLI_DONE
           : lb_cli_schema_settled (place->session, place->dataset, LB_CHANGE_PREFIX);
}

/* Having it written. */

/* (transfer full) (nullable): pictures that differ, to stand for the dataset. */
static GPtrArray *
choose (const Options *options, LbCliExit *exit)
{
  const LbCliPlace *place = &options->place;
  g_autoptr (LbPictureChoice) choice =
    lb_picture_choice_new (place->session, lb_session_get_images (place->session, place->dataset),
                           LB_LIMIT_SCHEMA_IMAGES_MIN, LB_LIMIT_SCHEMA_IMAGES_MAX);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  lb_cli_progress_watch (choice, "n-done", "n-total");
  if (!lb_cli_wait (lb_picture_choice_run (choice), place->stop, &error))
    {
      lb_cli_progress_end ();
      *exit = lb_cli_give_up (error);
      return NULL;
    }
  lb_cli_progress_end ();
  for (guint i = 0; i < lb_picture_choice_get_n_chosen (choice); i++)
    g_ptr_array_add (images, g_object_ref (lb_picture_choice_get_image (choice, i)));

  return g_steal_pointer (&images);
}

/* Nothing is sent. */
static void
say_plan (const Options *options, GPtrArray *images)
{
  if (options->json)
    {
      print_json (options, NULL, images);
      return;
    }
  g_print (ngettext ("A schema would be written from %u image:",
                     "A schema would be written from %u images:", images->len),
           images->len);
  g_print ("\n");
  for (guint i = 0; i < images->len; i++)
    {
      g_autofree char *name = lb_visible_text (lb_image_get_shown_name (images->pdata[i]));

      g_print ("  %s\n", name != NULL ? name : "");
    }
}

static LbCliExit
generate (const Options *options, GPtrArray *images)
{
  const LbCliPlace *place = &options->place;
  g_autoptr (DexFuture) asked = NULL;
  g_autoptr (GError) error = NULL;

  if (!lb_dataset_is_fibo (place->dataset))
    {
      lb_cli_complain ("%s", _ ("Captions of this dataset are plain words, which have no schema"));
      return LB_CLI_REFUSED;
    }
  if (!lb_rules_check_schema_images (images->len, &error) ||
      (!options->preview && !lb_rules_check_draft (place->dataset, "R27", &error)))
    {
      g_autofree char *words = lb_cli_rules_words (error, place->dataset);

      lb_cli_complain ("%s", words);
      return LB_CLI_REFUSED;
    }
  if (options->dry_run)
    {
      say_plan (options, images);
      return LB_CLI_DONE;
    }

  asked = lb_session_generate_schema (place->session, images);
  if (!lb_cli_wait (dex_ref (asked), place->stop, &error))
    return lb_cli_give_up (error);

  return set_schema (options, g_value_get_string (dex_future_get_value (asked, NULL)), images);
}

static LbCliExit
run_generate (Options *options, char **names)
{
  g_autoptr (GPtrArray) images = NULL;
  LbCliExit exit = LB_CLI_REFUSED;

  images = *names != NULL ? lb_cli_pick_images (&options->place, names, NULL, &exit)
                          : choose (options, &exit);

  return images != NULL ? generate (options, images) : exit;
}

/* Whether the options fit each other; a mistake is said. */
static gboolean
check_usage (char **arguments, const Options *options)
{
  const int n = options->generate + (options->set != NULL) + (options->prefix != NULL);

  if (*arguments == NULL)
    lb_cli_complain ("%s", _ ("Name a dataset"));
  else if (n > 1)
    lb_cli_complain ("%s", _ ("Give one of --set, --prefix and --generate"));
  else if (arguments[1] != NULL && !options->generate)
    lb_cli_complain ("%s", _ ("Images are named with --generate"));
  else if (options->preview && !options->generate)
    lb_cli_complain ("%s", _ ("--preview goes with --generate"));
  else
    return TRUE;

  return FALSE;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (!check_usage (arguments, options) ||
      !(names = lb_cli_names_read (arguments + 1, options->is_null)))
    return LB_CLI_USAGE;
  if (options->set != NULL && !(text = lb_cli_text_read (options->set)))
    return LB_CLI_REFUSED;
  if (options->generate ? !lb_cli_place_open_images (&options->place, arguments[0], &exit)
                        : !lb_cli_place_open (&options->place, arguments[0], &exit))
    return exit;
  if (text != NULL)
    return set_schema (options, text, NULL);
  if (options->prefix != NULL)
    return set_prefix (options);

  return options->generate ? run_generate (options, names) : show (options);
}

LbCliExit
lb_cli_schema (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "generate", 0, 0, G_OPTION_ARG_NONE, &options.generate,
      N_ (
        "Have it written from 5 to 10 images, chosen to differ unless they are named, and set it"),
      NULL },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &options.preview,
      N_ ("Print what was written, and do not set it"), NULL },
    { "set", 0, 0, G_OPTION_ARG_FILENAME, &options.set,
      N_ ("Set it to what is in this file, - for standard input"), N_ ("FILE") },
    { "prefix", 0, 0, G_OPTION_ARG_STRING, &options.prefix,
      N_ ("For an earlier model: set what stands before every caption"), N_ ("TEXT") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be sent or set, and send and set nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET [IMAGE…]"),
    _ ("Prints the visual schema of a dataset, or for an earlier model its prefix; sets it, or has "
       "it written from pictures of the dataset. Captions stay as they are; “regenerate” brings "
       "them under a new schema."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
