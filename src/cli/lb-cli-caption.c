#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-text.h"
#include "contract/lb-rules.h"

#define MAX_LISTED 20

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean is_null;
  char *set;    /* (owned) (nullable): a file */
  char *filter; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->set, g_free);
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_json (LbSession *session, GPtrArray *images)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = images->pdata[i];
      g_autofree char *text = lb_session_dup_caption_text (session, image);

      json_builder_begin_object (builder);
      lb_cli_json_number (builder, "id", lb_image_get_id (image));
      lb_cli_json_text (builder, "name", lb_image_get_shown_name (image));
      lb_cli_json_text (builder, "caption", text);
      lb_cli_json_text (builder, "source",
                        text != NULL ? lb_session_get_caption_source (session, image) : NULL);
      lb_cli_json_text (builder, "state", lb_cli_captions_edit_word (session, image));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

/* More than one has names above. An image without a caption is none that could be printed. */
static LbCliExit
print (const Options *options, GPtrArray *images)
{
  LbSession *session = options->place.session;
  guint n_without = 0;

  if (options->json)
    print_json (session, images);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = images->pdata[i];
      g_autofree char *text = lb_session_dup_caption_text (session, image);
      g_autofree char *name = lb_visible_text (lb_image_get_shown_name (image));

      if (text == NULL)
        {
          n_without++;
          lb_cli_complain (_ ("“%s” has no caption"), lb_image_get_shown_name (image));
          continue;
        }
      if (images->len > 1 && !options->json)
        g_print ("%s%s:\n", i > 0 ? "\n" : "", name);
      if (!options->json)
        lb_cli_text_write (text);
    }

  return lb_cli_exit_of_counts (images->len - n_without, n_without);
}

/* R61..R64: (transfer full) (nullable): @text as it is to be sent; else it is said why not. */
static char *
judge (const Options *options, const char *text)
{
  LbDataset *dataset = options->place.dataset;
  const LbRulesMode mode = lb_session_get_rules_mode (options->place.session);
  g_autoptr (GError) error = NULL;
  char *accepted = NULL;

  if (!lb_rules_check_draft (dataset, "R64", &error))
    {
      lb_cli_complain (_ ("“%s” is complete and can’t be changed"), lb_dataset_get_name (dataset));
      return NULL;
    }
  if ((accepted = lb_rules_accept_caption (dataset, text, &error)) != NULL)
    return accepted;
  if (lb_rules_caption_is_sendable (mode, dataset, text))
    return g_strdup (text);

  if (lb_rules_caption_is_prompt (dataset))
    lb_cli_text_complain (text, FALSE, error);
  else
    lb_cli_complain ("%s", lb_rules_error_text (error));
  return NULL;
}

static void
say_plan (const Options *options, LbImage *image, const char *accepted)
{
  g_autofree char *name = lb_visible_text (lb_image_get_shown_name (image));
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      /* Translators: an image */
      g_print (_ ("The caption of “%s” would be:\n"), name != NULL ? name : "");
      lb_cli_text_print (accepted);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "id", lb_image_get_id (image));
  lb_cli_json_text (builder, "name", lb_image_get_shown_name (image));
  lb_cli_json_text (builder, "caption", accepted);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

static LbCliExit
set (const Options *options, LbImage *image, const char *text)
{
  LbSession *session = options->place.session;
  g_autofree char *accepted = judge (options, text);
  g_autofree char *name = lb_visible_text (lb_image_get_shown_name (image));
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_REFUSED;

  if (accepted == NULL)
    return LB_CLI_REFUSED;
  if (options->dry_run)
    {
      say_plan (options, image, accepted);
      return LB_CLI_DONE;
    }
  if (!lb_cli_wait (lb_session_edit_caption (session, image, accepted), NULL, &error))
    return lb_cli_give_up (error);

  exit = lb_cli_captions_settle_image (session, image, options->place.stop);
  g_ptr_array_add (one, image);
  if (options->json)
    print_json (session, one);
  else if (exit == LB_CLI_DONE)
    g_print (_ ("The caption of “%s” was set\n"), name != NULL ? name : "");

  return exit;
}

static void
complain_of_many (GPtrArray *images)
{
  lb_cli_complain ("%s", _ ("A caption is set for one image at a time; there are:"));
  for (guint i = 0; i < MIN (images->len, MAX_LISTED); i++)
    {
      g_autofree char *name = lb_visible_text (lb_image_get_shown_name (images->pdata[i]));

      g_printerr ("%8" G_GINT64_FORMAT "  %s\n", lb_image_get_id (images->pdata[i]),
                  name != NULL ? name : "");
    }
  if (images->len > MAX_LISTED)
    g_printerr (ngettext ("%8s  and %u more\n", "%8s  and %u more\n", images->len - MAX_LISTED), "",
                images->len - MAX_LISTED);
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbQuery) query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (*arguments == NULL || (arguments[1] == NULL && options->filter == NULL))
    {
      lb_cli_complain ("%s", _ ("Name a dataset, and an image or a filter"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_pick_read (arguments + 1, options->is_null, options->filter, &names, &query, &exit))
    return exit;
  if (options->set != NULL && !(text = lb_cli_text_read (options->set)))
    return LB_CLI_REFUSED;
  /* The end of the last line is the file's, not the caption's. */
  if (text != NULL)
    g_strchomp (text);
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit) ||
      !(images = lb_cli_pick_images (&options->place, names, query, &exit)))
    return exit;
  if (text == NULL)
    return print (options, images);
  if (images->len == 1)
    return set (options, images->pdata[0], text);

  complain_of_many (images);
  return LB_CLI_REFUSED;
}

LbCliExit
lb_cli_caption (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_FILENAME, &options.set,
      N_ ("Set the caption to what is in this file, - for standard input"), N_ ("FILE") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be set, after its repair, and set nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON array"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET IMAGE…"),
    _ ("Prints captions, or sets one with --set. Images are named by number, by name or by a "
       "pattern such as “beach-*”; - reads a list. A caption that is not valid is refused, with "
       "the lines in which something is wrong."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
