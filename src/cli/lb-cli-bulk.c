#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-bulk-import.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "jobs/lb-address.h"

typedef struct
{
  gboolean is_null;
  char *settings;       /* (owned) (nullable) */
  char *address;        /* (owned) (nullable) */
  char *upload_address; /* (owned) (nullable) */
  LbCliBulkOptions bulk;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->settings, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->upload_address, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* @text: (inout) (nullable): FALSE, and said so, for what is no address. */
static gboolean
clean_address (char **text)
{
  g_autofree char *address = NULL;

  if (*text == NULL)
    return TRUE;
  if ((address = lb_address_parse (*text)) == NULL)
    {
      lb_cli_complain (_ ("“%s” is no address on the web"), *text);
      return FALSE;
    }
  g_set_str (text, address);

  return TRUE;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) paths = NULL;
  g_autoptr (LbCliFiles) files = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (g_strv_length (arguments) < 2)
    {
      lb_cli_complain ("%s", _ ("Name a dataset, and a ZIP file or a folder"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_settings_parse (options->settings, &options->bulk.settings) ||
      !clean_address (&options->address) || !clean_address (&options->upload_address) ||
      !(names = lb_cli_names_read (arguments + 1, options->is_null)))
    return LB_CLI_USAGE;
  paths = lb_cli_names_glob (names);
  if (!(files = lb_cli_files_new (paths)))
    return LB_CLI_USAGE;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;
  if (!lb_dataset_is_advanced (options->place.dataset))
    {
      lb_cli_complain (_ ("“%s” is a basic dataset: its pictures are added with “add”"),
                       lb_dataset_get_name (options->place.dataset));
      return LB_CLI_REFUSED;
    }

  options->bulk.address = options->address;
  options->bulk.upload_address = options->upload_address;
  options->bulk.stop = options->place.stop;

  return lb_cli_bulk_import (options->place.session, options->place.dataset, files, &options->bulk);
}

LbCliExit
lb_cli_bulk (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "no-captions", 0, 0, G_OPTION_ARG_NONE, &options.bulk.no_captions,
      N_ ("Leave out the descriptions that are beside the pictures"), NULL },
    { "settings", 0, 0, G_OPTION_ARG_STRING, &options.settings,
      N_ ("Take the visual schema or prefix of an export: missing, always or never"), N_ ("WHEN") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &options.address,
      N_ ("For an account: where its service finds the ZIP file"), N_ ("URL") },
    { "upload-address", 0, 0, G_OPTION_ARG_STRING, &options.upload_address,
      N_ ("For an account: where the ZIP file is put before, with PUT"), N_ ("URL") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.bulk.dry_run,
      N_ ("Check all of it, say what would come in, and send nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.bulk.json, N_ ("Print one JSON object"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET ZIP-OR-FOLDER…"),
    _ ("Fills an advanced dataset from a ZIP file or from folders, after a check of all of it: it "
       "takes its pictures at once, and only once. What can’t be taken is left out and said. Given "
       "again after it was stopped, it follows what is under way."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}
