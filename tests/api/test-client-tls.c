#include "api/lb-client-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-tls-fault.h"

#define TOKEN "canary-tls-4e02"

/* A service with a certificate that nobody should trust gets no token: neither the connection is
 * made nor anything asked. The authority is made for the test and trusted by the client alone. */

typedef struct
{
  char *folder;
  GSocketService *server;
  GTlsCertificate *pair;
  GSubprocess *openssl;   /* (nullable) */
  GDataInputStream *said; /* of that */
  int n_requests;         /* atomic */
  int had_token;          /* atomic */
} Fixture;

static void
openssl (Fixture *self, const char *command)
{
  g_autofree char *line = g_strconcat ("openssl ", command, " >openssl.log 2>&1", NULL);
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (self->folder, (char *[]) { "sh", "-c", line, NULL }, NULL, G_SPAWN_SEARCH_PATH,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", command, error->message);
}

static void
make_authority (Fixture *self, const char *name)
{
  g_autofree char *command = g_strdup_printf (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s.key -out %s.pem "
    "-subj /CN=%s -days 2 -addext basicConstraints=critical,CA:TRUE",
    name, name, name);

  openssl (self, command);
}

static void
make_certificate (Fixture *self, const char *authority, const char *names, const char *dates)
{
  g_autofree char *path = g_build_filename (self->folder, "names.cnf", NULL);
  g_autofree char *text = g_strconcat ("subjectAltName=", names, "\n", NULL);
  g_autofree char *sign = g_strdup_printf (
    "x509 -req -in server.csr -CA %s.pem -CAkey %s.key -out server.pem -extfile names.cnf %s",
    authority, authority, dates);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  openssl (self, "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key "
                 "-out server.csr -subj /CN=server");
  openssl (self, sign);
}

/* On a thread of its own: whatever comes out of the tunnel. */
static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        Fixture *self)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: 2\r\nConnection: close\r\n\r\n[]";
  g_autoptr (GIOStream) tunnel =
    g_tls_server_connection_new (G_IO_STREAM (connection), self->pair, NULL);
  char bytes[4096];
  gssize length = g_input_stream_read (g_io_stream_get_input_stream (tunnel), bytes,
                                       sizeof bytes - 1, NULL, NULL);

  if (length <= 0)
    return TRUE;

  bytes[length] = '\0';
  g_atomic_int_inc (&self->n_requests);
  if (strstr (bytes, TOKEN) != NULL)
    g_atomic_int_set (&self->had_token, TRUE);
  g_output_stream_write_all (g_io_stream_get_output_stream (tunnel), answer, strlen (answer), NULL,
                             NULL, NULL);
  g_io_stream_close (tunnel, NULL, NULL);

  return TRUE;
}

static char *
listen_with (Fixture *self, const char *certificate, const char *key)
{
  g_autofree char *certificate_path = g_build_filename (self->folder, certificate, NULL);
  g_autofree char *key_path = g_build_filename (self->folder, key, NULL);
  g_autoptr (GError) error = NULL;
  guint port = 0;

  self->pair = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  g_assert_no_error (error);
  self->server = g_threaded_socket_service_new (2);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->server), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->server, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->server);

  return g_strdup_printf ("https://127.0.0.1:%u", port);
}

static LbClient *
new_client (Fixture *self, const char *url)
{
  LbClient *client = lb_client_new (url, TOKEN);
  g_autofree char *path = g_build_filename (self->folder, "trusted.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_object_set (client->interactive, "tls-database", database, NULL);

  return client;
}

/* (transfer full) (nullable): what it ended with, NULL for a success. */
static GError *
ask (LbClient *client)
{
  g_autoptr (DexFuture) future = lb_client_list_projects (client);
  GError *error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    g_assert_null (strstr (error->message, TOKEN));

  return error;
}

static void
is_unsafe (LbClient *client, LbTlsFault fault)
{
  g_autoptr (GError) error = ask (client);

  g_assert_error (error, LB_ERROR, LB_ERROR_OFFLINE);
  g_assert_cmpint (lb_error_get_tls_fault (error), ==, fault);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("lookbook-tls-XXXXXX", NULL);
  make_authority (self, "trusted");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->server != NULL)
    {
      g_socket_service_stop (self->server);
      g_socket_listener_close (G_SOCKET_LISTENER (self->server));
    }
  if (self->openssl != NULL)
    g_subprocess_force_exit (self->openssl);
  g_clear_object (&self->openssl);
  g_clear_object (&self->said);
  g_clear_object (&self->server);
  g_clear_object (&self->pair);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", self->folder, NULL }, NULL, G_SPAWN_SEARCH_PATH,
                NULL, NULL, NULL, NULL, NULL, NULL);
  g_clear_pointer (&self->folder, g_free);
}

