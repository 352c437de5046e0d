#include "config.h"

#include "cli/lb-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-data-dir.h"
#include "cli/lb-cli-options.h"
#include "session/lb-service-process.h"

#define PROGRAM "lookbook-service"

static void
take_option (GStrvBuilder *arguments, const char *name, char *value)
{
  if (value == NULL)
    return;
  g_strv_builder_add (arguments, name);
  g_strv_builder_take (arguments, value);
}

/* @port: (nullable) */
static gboolean
check_port (const char *port)
{
  if (port == NULL || g_ascii_string_to_unsigned (port, 10, 0, G_MAXUINT16, NULL, NULL))
    return TRUE;

  lb_cli_complain (_ ("There is no port “%s”; it is a number from 0 to %u"), port, G_MAXUINT16);
  return FALSE;
}

LbCliExit
lb_cli_serve (char **argv)
{
  char *data = NULL;
  char *socket = NULL;
  char *token_file = NULL;
  char *port = NULL;
  g_auto (GStrv) origins = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder that holds the service’s data"),
      N_ ("DIR") },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &socket, N_ ("Listen on this Unix socket"),
      N_ ("PATH") },
    { "port", 0, 0, G_OPTION_ARG_STRING, &port,
      N_ ("Listen on this loopback port, 0 for any; LOOKBOOK_TOKEN holds the token"), N_ ("N") },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &token_file, N_ ("Read the token from this file"),
      N_ ("FILE") },
    { "fetch-from", 0, 0, G_OPTION_ARG_STRING_ARRAY, &origins,
      N_ ("Fetch pictures and archives from this host although it is not public; may be repeated"),
      N_ ("HOST:PORT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      N_ ("Print one JSON object that says where it listens, once it does"), NULL },
    { NULL },
  };
  g_auto (GStrv) left = lb_cli_parse (argv, entries, NULL,
                                      _ ("Runs the service in the foreground until it is stopped. "
                                         "Without options it serves the data of the app."));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = lb_service_find_program ();
  g_auto (GStrv) arguments = NULL;
  g_autofree char *folder = NULL;

  if (left != NULL && (!lb_cli_take_data_dir (&data) || !check_port (port)))
    return LB_CLI_USAGE;
  if (data == NULL)
    data = lb_service_default_data_dir ();
  if (socket == NULL && port == NULL)
    socket = lb_service_socket_path (data);

  g_strv_builder_add (builder, PROGRAM);
  g_strv_builder_add (builder, "--stay");
  if (json)
    g_strv_builder_add (builder, "--json");
  take_option (builder, "--data", data);
  take_option (builder, "--socket", socket);
  take_option (builder, "--port", port);
  take_option (builder, "--token-file", token_file);
  for (guint i = 0; origins != NULL && origins[i] != NULL; i++)
    take_option (builder, "--fetch-from", g_strdup (origins[i]));
  arguments = g_strv_builder_end (builder);

  if (left == NULL)
    return LB_CLI_USAGE;
  if (*left != NULL)
    {
      lb_cli_complain (_ ("“%s” is too much"), *left);
      return LB_CLI_USAGE;
    }
  if (program == NULL)
    {
      lb_cli_complain ("%s", _ ("lookbook-service is not installed"));
      return LB_CLI_UNREACHABLE;
    }

  folder = lb_visible_text (data);
  if (isatty (STDERR_FILENO))
    g_printerr (_ ("The service of “%s” starts; Ctrl+C ends it\n"), folder);
  execv (program, arguments);
  lb_cli_complain (_ ("“%s” can’t be started: %s"), program, g_strerror (errno));
  return LB_CLI_UNREACHABLE;
}
