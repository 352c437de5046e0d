#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "service/lb-service.h"

/* What the program ends with. */
#define EXIT_USAGE 2
#define EXIT_TAKEN 3 /* another service has the data folder or the socket */
#define EXIT_FULL 4  /* the disk is full */

#define TOKEN_VARIABLE "LOOKBOOK_TOKEN"
#define TOKEN_MAX 1024
#define TOKEN_FILE_MAX 4096 /* blanks around the token are left out */

typedef struct
{
  char *data;
  char *socket;
  char *token_file;
  char **origins;
  int port; /* -1: no TCP */
  gboolean stay;
  gboolean json;
  gboolean version;
} Options;

static void
options_clear (Options *options)
{
  g_clear_pointer (&options->data, g_free);
  g_clear_pointer (&options->socket, g_free);
  g_clear_pointer (&options->token_file, g_free);
  g_clear_pointer (&options->origins, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, "Folder that holds the data", "DIR" },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket, "Listen on a Unix socket", "PATH" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port,
      "Listen on a loopback port (0: any) with the token from " TOKEN_VARIABLE, "N" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "Read the token from a file",
      "FILE" },
    { "fetch-from", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->origins,
      "Let requests name addresses at this host, which need not be public; may be repeated",
      "HOST:PORT" },
    { "stay", 0, 0, G_OPTION_ARG_NONE, &options->stay, "Keep on without connections", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Print where it listens as JSON", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the service of Lookbook");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (options->version)
    return TRUE;

  if (options->port < -1 || options->port > G_MAXUINT16)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "A port is a number from 0 to %d, not %d",
                   G_MAXUINT16, options->port);
      return FALSE;
    }
  if (*argc > 1 || options->data == NULL || (options->socket == NULL && options->port == -1))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "Give --data DIR and --socket PATH or --port N");
      return FALSE;
    }

  return TRUE;
}

/* (transfer full) (nullable): what stands in the file, which may be a pipe, and may have no end. */
static char *
read_token_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  char buffer[TOKEN_FILE_MAX + 1];
  char *token = NULL;
  gsize length = 0;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, sizeof buffer,
                                                  &length, NULL, error))
    return NULL;

  if (length > TOKEN_FILE_MAX)
    g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "The token file is larger than %d bytes",
                 TOKEN_FILE_MAX);
  else
    token = g_strstrip (g_strndup (buffer, length));
  explicit_bzero (buffer, sizeof buffer);

  return token;
}

/* (transfer full) (nullable): from the file or the environment, which does not keep it. */
static char *
take_token (const Options *options, GError **error)
{
  g_autofree char *token = g_strdup (g_getenv (TOKEN_VARIABLE));

  g_unsetenv (TOKEN_VARIABLE);
  if (options->token_file != NULL)
    {
      g_clear_pointer (&token, g_free);
      if (!(token = read_token_file (options->token_file, error)))
        return NULL;
    }

  if (token == NULL || *token == '\0' || strlen (token) > TOKEN_MAX ||
      strpbrk (token, " \t\r\n") != NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "A port needs a token: set " TOKEN_VARIABLE " or give --token-file");
      return NULL;
    }

  return g_steal_pointer (&token);
}

static void
add_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

/* @port: 0 for none */
static void
print_json (const Options *options, guint port)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *number = port != 0 ? g_strdup_printf ("%u", port) : NULL;
  g_autofree char *data = g_utf8_make_valid (options->data, -1);
  g_autofree char *socket =
    options->socket != NULL ? g_utf8_make_valid (options->socket, -1) : NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "data", data);
  add_text (builder, "socket", socket);
  add_text (builder, "port", number);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  printf ("%s\n", text);
  fflush (stdout);
}

static gboolean
listen_on (LbService *service, const Options *options, const char *token, GError **error)
{
  guint port = MAX (options->port, 0);

  if (options->socket != NULL && !lb_service_listen_socket (service, options->socket, error))
    return FALSE;

  if (options->port >= 0)
    {
      if (!lb_service_listen_port (service, &port, token, error))
        return FALSE;
      if (!options->json)
        g_print ("http://127.0.0.1:%u\n", port);
      fflush (stdout);
    }
  if (options->json)
    print_json (options, port);

  return TRUE;
}

static gboolean
signal_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

static int
fail (const GError *error)
{
  g_printerr ("lookbook-service: %s\n", error->message);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    return EXIT_USAGE;
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    return EXIT_FULL;

  return g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT) ? EXIT_TAKEN : EXIT_FAILURE;
}

static gboolean
allow_origins (LbService *service, const Options *options, GError **error)
{
  for (guint i = 0; options->origins != NULL && options->origins[i] != NULL; i++)
    if (!lb_service_allow_origin (service, options->origins[i], error))
      return FALSE;

  return TRUE;
}

static int
serve (const Options *options, const char *token)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (LbService) service = NULL;
  g_autoptr (GError) error = NULL;

  if (!(service = lb_service_new (options->data, &error)) ||
      !allow_origins (service, options, &error))
    return fail (error);

  if (options->stay)
    lb_service_set_idle_seconds (service, 0);
  g_signal_connect_swapped (service, "idle", G_CALLBACK (g_main_loop_quit), loop);
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);

  if (!listen_on (service, options, token, &error))
    return fail (error);

  g_main_loop_run (loop);
  lb_service_stop (service);

  return EXIT_SUCCESS;
}

static int
run (Options *options, int argc, char **argv)
{
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  if (!read_options (options, &argc, &argv, &error))
    {
      g_printerr ("lookbook-service: %s\n", error->message);
      return EXIT_USAGE;
    }

  if (options->version)
    {
      g_print ("lookbook-service %s\n", LB_VERSION);
      return EXIT_SUCCESS;
    }

  if (options->port >= 0)
    {
      prctl (PR_SET_DUMPABLE, 0);
      if (!(token = take_token (options, &error)))
        {
          g_printerr ("lookbook-service: %s\n", error->message);
          return EXIT_USAGE;
        }
    }
  g_unsetenv (TOKEN_VARIABLE);

  return serve (options, token);
}

/* In the foreground it is a command that somebody has given, and ends as those do: see the manual
 * of lookbookctl. */
static int
command_status (int status)
{
  switch (status)
    {
    case EXIT_USAGE:   return 1;
    case EXIT_TAKEN:
    case EXIT_FULL:    return 2;
    case EXIT_FAILURE: return 4;
    default:           return status;
    }
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .port = -1 };
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  dex_init ();
  status = run (&options, argc, argv);

  return options.stay ? command_status (status) : status;
}