static void
refused (Fixture *self, const char *certificate, const char *key, LbTlsFault fault)
{
  g_autofree char *url = listen_with (self, certificate, key);
  g_autoptr (LbClient) client = new_client (self, url);

  is_unsafe (client, fault);
  g_assert_cmpint (g_atomic_int_get (&self->n_requests), ==, 0);
}

static void
test_good (Fixture *self, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autoptr (LbClient) client = NULL;
  g_autoptr (GError) error = NULL;

  make_certificate (self, "trusted", "IP:127.0.0.1", "-days 2");
  url = listen_with (self, "server.pem", "server.key");
  client = new_client (self, url);
  error = ask (client);
  g_assert_no_error (error);
  g_assert_cmpint (g_atomic_int_get (&self->n_requests), ==, 1);
  g_assert_true (g_atomic_int_get (&self->had_token));
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  make_certificate (self, "trusted", "IP:127.0.0.1",
                    "-not_before 20200101000000Z -not_after 20200201000000Z");
  refused (self, "server.pem", "server.key", LB_TLS_FAULT_EXPIRED);
}

static void
test_not_yet_valid (Fixture *self, gconstpointer data)
{
  make_certificate (self, "trusted", "IP:127.0.0.1",
                    "-not_before 20700101000000Z -not_after 20710101000000Z");
  refused (self, "server.pem", "server.key", LB_TLS_FAULT_NOT_YET_VALID);
}

/* (transfer full): its address. @options: what it offers. */
static char *
start_openssl (Fixture *self, const char *options)
{
  g_autofree char *line =
    g_strdup_printf ("exec openssl s_server -accept 127.0.0.1:0 -cert server.pem -key server.key "
                     "-naccept 4 %s 2>&1",
                     options);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_cwd (launcher, self->folder);
  self->openssl = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", line, NULL);
  g_assert_no_error (error);
  self->said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->openssl));
  for (;;)
    {
      g_autofree char *said = g_data_input_stream_read_line (self->said, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (said);
      if (g_str_has_prefix (said, "ACCEPT "))
        return g_strconcat ("https://", said + strlen ("ACCEPT "), NULL);
    }
}

/* What it has said, which is also what was said to it. */
static void
heard_no_token (Fixture *self)
{
  g_subprocess_force_exit (self->openssl);
  for (;;)
    {
      g_autofree char *said = g_data_input_stream_read_line (self->said, NULL, NULL, NULL);

      if (said == NULL)
        break;
      g_assert_null (strstr (said, TOKEN));
      g_assert_null (strstr (said, "api_token"));
    }
}

/* Nothing older than TLS 1.2, and no cipher that has not been safe for long. */
static void
test_old (Fixture *self, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autoptr (LbClient) client = NULL;
  g_autoptr (GError) error = NULL;

  make_certificate (self, "trusted", "IP:127.0.0.1", "-days 2");
  url = start_openssl (self, data);
  client = new_client (self, url);
  error = ask (client);
  g_assert_error (error, LB_ERROR, LB_ERROR_OFFLINE);
  g_assert_cmpint (lb_error_get_tls_fault (error), !=, LB_TLS_FAULT_NONE);
  heard_no_token (self);
}

