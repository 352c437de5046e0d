#pragma once

#include <gio/gio.h>

#include "cli/lb-cli.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCliPlace:
 * @account: (owned) (nullable): what --account says
 * @data_dir: (owned) (nullable): what --data says
 * @stop: (owned) (nullable): cancelled by Ctrl+C, once it is open
 * @session: (owned) (nullable): of it
 * @dataset: (unowned) (nullable): that the command is about; the session keeps it
 *
 * Where a command does its work.
 */
typedef struct
{
  char *account;
  char *data_dir;
  GCancellable *stop;
  LbSession *session;
  LbDataset *dataset;
} LbCliPlace;

/* The options that say where, for the entries of a command. */
#define LB_CLI_PLACE_ENTRIES(place)                                                                \
  { "account",                                                                                     \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_STRING,                                                                           \
    &(place)->account,                                                                             \
    N_ ("Of an account and not of this computer"),                                                 \
    N_ ("NAME") },                                                                                 \
  {                                                                                                \
    "data", 0, 0, G_OPTION_ARG_FILENAME, &(place)->data_dir,                                       \
      N_ ("Folder that holds the service’s data"), N_ ("DIR")                                      \
  }

/* Opens the account that the options name, and finds the dataset @wanted (nullable) in it. FALSE
 * when that can't be: it is said on standard error, and @exit (out) is what to end with. */
gboolean lb_cli_place_open (LbCliPlace *self, const char *wanted, LbCliExit *exit);
/* The same, and reads the images of the dataset; an import into it is known by the session then. */
gboolean lb_cli_place_open_images (LbCliPlace *self, const char *wanted, LbCliExit *exit);
/* Asks the service for an import into it, which lb_session_is_importing() tells from then on. That
 * there never was one is an answer; FALSE with @exit where there is none, which is said. */
gboolean lb_cli_place_learn_import (const LbCliPlace *self, LbCliExit *exit);
void lb_cli_place_clear (LbCliPlace *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbCliPlace, lb_cli_place_clear)

G_END_DECLS
