#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-bulk-import.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-text.h"
#include "jobs/lb-address.h"

typedef struct
{
  gboolean is_null;
  char *settings;       /* (owned) (nullable) */
  char *address_file;   /* (owned) (nullable) */
  char *address;        /* (owned) (nullable) */
  char *upload_address; /* (owned) (nullable) */
  LbCliBulkOptions bulk;
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->settings, g_free);
  g_clear_pointer (&self->address_file, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->upload_address, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* @text: (inout): FALSE, and said so, for what is no address. */
static gboolean
clean_address (char **text)
{
  g_autofree char *address = lb_address_parse (*text);

  /* It may be a secret. */
  if (address == NULL)
    lb_cli_complain ("%s", _ ("What --address-file holds is no address on the web"));
  else
    g_set_str (text, address);

  return address != NULL;
}

/* They are no arguments, which everybody on the computer can see: who has them may write there. */
static gboolean
read_addresses (Options *options)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (options->address_file == NULL)
    return TRUE;
  if (!(text = lb_cli_text_read (options->address_file)))
    return FALSE;

  lines = g_strsplit (g_strstrip (text), "\n", 2);
  options->address = g_strdup (lines[0] != NULL ? g_strstrip (lines[0]) : "");
  if (lines[0] != NULL && lines[1] != NULL)
    options->upload_address = g_strdup (g_strstrip (lines[1]));

  return clean_address (&options->address) &&
         (options->upload_address == NULL || clean_address (&options->upload_address));
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
      !(names = lb_cli_names_read (arguments + 1, options->is_null)))
    return LB_CLI_USAGE;
  paths = lb_cli_names_glob (names);
  if (!(files = lb_cli_files_new (paths)))
    return LB_CLI_USAGE;
  if (!read_addresses (options))
    return LB_CLI_REFUSED;
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
    { "address-file", 0, 0, G_OPTION_ARG_FILENAME, &options.address_file,
      N_ ("For an account, read from this file, - for standard input: where its service finds the "
          "ZIP file, and in a second line where that is put before, with PUT"),
      N_ ("FILE") },
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