/* The same server is asked when it offers what is safe. */
static void
test_new_enough (Fixture *self, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autoptr (LbClient) client = NULL;
  g_autoptr (GError) error = NULL;

  make_certificate (self, "trusted", "IP:127.0.0.1", "-days 2");
  url = start_openssl (self, "-tls1_2 -www");
  client = new_client (self, url);
  error = ask (client);
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL); /* its answer is a page of its own */
  g_assert_cmpint (lb_error_get_tls_fault (error), ==, LB_TLS_FAULT_NONE);
}

/* On a thread of its own: no TLS at all. */
static gboolean
run_plain_cb (GThreadedSocketService *service,
              GSocketConnection *connection,
              GObject *source,
              Fixture *self)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";
  char bytes[4096];
  gssize length = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                       bytes, sizeof bytes, NULL, NULL);

  if (length > 0)
    g_atomic_int_inc (&self->n_requests);
  if (length > 0 && memmem (bytes, (gsize) length, TOKEN, strlen (TOKEN)) != NULL)
    g_atomic_int_set (&self->had_token, TRUE);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                             strlen (answer), NULL, NULL, NULL);

  return TRUE;
}

static void
test_no_tls (Fixture *self, gconstpointer data)
{
  g_autoptr (LbClient) client = NULL;
  g_autofree char *url = NULL;

  self->server = g_threaded_socket_service_new (2);
  url = g_strdup_printf ("https://127.0.0.1:%u", g_socket_listener_add_any_inet_port (
                                                   G_SOCKET_LISTENER (self->server), NULL, NULL));
  g_signal_connect (self->server, "run", G_CALLBACK (run_plain_cb), self);
  g_socket_service_start (self->server);
  client = new_client (self, url);
  is_unsafe (client, LB_TLS_FAULT_FAILED);
  g_assert_cmpint (g_atomic_int_get (&self->n_requests), ==, 1);
  g_assert_false (g_atomic_int_get (&self->had_token));
}

/* Without glib-networking that is said, and nothing else is tried. */
static void
test_unavailable (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("GIO_USE_TLS", "dummy", TRUE);
  {
    g_autoptr (LbClient) client = lb_client_new ("https://127.0.0.1:1", TOKEN);
    g_autoptr (LbClient) plain = lb_client_new ("http://127.0.0.1:1", TOKEN);
    g_autoptr (GError) error = NULL;

    is_unsafe (client, LB_TLS_FAULT_UNAVAILABLE);
    error = ask (plain);
    g_assert_cmpint (lb_error_get_tls_fault (error), ==, LB_TLS_FAULT_NONE);
  }
}

static void
test_wrong_host (Fixture *self, gconstpointer data)
{
  make_certificate (self, "trusted", "DNS:engine.example", "-days 2");
  refused (self, "server.pem", "server.key", LB_TLS_FAULT_OTHER_HOST);
}

static void
test_unknown_authority (Fixture *self, gconstpointer data)
{
  make_authority (self, "stranger");
  make_certificate (self, "stranger", "IP:127.0.0.1", "-days 2");
  refused (self, "server.pem", "server.key", LB_TLS_FAULT_UNKNOWN);
}

static void
test_self_signed (Fixture *self, gconstpointer data)
{
  make_authority (self, "itself");
  refused (self, "itself.pem", "itself.key", LB_TLS_FAULT_UNKNOWN);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/api/tls/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("good", test_good);
  ADD ("expired", test_expired);
  ADD ("not-yet-valid", test_not_yet_valid);
  ADD ("wrong-host", test_wrong_host);
  ADD ("unknown-authority", test_unknown_authority);
  ADD ("self-signed", test_self_signed);
  ADD ("new-enough", test_new_enough);
  g_test_add ("/api/tls/tls-1.0", Fixture, "-tls1 -cipher ALL:@SECLEVEL=0", set_up, test_old,
              tear_down);
  g_test_add ("/api/tls/tls-1.1", Fixture, "-tls1_1 -cipher ALL:@SECLEVEL=0", set_up, test_old,
              tear_down);
  g_test_add ("/api/tls/no-encryption", Fixture, "-tls1_2 -cipher NULL:@SECLEVEL=0", set_up,
              test_old, tear_down);
  ADD ("no-tls", test_no_tls);
  g_test_add_func ("/api/tls/unavailable", test_unavailable);

  return g_test_run ();
}
